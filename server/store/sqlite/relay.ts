/** The inbox, the relay's own settings, and the file itself. */
import { and, desc, eq, lte } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import { inboxes, inboxMessages, settings } from './schema.ts'
import type { Handle } from './store.ts'

type RelayUnits = Pick<
  Store,
  | 'ensureInbox'
  | 'findInbox'
  | 'addInboxMessage'
  | 'listInboxMessages'
  | 'clearInbox'
  | 'getSetting'
  | 'putSetting'
  | 'probe'
  | 'close'
>

export function relayUnits({ client, db, commits, clock }: Handle): RelayUnits {
  const put = (name: string, value: string) =>
    db
      .insert(settings)
      .values({ name, value })
      .onConflictDoUpdate({ target: settings.name, set: { value } })
      .run()

  return {
    ensureInbox: (workspaceId, make) =>
      commits.write(() => {
        const present = db.select().from(inboxes).where(eq(inboxes.workspaceId, workspaceId)).get()
        return (present ?? db.insert(inboxes).values({ token: make(), workspaceId }).returning().get()).token
      }),

    findInbox: (token) =>
      read(
        () =>
          db
            .select({ workspaceId: inboxes.workspaceId })
            .from(inboxes)
            .where(eq(inboxes.token, token))
            .get() ?? null,
      ),

    addInboxMessage: (token, message, keep) =>
      commits.write(() => {
        db.insert(inboxMessages)
          .values({ ...message, token })
          .run()
        const oldest = db
          .select({ id: inboxMessages.id })
          .from(inboxMessages)
          .where(eq(inboxMessages.token, token))
          .orderBy(desc(inboxMessages.id))
          .limit(1)
          .offset(keep)
          .get()
        if (!oldest) return
        db.delete(inboxMessages)
          .where(and(eq(inboxMessages.token, token), lte(inboxMessages.id, oldest.id)))
          .run()
      }),

    listInboxMessages: (token) =>
      read(() =>
        db
          .select()
          .from(inboxMessages)
          .where(eq(inboxMessages.token, token))
          .orderBy(desc(inboxMessages.id))
          .all()
          .map(({ token: _, ...message }) => message),
      ),

    clearInbox: (token) =>
      commits.write(() => {
        db.delete(inboxMessages).where(eq(inboxMessages.token, token)).run()
      }),

    getSetting: (name) =>
      read(() => db.select().from(settings).where(eq(settings.name, name)).get()?.value ?? null),

    putSetting: (name, value) =>
      commits.write(() => {
        put(name, value)
      }),

    probe: () =>
      commits.write(() => {
        put('last-probe', String(clock.now()))
      }),

    close: async () => {
      commits.flush()
      // Folds the log into the file, so that a copy of the one file is a whole backup.
      client.pragma('wal_checkpoint(TRUNCATE)')
      client.close()
    },
  }
}
