import { and, eq } from 'drizzle-orm'
import type { WebhookRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { clearDeliveries } from './clear.ts'
import { read } from './commits.ts'
import { notices, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type WebhookUnits = Pick<
  Store,
  'createWebhook' | 'listWebhooks' | 'findWebhook' | 'updateWebhook' | 'deleteWebhook' | 'webhooksByUrl'
>

export function webhookUnits(handle: Handle): WebhookUnits {
  const { db, commits, clock } = handle
  const clear = clearDeliveries(handle)
  const own = (workspaceId: string, id: string) =>
    and(eq(webhooks.id, id), eq(webhooks.workspaceId, workspaceId))
  const find = (workspaceId: string, id: string): WebhookRow | null =>
    db.select().from(webhooks).where(own(workspaceId, id)).get() ?? null

  return {
    createWebhook: (webhook) =>
      commits.write(() => {
        commits.beginEpoch()
        const now = clock.now()
        const { url, active, listen } = webhook.settings
        return db
          .insert(webhooks)
          .values({ ...webhook, url, active, listen, createdAt: now, updatedAt: now })
          .returning()
          .get()
      }),

    listWebhooks: (workspaceId, formId) =>
      read(() =>
        db
          .select()
          .from(webhooks)
          .where(and(eq(webhooks.formId, formId), eq(webhooks.workspaceId, workspaceId)))
          .orderBy(webhooks.createdAt, webhooks.id)
          .all(),
      ),

    findWebhook: (workspaceId, id) => read(() => find(workspaceId, id)),

    updateWebhook: (workspaceId, id, changeOf) =>
      commits.write(() => {
        const before = find(workspaceId, id)
        if (!before) return null
        const { pause = false, resume = false, ...change } = changeOf(before)
        commits.beginEpoch()
        const now = clock.now()
        const settings = change.settings ?? before.settings
        const resumed = resume && settings.active
        db.update(webhooks)
          .set({
            ...change,
            url: settings.url,
            active: settings.active,
            updatedAt: now,
            ...(pause && !before.paused && { paused: 'owner' as const, pausedAt: now }),
            ...(resumed && { paused: null, pausedAt: null, failingSince: null }),
          })
          .where(eq(webhooks.id, id))
          .run()
        if (resumed) db.delete(notices).where(eq(notices.webhookId, id)).run()
        return find(workspaceId, id)
      }),

    deleteWebhook: async (workspaceId, id) => {
      // Nothing more is sent from here on. Should the relay end before the end, it is found paused.
      const isThere = await commits.write(() => {
        commits.beginEpoch()
        const paused = { paused: 'owner' as const, pausedAt: clock.now() }
        return db.update(webhooks).set(paused).where(own(workspaceId, id)).run().changes > 0
      })
      if (!isThere) return false
      await clear(id)
      return commits.write(() => {
        commits.beginEpoch()
        return db.delete(webhooks).where(own(workspaceId, id)).run().changes > 0
      })
    },

    webhooksByUrl: (url) => read(() => db.select().from(webhooks).where(eq(webhooks.url, url)).all()),
  }
}
