import { describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'
import {
  attempt,
  claimOf,
  deliveryTo,
  LEASE,
  makeForm,
  makeWebhook,
  type Opened,
  OTHER,
  oneEach,
  submissionOf,
  unique,
  WORKSPACE,
} from './kit.ts'

export function exerciseDeliveries(opened: Opened) {
  describe('deliveries', () => {
    const due = async (store: Store, count = 1) => {
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      for (let i = 0; i < count; i++) await store.acceptSubmission(submissionOf(form), oneEach)
      return { form, webhook }
    }
    const claimOne = async (store: Store) => {
      const [claimed] = (await store.claimDeliveries(claimOf({ limit: 1 }))).deliveries
      if (!claimed) throw new Error('nothing was due')
      return claimed
    }

    it('are claimed by one at a time, and by another when the lease has run out', async () => {
      const { store, clock } = await opened()
      await due(store)
      const first = await claimOne(store)
      const none = await store.claimDeliveries(claimOf())
      expect(none.deliveries).toEqual([])
      expect(none.nextDue).toBe(clock.now() + LEASE)
      clock.advance(LEASE)
      const second = await claimOne(store)
      expect(second).toMatchObject({ id: first.id, body: first.body, eventId: first.eventId })
      const late = {
        deliveryId: first.id,
        claim: first.claim,
        attempt: attempt(),
        dueAt: null,
        gone: false,
      }
      expect(await store.recordAttempt({ ...late, state: 'succeeded' })).toBe('stale')
      expect((await store.findDelivery(WORKSPACE, first.id))?.attempts).toEqual([])
    })

    it('are handed out once to many that claim at the same time', async () => {
      const { store } = await opened()
      await due(store, 50)
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => store.claimDeliveries(claimOf({ limit: 9 }))),
      )
      const ids = claims.flatMap((claim) => claim.deliveries.map((row) => row.id))
      expect(ids).toHaveLength(50)
      expect(new Set(ids).size).toBe(50)
    })

    it('go to every webhook in turn, however much one is owed', async () => {
      const { store } = await opened()
      const { webhook: dead } = await due(store, 100)
      const small = []
      for (let i = 0; i < 5; i++) {
        const own = await makeForm(store)
        small.push(await makeWebhook(store, own, `small${i}.example:443`))
        await store.acceptSubmission(submissionOf(own), oneEach)
      }
      const { deliveries } = await store.claimDeliveries(claimOf({ limit: 12 }))
      const counts = new Map<string, number>()
      for (const row of deliveries) counts.set(row.webhookId, (counts.get(row.webhookId) ?? 0) + 1)
      for (const webhook of small) expect(counts.get(webhook.id)).toBe(1)
      expect(counts.get(dead.id)).toBeGreaterThanOrEqual(2)
    })

    it('keep to the room of their webhook and of their host', async () => {
      const { store } = await opened()
      const { form, webhook } = await due(store, 10)
      const three = await store.claimDeliveries(claimOf({ room: { webhook: () => 3, host: () => 100 } }))
      expect(three.deliveries).toHaveLength(3)
      const sibling = await makeWebhook(store, form, 'receiver.example:443')
      await store.acceptSubmission(submissionOf(form), oneEach)
      const four = await store.claimDeliveries(claimOf({ room: { webhook: () => 100, host: () => 4 } }))
      expect(four.deliveries).toHaveLength(4)
      const full = { webhook: (id: string) => (id === webhook.id ? 0 : 100), host: () => 100 }
      const rest = await store.claimDeliveries(claimOf({ room: full }))
      expect(rest.deliveries.every((row) => row.webhookId === sibling.id)).toBe(true)
    })

    it('record every attempt, and are due again when the attempt says so', async () => {
      const { store, clock } = await opened()
      await due(store)
      const { id: deliveryId, claim } = await claimOne(store)
      const dueAt = clock.now() + 30_000
      const failed = {
        deliveryId,
        claim,
        attempt: attempt(1, 500),
        state: 'pending' as const,
        dueAt,
        gone: false,
      }
      expect(await store.recordAttempt(failed)).toBe('recorded')
      expect(await store.claimDeliveries(claimOf())).toEqual({ deliveries: [], nextDue: dueAt })
      clock.advance(30_000)
      const again = await claimOne(store)
      expect(again).toMatchObject({ id: deliveryId, attempts: 1, lastStatus: 500 })
      const done = { deliveryId, claim: again.claim, attempt: attempt(2), dueAt: null, gone: false }
      await store.recordAttempt({ ...done, state: 'succeeded' })
      const found = await store.findDelivery(WORKSPACE, deliveryId)
      expect(found?.delivery).toMatchObject({
        state: 'succeeded',
        attempts: 2,
        dueAt: null,
        lastStatus: 200,
      })
      expect(found?.attempts.map((made) => made.status)).toEqual([500, 200])
      expect(found?.attempts[0]).toEqual(attempt(1, 500))
    })

    it('begin a new round when they are sent again', async () => {
      const { store } = await opened()
      const { webhook } = await due(store, 2)
      for (let i = 0; i < 2; i++) {
        const { id: deliveryId, claim } = await claimOne(store)
        await store.recordAttempt({
          deliveryId,
          claim,
          attempt: attempt(1, 404),
          state: 'failed',
          dueAt: null,
          gone: false,
        })
      }
      const failed = await store.listDeliveries(WORKSPACE, webhook.id, { state: 'failed' }, { limit: 10 })
      expect(failed.items).toHaveLength(2)
      expect(await store.resendDelivery(WORKSPACE, failed.items[0]?.id ?? '')).toBe('due')
      expect(await claimOne(store)).toMatchObject({ attempts: 1, attemptsBefore: 1 })
      expect(await store.recoverDeliveries(WORKSPACE, webhook.id, 0)).toBe(1)
      expect(await claimOne(store)).toMatchObject({ id: failed.items[1]?.id })
      expect(await store.recoverDeliveries(OTHER, webhook.id, 0)).toBeNull()
    })

    it('do not pause a webhook that leads elsewhere by the time that the old address says it is gone', async () => {
      const { store } = await opened()
      const { webhook } = await due(store)
      const { id: deliveryId, claim } = await claimOne(store)
      const url = 'https://new.example/'
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({ settings: { ...webhook.settings, url } }))
      const gone = {
        deliveryId,
        claim,
        attempt: attempt(1, 410),
        state: 'failed',
        dueAt: null,
        gone: true,
      } as const
      await store.recordAttempt({ ...gone, url: webhook.settings.url })
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: null })
    })

    it('are claimed in smaller numbers where their bodies are long', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const body = 'x'.repeat(60_000)
      for (let i = 0; i < 80; i++)
        await store.acceptSubmission(submissionOf(form), (webhooks) =>
          oneEach(webhooks).map((owed) => ({ ...owed, body })),
        )
      const first = await store.claimDeliveries(claimOf({ limit: 200 }))
      const second = await store.claimDeliveries(claimOf({ limit: 200 }))
      expect(second.deliveries.length).toBeLessThan(first.deliveries.length / 4)
      expect(second.nextDue).not.toBeNull()
    })

    it('are parked, not lost, while their webhook is gone or switched off', async () => {
      const { store } = await opened()
      const { form, webhook } = await due(store, 3)
      const { id: deliveryId, claim } = await claimOne(store)
      await store.recordAttempt({
        deliveryId,
        claim,
        attempt: attempt(1, 410),
        state: 'failed',
        dueAt: null,
        gone: true,
      })
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'gone' })
      await store.acceptSubmission(submissionOf(form), oneEach)
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      const parked = await store.listDeliveries(WORKSPACE, webhook.id, { state: 'parked' }, { limit: 10 })
      expect(parked.items).toHaveLength(3)
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({
        settings: { ...webhook.settings, name: 'Renamed' },
      }))
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'gone' })
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({ resume: true }))
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({
        paused: null,
        failingSince: null,
      })
      expect((await store.claimDeliveries(claimOf())).deliveries).toHaveLength(3)
    })

    it('pause a webhook that has failed everything for five days', async () => {
      const { store, clock } = await opened()
      const { webhook } = await due(store)
      const fail = async () => {
        const { id: deliveryId, claim } = await claimOne(store)
        const failed = {
          deliveryId,
          claim,
          state: 'pending' as const,
          dueAt: clock.now() + 1_000,
          gone: false,
        }
        await store.recordAttempt({ ...failed, attempt: attempt(await next(deliveryId), 500) })
      }
      const next = async (id: string) => ((await store.findDelivery(WORKSPACE, id))?.attempts.length ?? 0) + 1
      await fail()
      clock.advance(4 * 86_400_000)
      await fail()
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: null })
      clock.advance(86_400_000)
      await fail()
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'failing' })
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
    })

    it('pause none that failed once and then had nothing to fail at, before it fails for hours again', async () => {
      const { store, clock } = await opened()
      const { form, webhook } = await due(store)
      const fail = async (state: 'pending' | 'failed') => {
        const { id: deliveryId, claim, attempts } = await claimOne(store)
        const dueAt = state === 'pending' ? clock.now() + 1_000 : null
        const failed = { deliveryId, claim, state, dueAt, gone: false }
        await store.recordAttempt({ ...failed, attempt: attempt(attempts + 1, 500) })
      }
      const paused = async () => (await store.findWebhook(WORKSPACE, webhook.id))?.paused
      const hours = 3_600_000
      await fail('failed')
      clock.advance(6 * 24 * hours)
      await store.acceptSubmission(submissionOf(form), oneEach)
      await fail('pending')
      expect(await paused()).toBeNull()
      clock.advance(hours)
      await fail('pending')
      expect(await paused()).toBeNull()
      clock.advance(6 * hours)
      await fail('failed')
      expect(await paused()).toBe('failing')
      expect(await store.listNotices(WORKSPACE, 10)).toMatchObject([
        { webhookId: webhook.id, failingSince: clock.now() - (6 * 24 + 7) * hours },
      ])
    })

    it('begin to count anew after a success', async () => {
      const { store, clock } = await opened()
      const { form, webhook } = await due(store)
      const end = async (status: number) => {
        const { id: deliveryId, claim } = await claimOne(store)
        const state = status < 300 ? 'succeeded' : 'failed'
        const ended = { deliveryId, claim, state, dueAt: null, gone: false } as const
        await store.recordAttempt({ ...ended, attempt: attempt(1, status) })
        await store.acceptSubmission(submissionOf(form), oneEach)
      }
      for (const status of [500, 500, 500, 500, 200, 500, 500, 500, 500]) {
        await end(status)
        clock.advance(86_400_000)
      }
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: null })
      await end(500)
      clock.advance(86_400_000)
      await end(500)
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'failing' })
    })

    it('still count an attempt that ends after its webhook was switched off', async () => {
      const { store } = await opened()
      const { webhook } = await due(store)
      const { id: deliveryId, claim } = await claimOne(store)
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({
        settings: { ...webhook.settings, active: false },
      }))
      const done = {
        deliveryId,
        claim,
        attempt: attempt(),
        state: 'succeeded' as const,
        dueAt: null,
        gone: false,
      }
      expect(await store.recordAttempt(done)).toBe('recorded')
      expect(await store.findDelivery(WORKSPACE, deliveryId)).toMatchObject({
        delivery: { state: 'succeeded' },
      })
    })

    it('are free at once when their claim is given back', async () => {
      const { store } = await opened()
      await due(store)
      const { id: deliveryId, claim } = await claimOne(store)
      await store.releaseClaims([{ deliveryId, claim: 'somebody else' }])
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      await store.releaseClaims([{ deliveryId, claim }])
      expect((await claimOne(store)).id).toBe(deliveryId)
    })

    it('are due earlier when the clock was set back', async () => {
      const { store, clock } = await opened()
      await due(store)
      clock.advance(-86_400_000)
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      await store.hurryDeliveries(86_400_000)
      expect((await store.claimDeliveries(claimOf())).deliveries).toHaveLength(1)
    })

    it('tell when more is due than was asked for', async () => {
      const { store, clock } = await opened()
      await due(store)
      await due(store)
      const one = await store.claimDeliveries(claimOf({ limit: 1 }))
      expect(one.deliveries).toHaveLength(1)
      expect(one.nextDue).toBeLessThanOrEqual(clock.now())
    })

    it('tell how long the oldest has been waiting', async () => {
      const { store, clock } = await opened()
      expect(await store.oldestDueAge()).toBe(0)
      await due(store)
      clock.advance(4_000)
      expect(await store.oldestDueAge()).toBe(4_000)
    })

    it('can be made claimed, for a test send', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      const claim = { claim: unique('claim'), lease: LEASE }
      const claimed = await store.createClaimedDelivery(webhook, deliveryTo(webhook), claim)
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      const { id: deliveryId } = claimed
      const done = {
        deliveryId,
        ...claim,
        attempt: attempt(),
        state: 'succeeded' as const,
        dueAt: null,
        gone: false,
      }
      expect(await store.recordAttempt(done)).toBe('recorded')
    })

    it('leave tests that failed where they are when the others are recovered', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      const claim = { claim: unique('claim'), lease: LEASE }
      const test = { ...deliveryTo(webhook), eventType: 'webhook.test' }
      const { id: deliveryId } = await store.createClaimedDelivery(webhook, test, claim)
      const failed = { deliveryId, ...claim, attempt: attempt(1, 500), dueAt: null, gone: false }
      await store.recordAttempt({ ...failed, state: 'failed' })
      expect(await store.recoverDeliveries(WORKSPACE, webhook.id, 0)).toBe(0)
      expect(await store.resendDelivery(WORKSPACE, deliveryId)).toBe('due')
    })
  })
}
