/**
 * Keeps a second relay from the same data. Two would free each other's claims at their starts and send everything
 * twice. The lock is the system's, on a file beside the database, so that it ends with the process, however that ends.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StoreUnavailable } from '../store.ts'

/** As long as a relay takes to stop: a restart may begin before the old one has ended. */
const WAIT_MS = 10_000

/**
 * Takes the lock of a database file, and gives the function that lets go of it. Throws `StoreUnavailable` when another
 * relay has held it for longer than `waitMs`.
 */
export function lockDatabase(file: string, waitMs = WAIT_MS): () => void {
  const path = `${file}.lock`
  try {
    mkdirSync(dirname(path), { recursive: true })
    // SQLite's own locks work everywhere that its databases do; Node has none for plain files.
    const lock = new Database(path, { timeout: waitMs })
    lock.exec('BEGIN EXCLUSIVE')
    return () => void lock.close()
  } catch (cause) {
    const isHeld = cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_BUSY'
    throw new StoreUnavailable(
      isHeld
        ? `Another relay serves ${file}. Stop it first, or give this one a DATA_DIR of its own.`
        : `${path} cannot be locked: ${cause instanceof Error ? cause.message : cause}. Check that its folder may be written to.`,
      { cause },
    )
  }
}
