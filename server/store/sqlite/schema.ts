/** The SQLite tables. JSON is kept as text; times are ms since 1970; booleans are 0 and 1. */
import type { Definition, FormKind } from '@fieldpost/shared/form.ts'
import type { SubmissionContext } from '@fieldpost/shared/submission.ts'
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AttemptRow, NoticeRow, StoredDeliveryState, SubmissionStatus, WebhookRow } from '../rows.ts'

export * from './auth-schema.ts'

export const forms = sqliteTable(
  'forms',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    title: text().notNull(),
    kind: text().$type<FormKind>().notNull(),
    definition: text({ mode: 'json' }).$type<Definition>().notNull(),
    revision: integer().notNull(),
    version: integer(),
    publishedRevision: integer('published_revision'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('forms_by_workspace').on(table.workspaceId, table.createdAt, table.id)],
)

export const versions = sqliteTable(
  'versions',
  {
    formId: text('form_id')
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    workspaceId: text('workspace_id').notNull(),
    title: text().notNull(),
    kind: text().$type<FormKind>().notNull(),
    definition: text({ mode: 'json' }).$type<Definition>().notNull(),
    publishedAt: integer('published_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.formId, table.version] })],
)

export const submissions = sqliteTable(
  'submissions',
  {
    /** A UUIDv7 behind a prefix, so that the order of ids is the order of time. */
    id: text().primaryKey(),
    formId: text('form_id')
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    workspaceId: text('workspace_id').notNull(),
    version: integer().notNull(),
    key: text(),
    status: text().$type<SubmissionStatus>().notNull(),
    answers: text().notNull(),
    context: text({ mode: 'json' }).$type<SubmissionContext>().notNull(),
    createdAt: integer('created_at').notNull(),
    /** When a partial one counts as abandoned; null when it does, and when it is completed. */
    abandonedAt: integer('abandoned_at'),
    /** Whether webhooks were told that it was abandoned: they are once. */
    told: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    // With the status, so that counting days reads no rows.
    index('submissions_by_time').on(table.formId, table.createdAt, table.id, table.status),
    uniqueIndex('submissions_by_key').on(table.formId, table.key).where(sql`key IS NOT NULL`),
    index('submissions_abandoned').on(table.abandonedAt).where(sql`abandoned_at IS NOT NULL`),
  ],
)

/**
 * Completed submissions of each form, counted as they come: a quota asks at every one of them. Not a column of the
 * form, whose row has the whole definition to be written again each time.
 */
export const counts = sqliteTable('counts', {
  formId: text('form_id')
    .primaryKey()
    .references(() => forms.id, { onDelete: 'cascade' }),
  completed: integer().notNull(),
})

export const uploads = sqliteTable(
  'uploads',
  {
    id: text().primaryKey(),
    /** Not foreign keys: a condemned upload outlives its form and its submission until its bytes are gone. */
    formId: text('form_id').notNull(),
    submissionId: text('submission_id'),
    workspaceId: text('workspace_id').notNull(),
    field: text().notNull(),
    name: text().notNull(),
    type: text().notNull(),
    size: integer().notNull(),
    state: text().$type<'waiting' | 'taken' | 'condemned'>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('uploads_by_form').on(table.formId),
    index('uploads_by_submission').on(table.submissionId).where(sql`submission_id IS NOT NULL`),
    // Has all that the bounds are checked by, so that a check reads no rows.
    index('uploads_waiting').on(table.createdAt, table.formId, table.size).where(sql`state = 'waiting'`),
    index('uploads_condemned').on(table.id).where(sql`state = 'condemned'`),
  ],
)

export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    formId: text('form_id')
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    /** A copy of what `settings` says, to be found by. */
    url: text().notNull(),
    active: integer({ mode: 'boolean' }).notNull(),
    settings: text({ mode: 'json' }).$type<WebhookRow['settings']>().notNull(),
    host: text().notNull(),
    secrets: text(),
    headers: text(),
    paused: text().$type<NonNullable<WebhookRow['paused']>>(),
    pausedAt: integer('paused_at'),
    failingSince: integer('failing_since'),
    /** To some hours: written at most once in them. */
    lastFailureAt: integer('last_failure_at'),
    /** To the second: written at most once in one. */
    lastSuccessAt: integer('last_success_at'),
    /** A copy of what `settings` says: only listeners are given its deliveries. */
    listen: integer({ mode: 'boolean' }).notNull().default(false),
    /** Until when a listener is given its deliveries, and the worker none. */
    listenedUntil: integer('listened_until'),
    probe: text().$type<NonNullable<WebhookRow['probe']>>(),
    probedAt: integer('probed_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('webhooks_by_form').on(table.formId), index('webhooks_by_url').on(table.url)],
)

export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text().primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    workspaceId: text('workspace_id').notNull(),
    /** Not a foreign key: a delivery about an erasure outlives its submission. */
    submissionId: text('submission_id'),
    eventId: text('event_id').notNull(),
    eventType: text('event_type').notNull(),
    contentType: text('content_type').notNull(),
    body: text().notNull(),
    state: text().$type<StoredDeliveryState>().notNull(),
    dueAt: integer('due_at'),
    claim: text(),
    attempts: integer().notNull().default(0),
    attemptsBefore: integer('attempts_before').notNull().default(0),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    // Claims go through this one webhook by webhook: a plain order by due_at would let a webhook with 300,000 due
    // deliveries fill every claim. Partial, so that what is finished costs a claim nothing.
    index('deliveries_due').on(table.webhookId, table.dueAt).where(sql`state = 'pending'`),
    index('deliveries_by_webhook').on(table.webhookId, table.id),
    // What an owner looks for among a million that arrived. Those that arrive never enter it.
    index('deliveries_stopped')
      .on(table.webhookId, table.state, table.id)
      .where(sql`state IN ('failed', 'discarded', 'cancelled')`),
    index('deliveries_by_submission').on(table.submissionId),
  ],
)

