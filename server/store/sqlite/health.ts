/** How each webhook is doing, from what is written down anyway: bounded reads of some milliseconds, by index. */
import { setImmediate } from 'node:timers/promises'
import type { WebhookHealth } from '../rows.ts'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import type { Handle } from './store.ts'

/** Deliveries that rate and latency are taken from. */
const SAMPLE = 200
/** Among so many of the newest: behind a dead receiver they may all be waiting. */
const LOOKED_AT = 400
/** Further than this what waits is not counted. */
const COUNTED = 10_000

export function healthUnits({ client }: Handle): Pick<Store, 'webhookHealth'> {
  const webhook = client.prepare<
    [id: string, workspaceId: string],
    Pick<WebhookHealth, 'lastSuccessAt' | 'failingSince'>
  >(
    `SELECT last_success_at AS lastSuccessAt, failing_since AS failingSince
     FROM webhooks WHERE id = ? AND workspace_id = ?`,
  )
  // A test says how the receiver is while its owner looks on, not how visitors' submissions fared.
  const newest = client.prepare<[webhookId: string], { succeeded: 0 | 1; durationMs: number | null }>(
    `SELECT last_status BETWEEN 200 AND 299 AS succeeded,
       iif(last_status IS NULL, NULL, (SELECT duration_ms FROM attempts WHERE delivery_id = recent.id AND number = recent.attempts)) AS durationMs
     FROM (SELECT id, event_type, attempts, last_status, last_error
       FROM deliveries INDEXED BY deliveries_by_webhook WHERE webhook_id = ? ORDER BY id DESC LIMIT ${LOOKED_AT}) AS recent
     WHERE attempts > 0 AND event_type <> 'webhook.test' LIMIT ${SAMPLE}`,
  )
  // In rowid order they were put down; the index has the rowid, so that no row is read.
  const waiting = client.prepare<[webhookId: string], { count: number; oldest: number | null }>(
    `SELECT count(*) AS count, min(place) AS oldest FROM (SELECT rowid AS place
       FROM deliveries INDEXED BY deliveries_due WHERE webhook_id = ? AND state = 'pending' LIMIT ${COUNTED + 1})`,
  )
  const madeAt = client.prepare<[place: number], { createdAt: number }>(
    'SELECT created_at AS createdAt FROM deliveries WHERE rowid = ?',
  )

  function healthOf(workspaceId: string, id: string): WebhookHealth | null {
    const row = webhook.get(id, workspaceId)
    if (!row) return null
    const sample = newest.all(id)
    const durations = sample
      .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))
      .sort((a, b) => a - b)
    const { count = 0, oldest = null } = waiting.get(id) ?? {}
    return {
      ...row,
      sample: sample.length,
      succeeded: sample.filter(({ succeeded }) => succeeded).length,
      medianMs: quantile(durations, 0.5),
      p95Ms: quantile(durations, 0.95),
      backlog: Math.min(count, COUNTED),
      backlogIsMore: count > COUNTED,
      oldestWaitingAt: oldest === null ? null : (madeAt.get(oldest)?.createdAt ?? null),
    }
  }

  return {
    async webhookHealth(workspaceId, ids) {
      const found = new Map<string, WebhookHealth>()
      for (const [index, id] of ids.entries()) {
        // Visitors come between one webhook and the next.
        if (index > 0) await setImmediate()
        const health = await read(() => healthOf(workspaceId, id))
        if (health) found.set(id, health)
      }
      return found
    },
  }
}

/** The least of the values, sorted, that so large a share of them is not above; null of none. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
