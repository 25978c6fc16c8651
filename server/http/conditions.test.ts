/** Conditions on webhooks: what is sent by them, and what is refused. */
import type { DeliverySummary, List, NewWebhook, Published, Webhook } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

const topic = {
  id: 'f_topic',
  name: 'topic',
  kind: 'single-choice' as const,
  label: 'Topic',
  options: [
    { value: 'sales', label: 'Sales' },
    { value: 'help', label: 'Help' },
  ],
}
const sales = { field: 'topic', is: 'equal', to: 'sales' }

/** A published form that asks for a topic, with a webhook for sales alone and one for all. */
async function withConditions(settings: object = {}, more: object = {}) {
  const relay = makeApp()
  const form = await relay.publish('ada', makeForm({ fields: [topic, textField('name')], settings }))
  const some = await relay.addWebhook('ada', form.id, { condition: sales, ...more })
  const all = await relay.addWebhook('ada', form.id, more)
  const sent = async ({ id }: NewWebhook) => {
    const { items } = await relay.get<List<DeliverySummary>>(`GET /api/webhooks/${id}/deliveries`, {
      as: 'ada',
    })
    return items.map(({ eventType, submissionId }) => `${eventType} ${submissionId}`).reverse()
  }
  return { ...relay, form, some, all, sent }
}

describe('a webhook with a condition', () => {
  it('is owed the submissions that meet it', async () => {
    const { form, some, all, sent, submit } = await withConditions()
    const first = await submit(form.id, { topic: 'sales' })
    const second = await submit(form.id, { topic: 'help' })
    const third = await submit(form.id, { name: 'Ada' })
    expect(await sent(some)).toEqual([`form.submission.created ${first}`])
    expect(await sent(all)).toEqual([first, second, third].map((id) => `form.submission.created ${id}`))
  })

  it('is asked by the version that was answered, not by the newest', async () => {
    const { form, some, sent, call, get, submit } = await withConditions()
    const definition = makeForm({ fields: [textField('name')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await get(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    await submit(form.id, { name: 'Ada' })
    const late = await call(`POST /v1/forms/${form.id}/submissions`, {
      body: { version: 1, answers: { topic: 'sales' } },
    })
    const { id } = (await late.json()) as { id: string }
    expect(await sent(some)).toEqual([`form.submission.created ${id}`])
  })

  it('is told of the abandoned ones that meet it', async () => {
    const { form, some, all, sent, get, clock, abandonment } = await withConditions(
      { partial: true },
      { events: ['form.submission.partial'] },
    )
    const ids = []
    for (const answers of [{ topic: 'sales' }, { topic: 'help' }]) {
      const body = { key: crypto.randomUUID(), partial: true, answers }
      ids.push((await get<{ id: string }>(`POST /v1/forms/${form.id}/submissions`, { body })).id)
    }
    clock.advance(86_400_000)
    await abandonment.tell()
    expect(await sent(some)).toEqual([`form.submission.partial ${ids[0]}`])
    expect(await sent(all)).toHaveLength(2)
  })

  it('is told of the erasure of what meets it, or of what it was sent under another one', async () => {
    const events = ['form.submission.created', 'form.submission.erased']
    const { form, some, all, sent, get, call, submit } = await withConditions({}, { events })
    const sold = await submit(form.id, { topic: 'sales' })
    const helped = await submit(form.id, { topic: 'help' })
    await get(`PATCH /api/webhooks/${some.id}`, { as: 'ada', body: { condition: { ...sales, to: 'help' } } })
    await get(`PATCH /api/webhooks/${all.id}`, { as: 'ada', body: { condition: sales } })
    for (const id of [sold, helped])
      expect((await call(`DELETE /api/submissions/${id}`, { as: 'ada' })).status).toBe(204)
    const erasures = async (webhook: NewWebhook) =>
      (await sent(webhook)).filter((text) => text.startsWith('form.submission.erased'))
    expect(await erasures(some)).toEqual([sold, helped].map((id) => `form.submission.erased ${id}`))
    expect(await erasures(all)).toEqual([sold, helped].map((id) => `form.submission.erased ${id}`))
  })

  it('is not told of the erasure of what it never was to have', async () => {
    const events = ['form.submission.created', 'form.submission.erased']
    const { form, some, sent, call, submit } = await withConditions({}, { events })
    const id = await submit(form.id, { topic: 'help' })
    await call(`DELETE /api/submissions/${id}`, { as: 'ada' })
    expect(await sent(some)).toEqual([])
  })
})

describe('a condition', () => {
  it.each([
    [
      'a field that the form does not have',
      { field: 'nowhere', is: 'answered' },
      'no-such-field',
      'nowhere, which is not on the form',
    ],
    [
      'a comparison that its field cannot have',
      { field: 'topic', is: 'greater', to: 3 },
      'no-such-operator',
      'greater makes no sense for topic',
    ],
    ['nothing at all', { any: [] }, 'no-condition', 'null sends every submission'],
  ])('is refused when it asks for %s', async (_, condition, code, message) => {
    const { form, some, call } = await withConditions()
    for (const [route, body] of [
      [`POST /api/forms/${form.id}/webhooks`, { url: 'https://receiver.example/hook', condition }],
      [`PATCH /api/webhooks/${some.id}`, { condition }],
    ] as const) {
      const problem = await problemOf(await call(route, { as: 'ada', body }))
      expect(problem).toMatchObject({
        code: 'invalid-body',
        issues: [{ field: 'condition', code, message: expect.stringContaining(message) }],
      })
    }
  })

  it('may ask for a field of the draft, and for one that only visitors still see', async () => {
    const { form, call, get } = await withConditions()
    const definition = makeForm({ fields: [textField('company')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    for (const field of ['company', 'name']) {
      const answer = await call(`POST /api/forms/${form.id}/webhooks`, {
        as: 'ada',
        body: { url: 'https://receiver.example/hook', condition: { field, is: 'answered' } },
      })
      expect(answer.status).toBe(201)
    }
  })

  it('whose field is gone is warned of when that is published', async () => {
    const { form, some, get } = await withConditions({}, { name: 'CRM' })
    const publish = () => get<Published>(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    expect((await publish()).warnings).toEqual([])
    const definition = makeForm({ fields: [textField('name')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    expect((await publish()).warnings).toEqual([
      'The condition of the webhook “CRM” asks for “topic”, which is not on the form any more: it may be sent nothing.',
    ])
    await get(`PATCH /api/webhooks/${some.id}`, { as: 'ada', body: { condition: null } })
    expect((await publish()).warnings).toEqual([])
  })

  it('whose field is gone keeps no other setting from being changed', async () => {
    const { form, some, get } = await withConditions()
    const definition = makeForm({ fields: [textField('name')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await get(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    const saved = await get<Webhook>(`PATCH /api/webhooks/${some.id}`, {
      as: 'ada',
      body: { name: 'CRM', condition: sales },
    })
    expect(saved).toMatchObject({ name: 'CRM', condition: sales })
    const without = await get<Webhook>(`PATCH /api/webhooks/${some.id}`, {
      as: 'ada',
      body: { condition: null },
    })
    expect(without.condition).toBeNull()
  })
})
