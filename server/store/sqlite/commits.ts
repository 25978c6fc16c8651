/**
 * Group commit: units of work that arrive together share one flush to disk. That is what makes synchronous=FULL
 * fast: alone, a submission costs a flush (0.2 ms here, several on a spinning disk); in a batch of 64 it costs a
 * sixty-fourth of one.
 */
import type Database from 'better-sqlite3'
import { StoreUnavailable } from '../store.ts'

// A savepoint around each unit would undo it alone, for two more statements each. Units hardly ever fail, so they run
// without; when one does, the batch is undone and runs again, each in a savepoint of its own. Units only read and
// write the database, so running one again is as good as the first time.

/** Most units in one commit: bounds how long the event loop is held. */
const BATCH = 256
/**
 * How long a unit that nobody waits for lets others join its commit. Claiming and recording a delivery took 59 us of
 * CPU with 64 to a commit, 37 with 128, and 30 with 256: what they have in common is written once.
 */
const SOON_MS = 20
/** So many of them are worth a commit of their own. */
const SOON_BATCH = 256

interface Unit {
  work: () => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

export interface Commits {
  /**
   * Runs the work inside a transaction and resolves with its value once that is on disk. Work that throws is undone
   * alone and rejects alone; when the commit itself fails, every unit in it rejects with `StoreUnavailable`.
   */
  write<Value>(work: () => Value): Promise<Value>
  /**
   * The same for work whose caller can wait a moment: it is committed with whatever comes next, or after 20 ms. A
   * busy worker's records would otherwise take a flush for every few attempts.
   */
  writeSoon<Value>(work: () => Value): Promise<Value>
  /** Commits what is waiting, now. */
  flush(): void
  /** Another number in every transaction: what a unit reads may serve the units after it until this changes. */
  epoch(): number
  /** For a unit that writes what others keep by the epoch: begins a new one. */
  beginEpoch(): void
  /** How many epochs were begun by units: what was read before may not hold since it was another number. */
  epochsBegun(): number
}

export function createCommits(client: Database.Database): Commits {
  let waiting: Unit[] = []
  let scheduled = false
  let timer: NodeJS.Timeout | undefined
  let epoch = 0
  let begun = 0
  const begin = client.prepare('BEGIN IMMEDIATE')
  const commit = client.prepare('COMMIT')
  const rollback = client.prepare('ROLLBACK')
  const savepoint = client.prepare('SAVEPOINT unit')
  const release = client.prepare('RELEASE unit')
  const undo = client.prepare('ROLLBACK TO unit')

  function flush() {
    scheduled = false
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      commitBatch(batch)
    }
  }

  function commitBatch(batch: Unit[]) {
    try {
      beginTransaction()
      if (commitTogether(batch)) return
      beginTransaction()
      commitApart(batch)
    } catch (error) {
      if (client.inTransaction) rollback.run()
      for (const unit of batch) unit.reject(unavailable(error))
    }
  }

  function beginTransaction() {
    begin.run()
    epoch++
  }

  /** Commits all units, or none of them and says false. */
  function commitTogether(batch: Unit[]): boolean {
    const values: unknown[] = []
    try {
      for (const unit of batch) values.push(unit.work())
      commit.run()
    } catch {
      if (client.inTransaction) rollback.run()
      return false
    }
    for (const [index, unit] of batch.entries()) unit.resolve(values[index] as never)
    return true
  }

  /** Commits the units that do not throw; throws itself when the commit fails. */
  function commitApart(batch: Unit[]) {
    const settle: (() => void)[] = []
    for (const unit of batch) {
      savepoint.run()
      try {
        const value = unit.work()
        settle.push(() => unit.resolve(value as never))
      } catch (error) {
        // A full disk ends the whole transaction, not just this unit's part.
        if (!client.inTransaction) throw error
        undo.run()
        settle.push(() => unit.reject(isDatabaseError(error) ? unavailable(error) : error))
      }
      release.run()
    }
    commit.run()
    for (const done of settle) done()
  }

  function schedule() {
    if (scheduled) return
    scheduled = true
    // After this turn's input has been read: whatever arrived with it is in the same commit.
    setImmediate(flush)
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        schedule()
      }),
    writeSoon: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        if (waiting.length >= SOON_BATCH) schedule()
        else timer ??= setTimeout(flush, SOON_MS)
      }),
    flush,
    epoch: () => epoch,
    beginEpoch: () => {
      epoch++
      begun++
    },
    epochsBegun: () => begun,
  }
}

/** Constraint failures are bugs of ours and stay what they are; everything else is the database's state. */
const isDatabaseError = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_') &&
  !error.code.startsWith('SQLITE_CONSTRAINT')

const unavailable = (error: unknown) =>
  new StoreUnavailable(`The database did not take this: ${error instanceof Error ? error.message : error}`, {
    cause: error,
  })

/** Reads see the last commit; a failing database rejects with `StoreUnavailable` like a write. */
export async function read<Value>(query: () => Value): Promise<Value> {
  try {
    return query()
  } catch (error) {
    throw isDatabaseError(error) ? unavailable(error) : error
  }
}
