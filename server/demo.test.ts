import type { Form, List } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { isDemoWanted, prepareDemo } from './demo.ts'
import { makeApp } from './test/make.ts'

const publicUrl = 'http://relay.test'

/** A relay whose first workspace is Ada's. */
function withDemo() {
  const relay = makeApp()
  const { store, vault } = relay
  const auth = { firstWorkspace: async () => 'wsp_ada' }
  return { ...relay, prepare: (url = publicUrl) => prepareDemo({ store, vault, auth, publicUrl: url }) }
}

it('is a published form with a webhook to the inbox, and the same at every start', async () => {
  const { get, prepare } = withDemo()
  const demo = await prepare()
  expect(await prepare()).toEqual(demo)
  const { items } = await get<List<Form>>('GET /api/forms', { as: 'ada' })
  expect(items).toMatchObject([{ id: demo?.formId, version: 1, changed: false }])
  const webhooks = await get<List<object>>(`GET /api/forms/${demo?.formId}/webhooks`, { as: 'ada' })
  expect(webhooks.items).toMatchObject([
    { url: `${publicUrl}/inbox/${demo?.inboxToken}`, signed: true, active: true },
  ])
})

it('takes a submission, with the ruled field only where its rule shows it', async () => {
  const { call, prepare, submit } = withDemo()
  const formId = (await prepare())?.formId ?? ''
  const answers = { name: 'Ada', email: 'ada@example.com', message: 'Hello', consent: true }
  await submit(formId, { ...answers, topic: 'order', order_number: 'A-1024', rating: 5 })
  await submit(formId, { ...answers, topic: 'question' })
  const answer = await call(`POST /v1/forms/${formId}/submissions`, {
    body: { answers: { ...answers, topic: 'question', order_number: 'A-1024' } },
  })
  expect(answer.status).toBe(422)
})

it('finishes what a start that was cut short began', async () => {
  const { get, prepare, store } = withDemo()
  const { createWebhook } = store
  store.createWebhook = async () => {
    throw new Error('killed')
  }
  await expect(prepare()).rejects.toThrow('killed')
  store.createWebhook = createWebhook
  const demo = await prepare()
  expect((await get<List<Form>>('GET /api/forms', { as: 'ada' })).items).toHaveLength(1)
  expect(
    (await get<List<object>>(`GET /api/forms/${demo?.formId}/webhooks`, { as: 'ada' })).items,
  ).toHaveLength(1)
})

it('follows the relay to another address, with its secret', async () => {
  const { get, prepare } = withDemo()
  const before = await prepare('http://localhost:4400')
  const webhook = async () =>
    (
      await get<List<{ url: string; secretHint: string }>>(`GET /api/forms/${before?.formId}/webhooks`, {
        as: 'ada',
      })
    ).items[0]
  const hint = (await webhook())?.secretHint
  expect(await prepare('http://localhost:5500')).toEqual(before)
  expect(await webhook()).toMatchObject({
    url: `http://localhost:5500/inbox/${before?.inboxToken}`,
    secretHint: hint,
  })
})

describe("the owner's word", () => {
  it('ends it: a deleted demo is not made again', async () => {
    const { call, prepare } = withDemo()
    const demo = await prepare()
    await call(`DELETE /api/forms/${demo?.formId}`, { as: 'ada' })
    expect(await prepare()).toBeNull()
  })

  it('changes its webhook for good', async () => {
    const { get, prepare } = withDemo()
    const demo = await prepare()
    const route = `GET /api/forms/${demo?.formId}/webhooks`
    const id = (await get<List<{ id: string }>>(route, { as: 'ada' })).items[0]?.id
    await get(`PATCH /api/webhooks/${id}`, { as: 'ada', body: { url: 'https://receiver.example/' } })
    await prepare('http://localhost:5500')
    expect((await get<List<object>>(route, { as: 'ada' })).items).toMatchObject([
      { url: 'https://receiver.example/' },
    ])
  })
})

describe('is wanted', () => {
  const admin = {}

  it.each([
    ['on an empty relay', null, null, false, true],
    ['not when an owner is given', null, admin, false, false],
    ['when it is asked for', true, admin, true, true],
    ['not when it is refused', false, null, false, false],
    ['not on a relay that began without it', null, null, true, false],
  ])('%s', async (_, demo, owner, hasForms, wanted) => {
    const { publish, store } = makeApp()
    if (hasForms) await publish('ada')
    expect(await isDemoWanted({ demo, admin: owner }, store)).toBe(wanted)
  })

  it('again at the next start', async () => {
    const { prepare, store } = withDemo()
    await prepare()
    expect(await isDemoWanted({ demo: null, admin: null }, store)).toBe(true)
  })
})
