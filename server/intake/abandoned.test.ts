import { expect, it, onTestFinished, vi } from 'vitest'
import { StoreUnavailable } from '../store/store.ts'
import { makeApp, makeForm } from '../test/make.ts'
import { createAbandonment } from './abandoned.ts'
import { createIntake } from './accept.ts'

const KEY = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'

async function abandoned(count = 1) {
  const relay = makeApp()
  const form = await relay.publish('ada', makeForm({ settings: { partial: true, partialMinutes: 1 } }))
  const webhook = await relay.addWebhook('ada', form.id, { events: ['form.submission.partial'] })
  for (let i = 0; i < count; i++) {
    const key = `${KEY.slice(0, -3)}${String(i).padStart(3, '0')}`
    const body = { key, partial: true, answers: { name: `Ada ${i}` } }
    expect((await relay.call(`POST /v1/forms/${form.id}/submissions`, { body })).status).toBe(201)
  }
  relay.clock.advance(60_000)
  const told = async () => {
    const { items } = await relay.store.listDeliveries('wsp_ada', webhook.id, {}, { limit: 200 })
    return Promise.all(
      items.map(async ({ id }) => (await relay.store.findDelivery('wsp_ada', id))?.delivery.body),
    )
  }
  return { ...relay, form, told }
}

it('tells at a start of what was abandoned while the relay was down', async () => {
  const { told, abandonment } = await abandoned()
  abandonment.start()
  onTestFinished(() => abandonment.stop())
  await vi.waitFor(async () => expect(await told()).toEqual(['{"name":"Ada 0"}']))
})

it('tells of as many as there are, each of them once, by however many processes', async () => {
  const { told, abandonment } = await abandoned(120)
  await Promise.all([abandonment.tell(), abandonment.tell(), abandonment.tell()])
  const bodies = await told()
  expect(bodies).toHaveLength(120)
  expect(new Set(bodies).size).toBe(120)
})

it('wakes the worker for what it owes, and survives a store that does not answer', async () => {
  const { store, clock } = await abandoned()
  const intake = createIntake({ store, clock, wake: () => {} })
  const errors: string[] = []
  let woken = 0
  let isDown = true
  const another = createAbandonment({
    store: {
      ...store,
      listAbandoned: async (limit) => {
        if (isDown) throw new StoreUnavailable('The disk is full')
        return store.listAbandoned(limit)
      },
    },
    intake,
    clock,
    wake: () => void woken++,
    log: { error: (_, text) => void errors.push(text) },
  })
  another.start()
  await vi.waitFor(() => expect(errors).toHaveLength(1))
  isDown = false
  await another.tell()
  expect(woken).toBe(1)
  await another.stop()
})

it('leaves the rest for the next start when it is stopped', async () => {
  const { store, clock, told } = await abandoned(120)
  const intake = createIntake({ store, clock, wake: () => {} })
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const another = createAbandonment({
    store: {
      ...store,
      listAbandoned(limit) {
        begin()
        return store.listAbandoned(limit)
      },
    },
    intake,
    clock,
    wake: () => {},
    log: { error: () => {} },
  })
  another.start()
  await begun
  await another.stop()
  expect(await told()).toHaveLength(50)
})
