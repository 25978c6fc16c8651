/** What the owners' HTTP takes and gives. The relay answers with these, the editor reads with them, OpenAPI shows them. */
import * as v from 'valibot'
import { shortText } from './fields/base.ts'
import { Definition, formKinds } from './form.ts'
import { limits } from './limits.ts'

/** Moments are ISO 8601 in UTC. */
const moment = v.string()
const json = v.record(v.string(), v.unknown())

const title = v.pipe(shortText(limits.titleLength), v.trim(), v.minLength(1, 'A form needs a title'))

export const FormCreate = v.strictObject({
  title,
  kind: v.optional(v.picklist(formKinds, 'kind is form or survey'), 'form'),
  definition: v.optional(Definition),
})
export const FormPatch = v.strictObject({
  title: v.optional(title),
  definition: v.optional(Definition),
  /** The `revision` that was read; a draft that somebody else saved meanwhile is answered with 409. */
  revision: v.optional(v.pipe(v.number(), v.integer())),
})

const formSummary = {
  id: v.string(),
  title: v.string(),
  kind: v.picklist(formKinds),
  /** The published version, null before the first. */
  version: v.nullable(v.number()),
  /** Whether the draft differs from what is published. */
  changed: v.boolean(),
  submissions: v.number(),
  createdAt: moment,
  updatedAt: moment,
}
export const FormSummary = v.object(formSummary)
/** `revision` counts the draft's saves. */
export const Form = v.object({ ...formSummary, revision: v.number(), definition: Definition })
export type FormSummary = v.InferOutput<typeof FormSummary>
export type Form = v.InferOutput<typeof Form>

export const VersionSummary = v.object({ version: v.number(), title: v.string(), publishedAt: moment })
export type VersionSummary = v.InferOutput<typeof VersionSummary>

export const Submission = v.object({
  id: v.string(),
  formId: v.string(),
  version: v.number(),
  status: v.picklist(['completed']),
  answers: json,
  context: v.record(v.string(), v.string()),
  createdAt: moment,
})
export type Submission = v.InferOutput<typeof Submission>

export const deliveryStates = ['pending', 'succeeded', 'failed', 'parked', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const Attempt = v.object({
  /** 1-based. */
  number: v.number(),
  at: moment,
  durationMs: v.number(),
  /** The reply's status, null when there was none. */
  status: v.nullable(v.number()),
  /** What went wrong when there was no reply, or why the reply was not taken. */
  error: v.nullable(v.string()),
  /** As sent, secrets masked. */
  request: v.object({ method: v.string(), url: v.string(), headers: v.record(v.string(), v.string()) }),
  reply: v.nullable(
    v.object({ headers: v.record(v.string(), v.string()), body: v.string(), truncated: v.boolean() }),
  ),
})
export type Attempt = v.InferOutput<typeof Attempt>

const deliverySummary = {
  id: v.string(),
  webhookId: v.string(),
  /** What receivers get as X-Webhook-Id. */
  eventId: v.string(),
  eventType: v.string(),
  submissionId: v.nullable(v.string()),
  state: v.picklist(deliveryStates),
  attempts: v.number(),
  /** The last attempt's status or error. */
  lastStatus: v.nullable(v.number()),
  lastError: v.nullable(v.string()),
  /** When the next attempt is due; null when there will be none. */
  dueAt: v.nullable(moment),
  createdAt: moment,
}
export const DeliverySummary = v.object(deliverySummary)
export const Delivery = v.object({
  ...deliverySummary,
  contentType: v.string(),
  body: v.string(),
  attemptList: v.array(Attempt),
})
export type DeliverySummary = v.InferOutput<typeof DeliverySummary>
export type Delivery = v.InferOutput<typeof Delivery>

/** What each list answers; `next` goes into `cursor` for the following part. */
export const listOf = <Item extends v.GenericSchema>(item: Item) =>
  v.object({ items: v.array(item), next: v.nullable(v.string()) })
export interface List<Item> {
  items: Item[]
  next: string | null
}

export const Report = v.object({
  submissions: v.number(),
  views: v.number(),
  starts: v.number(),
  abandons: v.number(),
  /** Submissions per day, UTC, oldest first, days without any included. */
  days: v.array(v.object({ day: v.string(), submissions: v.number() })),
  /** Answers counted per field that has countable answers. */
  fields: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      kind: v.string(),
      answered: v.number(),
      counts: v.nullable(v.array(v.object({ value: v.string(), count: v.number() }))),
      average: v.nullable(v.number()),
    }),
  ),
})
export type Report = v.InferOutput<typeof Report>

export const InboxMessage = v.object({
  id: v.string(),
  receivedAt: moment,
  method: v.string(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
  /** Whether the signature verifies with the secret of a webhook that points here. */
  signature: v.picklist(['valid', 'invalid', 'unsigned']),
  reason: v.nullable(v.string()),
})
export type InboxMessage = v.InferOutput<typeof InboxMessage>

export const Setup = v.strictObject({
  token: v.pipe(v.string(), v.minLength(1)),
  name: v.pipe(shortText(100), v.trim(), v.minLength(1, 'Please tell your name')),
  email: v.pipe(v.string(), v.trim(), v.maxLength(254), v.email('This is not an email address')),
  password: v.pipe(
    v.string(),
    v.minLength(10, 'A password has at least 10 characters'),
    v.maxLength(128, 'A password has at most 128 characters'),
  ),
})

export const Session = v.object({
  user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  workspace: v.object({ id: v.string(), name: v.string() }),
})
export type Session = v.InferOutput<typeof Session>
