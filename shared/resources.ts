/** What the owners' HTTP takes and gives. The relay answers with these, the editor reads with them, OpenAPI shows them. */
import * as v from 'valibot'
import { shortText } from './fields/base.ts'
import { isDay } from './fields/date.ts'
import { Definition, formKinds } from './form.ts'
import { limits } from './limits.ts'
import { Condition } from './rule.ts'
import { bodyFormats, contentTypes } from './webhook/body.ts'
import { eventTypes } from './webhook/event.ts'
import { WebhookSecret, webhookMethods } from './webhook/settings.ts'
import { styleNames } from './webhook/signature.ts'

/** Moments are ISO 8601 in UTC. */
const moment = v.string()

const momentRule = 'A moment is a day, like 2026-01-31, or a time with its zone, like 2026-01-31T12:00:00Z'
const isMoment = (text: string) =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text))

/** A moment, or a day (its beginning in UTC), as a caller writes it; milliseconds since 1970 come out. */
export const GivenMoment = v.pipe(
  v.string(momentRule),
  v.check(isMoment, momentRule),
  v.transform((text) => Date.parse(text)),
)

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

export const PublishRequest = v.strictObject({
  /** The `revision` that was looked at; a draft that was saved since is answered with 409 and not published. */
  revision: v.optional(v.pipe(v.number(), v.integer())),
})
/** `warnings`: sentences about what follows of this version that nobody may have meant. */
export const Published = v.object({
  version: v.number(),
  warnings: v.array(v.string()),
  /** What this version takes away from the receivers of the form's webhooks, by field; absent when it is nothing. */
  changes: v.optional(v.array(v.object({ field: v.string(), code: v.string(), message: v.string() }))),
})
export type Published = v.InferOutput<typeof Published>

