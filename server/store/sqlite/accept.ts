/** Submissions on their way in: whole ones, partial ones, and what becomes of those that are abandoned. */
import { and, asc, eq, getTableColumns, isNotNull, lte, notInArray, sql } from 'drizzle-orm'
import type { AbandonedRow, NewSubmission, SubmissionStatus } from '../rows.ts'
import type { Owe, Store } from '../store.ts'
import { activeWebhooks } from './active.ts'
import { read } from './commits.ts'
import { completedCounts } from './counts.ts'
import { insertDeliveries } from './owed.ts'
import { submissions, uploads } from './schema.ts'
import type { Handle } from './store.ts'
import { condemn, release, uploadTaker } from './uploads.ts'

type AcceptUnits = Pick<
  Store,
  'acceptSubmission' | 'savePartial' | 'listAbandoned' | 'tellAbandoned' | 'countCompleted'
>

/** What is there of a key already. */
interface Known {
  id: string
  status: SubmissionStatus
  answers: string
  told: boolean
}

const isMissingParent = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY'

export function acceptUnits(handle: Handle): AcceptUnits {
  const { db, commits, clock } = handle
  const owed = insertDeliveries(handle)
  const webhooksOf = activeWebhooks(handle)
  const taker = uploadTaker(handle)
  const completed = completedCounts(handle)
  const byKey = db
    .select({
      id: submissions.id,
      status: submissions.status,
      answers: submissions.answers,
      told: submissions.told,
    })
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
      status: sql.placeholder('status'),
      answers: sql.placeholder('answers'),
      context: sql.placeholder('context'),
      createdAt: sql.placeholder('createdAt'),
      abandonedAt: sql.placeholder('abandonedAt'),
    })
    .onConflictDoNothing()
    .prepare()
  const { key: _, told: __, ...columns } = getTableColumns(submissions)

  const known = ({ formId, key }: NewSubmission): Known | undefined => byKey.get({ formId, key })

  /** Why it cannot be taken now; a completed one of its key is known before anybody asks. */
  function hindrance(submission: NewSubmission, id: string) {
    const { formId, closed = false, quota = null, uploads: taking = [] } = submission
    if (closed) return { outcome: 'closed' } as const
    if (quota !== null && completed.of(formId) >= quota) return { outcome: 'full' } as const
    const missing = taking.length > 0 ? taker.missing({ id, formId }, taking) : undefined
    return missing && ({ outcome: 'upload-missing', field: missing.field } as const)
  }

  /** Puts a new one down: the one that has its key when there is one, `form-missing` without a form. */
  function putDown(
    { id, formId, workspaceId, version, key, answers, context }: NewSubmission,
    status: SubmissionStatus,
    abandonedAt: number | null,
  ): 'new' | 'form-missing' | Known {
    const createdAt = clock.now()
    const row = { id, formId, workspaceId, version, key, answers, context, status, createdAt, abandonedAt }
    try {
      if (insert.run(row).changes > 0) return 'new'
    } catch (error) {
      if (isMissingParent(error)) return 'form-missing'
      throw error
    }
    const other = byKey.get({ formId, key })
    if (!other) throw new Error('A submission was not put down, and none with its key is there')
    return other
  }

  /**
   * Gives a partial one other answers. Files that a completed one has no more are nobody's. Those that are only not
   * in another part may be in the next: an answer that is not right yet is left out of a part with all its files.
   */
  function replace(
    id: string,
    { version, answers, context, uploads: taking = [] }: NewSubmission,
    more: Partial<typeof submissions.$inferInsert>,
  ) {
    db.update(submissions)
      .set({ version, answers, context, ...more })
      .where(eq(submissions.id, id))
      .run()
    const kept = taking.map((upload) => upload.id)
    const others = and(eq(uploads.submissionId, id), notInArray(uploads.id, kept))
    if (more.status === 'completed') condemn(db, others)
    else release(db, others)
  }

  /** What a visitor may be refused for is looked at first, and then what came of the key before. */
  const needsLook = ({ closed, quota, uploads: taking }: NewSubmission) =>
    closed || (quota ?? null) !== null || (taking ?? []).length > 0

  function owe(formId: string, workspaceId: string, id: string, owe: Owe): number {
    const active = webhooksOf(formId)
    const due = active.length > 0 ? owe(active, id) : []
    owed(due, active, workspaceId, id)
    return due.length
  }

  return {
    acceptSubmission: (submission, oweFor) =>
      commits.write(() => {
        const { formId, workspaceId, answers } = submission
        const repeated = (first: Known) =>
          first.answers === answers
            ? ({ outcome: 'duplicate', id: first.id } as const)
            : ({ outcome: 'key-reused' } as const)
        let first = needsLook(submission) ? known(submission) : undefined
        if (first?.status === 'completed') return repeated(first)
        const not = hindrance(submission, first?.id ?? submission.id)
        if (not) return not
        // Mostly nothing has been looked up by now: nearly every submission is the first with its key.
        if (!first) {
          const put = putDown(submission, 'completed', null)
          if (put === 'form-missing') return { outcome: put }
          if (put !== 'new') first = put
        }
        if (first?.status === 'completed') return repeated(first)
        const id = first?.id ?? submission.id
        if (first) replace(id, submission, { status: 'completed', createdAt: clock.now(), abandonedAt: null })
        taker.take({ id, formId }, submission.uploads ?? [])
        completed.change(formId, 1)
        return { outcome: 'accepted', id, deliveries: owe(formId, workspaceId, id, oweFor) }
      }),

    savePartial: (submission, abandonedAt) =>
      commits.write(() => {
        const { formId } = submission
        let first = known(submission)
        if (first?.status === 'completed') return { outcome: 'duplicate', id: first.id }
        const not = hindrance(submission, first?.id ?? submission.id)
        if (not) return not
        if (!first) {
          const put = putDown(submission, 'partial', abandonedAt)
          if (put === 'form-missing') return { outcome: put }
          if (put !== 'new') first = put
        }
        const id = first?.id ?? submission.id
        if (first) replace(id, submission, { abandonedAt: first.told ? null : abandonedAt })
        taker.take({ id, formId }, submission.uploads ?? [])
        return { outcome: 'saved', id, again: first !== undefined }
      }),

    listAbandoned: (limit) =>
      read(() =>
        db
          .select(columns)
          .from(submissions)
          .where(and(isNotNull(submissions.abandonedAt), lte(submissions.abandonedAt, clock.now())))
          .orderBy(asc(submissions.abandonedAt))
          .limit(limit)
          .all()
          .filter((row): row is AbandonedRow => row.abandonedAt !== null),
      ),

    tellAbandoned: ({ id, abandonedAt }, oweFor) =>
      commits.write(() => {
        const row = db
          .update(submissions)
          .set({ abandonedAt: null, told: true })
          // Another word, or the last one, moves the moment or takes it away.
          .where(and(eq(submissions.id, id), eq(submissions.abandonedAt, abandonedAt)))
          .returning(columns)
          .get()
        if (!row) return { outcome: 'stale' }
        return { outcome: 'told', deliveries: owe(row.formId, row.workspaceId, id, oweFor(row)) }
      }),

    countCompleted: (formId) => read(() => completed.of(formId)),
  }
}
