/** Deliveries as their owner sees them: the log, and what is done with it. */
import type { DeliveryState } from '@fieldpost/shared/resources.ts'
import { and, asc, desc, eq, getTableColumns, gt, gte, ne, type SQL, sql } from 'drizzle-orm'
import type { DeliveryRow, WebhookRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import { deliveryLog, IS_STOPPED } from './log.ts'
import { deliveryMoments } from './moments.ts'
import { attempts, deliveries, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type DeliveryUnits = Pick<
  Store,
  | 'listDeliveries'
  | 'listDeliveriesOf'
  | 'findDelivery'
  | 'resendDelivery'
  | 'resendDeliveries'
  | 'countRecoverable'
  | 'recoverDeliveries'
  | 'discardDeliveries'
>

/** Rows that one unit of work changes: some milliseconds. Visitors' submissions come between two parts. */
const PART = 500
/** Deliveries of one submission that are listed. */
const MOST_OF_ONE = 200

export function deliveryUnits({ client, db, commits, clock }: Handle): DeliveryUnits {
  const look = deliveryLog({ client, db })
  const { idFrom } = deliveryMoments({ client })
  // Through the index of what is due: by their ids, a million that arrived would be read to find three that wait. One
  // whose attempt is under way may be arriving. What came since it began is told by its place: the clock may have been
  // set back.
  const discardSome = client.prepare<[webhookId: string, last: number, now: number]>(
    `UPDATE deliveries SET state = 'discarded', claim = NULL, due_at = NULL WHERE rowid IN (
       SELECT rowid FROM deliveries INDEXED BY deliveries_due
       WHERE webhook_id = ? AND state = 'pending' AND rowid <= ? AND (claim IS NULL OR due_at <= ?)
       LIMIT ${PART})`,
  )
  const newest = client.prepare<[], { place: number | null }>('SELECT max(rowid) AS place FROM deliveries')
  const own = (workspaceId: string, id: string) =>
    and(eq(deliveries.id, id), eq(deliveries.workspaceId, workspaceId))

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

  const recoverable = (webhookId: string, since: number) =>
    and(
      eq(deliveries.webhookId, webhookId),
      sql.raw(IS_STOPPED),
      eq(deliveries.state, sql`'failed'`),
      // A test was for the owner who looked on; nobody misses it.
      ne(deliveries.eventType, 'webhook.test'),
      gte(deliveries.createdAt, since),
    )

  function resend(which: SQL | undefined): 'due' | 'missing' | 'cancelled' {
    const row = db
      .select({
        id: deliveries.id,
        state: deliveries.state,
        claim: deliveries.claim,
        dueAt: deliveries.dueAt,
        erased: isErased,
      })
      .from(deliveries)
      .where(which)
      .get()
    if (!row) return 'missing'
    if (row.state === 'cancelled' || row.erased) return 'cancelled'
    // One whose attempt is under way is being sent already.
    if (row.state === 'pending' && row.claim !== null && (row.dueAt ?? 0) > clock.now()) return 'due'
    db.update(deliveries).set(again()).where(eq(deliveries.id, row.id)).run()
    return 'due'
  }

  function recoverSome(webhookId: string, since: number, after: string): string[] {
    const some = db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          recoverable(webhookId, since),
          after ? gt(deliveries.id, after) : gte(deliveries.id, idFrom(since)),
        ),
      )
      .orderBy(asc(deliveries.id))
      .limit(PART)
      .all()
    for (const { id } of some) db.update(deliveries).set(again()).where(eq(deliveries.id, id)).run()
    return some.map(({ id }) => id)
  }

  return {
    listDeliveries: (workspaceId, webhookId, { state, ...filter }, page) =>
      read(() => {
        const webhook = ownWebhook(workspaceId, webhookId)
        const waits = webhook && isParking(webhook) ? 'parked' : 'pending'
        // All that waits is parked, or none of it is.
        const nothing = !webhook || (isWaiting(state) && state !== waits)
        if (nothing) return { items: [], next: null, searchedTo: null }
        const part = look(webhookId, { ...filter, state: state === 'parked' ? 'pending' : state }, page)
        return { ...part, items: part.items.map((row) => shown(row, webhook)) }
      }),

    listDeliveriesOf: (workspaceId, submissionId) =>
      read(() => {
        const { body: _, contentType: __, ...columns } = getTableColumns(deliveries)
        return db
          .select({ row: columns, webhook: webhooks })
          .from(deliveries)
          .innerJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
          .where(and(eq(deliveries.submissionId, submissionId), eq(deliveries.workspaceId, workspaceId)))
          .orderBy(desc(deliveries.id))
          .limit(MOST_OF_ONE)
          .all()
          .map(({ row, webhook }) => shown(row, webhook))
      }),

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
        const webhook = ownWebhook(workspaceId, delivery.webhookId)
        if (!webhook) return null
        return {
          delivery: shown<DeliveryRow>(delivery, webhook),
          attempts: made.map(({ deliveryId: _, ...attempt }) => attempt),
        }
      }),

    resendDelivery: (workspaceId, id) => commits.write(() => resend(own(workspaceId, id))),

    resendDeliveries: (workspaceId, webhookId, ids) =>
      commits.write(() => {
        const ofWebhook = eq(deliveries.webhookId, webhookId)
        return new Map(ids.map((id) => [id, resend(and(own(workspaceId, id), ofWebhook))]))
      }),

    countRecoverable: (workspaceId, webhookId, since, most) =>
      read(() => {
        if (!ownWebhook(workspaceId, webhookId)) return null
        const some = db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(and(recoverable(webhookId, since), gte(deliveries.id, idFrom(since))))
          .orderBy(desc(deliveries.id))
          .limit(most + 1)
          .all()
        return { count: Math.min(some.length, most), isMore: some.length > most }
      }),

    recoverDeliveries: async (workspaceId, webhookId, since) => {
      if (!(await read(() => ownWebhook(workspaceId, webhookId)))) return null
      let count = 0
      let after = ''
      for (;;) {
        const ids = await commits.write(() => recoverSome(webhookId, since, after))
        count += ids.length
        if (ids.length < PART) return count
        after = ids.at(-1) ?? after
      }
    },

    discardDeliveries: async (workspaceId, webhookId) => {
      if (!(await read(() => ownWebhook(workspaceId, webhookId)))) return null
      const last = await read(() => newest.get()?.place ?? 0)
      const now = clock.now()
      let count = 0
      for (;;) {
        const { changes } = await commits.write(() => discardSome.run(webhookId, last, now))
        count += changes
        if (changes < PART) return count
      }
    },
  }

  function ownWebhook(workspaceId: string, id: string) {
    return db
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, id), eq(webhooks.workspaceId, workspaceId)))
      .get()
  }
}

const isWaiting = (state: DeliveryState | undefined) => state === 'pending' || state === 'parked'

/** Whether what is pending of this webhook is parked. */
const isParking = ({ paused, settings }: WebhookRow) => paused !== null || !settings.active

const shown = <Row extends { state: DeliveryState }>(row: Row, webhook: WebhookRow): Row => ({
  ...row,
  state: row.state === 'pending' && isParking(webhook) ? 'parked' : row.state,
})
