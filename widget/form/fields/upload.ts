/** Files on their way to the relay while the form is still being filled in. */
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'

/** Why a file is not there. `offline` and `failed` may come to be; the others will not. */
type Unsent = 'offline' | 'failed' | 'large' | 'wrong' | 'empty' | 'refused'

/** A file that is not uploaded yet, by the item that stands for it in the answer. */
export interface Job {
  blob: Blob
  /** How much of it is sent, from 0 to 1. */
  part: number
  problem?: Unsent | undefined
  stop?: AbortController | undefined
}

/** Whoever asks how far a request is makes browsers ask the relay first; a small one is there before it is told of. */
const TOLD_BYTES = 512 * 1_024

const statuses: Readonly<Record<number, Unsent>> = {
  403: 'refused',
  404: 'refused',
  410: 'refused',
  413: 'large',
  415: 'wrong',
  422: 'empty',
}

/** By the items in answers, so that they end with them. */
export const jobs = new WeakMap<UploadedFile, Job>()
let count = 0

/** An item for what is to be uploaded. No relay gives such an id, so that no answer passes with it. */
export function waiting(blob: Blob, name: string): UploadedFile {
  const item = { id: `~${++count}`, name, type: blob.type, size: blob.size }
  jobs.set(item, { blob, part: 0 })
  return item
}

/**
 * Uploads an item, unless it is on its way or there. `told` is called as it goes on, `done` when it has ended: then
 * the item is the file as the relay knows it, or its job has the problem.
 */
export async function begin(
  item: UploadedFile,
  endpoint: string | undefined,
  field: string,
  told: () => void,
  done: () => void,
): Promise<void> {
  const job = jobs.get(item)
  if (!job || job.stop) return
  const stop = new AbortController()
  job.stop = stop
  job.problem = undefined
  job.part = 0
  const result = endpoint
    ? await send(endpoint, field, item.name, job.blob, stop.signal, (part) => {
        job.part = part
        told()
      })
    : // Nothing is sent from a preview.
      { ...item, id: `kept-${count}-${item.id.slice(1)}` }
  if (stop.signal.aborted) return
  job.stop = undefined
  if (typeof result === 'string') job.problem = result
  else {
    Object.assign(item, result)
    jobs.delete(item)
  }
  done()
}

/** Ends what is on its way; `begin` may send it again. */
export function halt(item: UploadedFile): void {
  const job = jobs.get(item)
  job?.stop?.abort()
  if (job) job.stop = undefined
}

/** What a value can be as an answer of files: what is uploaded, and what this page can still upload. */
export const holdFiles = (value: unknown, isFile: (item: unknown) => boolean): UploadedFile[] | undefined => {
  const held = Array.isArray(value) ? value.filter((item) => jobs.has(item) || isFile(item)) : []
  return held.length > 0 ? held : undefined
}

/** The same for good: what is there already is taken back, or else it is swept away in a day. */
export function forget(item: UploadedFile, endpoint: string | undefined): void {
  const isThere = !jobs.has(item)
  halt(item)
  jobs.delete(item)
  if (isThere && endpoint)
    fetch(`${at(endpoint)}/${item.id}`, { method: 'DELETE', credentials: 'omit' }).catch(() => {})
}

/** Where uploads go; `endpoint` is `…/v1/forms/ID/submissions`. */
const at = (endpoint: string) => endpoint.replace(/[^/]*$/, 'uploads')

/** Bytes as they are, without a type: such a request needs no preflight. */
const send = (
  endpoint: string,
  field: string,
  name: string,
  blob: Blob,
  signal: AbortSignal,
  told: (part: number) => void,
) =>
  new Promise<UploadedFile | Unsent>((resolve) => {
    // `fetch` does not say how much of a body is sent.
    const request = new XMLHttpRequest()
    request.open('POST', `${at(endpoint)}?${new URLSearchParams({ field, name })}`)
    request.responseType = 'json'
    request.onload = () => {
      const { status, response } = request as { status: number; response: unknown }
      // A 201 without an id is not the relay's word, but some portal's in between.
      const file = response as UploadedFile | null
      resolve(status === 201 && file?.id ? file : (statuses[status] ?? 'failed'))
    }
    request.onerror = () => resolve(navigator.onLine ? 'failed' : 'offline')
    request.onabort = () => resolve('failed')
    if (blob.size > TOLD_BYTES) request.upload.onprogress = ({ loaded, total }) => told(loaded / total)
    signal.addEventListener('abort', () => request.abort())
    request.send(blob.slice())
  })
