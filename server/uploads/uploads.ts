/**
 * Where the bytes of uploads are kept, by id and nothing else: names and types are the store's. Whole units of work,
 * as in the store. `contract.ts` is the suite that every driver passes.
 */

/** Uploads cannot be kept or read now: full or read-only disk, bucket out of reach. Try again later. */
export class UploadsUnavailable extends Error {
  override name = 'UploadsUnavailable'
}

export interface Uploads {
  /** A folder of this machine for bytes that are on their way in, from where `put` takes them best. */
  readonly incoming: string
  /**
   * Takes over the file at `path` as the bytes of an id, and removes it from there; durable when the promise
   * resolves. Rejects with `UploadsUnavailable`, and nothing of it is kept then.
   */
  put(id: string, path: string): Promise<void>
  /** The bytes, read as slowly as they are taken; null when nothing is kept under the id. */
  open(id: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>
  /** Deletes what is kept under these ids, and is content when there is nothing. */
  delete(ids: readonly string[]): Promise<void>
}

/** Ids become names of files and parts of addresses. Only our own ever get here, and a bug shall not change that. */
export function assertId(id: string): void {
  if (!/^upl_[0-9a-z_]{1,60}$/.test(id)) throw new Error(`${JSON.stringify(id)} is no id of an upload`)
}

/** What the system or the network said, as what the callers know. */
export function unavailable(doing: string, error: unknown): UploadsUnavailable {
  // `fetch` says "fetch failed", and what failed is its cause.
  const told = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = told instanceof Error ? told.message : told
  return new UploadsUnavailable(`${doing}: ${reason}`, { cause: error })
}