export const attempts = sqliteTable(
  'attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    at: integer().notNull(),
    durationMs: integer('duration_ms').notNull(),
    status: integer(),
    error: text(),
    request: text({ mode: 'json' }).$type<AttemptRow['request']>().notNull(),
    reply: text({ mode: 'json' }).$type<NonNullable<AttemptRow['reply']>>(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
)

/** What the relay did by itself and the owner must know; gone with its cause. */
export const notices = sqliteTable(
  'notices',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    formId: text('form_id').notNull(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    reason: text().$type<NoticeRow['reason']>().notNull(),
    createdAt: integer('created_at').notNull(),
    /** When the owner put it away. */
    dismissedAt: integer('dismissed_at'),
    /** When its mail is to be tried next; null when it is sent, or never will be. */
    mailDueAt: integer('mail_due_at'),
    mailAttempts: integer('mail_attempts').notNull().default(0),
  },
  (table) => [
    index('notices_by_workspace').on(table.workspaceId, table.createdAt),
    index('notices_to_mail').on(table.mailDueAt).where(sql`mail_due_at IS NOT NULL`),
  ],
)

/** What happened on a form without being a submission, counted per day. */
export const signals = sqliteTable(
  'signals',
  {
    formId: text('form_id')
      .notNull()
      .references(() => forms.id, { onDelete: 'cascade' }),
    /** YYYY-MM-DD, UTC. */
    day: text().notNull(),
    type: text().notNull(),
    page: text().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.formId, table.day, table.type, table.page] })],
)

export const inboxes = sqliteTable('inboxes', {
  token: text().primaryKey(),
  workspaceId: text('workspace_id').notNull().unique(),
})

export const inboxMessages = sqliteTable(
  'inbox_messages',
  {
    id: text().primaryKey(),
    token: text()
      .notNull()
      .references(() => inboxes.token, { onDelete: 'cascade' }),
    receivedAt: integer('received_at').notNull(),
    method: text().notNull(),
    headers: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    body: text().notNull(),
    signature: text().$type<'valid' | 'invalid' | 'unsigned'>().notNull(),
    reason: text(),
  },
  (table) => [index('inbox_messages_by_token').on(table.token, table.id)],
)

export const settings = sqliteTable('settings', {
  name: text().primaryKey(),
  value: text().notNull(),
})
