import type { List, NewWebhook, Submission } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

const DAY_MS = 86_400_000

/** A form with three submissions, a day apart; the ids are in that order. */
async function withSubmissions() {
  const relay = makeApp()
  const form = await relay.publish('ada', makeForm({ fields: [textField('name'), textField('city')] }))
  const ids: string[] = []
  for (const name of ['Ada', 'Grace', 'Edsger']) {
    ids.push(await relay.submit(form.id, { name, city: name === 'Grace' ? 'New York' : 'London' }))
    relay.clock.advance(DAY_MS)
  }
  return { ...relay, form, ids }
}

const names = ({ items }: List<Submission>) => items.map(({ answers }) => answers.name)

describe('the list', () => {
  it('gives parts, newest first', async () => {
    const { get, form } = await withSubmissions()
    const route = `GET /api/forms/${form.id}/submissions?limit=2`
    const first = await get<List<Submission>>(route, { as: 'ada' })
    expect(names(first)).toEqual(['Edsger', 'Grace'])
    const second = await get<List<Submission>>(`${route}&cursor=${first.next}`, { as: 'ada' })
    expect(names(second)).toEqual(['Ada'])
    expect(second.next).toBeNull()
  })

  it.each([
    ['q=york', ['Grace']],
    ['q=name', []],
    ['from=2026-01-16', ['Edsger', 'Grace']],
    ['to=2026-01-16', ['Grace', 'Ada']],
    ['from=2026-01-16&to=2026-01-16', ['Grace']],
    ['from=2026-01-16T12:00:00Z', ['Edsger', 'Grace']],
    ['to=2026-01-16T12:00:00Z', ['Ada']],
    ['from=2026-01-16T13:00:00%2B01:00', ['Edsger', 'Grace']],
    ['from=&to=&q=&cursor=', ['Edsger', 'Grace', 'Ada']],
  ])('filters by %s', async (query, expected) => {
    const { get, form } = await withSubmissions()
    expect(names(await get(`GET /api/forms/${form.id}/submissions?${query}`, { as: 'ada' }))).toEqual(
      expected,
    )
  })

  it.each([
    'from=yesterday',
    'from=2026-02-31',
    'to=2026-13-01',
    'to=2026-01-16T25:00:00Z',
    'to=2026-01-16T12:00:00',
    `q=${'x'.repeat(201)}`,
    'limit=201',
  ])('refuses %s', async (query) => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    for (const ending of ['', '.csv', '.jsonl'].slice(0, query.startsWith('limit') ? 1 : 3)) {
      const answer = await call(`GET /api/forms/${id}/submissions${ending}?${query}`, { as: 'ada' })
      expect(await problemOf(answer)).toMatchObject({
        status: 400,
        code: 'invalid-query',
        issues: [{ field: query.split('=')[0] }],
      })
    }
  })
})

it('shows a submission with where it came from', async () => {
  const { get, publish } = makeApp()
  const form = await publish('ada')
  const { id } = await get<{ id: string }>(`POST /v1/forms/${form.id}/submissions`, {
    body: { answers: { name: 'Ada' }, context: { url: 'https://shop.example/', language: 'en' } },
  })
  expect(await get(`GET /api/submissions/${id}`, { as: 'ada' })).toEqual({
    id,
    formId: form.id,
    version: 1,
    status: 'completed',
    answers: { name: 'Ada' },
    context: { url: 'https://shop.example/', language: 'en' },
    createdAt: '2026-01-15T12:00:00.000Z',
  })
})

describe('the exports', () => {
  it('have a column for every field that ever was, the newest version first', async () => {
    const { call, get, form } = await withSubmissions()
    const definition = makeForm({ fields: [textField('email'), textField('name')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await get(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    const answer = await call(`GET /api/forms/${form.id}/submissions.csv?q=grace`, { as: 'ada' })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${form.id}.csv"`)
    expect(await answer.text()).toMatch(
      /^id,created,status,email,name,city\r\nsub_\w+,2026-01-16T12:00:00.000Z,completed,,Grace,New York\r\n$/,
    )
  })

  it('are as long as the list, in the same order', async () => {
    const { call, get, form } = await withSubmissions()
    const answer = await call(`GET /api/forms/${form.id}/submissions.jsonl`, { as: 'ada' })
    const lines = (await answer.text()).trimEnd().split('\n')
    const { items } = await get<List<Submission>>(`GET /api/forms/${form.id}/submissions`, { as: 'ada' })
    expect(lines.map((line) => JSON.parse(line))).toEqual(items)
  })

  it('read on from part to part', async () => {
    const { call, publish, store } = makeApp()
    const form = await publish('ada')
    const accepted = Array.from({ length: 1_001 }, (_, index) => {
      const answers = JSON.stringify({ name: `Name ${index}` })
      const id = `sub_${String(index).padStart(6, '0')}`
      const row = { id, formId: form.id, workspaceId: 'wsp_ada', version: 1, key: null, answers, context: {} }
      return store.acceptSubmission(row, () => [])
    })
    await Promise.all(accepted)
    const csv = await (await call(`GET /api/forms/${form.id}/submissions.csv`, { as: 'ada' })).text()
    expect(csv.match(/Name \d+/g)).toEqual(
      Array.from({ length: 1_001 }, (_, index) => `Name ${1_000 - index}`),
    )
  })

  it('begin with a byte order mark for Excel', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    const answer = await call(`GET /api/forms/${id}/submissions.csv?bom=1`, { as: 'ada' })
    expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  })
})

describe('erasing', () => {
  it('takes a submission out of list, exports and counts', async () => {
    const { call, get, form, ids } = await withSubmissions()
    expect((await call(`DELETE /api/submissions/${ids[1]}`, { as: 'ada' })).status).toBe(204)
    expect(names(await get(`GET /api/forms/${form.id}/submissions`, { as: 'ada' }))).toEqual([
      'Edsger',
      'Ada',
    ])
    expect(await get(`GET /api/forms/${form.id}`, { as: 'ada' })).toMatchObject({ submissions: 2 })
    for (const method of ['GET', 'DELETE']) {
      const answer = await call(`${method} /api/submissions/${ids[1]}`, { as: 'ada' })
      expect(await problemOf(answer)).toMatchObject({ status: 404, code: 'not-found' })
    }
  })

  it('cancels what was owed for it and tells the webhooks that asked to be told, without the answers', async () => {
    const { addWebhook, call, get, publish, submit } = makeApp()
    const form = await publish('ada')
    const plain = await addWebhook('ada', form.id)
    const told = await addWebhook('ada', form.id, { events: ['form.submission.erased'], format: 'event' })
    const id = await submit(form.id, { name: 'Ada Lovelace' })
    await call(`DELETE /api/submissions/${id}`, { as: 'ada' })

    const deliveries = async ({ id }: NewWebhook) => {
      const { items } = await get<List<{ id: string }>>(`GET /api/webhooks/${id}/deliveries`, { as: 'ada' })
      return Promise.all(items.map((item) => get(`GET /api/deliveries/${item.id}`, { as: 'ada' })))
    }
    expect(await deliveries(plain)).toMatchObject([{ state: 'cancelled', body: '' }])
    const events = await deliveries(told)
    expect(events).toMatchObject([
      { state: 'pending', eventType: 'form.submission.erased', submissionId: id },
    ])
    expect(JSON.stringify(events)).toContain(id)
    expect(JSON.stringify(events)).not.toContain('Lovelace')
  })
})
