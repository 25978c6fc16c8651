import type {
  Delivery,
  DeliverySummary,
  Form,
  List,
  Report,
  Submission,
} from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

const KEY = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
const MINUTE = 60_000
const TAKES_PARTIALS = { settings: { partial: true, partialMinutes: 10 } }

const definition = () =>
  makeForm({
    fields: [
      textField('name', { required: true }),
      { id: 'email', name: 'email', kind: 'email', label: 'Email' },
    ],
    ...TAKES_PARTIALS,
  })

async function formTaking(events: string[] = ['form.submission.created', 'form.submission.partial']) {
  const app = makeApp()
  const form = await app.publish('ada', definition())
  const webhook = await app.addWebhook('ada', form.id, { events, format: 'event' })
  const send = async (body: object) => {
    const answer = await app.call(`POST /v1/forms/${form.id}/submissions`, { body: { key: KEY, ...body } })
    return { status: answer.status, body: (await answer.json()) as { id: string; duplicate: boolean } }
  }
  const owed = async () => {
    const list = await app.get<List<DeliverySummary>>(`GET /api/webhooks/${webhook.id}/deliveries`, {
      as: 'ada',
    })
    const deliveries = await Promise.all(
      list.items.map(({ id }) => app.get<Delivery>(`GET /api/deliveries/${id}`, { as: 'ada' })),
    )
    return deliveries.map(({ eventType, body }) => [eventType, JSON.parse(body).data.submission] as const)
  }
  return { ...app, form, send, owed }
}

