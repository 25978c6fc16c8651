import { describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'
import {
  attempt,
  claimOf,
  deliveryTo,
  makeForm,
  makeWebhook,
  type Opened,
  OTHER,
  oneEach,
  submissionOf,
  unique,
  WORKSPACE,
} from './kit.ts'

export function exerciseSubmissions(opened: Opened) {
  describe('submissions', () => {
    it('accepts one with a delivery for each active webhook', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      const webhooks = [await makeWebhook(store, form), await makeWebhook(store, form)]
      const off = await makeWebhook(store, form)
      await store.updateWebhook(WORKSPACE, off.id, () => ({ settings: { ...off.settings, active: false } }))
      const submission = submissionOf(form)
      expect(await store.acceptSubmission(submission, oneEach)).toEqual({
        outcome: 'accepted',
        id: submission.id,
        deliveries: 2,
      })
      const found = await store.findSubmission(WORKSPACE, submission.id)
      expect(found).toMatchObject({ answers: '{"name":"Ada"}', version: 1 })
      const { deliveries } = await store.claimDeliveries(claimOf())
      expect(new Set(deliveries.map((row) => row.webhookId))).toEqual(new Set(webhooks.map((row) => row.id)))
    })

    it('takes a hundred of the same key at once as one', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const key = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
      const sent = Array.from({ length: 100 }, () => submissionOf(form, { key }))
      const results = await Promise.all(sent.map((submission) => store.acceptSubmission(submission, oneEach)))
      expect(results.filter((result) => result.outcome === 'accepted')).toHaveLength(1)
      const first = sent[results.findIndex((result) => result.outcome === 'accepted')]
      for (const result of results) {
        if (result.outcome !== 'accepted') expect(result).toEqual({ outcome: 'duplicate', id: first?.id })
      }
      expect((await store.claimDeliveries(claimOf())).deliveries).toHaveLength(1)
    })

    it('refuses a key that was used for other answers, and takes it for another form', async () => {
      const { store } = await opened()
      const [form, other] = [await makeForm(store), await makeForm(store)]
      const key = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
      await store.acceptSubmission(submissionOf(form, { key }), oneEach)
      const changed = submissionOf(form, { key, answers: '{"name":"Eve"}' })
      expect(await store.acceptSubmission(changed, oneEach)).toEqual({ outcome: 'key-reused' })
      expect(await store.acceptSubmission(submissionOf(other, { key }), oneEach)).toMatchObject({
        outcome: 'accepted',
      })
    })

    it('keeps nothing when what is owed cannot be told, and does not disturb the others', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const [good, bad] = [submissionOf(form), submissionOf(form)]
      const results = await Promise.allSettled([
        store.acceptSubmission(good, oneEach),
        store.acceptSubmission(bad, () => {
          throw new Error('a renderer failed')
        }),
      ])
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected'])
      expect(await store.findSubmission(WORKSPACE, good.id)).not.toBeNull()
      expect(await store.findSubmission(WORKSPACE, bad.id)).toBeNull()
    })

    it('is still there when the data is opened again', async () => {
      const { store, reopen } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const submission = submissionOf(form)
      await store.acceptSubmission(submission, oneEach)
      const again = await reopen()
      expect(await again.findSubmission(WORKSPACE, submission.id)).not.toBeNull()
      expect((await again.claimDeliveries(claimOf())).deliveries).toHaveLength(1)
    })

    it('finds by text in answers and by time, newest first', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const start = clock.now()
      for (const name of ['Ada', 'Grace', 'Ada again']) {
        await store.acceptSubmission(submissionOf(form, { answers: JSON.stringify({ name }) }), () => [])
        clock.advance(1_000)
      }
      const names = async (filter: Parameters<Store['listSubmissions']>[2]) =>
        (await store.listSubmissions(WORKSPACE, form.id, filter, { limit: 10 })).items.map(
          (row) => JSON.parse(row.answers).name,
        )
      expect(await names({})).toEqual(['Ada again', 'Grace', 'Ada'])
      expect(await names({ q: 'ada' })).toEqual(['Ada again', 'Ada'])
      expect(await names({ q: 'name' })).toEqual([])
      expect(await names({ q: "'; DROP TABLE submissions; --" })).toEqual([])
      expect(await names({ from: start + 1_000, to: start + 2_000 })).toEqual(['Grace'])
    })

    it('erases answers everywhere they went, and tells who must know', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const submission = submissionOf(form)
      await store.acceptSubmission(submission, oneEach)
      const [claimed] = (await store.claimDeliveries(claimOf())).deliveries
      if (!claimed) throw new Error('nothing was claimed')
      const { id: deliveryId, claim } = claimed
      const failed = attempt(1, null)
      await store.recordAttempt({
        deliveryId,
        claim,
        attempt: failed,
        state: 'pending',
        dueAt: 1,
        gone: false,
      })
      const told: string[] = []
      const erased = await store.eraseSubmission(WORKSPACE, submission.id, (row) => (webhooks) => {
        told.push(row.id)
        return webhooks.map((webhook) => ({
          ...deliveryTo(webhook),
          eventType: 'form.submission.erased',
          body: '{}',
        }))
      })
      expect(erased).toBe(true)
      expect(told).toEqual([submission.id])
      expect(await store.findSubmission(WORKSPACE, submission.id)).toBeNull()
      const left = await store.findDelivery(WORKSPACE, deliveryId)
      expect(left).toMatchObject({ delivery: { state: 'cancelled', body: '' }, attempts: [] })
      const { deliveries } = await store.claimDeliveries(claimOf())
      expect(deliveries.map((row) => row.eventType)).toEqual(['form.submission.erased'])
      expect(await store.resendDelivery(WORKSPACE, deliveryId)).toBe('cancelled')
    })

    it('erases what the inbox of the same workspace received of it', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const submission = submissionOf(form)
      const owed = deliveryTo(await makeWebhook(store, form))
      await store.acceptSubmission(submission, () => [owed])
      const token = await store.ensureInbox(WORKSPACE, () => unique('token'))
      const others = await store.ensureInbox(OTHER, () => unique('token'))
      const message = (eventId: string) => ({
        id: unique('msg'),
        receivedAt: clock.now(),
        method: 'POST',
        headers: { 'x-webhook-id': eventId },
        body: '{"name":"Ada"}',
        signature: 'valid' as const,
        reason: null,
      })
      const another = message('evt_another')
      for (const one of [message(owed.eventId), another]) await store.addInboxMessage(token, one, 9)
      await store.addInboxMessage(others, message(owed.eventId), 9)
      await store.eraseSubmission(WORKSPACE, submission.id, () => () => [])
      expect(await store.listInboxMessages(token)).toEqual([another])
      expect(await store.listInboxMessages(others)).toHaveLength(1)
    })

    it('does not send again what was erased, though it arrived before', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const submission = submissionOf(form)
      await store.acceptSubmission(submission, oneEach)
      const [claimed] = (await store.claimDeliveries(claimOf())).deliveries
      if (!claimed) throw new Error('nothing was claimed')
      const { id: deliveryId, claim } = claimed
      const done = {
        deliveryId,
        claim,
        attempt: attempt(),
        state: 'succeeded' as const,
        dueAt: null,
        gone: false,
      }
      await store.recordAttempt(done)
      await store.eraseSubmission(WORKSPACE, submission.id, () => () => [])
      expect(await store.findDelivery(WORKSPACE, deliveryId)).toMatchObject({
        delivery: { state: 'succeeded' },
      })
      expect(await store.resendDelivery(WORKSPACE, deliveryId)).toBe('cancelled')
    })

    it('counts submissions per day, quiet days too, and signals', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const start = clock.now()
      await store.acceptSubmission(submissionOf(form), () => [])
      await store.countSignal(form.id, 'view', '')
      await store.countSignal(form.id, 'view', '')
      await store.countSignal(form.id, 'page', 'p2')
      clock.advance(2 * 86_400_000)
      await store.acceptSubmission(submissionOf(form), () => [])
      const activity = await store.countActivity(WORKSPACE, form.id, start)
      expect(activity.days.map((day) => day.submissions)).toEqual([1, 0, 1])
      expect(activity.signals).toEqual([
        { type: 'page', page: 'p2', count: 1 },
        { type: 'view', page: '', count: 2 },
      ])
    })
  })
}
