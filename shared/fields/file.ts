/** file and signature: what was uploaded before, by the id that the relay gave it. */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { made, question, wholeNumber } from './base.ts'
import type { Fault } from './fault.ts'

/** Groups of file types, told apart by content. */
export const fileGroups = [
  'image',
  'pdf',
  'document',
  'spreadsheet',
  'presentation',
  'audio',
  'video',
  'text',
  'archive',
] as const
export type FileGroup = (typeof fileGroups)[number]

/** What the relay answers an upload with, and an answer repeats. */
export type UploadedFile = {
  id: string
  name: string
  /** The media type that the content has, whatever the name says. */
  type: string
  /** Bytes. */
  size: number
}

export const fileSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...question('file'),
    /** Groups that are taken; all when empty. */
    accept: v.optional(
      v.array(v.picklist(fileGroups, `A group is one of: ${fileGroups.join(', ')}`)),
      () => [],
    ),
    maxFiles: v.optional(wholeNumber(1, limits.files), 1),
    /** Bytes of one file. A relay may take less. */
    maxBytes: v.optional(wholeNumber(1_024, limits.fileBytes), limits.fileBytesDefault),
  }),
)

export const signatureSettings = /* @__PURE__ */ made(() => v.strictObject(question('signature')))

const isUploaded = (item: unknown): item is UploadedFile => {
  const { id, name, type, size } = (item ?? {}) as Partial<UploadedFile>
  return (
    typeof id === 'string' &&
    /^[\w-]{1,80}$/.test(id) &&
    typeof name === 'string' &&
    name.length <= limits.fileNameLength &&
    typeof type === 'string' &&
    type.length <= 200 &&
    Number.isSafeInteger(size) &&
    Object.keys(item as object).length === 4
  )
}

/** The shape and the count; that the files exist and are this visitor's, only the relay knows. */
export function fileFault(field: { maxFiles: number }, value: unknown): Fault | undefined {
  if (!Array.isArray(value) || !value.every(isUploaded)) return ['type']
  if (new Set(value.map((file) => file.id)).size !== value.length) return ['twice']
  return value.length > field.maxFiles ? ['too-many', field.maxFiles] : undefined
}

/** A signature is one picture. */
export const signatureFault = (_: unknown, value: unknown) => fileFault({ maxFiles: 1 }, value)
