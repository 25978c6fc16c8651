import { and, eq, sql } from 'drizzle-orm'
import type { WebhookRow } from '../rows.ts'
import { webhooks } from './schema.ts'
import type { Handle } from './store.ts'

/**
 * Gives a function from a form to its active webhooks, for units that owe them something. Submissions that share a
 * transaction mostly share their form, too: its webhooks are read once for all of them.
 */
export function activeWebhooks({ db, commits }: Pick<Handle, 'db' | 'commits'>) {
  const query = db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.formId, sql.placeholder('formId')), eq(webhooks.active, true)))
    .prepare()
  const kept = new Map<string, WebhookRow[]>()
  let keptIn = 0
  return (formId: string): WebhookRow[] => {
    if (keptIn !== commits.epoch()) kept.clear()
    keptIn = commits.epoch()
    const known = kept.get(formId) ?? query.all({ formId })
    kept.set(formId, known)
    return known
  }
}
