/**
 * Bytes on their way in: written to a file as they come, so that no upload is ever in memory, and never more of them
 * than allowed. What they are is looked at there, before they are kept.
 */
import { randomUUID } from 'node:crypto'
import { open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { mostTime } from './pace.ts'
import { unavailable } from './uploads.ts'

/** Left free on the disk, which the database may be on, too: submissions matter more than files. */
const RESERVE_BYTES = 256 * 1_024 * 1_024
/** A sender from whom nothing has come for so long is given up. */
const IDLE_MS = 15_000
/** What lies in the folder for longer than any upload takes was left by a process that died. */
const LEFT_MS = 3_600_000

interface Received {
  path: string
  size: number
  /** Removes the file; content when it was taken over by then. */
  discard(): Promise<void>
}

type Receiving =
  | { outcome: 'received'; file: Received }
  /** There were more bytes than allowed; the rest was not read. */
  | { outcome: 'too-large' }
  /** The sender broke off, or kept us waiting: once for long, or always a little. */
  | { outcome: 'broken-off' }
  /** The disk is nearly full. */
  | { outcome: 'no-room' }

export interface IncomingDeps {
  folder: string
  clock: Clock
  reserveBytes?: number
  idleMs?: number
}

export type Incoming = ReturnType<typeof createIncoming>

export function createIncoming({
  folder,
  clock,
  reserveBytes = RESERVE_BYTES,
  idleMs = IDLE_MS,
}: IncomingDeps) {
  /** Bytes that may still come of what is on its way. */
  let expected = 0

  return {
    /** Writes at most so many bytes to a file. Rejects with `UploadsUnavailable` when the disk does not take them. */
    async receive(bytes: ReadableStream<Uint8Array>, most: number): Promise<Receiving> {
      const path = join(folder, `${randomUUID()}.part`)
      const discard = () => rm(path, { force: true })
      let isReceived = false
      expected += most
      try {
        const { bavail, bsize } = await statfs(folder)
        if (bavail * bsize < reserveBytes + expected) return { outcome: 'no-room' }
        const size = await write(bytes, path, most)
        if (typeof size === 'string') return { outcome: size }
        isReceived = true
        return { outcome: 'received', file: { path, size, discard } }
      } catch (error) {
        throw unavailable(`An upload cannot be written to ${folder}`, error)
      } finally {
        expected -= most
        if (!isReceived) await discard()
      }
    },

    /** Removes what a crash left behind. */
    async clear(): Promise<void> {
      for (const name of await readdir(folder)) {
        const path = join(folder, name)
        const at = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => Number.POSITIVE_INFINITY,
        )
        if (clock.now() - at > LEFT_MS) await rm(path, { force: true })
      }
    },
  }

  /** The number of bytes written, or why not all of them were. */
  async function write(bytes: ReadableStream<Uint8Array>, path: string, most: number) {
    const file = await open(path, 'wx', 0o600)
    const reader = bytes.getReader()
    let isLate = false
    const idle = setTimeout(() => {
      isLate = true
      // Ends the read that waits.
      reader.cancel().catch(() => {})
    }, idleMs)
    try {
      let size = 0
      let waited = 0
      for (;;) {
        const since = clock.now()
        const part = await reader.read().catch(() => null)
        waited += clock.now() - since
        if (!part || isLate) return 'broken-off'
        if (part.done) return size
        idle.refresh()
        size += part.value.byteLength
        if (size > most) return 'too-large'
        if (waited > mostTime(size)) return 'broken-off'
        await file.writeFile(part.value)
      }
    } finally {
      clearTimeout(idle)
      reader.releaseLock()
      await file.close()
    }
  }
}
