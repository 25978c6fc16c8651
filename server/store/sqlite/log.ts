/**
 * Looking through a webhook's deliveries. Its log may have a million, and SQLite answers on the event loop: one look
 * reads for some milliseconds and gives a cursor to go on from, whether it found anything or not.
 */
import { desc, getTableColumns, inArray } from 'drizzle-orm'
import type { DeliveryFilter, LogPart, LogRow, Page, StoredDeliveryState } from '../rows.ts'
import { deliveryMoments } from './moments.ts'
import { deliveries } from './schema.ts'
import type { Handle } from './store.ts'

/** How long one look may read, in ms. */
const BUDGET_MS = 15
/** Rows that are read whatever the clock says, and between two looks at it. */
const STRIDE = 512
/** So many pending ones are sorted by hand: their index has them in the order in which they are due. */
const SORTED = 2_000
/**
 * Deliveries of one webhook within which one of an event is found: those whose ids were made after the event's and
 * that were put down before it.
 */
const AFTER_EVENT = 2_000

const STOPPED = ['failed', 'discarded', 'cancelled'] as const
/** SQLite takes a partial index only where its own condition is said, word for word. */
export const IS_STOPPED = "state IN ('failed', 'discarded', 'cancelled')"

type StoredFilter = Omit<DeliveryFilter, 'state'> & { state?: StoredDeliveryState | undefined }

interface Seen {
  id: string
  state: StoredDeliveryState
  eventType: string
  attempts: number
  lastStatus: number | null
  createdAt: number
}

const SEEN = `SELECT id, state, event_type AS eventType, attempts, last_status AS lastStatus, created_at AS createdAt
  FROM deliveries`

/** Gives the function that looks; its webhook is the caller's to check. */
export function deliveryLog({ client, db }: Pick<Handle, 'client' | 'db'>) {
  const { idFrom, idUntil } = deliveryMoments({ client })
  const byWebhook = client.prepare<[string, string, string], Seen>(
    `${SEEN} INDEXED BY deliveries_by_webhook WHERE webhook_id = ? AND id < ? AND id >= ? ORDER BY id DESC`,
  )
  const countPending = client.prepare<[webhookId: string], { count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_due
       WHERE webhook_id = ? AND state = 'pending' LIMIT ${SORTED + 1})`,
  )
  const byId = client.prepare<[id: string], Seen & { webhookId: string }>(
    `${SEEN.replace('SELECT', 'SELECT webhook_id AS webhookId,')} WHERE id = ?`,
  )
  const bySubmission = client.prepare<[submissionId: string, webhookId: string], Seen>(
    `${SEEN} INDEXED BY deliveries_by_submission WHERE submission_id = ? AND webhook_id = ? ORDER BY id DESC`,
  )
  const byEvent = client.prepare<[webhookId: string, after: string, eventId: string], Seen>(
    `${SEEN} WHERE id IN (SELECT id FROM (SELECT id, event_id FROM deliveries INDEXED BY deliveries_by_webhook
       WHERE webhook_id = ? AND id > ? ORDER BY id LIMIT ${AFTER_EVENT}) WHERE event_id = ?)`,
  )

  /** What may match, newest first, by the index that leaves out most. */
  function candidates(webhookId: string, filter: StoredFilter, before: string, from: string): Iterable<Seen> {
    const { q } = filter
    if (q !== undefined) return named(webhookId, q).filter(({ id }) => id < before)
    const states = statesOf(filter)
    const few = !states.includes('pending') || (countPending.get(webhookId)?.count ?? 0) <= SORTED
    if (states.includes('succeeded') || !few) return byWebhook.iterate(webhookId, before, from)
    const arms = states.map((state) => {
      const index =
        state === 'pending'
          ? 'INDEXED BY deliveries_due WHERE'
          : `INDEXED BY deliveries_stopped WHERE ${IS_STOPPED} AND`
      return `SELECT * FROM (${SEEN} ${index} webhook_id = @webhookId AND state = '${state}'
        AND id < @before AND id >= @from)`
    })
    return client
      .prepare<object, Seen>(`${arms.join(' UNION ALL ')} ORDER BY id DESC`)
      .iterate({ webhookId, before, from })
  }

  /** Those of a delivery, an event or a submission. */
  function named(webhookId: string, q: string): Seen[] {
    const own = byId.get(q)
    if (own) return own.webhookId === webhookId ? [own] : []
    if (q.startsWith('evt_')) return byEvent.all(webhookId, q.replace('evt_', 'dlv_'), q)
    return bySubmission.all(q, webhookId)
  }

  return (webhookId: string, filter: StoredFilter, page: Page): LogPart<LogRow> => {
    const upper = idUntil(filter.to)
    const before = page.cursor !== undefined && page.cursor < upper ? page.cursor : upper
    const from = idFrom(filter.from)
    const deadline = performance.now() + BUDGET_MS
    const found: string[] = []
    let read = 0
    let last: Seen | null = null
    let stopped = false
    for (const row of candidates(webhookId, filter, before, from)) {
      if (found.length === page.limit || (++read % STRIDE === 0 && performance.now() > deadline)) {
        stopped = true
        break
      }
      last = row
      if (matches(filter, row)) found.push(row.id)
    }
    return {
      items: rowsOf(found),
      next: stopped && last ? last.id : null,
      searchedTo: stopped && last && found.length < page.limit ? last.createdAt : null,
    }
  }

  function rowsOf(ids: readonly string[]): LogRow[] {
    const { body: _, contentType: __, ...columns } = getTableColumns(deliveries)
    return db
      .select(columns)
      .from(deliveries)
      .where(inArray(deliveries.id, [...ids]))
      .orderBy(desc(deliveries.id))
      .all()
  }
}

/** The states that what matches may have. Only what was answered 2xx has succeeded. */
function statesOf({ state, status }: StoredFilter): readonly StoredDeliveryState[] {
  if (state) return [state]
  const mayBeGood = status === undefined || (status !== 'none' && status.from < 300 && status.to > 200)
  return mayBeGood ? ['pending', 'succeeded', ...STOPPED] : ['pending', ...STOPPED]
}

function matches({ state, event, from, to, status }: StoredFilter, row: Seen): boolean {
  if (state && row.state !== state) return false
  if (event !== undefined && row.eventType !== event) return false
  if (from !== undefined && row.createdAt < from) return false
  if (to !== undefined && row.createdAt >= to) return false
  if (status === undefined) return true
  if (status === 'none') return row.attempts > 0 && row.lastStatus === null
  return row.lastStatus !== null && row.lastStatus >= status.from && row.lastStatus < status.to
}
