/** What answers say of files, replaced by what the relay itself knows of them. */
import type { AnswerIssue } from '@fieldpost/shared/answers.ts'
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { Answers } from '@fieldpost/shared/fields/index.ts'
import { message } from '@fieldpost/shared/messages.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { NewSubmission, UploadRow, VersionRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { isUploadField, mostBytes, takesType, type UploadField } from '../uploads/take.ts'
import { fileTypes } from '../uploads/types.ts'

type Settled =
  | { ok: true; answers: Answers; uploads: NonNullable<NewSubmission['uploads']> }
  | { ok: false; issues: AnswerIssue[] }

/**
 * The same answers with each file's name, type and size as they were found when it came in, and the list of files for
 * the store to take; or an issue at each field that names a file which is not there or was sent for another field.
 * `answers` have passed the validator.
 */
export async function settleUploads(
  store: Pick<Store, 'findUploads'>,
  { formId, definition }: Pick<VersionRow, 'formId' | 'definition'>,
  answers: Answers,
): Promise<Settled> {
  const fields = fieldsOf(definition).filter(
    (field): field is UploadField => isUploadField(field) && Object.hasOwn(answers, field.name),
  )
  if (fields.length === 0) return { ok: true, answers, uploads: [] }

  // The validator has seen that answers of these kinds are lists of files.
  const given = new Map(fields.map((field) => [field, answers[field.name] as UploadedFile[]]))
  const ids = [...given.values()].flat().map(({ id }) => id)
  const known = new Map((await store.findUploads(formId, ids)).map((row) => [row.id, row]))
  const settled = { ...answers }
  const uploads: { id: string; field: string }[] = []
  const issues: AnswerIssue[] = []
  for (const [field, files] of given) {
    const rows = files.flatMap(({ id }) => known.get(id) ?? []).filter((row) => isFor(field, row))
    if (rows.length < files.length) issues.push(notUploaded(field.name))
    settled[field.name] = rows.map(({ id, name, type, size }) => ({ id, name, type, size }))
    uploads.push(...rows.map(({ id }) => ({ id, field: field.name })))
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, answers: settled, uploads }
}

/** What an answer is told that names a file which is not there, or not for it. */
export const notUploaded = (field: string): AnswerIssue => ({
  field,
  code: 'upload',
  message: message('upload'),
})

/** It was taken in for the newest version's field; the visitor may have seen another version, with other limits. */
const isFor = (field: UploadField, { field: name, type, size }: UploadRow) =>
  name === field.name &&
  size <= mostBytes(field, Number.POSITIVE_INFINITY) &&
  takesType(field, type, fileTypes.get(type)?.groups ?? [])
