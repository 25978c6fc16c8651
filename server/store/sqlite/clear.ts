import type { Handle } from './store.ts'

/** Deliveries that one unit of work deletes, with their attempts: some milliseconds. */
const PART = 500

/**
 * Gives the function that deletes a webhook's deliveries, part by part, so that visitors' submissions come between:
 * a million deleted with their webhook in one transaction kept everybody waiting for nine seconds.
 */
export function clearDeliveries({ client, commits }: Pick<Handle, 'client' | 'commits'>) {
  const some = client.prepare<[webhookId: string]>(
    `DELETE FROM deliveries
     WHERE rowid IN (SELECT rowid FROM deliveries WHERE webhook_id = ? LIMIT ${PART})`,
  )
  return async (webhookId: string): Promise<void> => {
    for (;;) {
      const { changes } = await commits.write(() => some.run(webhookId))
      if (changes < PART) return
    }
  }
}
