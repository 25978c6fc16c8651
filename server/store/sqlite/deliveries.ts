/** Deliveries as their owner sees them: the log, and what is done with it. */
import type { DeliveryState } from '@fieldpost/shared/resources.ts'
import { and, asc, desc, eq, gt, gte, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { DeliveryRow, Store, WebhookRow } from '../store.ts'
import { type Commits, read } from './commits.ts'
import { partOf } from './paging.ts'
import { attempts, deliveries, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type DeliveryUnits = Pick<
  Store,
  'listDeliveries' | 'findDelivery' | 'resendDelivery' | 'recoverDeliveries' | 'discardDeliveries'
>

/** Rows that one unit of work changes: some milliseconds. */
const PART = 500

export function deliveryUnits({ db, commits, clock }: Handle): DeliveryUnits {
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

  return {
    listDeliveries: (workspaceId, webhookId, { state }, page) =>
      read(() => {
        const webhook = ownWebhook(workspaceId, webhookId)
        const waits = webhook && isParking(webhook) ? 'parked' : 'pending'
        // All that waits is parked, or none of it is.
        const nothing = !webhook || (isWaiting(state) && state !== waits)
        if (nothing) return { items: [], next: null }
        const stored = state === 'parked' ? 'pending' : state
        const part = partOf(
          db
            .select()
            .from(deliveries)
            .where(
              and(
                eq(deliveries.webhookId, webhookId),
                stored ? eq(deliveries.state, stored) : undefined,
                page.cursor ? lt(deliveries.id, page.cursor) : undefined,
              ),
            )
            .orderBy(desc(deliveries.id))
            .limit(page.limit + 1)
            .all(),
          page,
        )
        return { ...part, items: part.items.map((row) => shown(row, webhook)) }
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
          delivery: shown(delivery, webhook),
          attempts: made.map(({ deliveryId: _, ...attempt }) => attempt),
        }
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

    recoverDeliveries: async (workspaceId, webhookId, since) => {
      if (!(await read(() => ownWebhook(workspaceId, webhookId)))) return null
      return inParts(commits, (after) => {
        const ids = db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(
            and(
              eq(deliveries.webhookId, webhookId),
              eq(deliveries.state, sql`'failed'`),
              gt(deliveries.id, after),
              // A test was for the owner who looked on; nobody misses it.
              ne(deliveries.eventType, 'webhook.test'),
              gte(deliveries.createdAt, since),
            ),
          )
          .orderBy(asc(deliveries.id))
          .limit(PART)
          .all()
        for (const { id } of ids) db.update(deliveries).set(again()).where(eq(deliveries.id, id)).run()
        return ids.map(({ id }) => id)
      })
    },

    discardDeliveries: async (workspaceId, webhookId) => {
      if (!(await read(() => ownWebhook(workspaceId, webhookId)))) return null
      const before = clock.now()
      return inParts(commits, (after) => {
        const ids = db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(
            and(
              eq(deliveries.webhookId, webhookId),
              eq(deliveries.state, sql`'pending'`),
              gt(deliveries.id, after),
              lte(deliveries.createdAt, before),
              // One whose attempt is under way may be arriving.
              or(isNull(deliveries.claim), lte(deliveries.dueAt, before)),
            ),
          )
          .orderBy(asc(deliveries.id))
          .limit(PART)
          .all()
        for (const { id } of ids)
          db.update(deliveries)
            .set({ state: 'discarded', claim: null, dueAt: null })
            .where(eq(deliveries.id, id))
            .run()
        return ids.map(({ id }) => id)
      })
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

const shown = (row: typeof deliveries.$inferSelect, webhook: WebhookRow): DeliveryRow => ({
  ...row,
  state: row.state === 'pending' && isParking(webhook) ? 'parked' : row.state,
})

/**
 * Works off what may be a million rows, so many in a unit of work, so that visitors' submissions come between. `part`
 * takes the last id of the part before and gives the ids that it changed. Resolves with how many were.
 */
async function inParts(commits: Commits, part: (after: string) => string[]): Promise<number> {
  let count = 0
  let after = ''
  for (;;) {
    const ids = await commits.write(() => part(after))
    count += ids.length
    if (ids.length < PART) return count
    after = ids.at(-1) ?? after
  }
}
