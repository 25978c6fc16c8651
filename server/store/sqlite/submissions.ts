import { deliveryHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { AcceptResult, Store, WebhookRow } from '../store.ts'
import { read } from './commits.ts'
import { insertDeliveries } from './deliveries.ts'
import { partOf } from './paging.ts'
import {
  attempts,
  deliveries,
  inboxes,
  inboxMessages,
  signals,
  submissions,
  uploads,
  webhooks,
} from './schema.ts'
import type { Handle } from './store.ts'
import { condemn, uploadTaker } from './uploads.ts'

type SubmissionUnits = Pick<
  Store,
  | 'acceptSubmission'
  | 'countSignal'
  | 'listSubmissions'
  | 'findSubmission'
  | 'eraseSubmission'
  | 'countActivity'
>

/** Written into the SQL, not bound: a bound number is a REAL, and the division would not round. */
const DAY_MS = 86_400_000
const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10)

const isMissingParent = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY'

/** What becomes of a submission whose key another one has. */
function repeated(first: { id: string; answers: string } | undefined, answers: string): AcceptResult {
  if (!first) throw new Error('A submission was not put down, and none with its key is there')
  return first.answers === answers ? { outcome: 'duplicate', id: first.id } : { outcome: 'key-reused' }
}

export function submissionUnits(handle: Handle): SubmissionUnits {
  const { db, commits, clock } = handle
  const owed = insertDeliveries(handle)
  const taker = uploadTaker(handle)
  const byKey = db
    .select({ id: submissions.id, answers: submissions.answers })
    .from(submissions)
    .where(
      and(eq(submissions.formId, sql.placeholder('formId')), eq(submissions.key, sql.placeholder('key'))),
    )
    .prepare()
  const insert = db
    .insert(submissions)
    .values({
      id: sql.placeholder('id'),
      formId: sql.placeholder('formId'),
      workspaceId: sql.placeholder('workspaceId'),
      version: sql.placeholder('version'),
      key: sql.placeholder('key'),
      status: 'completed',
      answers: sql.placeholder('answers'),
      context: sql.placeholder('context'),
      createdAt: sql.placeholder('createdAt'),
    })
    .onConflictDoNothing()
    .prepare()
  const activeWebhooks = db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.formId, sql.placeholder('formId')), eq(webhooks.active, true)))
    .prepare()

  const own = (workspaceId: string, id: string) =>
    and(eq(submissions.id, id), eq(submissions.workspaceId, workspaceId))

  // Submissions that share a transaction mostly share their form, too: its webhooks are read once for all of them.
  const kept = new Map<string, WebhookRow[]>()
  let keptIn = 0
  function webhooksOf(formId: string): WebhookRow[] {
    if (keptIn !== commits.epoch()) kept.clear()
    keptIn = commits.epoch()
    const known = kept.get(formId) ?? activeWebhooks.all({ formId })
    kept.set(formId, known)
    return known
  }

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
    acceptSubmission: ({ key, answers, uploads = [], ...submission }, owe) =>
      commits.write(() => {
        if (uploads.length > 0) {
          // Sent again, it names uploads that are its own already.
          const first = byKey.get({ formId: submission.formId, key })
          if (first) return repeated(first, answers)
          const missing = taker.missing(submission, uploads)
          if (missing) return { outcome: 'upload-missing', field: missing.field }
        }
        try {
          const { changes } = insert.run({ ...submission, key, answers, createdAt: clock.now() })
          // Looked up only when the key was there: nearly every submission is the first with its key.
          if (changes === 0) return repeated(byKey.get({ formId: submission.formId, key }), answers)
        } catch (error) {
          if (isMissingParent(error)) return { outcome: 'form-missing' }
          throw error
        }
        taker.take(submission, uploads)
        const active = webhooksOf(submission.formId)
        const due = active.length > 0 ? owe(active) : []
        owed(due, active, submission.workspaceId, submission.id)
        return { outcome: 'accepted', deliveries: due.length }
      }),

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

    listSubmissions: (workspaceId, formId, { q, from, to }, page) =>
      read(() =>
        partOf(
          db
            .select()
            .from(submissions)
            .where(
              and(
                eq(submissions.formId, formId),
                eq(submissions.workspaceId, workspaceId),
                page.cursor ? lt(submissions.id, page.cursor) : undefined,
                from === undefined ? undefined : gte(submissions.createdAt, from),
                to === undefined ? undefined : lt(submissions.createdAt, to),
                // Only in the answers themselves: a search for "name" should not find every form's key.
                q
                  ? sql`EXISTS (SELECT 1 FROM json_tree(${submissions.answers}) AS answer
                      WHERE answer.atom IS NOT NULL AND instr(lower(answer.atom), lower(${q})) > 0)`
                  : undefined,
              ),
            )
            .orderBy(desc(submissions.id))
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
        const held = db
          .select({ id: deliveries.id, eventId: deliveries.eventId })
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
        condemn(db, eq(uploads.submissionId, id))
        const active = webhooksOf(submission.formId)
        owed(owe(submission)(active), active, workspaceId, id)
        return true
      }),

    countActivity: (workspaceId, formId, from) =>
      read(() => {
        const day = sql<number>`${submissions.createdAt} / ${sql.raw(String(DAY_MS))}`
        const counted = db
          .select({ day, count: sql<number>`count(*)` })
          .from(submissions)
          .where(
            and(
              eq(submissions.formId, formId),
              eq(submissions.workspaceId, workspaceId),
              gte(submissions.createdAt, from),
            ),
          )
          .groupBy(day)
          .all()
        const byDay = new Map(counted.map((row) => [row.day, row.count]))
        const days = []
        for (let at = Math.floor(from / DAY_MS); at <= Math.floor(clock.now() / DAY_MS); at++) {
          days.push({ day: utcDay(at * DAY_MS), submissions: byDay.get(at) ?? 0 })
        }
        const counts = db
          .select({ type: signals.type, count: sql<number>`sum(${signals.count})` })
          .from(signals)
          .where(and(eq(signals.formId, formId), gte(signals.day, utcDay(from))))
          .groupBy(signals.type)
          .all()
        return { days, signals: counts }
      }),
  }
}
