/** What the relay did by itself and the owner must know, and the mail about it. */
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import type { NoticeRow } from '../rows.ts'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import { deliveries, forms, notices, webhooks } from './schema.ts'
import type { Handle } from './store.ts'

type NoticeUnits = Pick<
  Store,
  'listNotices' | 'dismissNotice' | 'listTroubledForms' | 'claimNoticeMail' | 'finishNoticeMail'
>

/** Deliveries of a webhook that are counted for its mail: beyond that, more is as good as the number. */
const WAITING_COUNTED = 1_000

export function noticeUnits({ db, commits, clock }: Handle): NoticeUnits {
  /** A webhook that its owner has switched off since is nothing to tell of. */
  const standing = and(eq(webhooks.active, true), isNotNull(webhooks.paused), isNull(notices.dismissedAt))
  const columns = {
    id: notices.id,
    workspaceId: notices.workspaceId,
    formId: notices.formId,
    webhookId: notices.webhookId,
    reason: notices.reason,
    createdAt: notices.createdAt,
    formTitle: forms.title,
    webhookName: sql<string>`${webhooks.settings} ->> 'name'`,
    webhookUrl: webhooks.url,
    failingSince: webhooks.failingSince,
  } satisfies Record<keyof NoticeRow, unknown>
  const isMailDue = () => and(isNotNull(notices.mailDueAt), lte(notices.mailDueAt, clock.now()))

  return {
    listNotices: (workspaceId, limit) =>
      read(() =>
        db
          .select(columns)
          .from(notices)
          .innerJoin(webhooks, eq(webhooks.id, notices.webhookId))
          .innerJoin(forms, eq(forms.id, notices.formId))
          .where(and(eq(notices.workspaceId, workspaceId), standing))
          .orderBy(desc(notices.createdAt), desc(notices.id))
          .limit(limit)
          .all(),
      ),

    dismissNotice: (workspaceId, id) =>
      commits.write(() => {
        const { changes } = db
          .update(notices)
          .set({ dismissedAt: sql`coalesce(${notices.dismissedAt}, ${clock.now()})`, mailDueAt: null })
          .where(and(eq(notices.id, id), eq(notices.workspaceId, workspaceId)))
          .run()
        return changes > 0
      }),

    // By way of the forms: they are found by their workspace, and webhooks by their form.
    listTroubledForms: (workspaceId) =>
      read(() => {
        const isPaused = sql`${webhooks.paused} IN ('gone', 'failing')`
        return db
          .select({
            formId: webhooks.formId,
            trouble: sql<'paused' | 'failing'>`CASE max(${isPaused}) WHEN 1 THEN 'paused' ELSE 'failing' END`,
          })
          .from(forms)
          .innerJoin(webhooks, eq(webhooks.formId, forms.id))
          .where(
            and(
              eq(forms.workspaceId, workspaceId),
              eq(webhooks.active, true),
              sql`(${isPaused} OR (${webhooks.paused} IS NULL AND ${webhooks.failingSince} IS NOT NULL))`,
            ),
          )
          .groupBy(webhooks.formId)
          .all()
      }),

    claimNoticeMail: async ({ lease, since }) => {
      // Mostly nothing is due, and looking costs no transaction that writes.
      const isAnyDue = await read(
        () => db.select({ id: notices.id }).from(notices).where(isMailDue()).limit(1).get() !== undefined,
      )
      if (!isAnyDue) return null
      return commits.write(() => {
        db.update(notices)
          .set({ mailDueAt: null })
          .where(and(isMailDue(), lt(notices.createdAt, since)))
          .run()
        const due = db
          .select({ ...columns, attempts: sql<number>`${notices.mailAttempts} + 1` })
          .from(notices)
          .innerJoin(webhooks, eq(webhooks.id, notices.webhookId))
          .innerJoin(forms, eq(forms.id, notices.formId))
          .where(and(isMailDue(), gte(notices.createdAt, since), standing))
          .orderBy(asc(notices.mailDueAt))
          .limit(1)
          .get()
        if (!due) return null
        db.update(notices)
          .set({ mailDueAt: clock.now() + lease, mailAttempts: due.attempts })
          .where(eq(notices.id, due.id))
          .run()
        const waiting = db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(and(eq(deliveries.webhookId, due.webhookId), eq(deliveries.state, sql`'pending'`)))
          .limit(WAITING_COUNTED + 1)
          .all().length
        return {
          ...due,
          waiting: Math.min(waiting, WAITING_COUNTED),
          waitingIsMore: waiting > WAITING_COUNTED,
        }
      })
    },

    finishNoticeMail: ({ id, attempts }, again) =>
      commits.write(() => {
        const { changes } = db
          .update(notices)
          .set({ mailDueAt: again })
          .where(and(eq(notices.id, id), eq(notices.mailAttempts, attempts), isNotNull(notices.mailDueAt)))
          .run()
        return changes > 0 ? 'finished' : 'stale'
      }),
  }
}
