/**
 * Deletes the bytes that nobody needs any more: of erased submissions and deleted forms, of files that visitors took
 * back, and of those that no submission came for. What is to go stands in the store until it is gone, so a crash or
 * an outage in between only makes it later. Nothing is ever deleted because the store does not know it: after a
 * restored backup, or in a bucket that two relays share, that would be somebody's file.
 */
import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { Incoming } from './incoming.ts'
import type { Uploads } from './uploads.ts'

/** How long a file waits for its submission: a visitor may sleep over a form. */
export const WAITS_MS = 24 * 3_600_000
const EVERY_MS = 3_600_000
const CLEAN_MS = 3_000
/** Deleted at once, so that a crash repeats little. */
const BATCH = 100

export interface SweepDeps {
  store: Pick<Store, 'dropUploadsBefore' | 'listCondemnedUploads' | 'forgetUploads'>
  uploads: Pick<Uploads, 'delete'>
  incoming: Pick<Incoming, 'clear'>
  clock: Clock
  log: { warn(data: object, text: string): void }
}

export type Sweeper = ReturnType<typeof createSweeper>

export function createSweeper({ store, uploads, incoming, clock, log }: SweepDeps) {
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let isStopping = false

  /** One after the other: two at once would delete the same. */
  function queued(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch((error) => {
      if (!isStopping) log.warn({ err: error }, 'uploads could not be deleted; later again')
    })
    return last
  }

  async function deleteCondemned() {
    while (!isStopping) {
      const ids = await store.listCondemnedUploads(BATCH)
      if (ids.length === 0) return
      await uploads.delete(ids)
      await store.forgetUploads(ids)
    }
  }

  /**
   * Deletes what the store has condemned. Resolves also when that fails, which is logged and tried again, and when it
   * takes long: who erases something need not wait for a bucket that does not answer.
   */
  const clean = () => inTime(queued(deleteCondemned))

  async function inTime(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const patience = setTimeout(resolve, CLEAN_MS)
    await Promise.race([work, promise])
    clearTimeout(patience)
  }

  /** The same, with what has waited too long and what a crash left. */
  const sweep = () =>
    queued(async () => {
      await incoming.clear()
      await store.dropUploadsBefore(clock.now() - WAITS_MS)
      await deleteCondemned()
    })

  return {
    clean,
    sweep,
    /** Sweeps now and every hour. */
    start() {
      void sweep()
      timer = setInterval(sweep, EVERY_MS)
      timer.unref()
    },
    /**
     * Resolves when nothing is under way, or when that takes long: a bucket that does not answer shall not keep the
     * relay from stopping, and what is left stands in the store.
     */
    async stop() {
      isStopping = true
      clearInterval(timer)
      await inTime(last)
    },
  }
}
