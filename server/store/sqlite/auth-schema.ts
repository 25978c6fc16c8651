/**
 * The tables of accounts, which better-auth reads and writes through its Drizzle adapter. The properties have the
 * names that better-auth looks for (`organizationId`), the database has this project's words (`workspace_id`).
 * Times are ms since 1970, booleans are 0 and 1.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** In lower case. */
  email: text().notNull().unique(),
  emailVerified: flag('email_verified').notNull().default(false),
  image: text(),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
})

const ofUser = (name: string) =>
  text(name)
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: ofUser('user_id'),
    /** Worth nothing without its signature in the cookie, whose key is not in the database. */
    token: text().notNull().unique(),
    expiresAt: time('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    activeOrganizationId: text('active_workspace_id'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
)

/** A way to sign in: so far a password, hashed with scrypt. */
export const accounts = sqliteTable(
  'accounts',
  {
    id: text().primaryKey(),
    userId: ofUser('user_id'),
    providerId: text('provider_id').notNull(),
    accountId: text('account_id').notNull(),
    password: text(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    index('accounts_by_user').on(table.userId),
    uniqueIndex('accounts_by_provider').on(table.providerId, table.accountId),
  ],
)

export const verifications = sqliteTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: time('expires_at').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [index('verifications_by_identifier').on(table.identifier)],
)

/** better-auth's organizations. */
export const workspaces = sqliteTable('workspaces', {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  logo: text(),
  metadata: text(),
  createdAt: time('created_at').notNull(),
})

const ofWorkspace = () =>
  text('workspace_id')
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

export const members = sqliteTable(
  'members',
  {
    id: text().primaryKey(),
    organizationId: ofWorkspace(),
    userId: ofUser('user_id'),
    role: text().notNull().default('member'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('members_by_user').on(table.userId, table.organizationId),
    index('members_by_workspace').on(table.organizationId),
  ],
)

export const invitations = sqliteTable(
  'invitations',
  {
    id: text().primaryKey(),
    organizationId: ofWorkspace(),
    email: text().notNull(),
    role: text(),
    status: text().notNull().default('pending'),
    inviterId: ofUser('inviter_id'),
    expiresAt: time('expires_at').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    index('invitations_by_workspace').on(table.organizationId),
    index('invitations_by_email').on(table.email),
  ],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    configId: text('config_id').notNull().default('default'),
    name: text(),
    /** What the owner is shown of the key, to tell it from the others. */
    start: text(),
    prefix: text(),
    /** SHA-256 of the key, in base64url. */
    key: text().notNull(),
    /** The user that the key acts for. */
    referenceId: ofUser('user_id'),
    /** JSON: what the key is good for, `{"workspace": [id]}`. */
    permissions: text(),
    enabled: flag('enabled').default(true),
    expiresAt: time('expires_at'),
    lastRequest: time('last_request_at'),
    rateLimitEnabled: flag('rate_limit_enabled').default(false),
    rateLimitTimeWindow: integer('rate_limit_window_ms'),
    rateLimitMax: integer('rate_limit_max'),
    requestCount: integer('request_count').default(0),
    remaining: integer(),
    refillInterval: integer('refill_interval_ms'),
    refillAmount: integer('refill_amount'),
    lastRefillAt: time('last_refill_at'),
    metadata: text(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [uniqueIndex('api_keys_by_key').on(table.key), index('api_keys_by_user').on(table.referenceId)],
)

/** The right to make the first owner: at most one row, gone when it was used. */
export const setup = sqliteTable(
  'setup',
  {
    id: integer().primaryKey(),
    /** SHA-256 of the token, in base64url. */
    tokenHash: text('token_hash').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [check('setup_is_one_row', sql`${table.id} = 1`)],
)
