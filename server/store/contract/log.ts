/** A webhook's log as its owner looks through it, what is done with several at once, and how it is doing. */
import { describe, expect, it } from 'vitest'
import { timedId } from '../../id.ts'
import type { DeliveryFilter, WebhookRow } from '../rows.ts'
import type { Store } from '../store.ts'
import {
  attempt,
  claimOf,
  deliveryTo,
  makeForm,
  makeWebhook,
  type Opened,
  OTHER,
  submissionOf,
  unique,
  WORKSPACE,
} from './kit.ts'

export function exerciseLog(opened: Opened) {
  describe('a log', () => {
    /** A webhook, and a function that owes it one of an event with an attempt of this outcome; gives the ids. */
    async function logged() {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      async function add(status: number | null | 'waits', eventType = 'form.submission.created') {
        const ids = { submissionId: timedId('sub'), eventId: timedId('evt'), id: timedId('dlv') }
        const owed = { ...deliveryTo(webhook), id: ids.id, eventId: ids.eventId, eventType }
        const claim = unique('claim')
        await store.acceptSubmission(submissionOf(form, { id: ids.submissionId }), () => [owed])
        if (status !== 'waits') {
          const { deliveries } = await store.claimDeliveries(claimOf({ claim }))
          expect(deliveries).toMatchObject([{ id: ids.id }])
          const isGood = status !== null && status < 300
          const state = isGood ? 'succeeded' : 'failed'
          const made = { deliveryId: ids.id, claim, attempt: attempt(1, status), dueAt: null, gone: false }
          await store.recordAttempt({ ...made, state })
        }
        return ids
      }
      const found = async (filter: DeliveryFilter, workspaceId = WORKSPACE) =>
        (await store.listDeliveries(workspaceId, webhook.id, filter, { limit: 100 })).items.map(
          ({ id }) => id,
        )
      return { store, clock, form, webhook, add, found }
    }

    it('of a submission has what every webhook is owed for it', async () => {
      const { store, form, webhook } = await logged()
      const other = await makeWebhook(store, form)
      const { id } = submissionOf(form)
      await store.acceptSubmission(submissionOf(form, { id }), (webhooks) => webhooks.map(deliveryTo))
      await store.acceptSubmission(submissionOf(form), (webhooks) => webhooks.map(deliveryTo))
      await store.updateWebhook(WORKSPACE, other.id, () => ({ pause: true }))
      const owed = await store.listDeliveriesOf(WORKSPACE, id)
      expect(new Map(owed.map((row) => [row.webhookId, row.state]))).toEqual(
        new Map([
          [webhook.id, 'pending'],
          [other.id, 'parked'],
        ]),
      )
      expect(owed).toHaveLength(2)
      expect(await store.listDeliveriesOf(OTHER, id)).toEqual([])
    })

    it('is filtered by event, time and what came back', async () => {
      const { clock, add, found } = await logged()
      const good = await add(200)
      const gone = await add(503)
      clock.advance(3_600_000)
      const from = clock.now()
      const silent = await add(null, 'webhook.test')
      clock.advance(3_600_000)
      const missing = await add(404)
      const waits = await add('waits')
      expect(await found({})).toEqual([waits.id, missing.id, silent.id, gone.id, good.id])
      expect(await found({ event: 'webhook.test' })).toEqual([silent.id])
      expect(await found({ from })).toEqual([waits.id, missing.id, silent.id])
      expect(await found({ to: from })).toEqual([gone.id, good.id])
      expect(await found({ from, to: clock.now() })).toEqual([silent.id])
      expect(await found({ status: { from: 503, to: 504 } })).toEqual([gone.id])
      expect(await found({ status: { from: 200, to: 300 } })).toEqual([good.id])
      expect(await found({ status: { from: 400, to: 500 } })).toEqual([missing.id])
      expect(await found({ status: 'none' })).toEqual([silent.id])
      expect(await found({ state: 'failed', from, status: { from: 400, to: 500 } })).toEqual([missing.id])
      expect(await found({ state: 'succeeded', status: 'none' })).toEqual([])
    })

    it('is searched for the id of a delivery, an event or a submission', async () => {
      const { store, form, add, found } = await logged()
      const ids = await add(200)
      const later = await add(503)
      for (const q of Object.values(ids)) expect(await found({ q })).toEqual([ids.id])
      for (const q of Object.values(later)) expect(await found({ q })).toEqual([later.id])
      expect(await found({ q: ids.id, state: 'failed' })).toEqual([])
      expect(await found({ q: ids.id }, OTHER)).toEqual([])
      expect(await found({ q: ids.id.slice(0, -1) })).toEqual([])
      expect(await found({ q: `${ids.eventId}0` })).toEqual([])
      const another = await makeWebhook(store, form)
      const others = await store.listDeliveries(WORKSPACE, another.id, { q: ids.id }, { limit: 1 })
      expect(others.items).toEqual([])
    })

    it('gives each once, part by part, whatever is asked for', async () => {
      const { store, webhook, add } = await logged()
      const all: { id: string; status: number | null | 'waits' }[] = []
      for (const status of [200, 503, null, 404, 200, 503, 'waits', 'waits'] as const)
        all.unshift({ id: (await add(status)).id, status })
      const filters: [DeliveryFilter, (status: number | null | 'waits') => boolean][] = [
        [{}, () => true],
        [{ state: 'failed' }, (status) => status !== 200 && status !== 'waits'],
        [{ state: 'pending' }, (status) => status === 'waits'],
        [{ status: { from: 500, to: 600 } }, (status) => status === 503],
      ]
      for (const [filter, fits] of filters) {
        const got: string[] = []
        let cursor: string | undefined
        do {
          const part = await store.listDeliveries(WORKSPACE, webhook.id, filter, { limit: 2, cursor })
          expect(part.items.length).toBeLessThanOrEqual(2)
          got.push(...part.items.map(({ id }) => id))
          cursor = part.next ?? undefined
        } while (cursor)
        expect(got).toEqual(all.filter(({ status }) => fits(status)).map(({ id }) => id))
      }
    })

    it('shows what waits as parked while its webhook is paused, whatever else is asked for', async () => {
      const { store, webhook, add, found } = await logged()
      await add(503)
      const { id } = await add('waits')
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({ pause: true }))
      expect(await found({ state: 'parked', event: 'form.submission.created' })).toEqual([id])
      expect(await found({ state: 'pending' })).toEqual([])
    })

    it('has several sent again at once, and says which were not', async () => {
      const { store, form, webhook, add, found } = await logged()
      const failed = await add(503)
      const good = await add(200)
      const erased = await add(404)
      await store.eraseSubmission(WORKSPACE, erased.submissionId, () => () => [])
      const another = await makeWebhook(store, form)
      const ids = [failed.id, good.id, erased.id, 'dlv_unknown']
      expect([...(await store.resendDeliveries(WORKSPACE, another.id, [failed.id]))]).toEqual([
        [failed.id, 'missing'],
      ])
      expect([...(await store.resendDeliveries(OTHER, webhook.id, [failed.id]))]).toEqual([
        [failed.id, 'missing'],
      ])
      expect(await found({ state: 'pending' })).toEqual([])
      expect([...(await store.resendDeliveries(WORKSPACE, webhook.id, ids))]).toEqual([
        [failed.id, 'due'],
        [good.id, 'due'],
        [erased.id, 'cancelled'],
        ['dlv_unknown', 'missing'],
      ])
      expect(await found({ state: 'pending' })).toEqual([good.id, failed.id])
    })

    it('counts what recovering would send again', async () => {
      const { store, clock, webhook, add } = await logged()
      await add(503)
      clock.advance(120_000)
      const since = clock.now()
      await add(404)
      await add(null)
      await add(500, 'webhook.test')
      await add(200)
      const count = (from: number, most = 10) => store.countRecoverable(WORKSPACE, webhook.id, from, most)
      expect(await count(0)).toEqual({ count: 3, isMore: false })
      expect(await count(since)).toEqual({ count: 2, isMore: false })
      expect(await count(0, 2)).toEqual({ count: 2, isMore: true })
      expect(await store.countRecoverable(OTHER, webhook.id, 0, 10)).toBeNull()
      expect(await store.recoverDeliveries(WORKSPACE, webhook.id, since)).toBe(2)
    })

    it('drops what waits, and keeps it to be sent again', async () => {
      const { store, webhook, add, found } = await logged()
      const good = await add(200)
      const waits = await add('waits')
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({ pause: true }))
      expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(1)
      expect(await store.discardDeliveries(OTHER, webhook.id)).toBeNull()
      expect(await found({ state: 'discarded' })).toEqual([waits.id])
      expect(await found({ state: 'succeeded' })).toEqual([good.id])
      await store.updateWebhook(WORKSPACE, webhook.id, () => ({ resume: true }))
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      expect(await store.resendDelivery(WORKSPACE, waits.id)).toBe('due')
      expect((await store.claimDeliveries(claimOf())).deliveries).toMatchObject([{ id: waits.id }])
    })

    it('says how its webhook is doing', async () => {
      const { store, clock, webhook, add } = await logged()
      const health = (workspaceId = WORKSPACE) => healthOf(store, webhook, workspaceId)
      expect(await health()).toEqual({
        lastSuccessAt: null,
        failingSince: null,
        sample: 0,
        succeeded: 0,
        medianMs: null,
        p95Ms: null,
        backlog: 0,
        backlogIsMore: false,
        oldestWaitingAt: null,
      })
      const first = clock.now()
      await add(200)
      clock.advance(60_000)
      const failing = clock.now()
      await add(503)
      await add(null)
      await add(500, 'webhook.test')
      clock.advance(60_000)
      const oldest = clock.now()
      await add('waits')
      clock.advance(60_000)
      await add('waits')
      expect(await health()).toEqual({
        lastSuccessAt: first,
        failingSince: failing,
        sample: 3,
        succeeded: 1,
        // Those that were answered took 3 ms each.
        medianMs: 3,
        p95Ms: 3,
        backlog: 2,
        backlogIsMore: false,
        oldestWaitingAt: oldest,
      })
      expect(await health(OTHER)).toBeUndefined()
    })
  })
}

const healthOf = async (store: Store, { id }: WebhookRow, workspaceId: string) =>
  (await store.webhookHealth(workspaceId, [id])).get(id)