const formSummary = {
  id: v.string(),
  title: v.string(),
  kind: v.picklist(formKinds),
  /** The published version, null before the first. */
  version: v.nullable(v.number()),
  /** Whether the draft differs from what is published. */
  changed: v.boolean(),
  /** Completed ones. */
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

/** A published version, whole. */
export const Version = v.object({ ...VersionSummary.entries, definition: Definition })
export type Version = v.InferOutput<typeof Version>

/** What a webhook's receiver gets. */
export const Payload = v.object({
  /** Null for the draft of a form. */
  version: v.nullable(v.number()),
  format: v.picklist(bodyFormats),
  contentType: v.picklist(contentTypes),
  /** `all` when the schema and the types are of several events. */
  event: v.picklist([...eventTypes, 'webhook.test', 'all']),
  /** JSON Schema, draft 2020-12. */
  schema: json,
  /** TypeScript that stands alone. */
  types: v.string(),
  /** A body as it is sent. */
  example: v.string(),
  /** Whether the example is of a submission that came in, or made up. */
  real: v.boolean(),
})
export type Payload = v.InferOutput<typeof Payload>

export const submissionStatuses = ['completed', 'partial'] as const

export const Submission = v.object({
  id: v.string(),
  formId: v.string(),
  version: v.number(),
  /** A partial one is what a visitor has given so far; it is completed, or stays what it is. */
  status: v.picklist(submissionStatuses),
  answers: json,
  context: v.record(v.string(), v.string()),
  /** When it was completed; of a partial one, when it began. */
  createdAt: moment,
})
export type Submission = v.InferOutput<typeof Submission>

/** How a webhook is doing. */
export const WebhookHealth = v.object({
  /** To the second. */
  lastSuccessAt: v.nullable(moment),
  /** Since when every attempt has failed; null when the last one succeeded, and before the first. */
  failingSince: v.nullable(moment),
  /** The newest deliveries of which an attempt was made, tests left out: so many, 200 at most. */
  sample: v.number(),
  /** The share of those that succeeded, from 0 to 1; null when there are none. */
  successRate: v.nullable(v.number()),
  /** How long their last attempts took in milliseconds, of those that were answered; null when none was. */
  latencyMs: v.nullable(v.object({ median: v.number(), p95: v.number() })),
  /** Deliveries that wait, pending or parked, counted to 10,000; `backlogIsMore` when there are more. */
  backlog: v.number(),
  backlogIsMore: v.boolean(),
  /** When the oldest that waits was made, of those that were counted. */
  oldestWaitingAt: v.nullable(moment),
})
export type WebhookHealth = v.InferOutput<typeof WebhookHealth>

const webhook = {
  id: v.string(),
  formId: v.string(),
  name: v.string(),
  url: v.string(),
  active: v.boolean(),
  events: v.array(v.picklist([...eventTypes, 'webhook.test'])),
  method: v.picklist(webhookMethods),
  contentType: v.picklist(contentTypes),
  format: v.picklist(bodyFormats),
  signature: v.object({ header: v.string(), style: v.picklist(styleNames) }),
  timeoutMs: v.number(),
  retry: v.object({ maxAttempts: v.number(), schedule: v.array(v.number()), clientErrors: v.boolean() }),
  /** The owner's headers, each with `••••` in place of its value; sent back, that leaves it as it is. */
  headers: v.record(v.string(), v.string()),
  /** What must hold of a submission's answers for it to be sent; null sends every one. */
  condition: v.nullable(Condition),
  /** Whether it is for `fieldpost listen` alone: the relay never calls its URL. */
  listen: v.boolean(),
  /** Whether deliveries are signed: whether there is a secret. */
  signed: v.boolean(),
  /** The last 4 characters of the secret, to tell secrets apart; null when there is none, or a short one. */
  secretHint: v.nullable(v.string()),
  /** Until when the secret before this one signs too; null when only this one does. */
  overlapUntil: v.nullable(moment),
  /**
   * Why nothing is sent: the receiver answered 410, everything failed for days, or the owner paused it. Its
   * deliveries wait meanwhile. `resume` ends it, and so does setting `active`.
   */
  paused: v.nullable(v.picklist(['gone', 'failing', 'owner'])),
  pausedAt: v.nullable(moment),
  /** Whether somebody listens at this moment: their machine is given the deliveries instead of the URL. */
  listening: v.boolean(),
  /** Whether the receiver refused a forged signature when it was last tried; null when it was not. */
  probe: v.nullable(v.object({ verdict: v.picklist(['rejects', 'accepts']), at: moment })),
  health: WebhookHealth,
  createdAt: moment,
  updatedAt: moment,
}
export const Webhook = v.object(webhook)
export type Webhook = v.InferOutput<typeof Webhook>

/** What saving answers: `warning` tells of a callback URL that could not be found in the DNS just now. */
export const SavedWebhook = v.object({ ...webhook, warning: v.nullable(v.string()) })
export type SavedWebhook = v.InferOutput<typeof SavedWebhook>

/** What creating answers: the secret is shown this once, null when deliveries are not signed. */
export const NewWebhook = v.object({
  ...webhook,
  warning: v.nullable(v.string()),
  secret: v.nullable(v.string()),
})
export type NewWebhook = v.InferOutput<typeof NewWebhook>

/** How long the secret before a rotation goes on signing unless a request says otherwise, and at most. */
const overlapSeconds = { usual: 86_400, most: 30 * 86_400 }

export const RotateSecret = v.strictObject({
  /** The new secret; one is made when absent. */
  secret: v.exactOptional(WebhookSecret),
  overlapSeconds: v.exactOptional(
    v.pipe(
      v.number('overlapSeconds is a number'),
      v.integer('overlapSeconds is a whole number'),
      v.minValue(0, 'overlapSeconds is 0 or more'),
      v.maxValue(overlapSeconds.most, `overlapSeconds is at most ${overlapSeconds.most}`),
    ),
    overlapSeconds.usual,
  ),
})
/** What a rotation answers: the new secret is shown this once. */
export const RotatedWebhook = v.object({ ...webhook, secret: v.string() })
export type RotatedWebhook = v.InferOutput<typeof RotatedWebhook>

/** What resuming takes: `discard` drops what waited instead of sending it. */
export const Resume = v.strictObject({
  discard: v.exactOptional(v.boolean('discard is true or false'), false),
})
/** `discarded`: how many deliveries were dropped first. */
export const ResumedWebhook = v.object({ ...webhook, discarded: v.number() })
export type ResumedWebhook = v.InferOutput<typeof ResumedWebhook>
export const Discarded = v.object({ discarded: v.number() })

/** Most deliveries that one request sends again by their ids. */
export const resendMost = 200
export const ResendSelected = v.strictObject({
  deliveries: v.pipe(
    v.array(v.string('An id is text'), 'deliveries is a list of ids'),
    v.minLength(1, 'deliveries has at least one id'),
    v.maxLength(resendMost, `deliveries has at most ${resendMost} ids`),
  ),
})
export const Resent = v.object({
  /** How many are due now. */
  due: v.number(),
  /** The others, each with why it is not. */
  refused: v.array(
    v.object({
      id: v.string(),
      code: v.picklist(['not-found', 'delivery-cancelled']),
      detail: v.string(),
    }),
  ),
})
export type Resent = v.InferOutput<typeof Resent>

/** How many deliveries recovering would send again, counted to 1,000; `isMore` when there are more. */
export const Recoverable = v.object({ count: v.number(), isMore: v.boolean() })
export const Recover = v.strictObject({ since: GivenMoment })
export const Recovered = v.object({ recovered: v.number() })

/**
 * `parked` waits until its webhook is resumed or switched on; `failed` and `discarded` (by the owner) are kept and can
 * be sent again; `cancelled` told of what was erased since.
 */
export const deliveryStates = ['pending', 'succeeded', 'failed', 'parked', 'discarded', 'cancelled'] as const
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
    v.object({
      headers: v.record(v.string(), v.string()),
      body: v.string(),
      truncated: v.boolean(),
      /** The IP address that answered; null where it is not known. */
      address: v.nullable(v.string()),
    }),
  ),
})
export type Attempt = v.InferOutput<typeof Attempt>

