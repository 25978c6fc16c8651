import { and, asc, desc, eq, gte, lt, ne, sql } from 'drizzle-orm'
import type { ClaimedDelivery, DeliveryRow, NewDelivery, Store, WebhookRow } from '../store.ts'
import { read } from './commits.ts'
import { partOf } from './paging.ts'
import { attempts, deliveries, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type DeliveryUnits = Pick<
  Store,
  | 'listDeliveries'
  | 'findDelivery'
  | 'createClaimedDelivery'
  | 'resendDelivery'
  | 'recoverDeliveries'
  | 'claimDeliveries'
  | 'recordAttempt'
  | 'releaseClaims'
  | 'hurryDeliveries'
  | 'oldestDueAge'
>

/** A webhook that has failed everything for this long is paused. */
const FAILING_LIMIT_MS = 5 * 86_400_000

/**
 * Puts down what is owed, inside a transaction that is open. A paused webhook's deliveries are parked: kept, but
 * not sent until the owner says so.
 */
export function insertDeliveries({ db, clock }: Handle) {
  const insert = db
    .insert(deliveries)
    .values({
      id: sql.placeholder('id'),
      webhookId: sql.placeholder('webhookId'),
      workspaceId: sql.placeholder('workspaceId'),
      submissionId: sql.placeholder('submissionId'),
      eventId: sql.placeholder('eventId'),
      eventType: sql.placeholder('eventType'),
      contentType: sql.placeholder('contentType'),
      body: sql.placeholder('body'),
      state: sql.placeholder('state'),
      dueAt: sql.placeholder('now'),
      createdAt: sql.placeholder('now'),
    })
    .prepare()
  return (
    owed: readonly NewDelivery[],
    targets: readonly WebhookRow[],
    workspaceId: string,
    submissionId: string | null,
  ) => {
    const now = clock.now()
    for (const delivery of owed) {
      const target = targets.find((webhook) => webhook.id === delivery.webhookId)
      if (!target)
        throw new Error(`Delivery ${delivery.id} is owed to ${delivery.webhookId}, which was not offered`)
      const state = target.paused ? 'parked' : 'pending'
      insert.run({ ...delivery, workspaceId, submissionId, state, now })
    }
  }
}

export function deliveryUnits(handle: Handle): DeliveryUnits {
  const { client, db, commits, clock } = handle
  const insert = insertDeliveries(handle)
  const own = (workspaceId: string, id: string) =>
    and(eq(deliveries.id, id), eq(deliveries.workspaceId, workspaceId))
  const claimedBy = (deliveryId: string, claim: string) =>
    and(eq(deliveries.id, deliveryId), eq(deliveries.claim, claim), eq(deliveries.state, 'pending'))

  /** Whether what a delivery is about was erased since, and its body with it; news of the erasure itself stays. */
  const isErased = sql<number>`${deliveries.submissionId} IS NOT NULL
    AND ${deliveries.eventType} <> 'form.submission.erased'
    AND NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.id = ${deliveries.submissionId})`

  /** Due now, with a fresh round of attempts. */
  const again = () => ({
    state: 'pending' as const,
    dueAt: clock.now(),
    claim: null,
    attemptsBefore: sql`${deliveries.attempts}`,
  })

  // The loose scan: jumps from webhook to webhook over the partial index, and takes the earliest due of each. Over
  // 200 webhooks with 300,000 due deliveries between them it takes about 1 ms; `ORDER BY due_at` alone would hand
  // every claim to the webhook that has been dead for longest.
  const waiting = client.prepare<[], { webhook: string; due: number; host: string; failing: 0 | 1 }>(`
    WITH RECURSIVE waiting(webhook) AS (
      SELECT min(webhook_id) FROM deliveries WHERE state = 'pending'
      UNION ALL
      SELECT (SELECT min(webhook_id) FROM deliveries WHERE state = 'pending' AND webhook_id > waiting.webhook)
      FROM waiting WHERE waiting.webhook IS NOT NULL
    )
    SELECT webhook, host, failing_since IS NOT NULL AS failing,
      (SELECT min(due_at) FROM deliveries WHERE state = 'pending' AND webhook_id = waiting.webhook) AS due
    FROM waiting JOIN webhooks ON webhooks.id = waiting.webhook`)
  const earliest = client.prepare<[string], { due: number | null }>(
    "SELECT min(due_at) AS due FROM deliveries WHERE state = 'pending' AND webhook_id = ?",
  )
  const webhookById = db
    .select()
    .from(webhooks)
    .where(eq(webhooks.id, sql.placeholder('id')))
    .prepare()
  const dueOf = db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, sql`'pending'`),
        eq(deliveries.webhookId, sql.placeholder('webhookId')),
        lt(deliveries.dueAt, sql.placeholder('before')),
      ),
    )
    .orderBy(asc(deliveries.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare()
  const lease = client.prepare<[claim: string, until: number, id: string]>(
    'UPDATE deliveries SET claim = ?, due_at = ? WHERE id = ?',
  )
  const insertAttempt = db
    .insert(attempts)
    .values({
      deliveryId: sql.placeholder('deliveryId'),
      number: sql.placeholder('number'),
      at: sql.placeholder('at'),
      durationMs: sql.placeholder('durationMs'),
      status: sql.placeholder('status'),
      error: sql.placeholder('error'),
      request: sql.placeholder('request'),
      reply: sql.placeholder('reply'),
    })
    .prepare()
  const settle = client.prepare(
    `UPDATE deliveries SET state = ?, due_at = ?, claim = NULL, attempts = ?, last_status = ?, last_error = ?
     WHERE id = ? AND claim = ? AND state IN ('pending', 'parked') RETURNING webhook_id, state`,
  )
  const isFine = client.prepare(
    'UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL',
  )
  const isFailing = client.prepare(
    'UPDATE webhooks SET failing_since = ? WHERE id = ? AND failing_since IS NULL',
  )

  function pause(webhookId: string, reason: 'gone' | 'failing') {
    commits.beginEpoch()
    db.update(webhooks).set({ paused: reason }).where(eq(webhooks.id, webhookId)).run()
    // Claims stay: what is under way may still arrive, and is then written down as arrived.
    db.update(deliveries)
      .set({ state: 'parked' })
      .where(and(eq(deliveries.webhookId, webhookId), eq(deliveries.state, 'pending')))
      .run()
  }

  return {
    listDeliveries: (workspaceId, webhookId, { state }, page) =>
      read(() =>
        partOf(
          db
            .select()
            .from(deliveries)
            .where(
              and(
                eq(deliveries.webhookId, webhookId),
                eq(deliveries.workspaceId, workspaceId),
                state ? eq(deliveries.state, state) : undefined,
                page.cursor ? lt(deliveries.id, page.cursor) : undefined,
              ),
            )
            .orderBy(desc(deliveries.id))
            .limit(page.limit + 1)
            .all(),
          page,
        ),
      ),

    findDelivery: (workspaceId, id) =>
      read(() => {
        const delivery = db.select().from(deliveries).where(own(workspaceId, id)).get()
        if (!delivery) return null
        const made = db
          .select()
          .from(attempts)
          .where(eq(attempts.deliveryId, id))
          .orderBy(asc(attempts.number))
          .all()
        return { delivery, attempts: made.map(({ deliveryId: _, ...attempt }) => attempt) }
      }),

    createClaimedDelivery: (webhook, delivery, { claim, lease: leaseMs }) =>
      commits.write(() => {
        // Offered as unpaused: an owner tests a paused webhook to find out whether it may be resumed.
        insert([delivery], [{ ...webhook, paused: null }], webhook.workspaceId, null)
        lease.run(claim, clock.now() + leaseMs, delivery.id)
        const row = db.select().from(deliveries).where(eq(deliveries.id, delivery.id)).get()
        if (!row) throw new Error(`Delivery ${delivery.id} was put down and is not there`)
        return { ...row, claim, webhook }
      }),

    resendDelivery: (workspaceId, id) =>
      commits.write(() => {
        const row = db
          .select({
            state: deliveries.state,
            claim: deliveries.claim,
            dueAt: deliveries.dueAt,
            erased: isErased,
          })
          .from(deliveries)
          .where(own(workspaceId, id))
          .get()
        if (!row) return 'missing'
        if (row.state === 'cancelled' || row.erased) return 'cancelled'
        // One whose attempt is under way is being sent already.
        if (row.state === 'pending' && row.claim !== null && (row.dueAt ?? 0) > clock.now()) return 'due'
        db.update(deliveries).set(again()).where(eq(deliveries.id, id)).run()
        return 'due'
      }),

    recoverDeliveries: (workspaceId, webhookId, since) =>
      commits.write(() => {
        const webhook = db
          .select({ id: webhooks.id })
          .from(webhooks)
          .where(and(eq(webhooks.id, webhookId), eq(webhooks.workspaceId, workspaceId)))
          .get()
        if (!webhook) return null
        return db
          .update(deliveries)
          .set(again())
          .where(
            and(
              eq(deliveries.webhookId, webhookId),
              eq(deliveries.state, 'failed'),
              // A test was for the owner who looked on; nobody misses it.
              ne(deliveries.eventType, 'webhook.test'),
              gte(deliveries.createdAt, since),
            ),
          )
          .run().changes
      }),

    claimDeliveries: ({ claim, lease: leaseMs, limit, room, after }) =>
      commits.write(() => {
        const now = clock.now()
        let nextDue = Number.POSITIVE_INFINITY
        const due: { webhook: string; host: string; due: number; mayTake: number }[] = []
        for (const row of waiting.all()) {
          const mayTake = room.webhook(row.webhook, row.failing === 1)
          // One without room is asked for again when an attempt of it ends, not by the clock.
          if (mayTake <= 0) continue
          if (row.due <= now) due.push({ ...row, mayTake })
          else nextDue = Math.min(nextDue, row.due)
        }
        // Go round from where the last claim ended.
        const turn = [
          ...due.filter((row) => row.webhook > after),
          ...due.filter((row) => row.webhook <= after),
        ]
        const hostRoom = new Map<string, number>()
        const claimed: ClaimedDelivery[] = []
        for (const [i, row] of turn.entries()) {
          if (claimed.length >= limit) {
            nextDue = Math.min(nextDue, row.due)
            break
          }
          const host = hostRoom.get(row.host) ?? room.host(row.host)
          // An equal share of what is left, at least one: the last in turn get what the others did not need.
          const share = Math.max(1, Math.ceil((limit - claimed.length) / (turn.length - i)))
          const take = Math.min(share, row.mayTake, host)
          if (take <= 0) continue
          const webhook = webhookById.get({ id: row.webhook })
          if (!webhook) continue
          const rows: DeliveryRow[] = dueOf.all({ webhookId: row.webhook, before: now + 1, limit: take })
          for (const delivery of rows) {
            lease.run(claim, now + leaseMs, delivery.id)
            claimed.push({ ...delivery, claim, webhook })
          }
          hostRoom.set(row.host, host - rows.length)
          const left = earliest.get(row.webhook)?.due ?? Number.POSITIVE_INFINITY
          if (rows.length < Math.min(row.mayTake, host)) nextDue = Math.min(nextDue, left)
        }
        return { deliveries: claimed, nextDue: nextDue === Number.POSITIVE_INFINITY ? null : nextDue }
      }),

    recordAttempt: ({ deliveryId, claim, attempt, state, dueAt, gone }) =>
      commits.writeSoon(() => {
        const { number, status, error } = attempt
        const row = settle.get(state, dueAt, number, status, error, deliveryId, claim) as
          | { webhook_id: string }
          | undefined
        if (!row) return 'stale'
        insertAttempt.run({ ...attempt, deliveryId })
        const webhookId = row.webhook_id
        if (state === 'succeeded') {
          isFine.run(webhookId)
          return 'recorded'
        }
        isFailing.run(clock.now(), webhookId)
        const webhook = webhookById.get({ id: webhookId })
        if (!webhook) return 'recorded'
        const failingFor = clock.now() - (webhook.failingSince ?? clock.now())
        if (!webhook.paused && gone) pause(webhookId, 'gone')
        else if (!webhook.paused && failingFor >= FAILING_LIMIT_MS) pause(webhookId, 'failing')
        else if (state === 'pending' && (webhook.paused || !webhook.active)) {
          // Paused or switched off while the attempt was under way.
          db.update(deliveries).set({ state: 'parked' }).where(eq(deliveries.id, deliveryId)).run()
        }
        return 'recorded'
      }),

    releaseClaims: (claims) =>
      commits.write(() => {
        for (const { deliveryId, claim } of claims) {
          db.update(deliveries)
            .set({ claim: null, dueAt: clock.now() })
            .where(claimedBy(deliveryId, claim))
            .run()
        }
      }),

    hurryDeliveries: (by) =>
      commits.write(() => {
        db.update(deliveries)
          .set({ dueAt: sql`${deliveries.dueAt} - ${by}` })
          .where(eq(deliveries.state, sql`'pending'`))
          .run()
      }),

    // By the loose scan, too: anybody may ask, and a plain minimum reads every pending delivery there is.
    oldestDueAge: () =>
      read(() => {
        const now = clock.now()
        return waiting.all().reduce((oldest, { due }) => Math.max(oldest, now - due), 0)
      }),
  }
}
