/** What the owners' lists take in their addresses: parts, cursors, filters. */
import { isDay } from '@fieldpost/shared/fields/date.ts'
import { type ProblemIssue, schemaIssues } from '@fieldpost/shared/problem.ts'
import { deliveryStates, GivenMoment, type List, submissionStatuses } from '@fieldpost/shared/resources.ts'
import { eventTypes } from '@fieldpost/shared/webhook/event.ts'
import type { Context } from 'hono'
import * as v from 'valibot'
import type { Part } from '../store/rows.ts'
import { ProblemError } from './problem.ts'

const LIMIT = { usual: 50, most: 200 }
const SEARCH_LENGTH = 200
const DAY_MS = 86_400_000

const limitRule = `limit is a whole number from 1 to ${LIMIT.most}`
const limit = v.optional(
  v.pipe(
    v.string(),
    v.description(`How many at most: ${LIMIT.usual} when absent, ${LIMIT.most} at most.`),
    v.check((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= LIMIT.most, limitRule),
    v.transform(Number),
  ),
  String(LIMIT.usual),
)

/** A cursor is nothing that callers should take apart or make up, so it does not look like an id. */
const cursor = v.optional(
  v.pipe(
    v.string(),
    v.description('The `next` of the part before.'),
    v.transform((text) => Buffer.from(text, 'base64url').toString()),
    v.regex(/^[\w.:-]{1,200}$/, 'cursor is the `next` of the part before'),
  ),
)
const cursorFor = (row: string) => Buffer.from(row).toString('base64url')

export const ListQuery = v.object({ cursor, limit })

export const SubmissionFilterQuery = v.object({
  status: v.optional(
    v.pipe(
      v.picklist(submissionStatuses, `status is one of: ${submissionStatuses.join(', ')}`),
      v.description('Only completed, or only partial ones; both when absent.'),
    ),
  ),
  q: v.optional(
    v.pipe(
      v.string(),
      v.description('Text that some answer contains.'),
      v.maxLength(SEARCH_LENGTH, `q has at most ${SEARCH_LENGTH} characters`),
      v.trim(),
    ),
  ),
  from: v.optional(v.pipe(v.string(), v.description('From this day (UTC) or moment on.'), GivenMoment)),
  to: v.optional(
    v.pipe(
      v.string(),
      v.description('Until this day (UTC), with all of it, or until before this moment.'),
      v.transform((text) => (isDay(text) ? new Date(Date.parse(text) + DAY_MS).toISOString() : text)),
      GivenMoment,
    ),
  ),
})
export const SubmissionQuery = v.object({ ...ListQuery.entries, ...SubmissionFilterQuery.entries })

const statusRule = 'status is a status like 503, a class like 5xx, or none'
const classes = ['1xx', '2xx', '3xx', '4xx', '5xx']
const eventNames = [...eventTypes, 'webhook.test'] as const

export const DeliveryQuery = v.object({
  ...ListQuery.entries,
  state: v.optional(v.picklist(deliveryStates, `state is one of: ${deliveryStates.join(', ')}`)),
  event: v.optional(
    v.pipe(
      v.picklist(eventNames, `event is one of: ${eventNames.join(', ')}`),
      v.description('Of this type alone.'),
    ),
  ),
  from: SubmissionFilterQuery.entries.from,
  to: SubmissionFilterQuery.entries.to,
  status: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'What the last attempt was answered with: a status (`503`), a class (`5xx`), or `none` when it was not answered.',
      ),
      v.check((text) => text === 'none' || classes.includes(text) || /^[1-9]\d\d$/.test(text), statusRule),
      v.transform((text) => {
        if (text === 'none') return text
        const from = Number(text.replace('xx', '00'))
        return { from, to: text.endsWith('xx') ? from + 100 : from + 1 }
      }),
    ),
  ),
  q: v.optional(
    v.pipe(
      v.string(),
      v.description('The id of a delivery, an event (`X-Webhook-Id`) or a submission, all of it.'),
      v.maxLength(SEARCH_LENGTH, `q has at most ${SEARCH_LENGTH} characters`),
      v.trim(),
    ),
  ),
})

export const RecoverableQuery = v.object({
  since: v.optional(
    v.pipe(v.string(), v.description('The day (UTC) or moment; ever when absent.'), GivenMoment),
  ),
})

/** The address's parameters as the schema has them. An empty one is none; the first of several by a name counts. */
export function parseQuery<Schema extends v.GenericSchema>(
  schema: Schema,
  c: Context,
): v.InferOutput<Schema> {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '')
  const result = v.safeParse(schema, Object.fromEntries(given))
  if (result.success) return result.output
  const issues: ProblemIssue[] = schemaIssues(result.issues)
  throw new ProblemError('invalid-query', issues[0]?.message ?? 'A parameter is not valid', { issues })
}

/** A part of a list as it is answered. */
export const listed = <Row, Item>({ items, next }: Part<Row>, view: (row: Row) => Item): List<Item> => ({
  items: items.map(view),
  next: next === null ? null : cursorFor(next),
})

/** A moment of the store as callers see it. */
export const shownMoment = (ms: number): string => new Date(ms).toISOString()
