import { deliveryHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { activeWebhooks } from './active.ts'
import { read } from './commits.ts'
import { completedCounts } from './counts.ts'
import { insertDeliveries } from './owed.ts'
import { momentCursor, partByMoment } from './paging.ts'
import {
  attempts,
  deliveries,
  forms,
  inboxes,
  inboxMessages,
  signals,
  submissions,
  uploads,
} from './schema.ts'
import type { Handle } from './store.ts'
import { condemn } from './uploads.ts'

type SubmissionUnits = Pick<
  Store,
  'countSignal' | 'listSubmissions' | 'findSubmission' | 'eraseSubmission' | 'countActivity'
>

/** Written into the SQL, not bound: a bound number is a REAL, and the division would not round. */
const DAY_MS = 86_400_000
const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10)

export function submissionUnits(handle: Handle): SubmissionUnits {
  const { db, commits, clock } = handle
  const owed = insertDeliveries(handle)
  const completed = completedCounts(handle)
  const webhooksOf = activeWebhooks(handle)
  const own = (workspaceId: string, id: string) =>
    and(eq(submissions.id, id), eq(submissions.workspaceId, workspaceId))

  /** Deletes what the workspace's own inbox received of these events. */
  function forgetReceived(workspaceId: string, eventIds: readonly string[]) {
    if (eventIds.length === 0) return
    const inbox = db
      .select({ token: inboxes.token })
      .from(inboxes)
      .where(eq(inboxes.workspaceId, workspaceId))
    const receivedId = sql<string>`${inboxMessages.headers} ->> ${deliveryHeaders.id.toLowerCase()}`
    db.delete(inboxMessages)
      .where(and(inArray(inboxMessages.token, inbox), inArray(receivedId, [...new Set(eventIds)])))
      .run()
  }

  return {
    countSignal: (formId, type, page) =>
      commits.write(() => {
        db.insert(signals)
          .values({ formId, day: utcDay(clock.now()), type, page, count: 1 })
          .onConflictDoUpdate({
            target: [signals.formId, signals.day, signals.type, signals.page],
            set: { count: sql`${signals.count} + 1` },
          })
          .run()
      }),

    listSubmissions: (workspaceId, formId, { status, q, from, to }, page) =>
      read(() =>
        partByMoment(
          db
            .select()
            .from(submissions)
            .where(
              and(
                eq(submissions.formId, formId),
                eq(submissions.workspaceId, workspaceId),
                momentCursor(page, submissions),
                status ? eq(submissions.status, status) : undefined,
                from === undefined ? undefined : gte(submissions.createdAt, from),
                to === undefined ? undefined : lt(submissions.createdAt, to),
                // Only in the answers themselves: a search for "name" should not find every form's key.
                q
                  ? sql`EXISTS (SELECT 1 FROM json_tree(${submissions.answers}) AS answer
                      WHERE answer.atom IS NOT NULL AND instr(lower(answer.atom), lower(${q})) > 0)`
                  : undefined,
              ),
            )
            .orderBy(desc(submissions.createdAt), desc(submissions.id))
            .limit(page.limit + 1)
            .all(),
          page,
        ),
      ),

    findSubmission: (workspaceId, id) =>
      read(() => db.select().from(submissions).where(own(workspaceId, id)).get() ?? null),

    eraseSubmission: (workspaceId, id, owe) =>
      commits.write(() => {
        const submission = db.select().from(submissions).where(own(workspaceId, id)).get()
        if (!submission) return false
        commits.beginEpoch()
        const held = db
          .select({ id: deliveries.id, eventId: deliveries.eventId, webhookId: deliveries.webhookId })
          .from(deliveries)
          .where(eq(deliveries.submissionId, id))
          .all()
        for (const delivery of held) {
          db.delete(attempts).where(eq(attempts.deliveryId, delivery.id)).run()
          db.update(deliveries)
            .set({
              body: '',
              claim: null,
              dueAt: null,
              lastError: 'The submission was erased.',
              // One that arrived did arrive; the others never will.
              state: sql`CASE ${deliveries.state} WHEN 'succeeded' THEN 'succeeded' ELSE 'cancelled' END`,
            })
            .where(eq(deliveries.id, delivery.id))
            .run()
        }
        forgetReceived(
          workspaceId,
          held.map(({ eventId }) => eventId),
        )
        db.delete(submissions).where(eq(submissions.id, id)).run()
        if (submission.status === 'completed') completed.change(submission.formId, -1)
        condemn(db, eq(uploads.submissionId, id))
        const active = webhooksOf(submission.formId)
        const told = new Set(held.map(({ webhookId }) => webhookId))
        owed(owe(submission, told)(active, id), active, workspaceId, id)
        return true
      }),

    countActivity: (workspaceId, formId, from) =>
      read(() => {
        const day = sql<number>`${submissions.createdAt} / ${sql.raw(String(DAY_MS))}`
        const ofForm = db
          .select({ id: forms.id })
          .from(forms)
          .where(and(eq(forms.id, formId), eq(forms.workspaceId, workspaceId)))
        const counted = db
          .select({ day, status: submissions.status, count: sql<number>`count(*)` })
          .from(submissions)
          .where(and(inArray(submissions.formId, ofForm), gte(submissions.createdAt, from)))
          .groupBy(day, submissions.status)
          .all()
        const byDay = new Map(
          counted.filter(({ status }) => status === 'completed').map((row) => [row.day, row.count]),
        )
        const partials = counted
          .filter(({ status }) => status === 'partial')
          .reduce((sum, { count }) => sum + count, 0)
        const days = []
        for (let at = Math.floor(from / DAY_MS); at <= Math.floor(clock.now() / DAY_MS); at++) {
          days.push({ day: utcDay(at * DAY_MS), submissions: byDay.get(at) ?? 0 })
        }
        const counts = db
          .select({ type: signals.type, page: signals.page, count: sql<number>`sum(${signals.count})` })
          .from(signals)
          .where(and(inArray(signals.formId, ofForm), gte(signals.day, utcDay(from))))
          .groupBy(signals.type, signals.page)
          .all()
        return { days, partials, signals: counts }
      }),
  }
}
