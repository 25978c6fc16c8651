import { sql } from 'drizzle-orm'
import type { NewDelivery, WebhookRow } from '../rows.ts'
import { deliveries } from './schema.ts'
import type { Handle } from './store.ts'

/**
 * Puts down what is owed, inside a transaction that is open. Those of a paused webhook are owed like any others: that
 * they are parked follows from the pause.
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
      state: 'pending',
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
      if (!targets.some(({ id }) => id === delivery.webhookId))
        throw new Error(`Delivery ${delivery.id} is owed to ${delivery.webhookId}, which was not offered`)
      insert.run({ ...delivery, workspaceId, submissionId, now })
    }
  }
}
