/**
 * The suite that every driver of the store passes. `open` gives a store on fresh data with a clock in the test's
 * hand, and a second one over the same data for what must outlive the first.
 */
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClaimRequest, FormRow, NewDelivery, NewSubmission, Store, WebhookRow } from './store.ts'

export interface Fixture {
  store: Store
  clock: { now(): number; advance(ms: number): void }
  /** Closes the store and opens it again over the same data. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

const WORKSPACE = 'wsp_a'
const OTHER = 'wsp_b'
const LEASE = 60_000
const everyone = { webhook: () => 100, host: () => 100 }

export function exerciseStore(name: string, open: () => Promise<Fixture>) {
  const opened = async () => {
    const fixture = await open()
    onTestFinished(() => fixture.close())
    return fixture
  }
  let serial = 0
  const unique = (prefix: string) => `${prefix}_${String(++serial).padStart(6, '0')}`

  const makeForm = (store: Store, workspaceId = WORKSPACE): Promise<FormRow> =>
    store.createForm({
      id: unique('frm'),
      workspaceId,
      title: 'Form',
      kind: 'form',
      definition: emptyDefinition(),
    })

  const makeWebhook = (store: Store, form: FormRow, host = 'receiver.example:443'): Promise<WebhookRow> =>
    store.createWebhook({
      id: unique('whk'),
      workspaceId: form.workspaceId,
      formId: form.id,
      host,
      secrets: null,
      headers: null,
      settings: {
        name: '',
        url: `https://${host}/`,
        active: true,
        events: ['form.submission.created'],
        method: 'POST',
        contentType: 'application/json',
        format: 'fields',
        signature: { header: 'X-Signature', style: 'sha256=hex' },
        timeoutMs: 10_000,
        retry: { maxAttempts: 6, schedule: [60], clientErrors: false },
      },
    })

  const submissionOf = (form: FormRow, more: Partial<NewSubmission> = {}): NewSubmission => ({
    id: unique('sub'),
    formId: form.id,
    workspaceId: form.workspaceId,
    version: 1,
    key: null,
    answers: '{"name":"Ada"}',
    context: {},
    ...more,
  })

  const deliveryTo = (webhook: WebhookRow): NewDelivery => ({
    id: unique('dlv'),
    webhookId: webhook.id,
    eventId: unique('evt'),
    eventType: 'form.submission.created',
    contentType: 'application/json',
    body: '{"name":"Ada"}',
  })
  const oneEach = (webhooks: readonly WebhookRow[]) => webhooks.map(deliveryTo)

  const claimOf = (more: Partial<ClaimRequest> = {}): ClaimRequest => ({
    claim: unique('claim'),
    lease: LEASE,
    limit: 64,
    room: everyone,
    after: '',
    ...more,
  })

  const attempt = (number = 1, status: number | null = 200) => ({
    number,
    at: 0,
    durationMs: 3,
    status,
    error: status === null ? 'The connection was refused.' : null,
    request: { method: 'POST', url: 'https://receiver.example/', headers: { 'X-Webhook-Id': 'evt' } },
    reply: status === null ? null : { headers: {}, body: 'ok', truncated: false },
  })

  describe(name, () => {
    describe('forms', () => {
      it('keeps drafts apart from versions, which never change', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        expect(await store.publishedVersion(form.id)).toBe('unpublished')
        expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'published', version: 1 })
        await store.updateForm(WORKSPACE, form.id, { title: 'Renamed' })
        expect(await store.findVersion(form.id, 1)).toMatchObject({ title: 'Form', version: 1 })
        expect(await store.publishForm(WORKSPACE, form.id, 2)).toEqual({ outcome: 'published', version: 2 })
        expect(await store.publishedVersion(form.id)).toBe(2)
        expect(await store.findVersion(form.id, 2)).toMatchObject({ title: 'Renamed' })
        expect((await store.listVersions(WORKSPACE, form.id)).map((row) => row.version)).toEqual([2, 1])
      })

      it('publishes an unchanged draft as the version it is already', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        await store.publishForm(WORKSPACE, form.id, 1)
        expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'published', version: 1 })
      })

      it('refuses to save or publish over what somebody else saved', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        const saved = await store.updateForm(WORKSPACE, form.id, { title: 'Mine', revision: 1 })
        expect(saved).toMatchObject({ outcome: 'saved', form: { revision: 2, title: 'Mine' } })
        expect(await store.updateForm(WORKSPACE, form.id, { title: 'Theirs', revision: 1 })).toEqual({
          outcome: 'conflict',
        })
        expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'conflict' })
      })

      it('lists newest first, in parts that miss nothing and repeat nothing', async () => {
        const { store, clock } = await opened()
        const ids: string[] = []
        for (let i = 0; i < 5; i++) {
          ids.unshift((await makeForm(store)).id)
          if (i % 2) clock.advance(1)
        }
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const part = await store.listForms(WORKSPACE, { limit: 2, cursor })
          seen.push(...part.items.map((form) => form.id))
          cursor = part.next ?? undefined
          // The form that the cursor was made of may be gone by the time that it is used.
          await store.deleteForm(WORKSPACE, part.items.at(-1)?.id ?? '')
        } while (cursor)
        expect(seen).toHaveLength(5)
        expect(new Set(seen)).toEqual(new Set(ids))
      })

      it('deletes everything of a form with it', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        await store.publishForm(WORKSPACE, form.id, 1)
        const webhook = await makeWebhook(store, form)
        const submission = submissionOf(form)
        await store.acceptSubmission(submission, oneEach)
        expect(await store.deleteForm(WORKSPACE, form.id)).toBe(true)
        expect(await store.publishedVersion(form.id)).toBeNull()
        expect(await store.findSubmission(WORKSPACE, submission.id)).toBeNull()
        expect(await store.findWebhook(WORKSPACE, webhook.id)).toBeNull()
        expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
        expect(await store.acceptSubmission(submissionOf(form), oneEach)).toEqual({ outcome: 'form-missing' })
      })
    })

    describe('submissions', () => {
      it('accepts one with a delivery for each active webhook', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        const webhooks = [await makeWebhook(store, form), await makeWebhook(store, form)]
        const off = await makeWebhook(store, form)
        await store.updateWebhook(WORKSPACE, off.id, { settings: { ...off.settings, active: false } })
        const submission = submissionOf(form)
        expect(await store.acceptSubmission(submission, oneEach)).toEqual({
          outcome: 'accepted',
          deliveries: 2,
        })
        const found = await store.findSubmission(WORKSPACE, submission.id)
        expect(found).toMatchObject({ answers: '{"name":"Ada"}', version: 1 })
        const { deliveries } = await store.claimDeliveries(claimOf())
        expect(new Set(deliveries.map((row) => row.webhookId))).toEqual(
          new Set(webhooks.map((row) => row.id)),
        )
      })

      it('takes a hundred of the same key at once as one', async () => {
        const { store } = await opened()
        const form = await makeForm(store)
        await makeWebhook(store, form)
        const key = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
        const sent = Array.from({ length: 100 }, () => submissionOf(form, { key }))
        const results = await Promise.all(
          sent.map((submission) => store.acceptSubmission(submission, oneEach)),
        )
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
        clock.advance(2 * 86_400_000)
        await store.acceptSubmission(submissionOf(form), () => [])
        const activity = await store.countActivity(WORKSPACE, form.id, start)
        expect(activity.days.map((day) => day.submissions)).toEqual([1, 0, 1])
        expect(activity.signals).toEqual([{ type: 'view', count: 2 }])
      })
    })

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
        await store.updateWebhook(WORKSPACE, webhook.id, {
          settings: { ...webhook.settings, name: 'Renamed' },
        })
        expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'gone' })
        await store.updateWebhook(WORKSPACE, webhook.id, { resume: true })
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
        const next = async (id: string) =>
          ((await store.findDelivery(WORKSPACE, id))?.attempts.length ?? 0) + 1
        await fail()
        clock.advance(4 * 86_400_000)
        await fail()
        expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: null })
        clock.advance(86_400_000)
        await fail()
        expect(await store.findWebhook(WORKSPACE, webhook.id)).toMatchObject({ paused: 'failing' })
        expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      })

      it('still count an attempt that ends after its webhook was switched off', async () => {
        const { store } = await opened()
        const { webhook } = await due(store)
        const { id: deliveryId, claim } = await claimOne(store)
        await store.updateWebhook(WORKSPACE, webhook.id, { settings: { ...webhook.settings, active: false } })
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
    })

    it('never shows or changes what belongs to another workspace', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await store.publishForm(WORKSPACE, form.id, 1)
      const webhook = await makeWebhook(store, form)
      const submission = submissionOf(form)
      await store.acceptSubmission(submission, oneEach)
      const page = { limit: 10 }
      const [delivery] = (await store.listDeliveries(WORKSPACE, webhook.id, {}, page)).items
      if (!delivery) throw new Error('nothing was owed')
      expect(await store.findForm(OTHER, form.id)).toBeNull()
      expect((await store.listForms(OTHER, page)).items).toEqual([])
      expect(await store.updateForm(OTHER, form.id, { title: 'x' })).toEqual({ outcome: 'missing' })
      expect(await store.publishForm(OTHER, form.id, 1)).toEqual({ outcome: 'missing' })
      expect(await store.deleteForm(OTHER, form.id)).toBe(false)
      expect(await store.listVersions(OTHER, form.id)).toEqual([])
      expect((await store.listSubmissions(OTHER, form.id, {}, page)).items).toEqual([])
      expect(await store.findSubmission(OTHER, submission.id)).toBeNull()
      expect(await store.eraseSubmission(OTHER, submission.id, () => () => [])).toBe(false)
      expect((await store.countActivity(OTHER, form.id, 0)).days.every((day) => day.submissions === 0)).toBe(
        true,
      )
      expect(await store.listWebhooks(OTHER, form.id)).toEqual([])
      expect(await store.findWebhook(OTHER, webhook.id)).toBeNull()
      expect(await store.updateWebhook(OTHER, webhook.id, { host: 'evil.example:443' })).toBeNull()
      expect(await store.deleteWebhook(OTHER, webhook.id)).toBe(false)
      expect((await store.listDeliveries(OTHER, webhook.id, {}, page)).items).toEqual([])
      expect(await store.findDelivery(OTHER, delivery.id)).toBeNull()
      expect(await store.resendDelivery(OTHER, delivery.id)).toBe('missing')
    })

    it('keeps the newest messages of an inbox', async () => {
      const { store, clock } = await opened()
      const token = await store.ensureInbox(WORKSPACE, () => unique('token'))
      expect(await store.ensureInbox(WORKSPACE, () => unique('token'))).toBe(token)
      expect(await store.findInbox(token)).toEqual({ workspaceId: WORKSPACE })
      expect(await store.findInbox('nothing')).toBeNull()
      const message = {
        receivedAt: clock.now(),
        method: 'POST',
        headers: { a: 'b' },
        body: '{}',
        reason: null,
      }
      for (let i = 0; i < 7; i++) {
        await store.addInboxMessage(token, { ...message, id: unique('msg'), signature: 'valid' }, 5)
      }
      expect(await store.listInboxMessages(token)).toHaveLength(5)
      await store.clearInbox(token)
      expect(await store.listInboxMessages(token)).toEqual([])
    })

    it('keeps settings of its own and knows whether it is empty', async () => {
      const { store, reopen } = await opened()
      expect(await store.isEmpty()).toBe(true)
      await makeForm(store)
      await store.putSetting('demo', 'one')
      await store.putSetting('demo', 'two')
      const again = await reopen()
      expect(await again.isEmpty()).toBe(false)
      expect(await again.getSetting('demo')).toBe('two')
      expect(await again.getSetting('nothing')).toBeNull()
    })
  })
}
