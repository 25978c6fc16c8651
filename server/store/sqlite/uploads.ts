import { and, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { NewSubmission, UploadBounds } from '../rows.ts'
import type { Store } from '../store.ts'
import { read } from './commits.ts'
import { forms, uploads } from './schema.ts'
import type { Handle } from './store.ts'

type UploadUnits = Pick<
  Store,
  | 'registerUpload'
  | 'hasUploadRoom'
  | 'findUploads'
  | 'findUpload'
  | 'dropUpload'
  | 'dropUploadsBefore'
  | 'listCondemnedUploads'
  | 'forgetUploads'
>

// Written into the SQL, not bound: the partial indices are for statements that say so themselves.
const isWaiting = sql`${uploads.state} = 'waiting'`
const isCondemned = sql`${uploads.state} = 'condemned'`

export function uploadUnits({ db, commits, clock }: Handle): UploadUnits {
  const { state: _, ...columns } = getTableColumns(uploads)

  function hasRoom(formId: string, bytes: number, bounds: UploadBounds): boolean {
    const counted = sql`max(${uploads.size}, ${bounds.least})`
    const waiting = db
      .select({
        relay: sql<number>`coalesce(sum(${counted}), 0)`,
        form: sql<number>`coalesce(sum(${counted}) FILTER (WHERE ${uploads.formId} = ${formId}), 0)`,
      })
      .from(uploads)
      .where(isWaiting)
      .get()
    const more = Math.max(bytes, bounds.least)
    return !waiting || (waiting.form + more <= bounds.form && waiting.relay + more <= bounds.relay)
  }

  return {
    registerUpload: (upload, bounds) =>
      commits.write(() => {
        const form = db
          .select({ workspaceId: forms.workspaceId })
          .from(forms)
          .where(eq(forms.id, upload.formId))
          .get()
        if (!form) return 'form-missing'
        if (!hasRoom(upload.formId, upload.size, bounds)) return 'full'
        db.insert(uploads)
          .values({ ...upload, ...form, state: 'waiting', createdAt: clock.now() })
          .run()
        return 'registered'
      }),

    hasUploadRoom: (formId, bytes, bounds) => read(() => hasRoom(formId, bytes, bounds)),

    findUploads: (formId, ids) =>
      read(() =>
        db
          .select(columns)
          .from(uploads)
          .where(
            and(
              inArray(uploads.id, [...ids]),
              eq(uploads.formId, formId),
              inArray(uploads.state, ['waiting', 'taken']),
            ),
          )
          .all(),
      ),

    findUpload: (workspaceId, id) =>
      read(
        () =>
          db
            .select(columns)
            .from(uploads)
            .where(and(eq(uploads.id, id), eq(uploads.workspaceId, workspaceId), eq(uploads.state, 'taken')))
            .get() ?? null,
      ),

    dropUpload: (formId, id) =>
      commits.write(() => condemn(db, and(eq(uploads.id, id), eq(uploads.formId, formId), isWaiting)) > 0),

    dropUploadsBefore: (moment) =>
      commits.write(() => {
        condemn(db, and(isWaiting, lt(uploads.createdAt, moment)))
      }),

    listCondemnedUploads: (limit) =>
      read(() =>
        db
          .select({ id: uploads.id })
          .from(uploads)
          .where(isCondemned)
          .limit(limit)
          .all()
          .map(({ id }) => id),
      ),

    forgetUploads: (ids) =>
      commits.write(() => {
        db.delete(uploads)
          .where(and(inArray(uploads.id, [...ids]), isCondemned))
          .run()
      }),
  }
}

/** Has the bytes of these uploads deleted before their rows are; what was personal about them goes now. */
export const condemn = (db: Handle['db'], which: SQL | undefined): number =>
  db.update(uploads).set({ state: 'condemned', name: '', submissionId: null }).where(which).run().changes

/** Has these uploads wait for a submission once more. */
export const release = (db: Handle['db'], which: SQL | undefined): void =>
  void db.update(uploads).set({ state: 'waiting', submissionId: null }).where(which).run()

type Taking = NonNullable<NewSubmission['uploads']>
type For = Pick<NewSubmission, 'id' | 'formId'>

/** Takes uploads into a submission, inside the transaction that stores it. */
export function uploadTaker({ db }: Handle) {
  const found = db
    .select({ state: uploads.state, submissionId: uploads.submissionId })
    .from(uploads)
    .where(
      and(
        eq(uploads.id, sql.placeholder('upload')),
        eq(uploads.formId, sql.placeholder('formId')),
        eq(uploads.field, sql.placeholder('field')),
      ),
    )
    .prepare()
  return {
    /** The first that this submission cannot have. */
    missing: ({ id, formId }: For, taking: Taking) =>
      taking.find((upload) => {
        const row = found.get({ upload: upload.id, formId, field: upload.field })
        return !(row?.state === 'waiting' || (row?.state === 'taken' && row.submissionId === id))
      }),
    take({ id }: For, taking: Taking) {
      for (const upload of taking) {
        db.update(uploads).set({ state: 'taken', submissionId: id }).where(eq(uploads.id, upload.id)).run()
      }
    },
  }
}