describe('a partial submission', () => {
  it('is kept without what is required, replaced under its key, and completed by the whole', async () => {
    const { send, get, form } = await formTaking()
    const first = await send({ partial: true, answers: { email: 'ada@example.com' } })
    expect(first).toMatchObject({ status: 201, body: { duplicate: false } })
    const { id } = first.body
    const more = { name: 'Ada', email: 'ada@example.com' }
    expect(await send({ partial: true, answers: more })).toEqual({
      status: 200,
      body: { id, duplicate: false },
    })
    expect(await get<Submission>(`GET /api/submissions/${id}`, { as: 'ada' })).toMatchObject({
      status: 'partial',
      answers: more,
    })
    expect(await send({ answers: more })).toEqual({ status: 201, body: { id, duplicate: false } })
    expect(await send({ answers: more })).toEqual({ status: 200, body: { id, duplicate: true } })
    expect(await send({ partial: true, answers: {} })).toEqual({ status: 200, body: { id, duplicate: true } })
    const { items } = await get<List<Submission>>(`GET /api/forms/${form.id}/submissions`, { as: 'ada' })
    expect(items).toMatchObject([{ id, status: 'completed', answers: more }])
  })

  it('is told of once, after its minutes', async () => {
    const { send, owed, abandonment, clock } = await formTaking()
    await send({ partial: true, answers: { name: 'A' } })
    clock.advance(9 * MINUTE)
    const { body } = await send({ partial: true, answers: { name: 'Ada' } })
    clock.advance(9 * MINUTE)
    await abandonment.tell()
    expect(await owed()).toEqual([])
    clock.advance(MINUTE)
    await Promise.all([abandonment.tell(), abandonment.tell()])
    const told = { id: body.id, status: 'partial', submission_data: { name: 'Ada' } }
    expect(await owed()).toMatchObject([['form.submission.partial', told]])
    clock.advance(60 * MINUTE)
    await abandonment.tell()
    expect(await owed()).toHaveLength(1)
    // Whoever comes back after all completes it, and that is told as ever.
    await send({ answers: { name: 'Ada' } })
    expect(await owed()).toMatchObject([
      ['form.submission.created', { id: body.id }],
      ['form.submission.partial', told],
    ])
  })

  it('is not told of when it was completed, nor to webhooks that did not ask for it', async () => {
    const completed = await formTaking()
    await completed.send({ partial: true, answers: { name: 'A' } })
    await completed.send({ answers: { name: 'Ada' } })
    completed.clock.advance(60 * MINUTE)
    await completed.abandonment.tell()
    expect((await completed.owed()).map(([type]) => type)).toEqual(['form.submission.created'])

    const unasked = await formTaking(['form.submission.created'])
    await unasked.send({ partial: true, answers: { name: 'A' } })
    unasked.clock.advance(60 * MINUTE)
    await unasked.abandonment.tell()
    expect(await unasked.owed()).toEqual([])
  })

  it.each([
    ['to a form that takes only whole ones', {}, { key: KEY }, 'partial'],
    ['without a key', TAKES_PARTIALS, {}, 'key'],
  ])('is refused %s', async (_, settings, more, field) => {
    const { publish, call, get } = makeApp()
    const form = await publish('ada', makeForm(settings))
    const body = { partial: true, answers: { name: 'Ada' }, ...more }
    const answer = await call(`POST /v1/forms/${form.id}/submissions`, { body })
    expect(await problemOf(answer)).toMatchObject({ status: 422, code: 'invalid-body', issues: [{ field }] })
    const { items } = await get<List<Submission>>(`GET /api/forms/${form.id}/submissions`, { as: 'ada' })
    expect(items).toEqual([])
  })

  it('is judged like any other but for what is missing', async () => {
    const { call, form } = await formTaking()
    const body = { key: KEY, partial: true, answers: { email: 'ada@', nose: 'x' } }
    const problem = await problemOf(await call(`POST /v1/forms/${form.id}/submissions`, { body }))
    expect(problem.issues?.map(({ field, code }) => [field, code])).toEqual([
      ['email', 'email'],
      ['nose', 'unknown'],
    ])
  })

  it('is no submission in any count, and found by its status', async () => {
    const { send, get, call, submit, form } = await formTaking()
    await send({ partial: true, answers: { email: 'ada@example.com' } })
    await submit(form.id, { name: 'Grace' })
    const { submissions } = await get<Form>(`GET /api/forms/${form.id}`, { as: 'ada' })
    expect(submissions).toBe(1)
    const report = await get<Report>(`GET /api/forms/${form.id}/report`, { as: 'ada' })
    expect(report).toMatchObject({ submissions: 1, partials: 1 })
    expect(report.fields.map(({ answered }) => answered)).toEqual([1, 0])
    for (const [status, count] of [
      ['partial', 1],
      ['completed', 1],
      ['', 2],
    ] as const) {
      const path = `GET /api/forms/${form.id}/submissions?status=${status}`
      expect((await get<List<Submission>>(path, { as: 'ada' })).items).toHaveLength(count)
    }
    const csv = await call(`GET /api/forms/${form.id}/submissions.csv?status=partial`, { as: 'ada' })
    const [head, row, end] = (await csv.text()).split('\r\n')
    expect(head).toBe('id,created,status,name,email')
    expect(row).toMatch(/^sub_[^,]+,2026-01-15T12:00:00.000Z,partial,,ada@example.com$/)
    expect(end).toBe('')
    const wrong = await call(`GET /api/forms/${form.id}/submissions?status=flagged`, { as: 'ada' })
    expect(await problemOf(wrong)).toMatchObject({ status: 400, code: 'invalid-query' })
  })

  it('may come a hundred times at once, with the whole among them', async () => {
    const { send, owed, get, form } = await formTaking()
    const answers = { name: 'Ada' }
    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, index) => send({ answers, ...(index !== 50 && { partial: true }) })),
    )
    expect(new Set(sent.map(({ body }) => body.id)).size).toBe(1)
    const { items } = await get<List<Submission>>(`GET /api/forms/${form.id}/submissions`, { as: 'ada' })
    expect(items).toMatchObject([{ status: 'completed' }])
    expect((await owed()).map(([type]) => type)).toEqual(['form.submission.created'])
  })
})
