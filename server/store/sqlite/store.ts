/** The SQLite driver: one writer, group commit, one file. Each part of the store is a file of its own beside this. */
import type Database from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Clock } from '../../clock.ts'
import type { Store } from '../store.ts'
import { acceptUnits } from './accept.ts'
import { claimUnits } from './claims.ts'
import { type Commits, createCommits } from './commits.ts'
import { deliveryUnits } from './deliveries.ts'
import { formUnits } from './forms.ts'
import { healthUnits } from './health.ts'
import { noticeUnits } from './notices.ts'
import { relayUnits } from './relay.ts'
import type * as schema from './schema.ts'
import { submissionUnits } from './submissions.ts'
import { uploadUnits } from './uploads.ts'
import { webhookUnits } from './webhooks.ts'

/** What every part of the driver works with. */
export interface Handle {
  client: Database.Database
  db: BetterSQLite3Database<typeof schema>
  commits: Commits
  clock: Clock
}

export function createSqliteStore({ client, db, clock }: Omit<Handle, 'commits'>): Store {
  const handle: Handle = { client, db, clock, commits: createCommits(client) }
  return {
    ...formUnits(handle),
    ...acceptUnits(handle),
    ...submissionUnits(handle),
    ...uploadUnits(handle),
    ...webhookUnits(handle),
    ...claimUnits(handle),
    ...deliveryUnits(handle),
    ...healthUnits(handle),
    ...noticeUnits(handle),
    ...relayUnits(handle),
  }
}