/** What a test send answers: the attempt, and where to find it again. */
export const TestResult = v.object({ ...Attempt.entries, deliveryId: v.string() })
export type TestResult = v.InferOutput<typeof TestResult>

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

/** A webhook that the relay paused by itself, until it is resumed or the notice is put away. */
const Notice = v.object({
  id: v.string(),
  webhookId: v.string(),
  webhookName: v.string(),
  webhookUrl: v.string(),
  formId: v.string(),
  formTitle: v.string(),
  /** The receiver answered 410, or everything failed for days. */
  reason: v.picklist(['gone', 'failing']),
  /** Since when every attempt had failed. */
  failingSince: v.nullable(moment),
  /** When the webhook was paused. */
  createdAt: moment,
})
export type Notice = v.InferOutput<typeof Notice>

/** The newest notices; `forms` has every form with a webhook that the relay paused or whose last attempt failed. */
export const NoticeList = v.object({
  items: v.array(Notice),
  next: v.null(),
  forms: v.array(v.object({ formId: v.string(), trouble: v.picklist(['paused', 'failing']) })),
})
export type NoticeList = v.InferOutput<typeof NoticeList>

/** What each list answers; `next` goes into `cursor` for the following part. */
export const listOf = <Item extends v.GenericSchema>(item: Item) =>
  v.object({ items: v.array(item), next: v.nullable(v.string()) })
/** A part of a log: `searchedTo` is how far back was looked when that found less than was asked for, and `next` goes on. */
export const DeliveryList = v.object({ ...listOf(DeliverySummary).entries, searchedTo: v.nullable(moment) })
export type DeliveryList = v.InferOutput<typeof DeliveryList>
export interface List<Item> {
  items: Item[]
  next: string | null
}

const counted = v.array(v.object({ value: v.string(), count: v.number() }))

export const Report = v.object({
  /** Completed ones. */
  submissions: v.number(),
  /** Partial ones, as long as they are that. */
  partials: v.number(),
  views: v.number(),
  starts: v.number(),
  abandons: v.number(),
  /** Submissions per day, UTC, oldest first, days without any included. */
  days: v.array(v.object({ day: v.string(), submissions: v.number() })),
  /** How many came to each step (a page, or a question where those are the steps), and how many left there. */
  steps: v.array(v.object({ id: v.string(), title: v.string(), reached: v.number(), abandoned: v.number() })),
  /** Answers counted per field, each number null where a kind's answers have none. */
  fields: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      kind: v.string(),
      answered: v.number(),
      /** Per option, step of a scale, or truth. */
      counts: v.nullable(counted),
      /** Answers in words of the visitors' own, for choices that take them. */
      other: v.nullable(v.number()),
      average: v.nullable(v.number()),
      /** Per row of a matrix. */
      rows: v.nullable(v.array(v.object({ value: v.string(), answered: v.number(), counts: counted }))),
      /** Per option of a ranking: its place on average, 1 being the first, and how often it has one. */
      places: v.nullable(
        v.array(v.object({ value: v.string(), count: v.number(), average: v.nullable(v.number()) })),
      ),
      /** Of all answers together. */
      files: v.nullable(v.number()),
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

export const Inbox = v.object({
  token: v.string(),
  /** Where deliveries go to appear in this inbox. */
  url: v.string(),
})
export type Inbox = v.InferOutput<typeof Inbox>

export const Demo = v.object({ formId: v.string(), inboxToken: v.string() })
export type Demo = v.InferOutput<typeof Demo>

/** Whether the relay waits for its first owner. */
export const SetupState = v.object({ open: v.boolean() })
export type SetupState = v.InferOutput<typeof SetupState>

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
