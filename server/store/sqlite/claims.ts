/** A delivery's way through its attempts: claimed, recorded, given back. */
import { and, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm'
import { timedId } from '../../id.ts'
import type { ClaimedDelivery, WebhookRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import { noteSetBack } from './moments.ts'
import { insertDeliveries } from './owed.ts'
import { deliveries, notices, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type ClaimUnits = Pick<
  Store,
  | 'createClaimedDelivery'
  | 'claimDeliveries'
  | 'leaseDeliveries'
  | 'nextDueOf'
  | 'stopListening'
  | 'recordAttempt'
  | 'releaseClaims'
  | 'claimsRevision'
  | 'hurryDeliveries'
  | 'oldestDueAge'
>

/**
 * A webhook that has failed everything for this long is paused. That nothing was sent is no failure: it is paused by a
 * failure that has another one before it within that time, hours ago. One that failed at the beginning of a silent
 * week, and now once more, may be fine in a minute, and has its attempts for that.
 */
const FAILING_LIMIT_MS = 5 * 86_400_000
/** Failures are noted at most this often, and only one that is noted pauses: all of a usual schedule takes longer. */
const FAILURE_NOTED_EVERY_MS = 5 * 3_600_000
/**
 * Bodies that a claim reads and writes of one webhook, in UTF-16 units: as much as its last ones let expect. A lease
 * writes the whole row: 21 us with 300 bytes of body, 460 us with 60 KB, while nothing else is done.
 */
const CLAIM_LENGTH = 512 * 1_024
/** Webhooks whose bodies' length is remembered. */
const LENGTHS_KEPT = 1_000
/** A success is noted on its webhook at most this often: its row holds all of its settings. */
const SUCCESS_NOTED_EVERY_MS = 1_000

export function claimUnits(handle: Handle): ClaimUnits {
  const { client, db, commits, clock } = handle
  const insert = insertDeliveries(handle)
  const setBack = noteSetBack(handle)
  const claimedBy = (deliveryId: string, claim: string) =>
    and(eq(deliveries.id, deliveryId), eq(deliveries.claim, claim), eq(deliveries.state, 'pending'))

  // A webhook that is off or paused, and one that somebody listens to, is nobody's to claim for: its deliveries are
  // parked by that alone, however many they are. The loose scan: jumps from webhook to webhook over the partial index,
  // and takes the earliest due of each. Over 200 webhooks with 300,000 due deliveries between them it takes about 1 ms;
  // `ORDER BY due_at` alone would hand every claim to the webhook that has been dead for longest.
  const waiting = client.prepare<
    [now: number],
    { webhook: string; due: number; host: string; failing: 0 | 1 }
  >(`
    WITH RECURSIVE waiting(webhook) AS (
      SELECT min(webhook_id) FROM deliveries WHERE state = 'pending'
      UNION ALL
      SELECT (SELECT min(webhook_id) FROM deliveries WHERE state = 'pending' AND webhook_id > waiting.webhook)
      FROM waiting WHERE waiting.webhook IS NOT NULL
    )
    SELECT webhook, host, failing_since IS NOT NULL AS failing,
      (SELECT min(due_at) FROM deliveries WHERE state = 'pending' AND webhook_id = waiting.webhook) AS due
    FROM waiting JOIN webhooks ON webhooks.id = waiting.webhook
    WHERE active AND paused IS NULL AND NOT listen AND coalesce(listened_until, 0) <= ?`)
  const earliest = client.prepare<[string], { due: number | null }>(
    "SELECT min(due_at) AS due FROM deliveries WHERE state = 'pending' AND webhook_id = ?",
  )
  const webhookById = db
    .select()
    .from(webhooks)
    .where(eq(webhooks.id, sql.placeholder('id')))
    .prepare()
  // One statement for all of a webhook's: a SELECT and an UPDATE for each took half as long again (15 us of 45 for a
  // delivery claimed and recorded). And without drizzle, like the statements of an attempt's record below: mapping 64
  // rows took it as long as reading them.
  const leaseDue = client.prepare<
    { webhookId: string; claim: string; until: number; now: number; limit: number },
    typeof deliveries.$inferSelect
  >(
    `UPDATE deliveries SET claim = @claim, due_at = @until WHERE rowid IN (
       SELECT rowid FROM deliveries INDEXED BY deliveries_due
       WHERE state = 'pending' AND webhook_id = @webhookId AND due_at <= @now ORDER BY due_at LIMIT @limit)
     RETURNING ${columnsOf(deliveries)}`,
  )
  const lease = client.prepare<[claim: string, until: number, id: string]>(
    'UPDATE deliveries SET claim = ?, due_at = ? WHERE id = ?',
  )
  const insertAttempt = client.prepare(
    `INSERT INTO attempts (delivery_id, number, at, duration_ms, status, error, request, reply)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const settle = client.prepare(
    `UPDATE deliveries SET state = ?, due_at = ?, claim = NULL, attempts = ?, last_status = ?, last_error = ?
     WHERE id = ? AND claim = ? AND state = 'pending'`,
  )
  const webhookOf = client.prepare<[id: string], { webhookId: string }>(
    'SELECT webhook_id AS webhookId FROM deliveries WHERE id = ?',
  )
  const isFine = client.prepare(
    `UPDATE webhooks SET failing_since = NULL, last_success_at = @now WHERE id = @id
     AND (failing_since IS NOT NULL OR last_success_at IS NULL OR last_success_at <= @now - ${SUCCESS_NOTED_EVERY_MS})`,
  )
  const noteFailure = client.prepare(
    `UPDATE webhooks SET failing_since = coalesce(failing_since, @now), last_failure_at = @now WHERE id = @id`,
  )

  /** Webhooks that are known to be fine in the transaction that is open: those of many attempts are asked for once. */
  const fine = new Set<string>()
  let fineIn = 0

  /** The longest body of a webhook's last claim. */
  const lengths = new Map<string, number>()
  const fitting = (webhookId: string) =>
    Math.max(1, Math.floor(CLAIM_LENGTH / (lengths.get(webhookId) ?? CLAIM_LENGTH / 64)))

  function noteLength(webhookId: string, rows: readonly { body: string }[]) {
    if (lengths.size >= LENGTHS_KEPT) lengths.clear()
    lengths.set(webhookId, Math.max(1, ...rows.map(({ body }) => body.length)))
  }

  /** Its deliveries are parked by that; what is under way may still arrive, and is then written down as arrived. */
  function pause({ id, formId, workspaceId }: WebhookRow, reason: 'gone' | 'failing') {
    commits.beginEpoch()
    const now = clock.now()
    db.update(webhooks).set({ paused: reason, pausedAt: now }).where(eq(webhooks.id, id)).run()
    db.insert(notices)
      .values({
        id: timedId('ntc'),
        workspaceId,
        formId,
        webhookId: id,
        reason,
        createdAt: now,
        mailDueAt: now,
      })
      .run()
  }

  return {
    createClaimedDelivery: (webhook, delivery, { claim, lease: leaseMs }) =>
      commits.write(() => {
        insert([delivery], [webhook], webhook.workspaceId, null)
        lease.run(claim, clock.now() + leaseMs, delivery.id)
        const row = db.select().from(deliveries).where(eq(deliveries.id, delivery.id)).get()
        if (!row) throw new Error(`Delivery ${delivery.id} was put down and is not there`)
        return { ...row, state: 'pending', claim, webhook }
      }),

    claimDeliveries: ({ claim, lease: leaseMs, limit, room, after }) =>
      commits.write(() => {
        const now = clock.now()
        let nextDue = Number.POSITIVE_INFINITY
        const due: { webhook: string; host: string; due: number; mayTake: number }[] = []
        for (const row of waiting.all(now)) {
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
          const take = Math.min(share, row.mayTake, host, fitting(row.webhook))
          if (take <= 0) continue
          const webhook = webhookById.get({ id: row.webhook })
          if (!webhook) continue
          const until = now + leaseMs
          const rows = leaseDue.all({ webhookId: row.webhook, claim, until, now, limit: take })
          for (const delivery of rows) claimed.push({ ...delivery, state: 'pending', claim, webhook })
          noteLength(row.webhook, rows)
          hostRoom.set(row.host, host - rows.length)
          const left = earliest.get(row.webhook)?.due ?? Number.POSITIVE_INFINITY
          if (rows.length < Math.min(row.mayTake, host)) nextDue = Math.min(nextDue, left)
        }
        return { deliveries: claimed, nextDue: nextDue === Number.POSITIVE_INFINITY ? null : nextDue }
      }),

    leaseDeliveries: ({ workspaceId, webhookId, claim, lease: leaseMs, limit, listenFor }) =>
      commits.write(() => {
        const now = clock.now()
        const webhook = db
          .update(webhooks)
          .set({ listenedUntil: now + listenFor })
          .where(and(eq(webhooks.id, webhookId), eq(webhooks.workspaceId, workspaceId)))
          .returning()
          .get()
        if (!webhook) return null
        if (webhook.paused || !webhook.settings.active) return { deliveries: [], nextDue: null }
        const until = now + leaseMs
        const claimed = leaseDue
          .all({ webhookId, claim, until, now, limit })
          .map((delivery): ClaimedDelivery => ({ ...delivery, state: 'pending', claim, webhook }))
        return { deliveries: claimed, nextDue: earliest.get(webhookId)?.due ?? null }
      }),

    nextDueOf: (webhookId) => read(() => earliest.get(webhookId)?.due ?? null),

    stopListening: (workspaceId, webhookId) =>
      commits.write(() => {
        const { changes } = db
          .update(webhooks)
          .set({ listenedUntil: null })
          .where(and(eq(webhooks.id, webhookId), eq(webhooks.workspaceId, workspaceId)))
          .run()
        return changes > 0
      }),

    recordAttempt: ({ deliveryId, webhookId: known, url, claim, attempt, state, dueAt, gone }) =>
      commits.writeSoon(() => {
        const { number, status, error } = attempt
        if (settle.run(state, dueAt, number, status, error, deliveryId, claim).changes === 0) return 'stale'
        const { at, durationMs, request, reply } = attempt
        insertAttempt.run(
          deliveryId,
          number,
          at,
          durationMs,
          status,
          error,
          JSON.stringify(request),
          reply && JSON.stringify(reply),
        )
        // RETURNING it from the update took 5 us of the 30 that a record takes.
        const webhookId = known ?? webhookOf.get(deliveryId)?.webhookId ?? ''
        if (state === 'succeeded') {
          if (fineIn !== commits.epoch()) fine.clear()
          fineIn = commits.epoch()
          if (!fine.has(webhookId)) isFine.run({ id: webhookId, now: clock.now() })
          fine.add(webhookId)
          return 'recorded'
        }
        fine.delete(webhookId)
        const webhook = webhookById.get({ id: webhookId })
        if (!webhook) return 'recorded'
        const now = clock.now()
        const { failingSince, lastFailureAt } = webhook
        const sinceLast = now - (lastFailureAt ?? Number.NEGATIVE_INFINITY)
        const isNoted = failingSince !== null && sinceLast < FAILURE_NOTED_EVERY_MS
        if (!isNoted) noteFailure.run({ id: webhookId, now })
        if (webhook.paused) return 'recorded'
        // A 410 of where it led before says nothing of where it leads now.
        if (gone && (url === undefined || url === webhook.settings.url)) pause(webhook, 'gone')
        else if (
          failingSince !== null &&
          !isNoted &&
          now - failingSince >= FAILING_LIMIT_MS &&
          sinceLast < FAILING_LIMIT_MS
        )
          pause(webhook, 'failing')
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

    claimsRevision: () => commits.epochsBegun(),

    hurryDeliveries: (by) =>
      commits.write(() => {
        db.update(deliveries)
          .set({ dueAt: sql`${deliveries.dueAt} - ${by}` })
          .where(eq(deliveries.state, sql`'pending'`))
          .run()
        setBack(clock.now() + by)
        // Or the worker would be kept from them for as long as the clock was set back.
        db.update(webhooks)
          .set({ listenedUntil: sql`${webhooks.listenedUntil} - ${by}` })
          .where(isNotNull(webhooks.listenedUntil))
          .run()
        db.update(notices)
          .set({ mailDueAt: sql`${notices.mailDueAt} - ${by}` })
          .where(isNotNull(notices.mailDueAt))
          .run()
      }),

    // By the loose scan, too: anybody may ask, and a plain minimum reads every pending delivery there is.
    oldestDueAge: () =>
      read(() => {
        const now = clock.now()
        return waiting.all(now).reduce((oldest, { due }) => Math.max(oldest, now - due), 0)
      }),
  }
}

/** A table's columns under the names that its rows have in TypeScript. None of them may hold JSON, or a boolean. */
const columnsOf = (table: typeof deliveries) =>
  Object.entries(getTableColumns(table))
    .map(([name, column]) => `${column.name} AS "${name}"`)
    .join(', ')
