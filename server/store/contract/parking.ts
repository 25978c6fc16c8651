import { describe, expect, it } from 'vitest'
import type { WebhookRow } from '../rows.ts'
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

const LISTEN_MS = 30_000

export function exerciseParking(opened: Opened) {
  describe('what a webhook is owed', () => {
    async function owed(store: Store, count: number, settings: Partial<WebhookRow['settings']> = {}) {
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form, undefined, settings)
      const owe = () => store.acceptSubmission(submissionOf(form), oneEach)
      for (let i = 0; i < count; i++) await owe()
      return { webhook, owe }
    }
    const claimed = async (store: Store, limit = 64) =>
      (await store.claimDeliveries(claimOf({ limit }))).deliveries
    const change = (store: Store, { id }: WebhookRow, what: { pause?: true; resume?: true }) =>
      store.updateWebhook(WORKSPACE, id, () => what)
    const switched = (store: Store, { id }: WebhookRow, active: boolean) =>
      store.updateWebhook(WORKSPACE, id, ({ settings }) => ({ settings: { ...settings, active } }))
    const states = async (store: Store, { id }: WebhookRow) => {
      const { items } = await store.listDeliveries(WORKSPACE, id, {}, { limit: 100 })
      return items.map(({ state }) => state).sort()
    }
    const lease = (
      store: Store,
      { id: webhookId }: WebhookRow,
      more: { limit?: number; workspaceId?: string } = {},
    ) =>
      store.leaseDeliveries({
        workspaceId: WORKSPACE,
        webhookId,
        claim: unique('claim'),
        lease: LEASE,
        limit: 64,
        listenFor: LISTEN_MS,
        ...more,
      })
    const recordOf = (held: { id: string; claim: string }, status: number) => ({
      deliveryId: held.id,
      claim: held.claim,
      attempt: attempt(1, status),
      state: status === 200 ? ('succeeded' as const) : ('failed' as const),
      dueAt: null,
      gone: status === 410,
    })
    const held = async (store: Store) => {
      const [one] = await claimed(store, 1)
      if (!one) throw new Error('nothing was due')
      return one
    }

    describe('while its owner has paused it', () => {
      it('is parked, what comes meanwhile too, and due again when it is resumed', async () => {
        const { store, clock } = await opened()
        const { webhook, owe } = await owed(store, 2)
        const pausedAt = clock.now()
        expect(await change(store, webhook, { pause: true })).toMatchObject({ paused: 'owner', pausedAt })
        await owe()
        expect(await store.claimDeliveries(claimOf())).toEqual({ deliveries: [], nextDue: null })
        expect(await store.oldestDueAge()).toBe(0)
        expect(await states(store, webhook)).toEqual(['parked', 'parked', 'parked'])
        clock.advance(1_000)
        expect(await change(store, webhook, { pause: true })).toMatchObject({ paused: 'owner', pausedAt })
        expect(await change(store, webhook, { resume: true })).toMatchObject({ paused: null, pausedAt: null })
        expect(await states(store, webhook)).toEqual(['pending', 'pending', 'pending'])
        expect(await claimed(store)).toHaveLength(3)
      })

      it('is written down as it ends where an attempt was under way', async () => {
        const { store, clock } = await opened()
        const { webhook } = await owed(store, 2)
        const first = await held(store)
        const second = await held(store)
        await change(store, webhook, { pause: true })
        expect(await store.recordAttempt(recordOf(first, 200))).toBe('recorded')
        expect(await states(store, webhook)).toEqual(['parked', 'succeeded'])
        clock.advance(LEASE)
        expect(await claimed(store)).toEqual([])
        await change(store, webhook, { resume: true })
        expect(await claimed(store)).toMatchObject([{ id: second.id }])
      })

      it('stays paused by its owner whatever its receiver still says', async () => {
        const { store } = await opened()
        const { webhook } = await owed(store, 1)
        const last = await held(store)
        await change(store, webhook, { pause: true })
        await store.recordAttempt(recordOf(last, 410))
        expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'owner' })
        expect(await store.listNotices(WORKSPACE, 10)).toEqual([])
      })
    })

    it.each(['webhook', 'form'])('is sent no more once the deletion of its %s has begun', async (what) => {
      const { store } = await opened()
      const { webhook } = await owed(store, 1)
      const deletion =
        what === 'form'
          ? store.deleteForm(WORKSPACE, webhook.formId)
          : store.deleteWebhook(WORKSPACE, webhook.id)
      expect(await claimed(store)).toEqual([])
      expect(await deletion).toBe(true)
    })

    it('stays paused by the relay when its owner pauses it as well, until it is resumed', async () => {
      const { store } = await opened()
      const { webhook } = await owed(store, 2)
      await store.recordAttempt(recordOf(await held(store), 410))
      expect(await change(store, webhook, { pause: true })).toMatchObject({ paused: 'gone' })
      expect(await store.listNotices(WORKSPACE, 10)).toMatchObject([
        { webhookId: webhook.id, reason: 'gone' },
      ])
      await change(store, webhook, { resume: true })
      expect(await store.listNotices(WORKSPACE, 10)).toEqual([])
      expect(await claimed(store)).toHaveLength(1)
    })

    it('is parked while it is off, and no resuming changes that', async () => {
      const { store } = await opened()
      const { webhook } = await owed(store, 1)
      await change(store, webhook, { pause: true })
      await switched(store, webhook, false)
      expect(await change(store, webhook, { resume: true })).toMatchObject({ paused: 'owner' })
      expect(await switched(store, webhook, true)).toMatchObject({ paused: 'owner' })
      expect(await claimed(store)).toEqual([])
      await change(store, webhook, { resume: true })
      await switched(store, webhook, false)
      expect(await claimed(store)).toEqual([])
      await switched(store, webhook, true)
      expect(await claimed(store)).toHaveLength(1)
    })

    it('is told once for each pause by the relay, however many attempts were under way', async () => {
      const { store } = await opened()
      const { webhook } = await owed(store, 3)
      const all = await claimed(store)
      await Promise.all(all.map((one) => store.recordAttempt(recordOf(one, 410))))
      expect(await store.listNotices(WORKSPACE, 10)).toHaveLength(1)
      await change(store, webhook, { resume: true })
      await store.recoverDeliveries(WORKSPACE, webhook.id, 0)
      const again = await held(store)
      await store.recordAttempt({ ...recordOf(again, 410), attempt: attempt(2, 410) })
      expect(await store.listNotices(WORKSPACE, 10)).toHaveLength(1)
    })

    describe('while somebody listens', () => {
      it('is theirs and not the worker’s, until they stop', async () => {
        const { store } = await opened()
        const { webhook, owe } = await owed(store, 3)
        const { webhook: other } = await owed(store, 1)
        const first = await lease(store, webhook, { limit: 2 })
        expect(first?.deliveries).toHaveLength(2)
        expect(first?.nextDue).toBeLessThanOrEqual(first?.deliveries[0]?.createdAt ?? 0)
        expect((await claimed(store)).map(({ webhookId }) => webhookId)).toEqual([other.id])
        const [one, two] = first?.deliveries ?? []
        if (!one || !two) throw new Error('nothing was leased')
        expect(await store.recordAttempt(recordOf(one, 200))).toBe('recorded')
        expect((await lease(store, webhook))?.deliveries).toHaveLength(1)
        await owe()
        expect(await store.stopListening(WORKSPACE, webhook.id)).toBe(true)
        // What they hold is theirs until its lease ends.
        const left = await claimed(store)
        expect(left).toHaveLength(1)
        expect(left.map(({ id }) => id)).not.toContain(two.id)
        await store.releaseClaims([{ deliveryId: two.id, claim: two.claim }])
        expect(await claimed(store)).toMatchObject([{ id: two.id, attempts: 0 }])
      })

      it('is the worker’s again when they have not been heard of for long', async () => {
        const { store, clock } = await opened()
        const { webhook, owe } = await owed(store, 1)
        const [lost] = (await lease(store, webhook))?.deliveries ?? []
        if (!lost) throw new Error('nothing was leased')
        await owe()
        clock.advance(LISTEN_MS - 1)
        expect(await claimed(store)).toEqual([])
        clock.advance(1)
        expect(await claimed(store)).toHaveLength(1)
        clock.advance(LEASE - LISTEN_MS)
        expect(await claimed(store)).toMatchObject([{ id: lost.id }])
        expect(await store.recordAttempt(recordOf(lost, 200))).toBe('stale')
      })

      it('is the worker’s in time although the clock is set back', async () => {
        const { store, clock } = await opened()
        const { webhook } = await owed(store, 1)
        await change(store, webhook, { pause: true })
        await lease(store, webhook)
        await change(store, webhook, { resume: true })
        clock.advance(-86_400_000)
        await store.hurryDeliveries(86_400_000)
        expect(await claimed(store)).toEqual([])
        clock.advance(LISTEN_MS)
        expect(await claimed(store)).toHaveLength(1)
      })

      it('is parked all the same when it is paused or off', async () => {
        const { store } = await opened()
        const { webhook } = await owed(store, 1)
        await change(store, webhook, { pause: true })
        expect(await lease(store, webhook)).toMatchObject({ deliveries: [], nextDue: null })
        await change(store, webhook, { resume: true })
        await switched(store, webhook, false)
        expect(await lease(store, webhook)).toMatchObject({ deliveries: [], nextDue: null })
        await switched(store, webhook, true)
        expect((await lease(store, webhook))?.deliveries).toHaveLength(1)
      })

      it('tells when it is due next, without being touched by that', async () => {
        const { store, clock } = await opened()
        const { webhook, owe } = await owed(store, 0)
        expect(await store.nextDueOf(webhook.id)).toBeNull()
        const owedAt = clock.now()
        await owe()
        expect(await store.nextDueOf(webhook.id)).toBe(owedAt)
        expect(await lease(store, webhook)).toMatchObject({ deliveries: [{}] })
        expect(await store.nextDueOf(webhook.id)).toBe(owedAt + LEASE)
        expect(await store.nextDueOf('whk_other')).toBeNull()
      })

      it('is nobody else’s to listen to', async () => {
        const { store } = await opened()
        const { webhook } = await owed(store, 1)
        expect(await lease(store, webhook, { workspaceId: OTHER })).toBeNull()
        expect(await store.stopListening(OTHER, webhook.id)).toBe(false)
        expect(await claimed(store)).toHaveLength(1)
      })
    })

    it('waits for a listener for as long as it takes, where the webhook is for those alone', async () => {
      const { store, clock } = await opened()
      const { webhook } = await owed(store, 1, { listen: true })
      clock.advance(30 * 86_400_000)
      expect(await store.claimDeliveries(claimOf())).toEqual({ deliveries: [], nextDue: null })
      expect(await store.oldestDueAge()).toBe(0)
      expect((await lease(store, webhook))?.deliveries).toHaveLength(1)
      await store.stopListening(WORKSPACE, webhook.id)
      clock.advance(LEASE)
      expect(await claimed(store)).toEqual([])
    })

    it('is recovered and found since any moment although the clock was set back meanwhile', async () => {
      const { store, clock } = await opened()
      const { webhook, owe } = await owed(store, 1)
      const hour = 3_600_000
      const fail = async () => {
        const one = await held(store)
        await store.recordAttempt(recordOf(one, 404))
        return one.id
      }
      const first = await fail()
      const made = clock.now()
      clock.advance(-2 * hour)
      await store.hurryDeliveries(2 * hour)
      for (let i = 0; i < 3; i++) {
        await owe()
        await fail()
      }
      const since = made - hour / 2
      const found = await store.listDeliveries(WORKSPACE, webhook.id, { from: since }, { limit: 10 })
      expect(found.items.map(({ id }) => id)).toEqual([first])
      expect(await store.recoverDeliveries(WORKSPACE, webhook.id, since)).toBe(1)
      expect(await store.recoverDeliveries(WORKSPACE, webhook.id, 0)).toBe(3)
    })

    describe('is discarded', () => {
      it('but for what is being sent, and is not recovered by that', async () => {
        const { store, clock } = await opened()
        const { webhook } = await owed(store, 4)
        const failed = await held(store)
        await store.recordAttempt(recordOf(failed, 404))
        const inFlight = await held(store)
        await change(store, webhook, { pause: true })
        expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(2)
        expect(await states(store, webhook)).toEqual(['discarded', 'discarded', 'failed', 'parked'])
        expect(await store.recordAttempt(recordOf(inFlight, 200))).toBe('recorded')
        expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(0)
        await change(store, webhook, { resume: true })
        expect(await store.recoverDeliveries(WORKSPACE, webhook.id, 0)).toBe(1)
        clock.advance(LEASE)
        expect(await claimed(store)).toMatchObject([{ id: failed.id }])
      })

      it('with what somebody held until their lease ended, and what they say then is stale', async () => {
        const { store, clock } = await opened()
        const { webhook } = await owed(store, 1)
        const lost = await held(store)
        clock.advance(LEASE)
        expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(1)
        expect(await store.recordAttempt(recordOf(lost, 200))).toBe('stale')
        expect(await states(store, webhook)).toEqual(['discarded'])
        expect((await store.findDelivery(WORKSPACE, lost.id))?.attempts).toEqual([])
      })

      it('although the clock was set back since it came', async () => {
        const { store, clock } = await opened()
        const { webhook } = await owed(store, 2)
        clock.advance(-3_600_000)
        await store.hurryDeliveries(3_600_000)
        expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(2)
      })

      it('however much it is, and only of that webhook', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        const [webhook, other] = [await makeWebhook(store, form), await makeWebhook(store, form)]
        // More than a driver changes in one go.
        const many = (webhooks: readonly WebhookRow[]) =>
          webhooks.flatMap((one) => Array.from({ length: 1_200 }, () => deliveryTo(one)))
        await store.acceptSubmission(submissionOf(form), many)
        expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(1_200)
        const rest = await claimed(store, 2_400)
        expect(new Set(rest.map(({ webhookId }) => webhookId))).toEqual(new Set([other.id]))
      })
    })
  })
}
