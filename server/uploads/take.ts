/**
 * Takes in one file of a visitor: bounded, looked at, put down in the store, and kept. In this order, because bytes
 * that the store does not know of would be nobody's to delete, while a row without bytes is swept away like any
 * upload that no submission takes.
 */
import type { FileGroup, UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { Field, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { uploadId } from '../id.ts'
import type { UploadBounds } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { detectType } from './detect.ts'
import type { Incoming } from './incoming.ts'
import { cleanName } from './name.ts'
import { fileTypes } from './types.ts'
import type { Uploads } from './uploads.ts'

/** How many files of the largest size may wait for their submissions, of one form and of all. */
const WAITING = { form: 50, relay: 200 }
/** A waiting file counts as at least this much, or a million empty ones would be nothing. */
const LEAST_BYTES = 64 * 1_024

export type UploadField = FieldOf<'file' | 'signature'>

export const isUploadField = (field: Field): field is UploadField =>
  field.kind === 'file' || field.kind === 'signature'

/** A file on its way in. */
export interface Upload {
  formId: string
  field: UploadField
  name: string
  bytes: ReadableStream<Uint8Array>
}

export type Taken =
  | { outcome: 'taken'; file: UploadedFile }
  | { outcome: 'too-large'; most: number }
  /** The content is of no type that the field takes; `type` is null when it is of none that anybody may send. */
  | { outcome: 'wrong-type'; type: string | null }
  | { outcome: 'empty' | 'broken-off' | 'no-room' | 'full' | 'form-missing' }

export interface TakeDeps {
  store: Pick<Store, 'registerUpload' | 'hasUploadRoom' | 'dropUpload'>
  uploads: Uploads
  incoming: Pick<Incoming, 'receive'>
  /** Most bytes of a file, whatever its field says. */
  uploadBytes: number
}

export type TakeUpload = ReturnType<typeof createTakeUpload>

export function createTakeUpload({ store, uploads, incoming, uploadBytes }: TakeDeps) {
  const bounds: UploadBounds = {
    form: WAITING.form * uploadBytes,
    relay: WAITING.relay * uploadBytes,
    least: LEAST_BYTES,
  }

  /** Resolves when the file is kept; rejects when store or uploads are unavailable, and nothing is kept then. */
  return async function take({ formId, field, name, bytes }: Upload): Promise<Taken> {
    const most = mostBytes(field, uploadBytes)
    // Asked before anything is read, and once more when it is put down.
    if (!(await store.hasUploadRoom(formId, most, bounds))) return { outcome: 'full' }
    const received = await incoming.receive(bytes, most)
    if (received.outcome === 'too-large') return { outcome: 'too-large', most }
    if (received.outcome !== 'received') return received
    const { path, size, discard } = received.file
    try {
      if (size === 0) return { outcome: 'empty' }
      const type = await detectType(path, name)
      const known = type === null ? undefined : fileTypes.get(type)
      if (type === null || !known || !takesType(field, type, known.groups)) {
        return { outcome: 'wrong-type', type: known ? type : null }
      }
      const file: UploadedFile = { id: uploadId(), name: cleanName(name, known.endings), type, size }
      const registered = await store.registerUpload({ ...file, formId, field: field.name }, bounds)
      if (registered !== 'registered') return { outcome: registered }
      try {
        await uploads.put(file.id, path)
      } catch (error) {
        // Should this fail, too, it is swept away in a day.
        await store.dropUpload(formId, file.id).catch(() => {})
        throw error
      }
      return { outcome: 'taken', file }
    } finally {
      await discard()
    }
  }
}

/** Most bytes of a file in this field. */
export const mostBytes = (field: UploadField, uploadBytes: number): number =>
  Math.min(uploadBytes, field.kind === 'file' ? field.maxBytes : limits.signatureBytes)

/** Whether a field takes files of this type. */
export function takesType(field: UploadField, type: string, groups: readonly FileGroup[]): boolean {
  if (field.kind === 'signature') return type === 'image/png'
  return field.accept.length === 0 || groups.some((group) => field.accept.includes(group))
}
