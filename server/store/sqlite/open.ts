/**
 * Opens the SQLite file the only way the relay may: migrated, in WAL mode, and with every commit flushed to disk
 * before it counts.
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { Clock } from '../../clock.ts'
import { StoreUnavailable } from '../store.ts'
import * as schema from './schema.ts'
import { createSqliteStore } from './store.ts'

/** How long a statement waits for another process (a backup, a shell) to let go of the file. */
const BUSY_TIMEOUT_MS = 5_000
/** PRAGMA synchronous = FULL, as SQLite reports it. */
const FULL = 2

const MIGRATIONS = join(import.meta.dirname, 'migrations')

/** Opens or creates the file, brings its tables up to date, and gives the store and the handle that auth shares. */
export function openSqlite({ file, clock }: { file: string; clock: Clock }) {
  const { client, db } = openDatabase(file, clock)
  return { db, store: createSqliteStore({ client, db, clock }) }
}

function openDatabase(file: string, clock: Clock) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const client = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    // WAL first: changing the mode resets what was set before it.
    client.pragma('journal_mode = WAL')
    // A WAL database that is opened again comes back as NORMAL, which loses the last commits when power fails.
    client.pragma('synchronous = FULL')
    client.pragma('foreign_keys = ON')
    // Freed pages are overwritten, so that what was erased is not left in the file.
    client.pragma('secure_delete = ON')
    client.pragma('cache_size = -16000')
    const db = drizzle(client, { schema })
    migrate(db, { migrationsFolder: MIGRATIONS })
    assertDurable(client)
    releaseClaims(client, clock)
    return { client, db }
  } catch (error) {
    throw new StoreUnavailable(
      `The database ${file} cannot be opened: ${error instanceof Error ? error.message : error}. ` +
        'Check that the folder exists, may be written to, and that no other program holds the file.',
      { cause: error },
    )
  }
}

/**
 * One file is served by one process, so claims that are found at opening are a crashed one's: what it was sending is
 * due at once, instead of when its leases run out. What was made before the clock was set back is not due later.
 */
function releaseClaims(client: Database.Database, clock: Clock) {
  client
    .prepare(`UPDATE deliveries SET claim = NULL, due_at = min(created_at, ?)
      WHERE state = 'pending' AND claim IS NOT NULL`)
    .run(clock.now())
}

function assertDurable(client: Database.Database) {
  const journal = client.pragma('journal_mode', { simple: true })
  const synchronous = client.pragma('synchronous', { simple: true })
  if (journal !== 'wal' || synchronous !== FULL) {
    throw new Error(
      `it came up with journal_mode=${journal}, synchronous=${synchronous} instead of wal and ${FULL}`,
    )
  }
}
