/**
 * What the store keeps, and what is looked for in it. Times are milliseconds since 1970.
 */
import type { Definition, FormKind } from '@fieldpost/shared/form.ts'
import type { DeliveryState } from '@fieldpost/shared/resources.ts'
import type { SubmissionContext } from '@fieldpost/shared/submission.ts'
import type { WebhookSettings } from '@fieldpost/shared/webhook/settings.ts'

export interface Page {
  /** The `next` of the part before; absent for the first part. */
  cursor?: string | undefined
  limit: number
}

export interface Part<Row> {
  items: Row[]
  /** Where the following part begins; null after the last. */
  next: string | null
}

export interface FormRow {
  id: string
  workspaceId: string
  title: string
  kind: FormKind
  definition: Definition
  /** Counts the draft's saves, from 1. */
  revision: number
  /** The newest published version, null before the first. */
  version: number | null
  /** The revision that the newest version was made of. */
  publishedRevision: number | null
  /** Completed ones. */
  submissions: number
  createdAt: number
  updatedAt: number
}

/** A published snapshot; never changes, so it may be kept in memory. */
export interface VersionRow {
  formId: string
  workspaceId: string
  version: number
  title: string
  kind: FormKind
  definition: Definition
  publishedAt: number
}

/** A partial one is what a visitor gave so far, and may never become more; only completed ones are counted. */
export type SubmissionStatus = 'completed' | 'partial'

export interface SubmissionRow {
  id: string
  formId: string
  workspaceId: string
  version: number
  /** JSON of the answers, in the order of the form. */
  answers: string
  context: SubmissionContext
  status: SubmissionStatus
  /** When it was completed; of a partial one, when it began. */
  createdAt: number
}

/** A webhook without its secrets in clear: `secrets` and `headers` are sealed by `server/secrets.ts`. */
export interface WebhookRow {
  id: string
  workspaceId: string
  formId: string
  settings: Omit<WebhookSettings, 'secret' | 'headers'>
  /** The callback URL's host and port: what the limit per host counts by. */
  host: string
  /** Sealed JSON of the signing secrets, newest first, each with its last moment; null sends unsigned. */
  secrets: string | null
  /** Sealed JSON of the owner's headers. */
  headers: string | null
  /** Why nothing is sent: the relay stopped by itself, or the owner said so. Its deliveries are parked meanwhile. */
  paused: 'gone' | 'failing' | 'owner' | null
  pausedAt: number | null
  /** Since when every attempt has failed. */
  failingSince: number | null
  /** When an attempt last failed, to some hours; of use while `failingSince` is set. */
  lastFailureAt: number | null
  /** When an attempt last succeeded, to the second. */
  lastSuccessAt: number | null
  /** Until when a listener is given its deliveries and the worker none; a webhook with `listen` needs none. */
  listenedUntil: number | null
  /** What its receiver did with a signature that was forged, and when it was asked. */
  probe: 'rejects' | 'accepts' | null
  probedAt: number | null
  createdAt: number
  updatedAt: number
}

/** A webhook that has done nothing yet. */
export type NewWebhookRow = Pick<
  WebhookRow,
  'id' | 'workspaceId' | 'formId' | 'settings' | 'host' | 'secrets' | 'headers'
>

/** What is written down of a delivery: that it is parked follows from its webhook. */
export type StoredDeliveryState = Exclude<DeliveryState, 'parked'>

/** An event that is owed to a webhook, with the bytes that every attempt will send. */
export interface NewDelivery {
  id: string
  webhookId: string
  eventId: string
  eventType: string
  contentType: string
  body: string
}

export interface DeliveryRow extends NewDelivery {
  workspaceId: string
  submissionId: string | null
  state: DeliveryState
  /** When the next attempt is due, or when the claim of the present one ends. */
  dueAt: number | null
  /** Attempts made so far, and how many of those were before the last resend. */
  attempts: number
  attemptsBefore: number
  lastStatus: number | null
  lastError: string | null
  createdAt: number
}

/** A delivery as a log has it. */
export type LogRow = Omit<DeliveryRow, 'body' | 'contentType'>

/** A part of a log. It may have fewer items than asked for, or none, and go on. */
export interface LogPart<Row> extends Part<Row> {
  /** How far back was looked when that found less than was asked for, and there is more to look through. */
  searchedTo: number | null
}

export interface DeliveryFilter {
  state?: DeliveryState | undefined
  event?: string | undefined
  /** Made from this moment on, and before that one. */
  from?: number | undefined
  to?: number | undefined
  /** The last attempt's status, from one to before another; `none` when the last attempt was not answered. */
  status?: { from: number; to: number } | 'none' | undefined
  /** The id of a delivery, an event or a submission, as `timedId` makes them: an event's before its deliveries'. */
  q?: string | undefined
}

/** How a webhook is doing. */
export interface WebhookHealth {
  lastSuccessAt: number | null
  failingSince: number | null
  /** Its newest deliveries of which an attempt was made, without tests, and how many of them succeeded last. */
  sample: number
  succeeded: number
  /** How long their last attempts took, of those that were answered; null when none was. */
  medianMs: number | null
  p95Ms: number | null
  /** What is pending or parked, counted so far. */
  backlog: number
  backlogIsMore: boolean
  /** When the oldest that waits was made, of those that were counted. */
  oldestWaitingAt: number | null
}

/** A delivery whose next attempt is ours to make until the lease ends. */
export interface ClaimedDelivery extends DeliveryRow {
  claim: string
  webhook: WebhookRow
}

/** A webhook was paused by the relay, and is still: what its owner must be told. */
export interface NoticeRow {
  id: string
  workspaceId: string
  formId: string
  webhookId: string
  reason: 'gone' | 'failing'
  createdAt: number
  formTitle: string
  webhookName: string
  webhookUrl: string
  /** Since when everything had failed. */
  failingSince: number | null
}

/** A notice whose mail is due, and held by one caller until its lease ends. */
export interface NoticeMail extends NoticeRow {
  /** How often it was claimed, this time too. */
  attempts: number
  /** Deliveries that wait for the webhook, counted up to a limit. */
  waiting: number
  /** There are more than were counted. */
  waitingIsMore: boolean
}

export interface AttemptRow {
  /** 1-based, over the delivery's whole life. */
  number: number
  at: number
  durationMs: number
  status: number | null
  error: string | null
  /** Headers as sent, with secrets masked. */
  request: { method: string; url: string; headers: Record<string, string> }
  /** Secrets masked here, too. `address` is the IP address that answered. */
  reply: { headers: Record<string, string>; body: string; truncated: boolean; address?: string } | null
}

export interface NewSubmission {
  id: string
  formId: string
  workspaceId: string
  version: number
  /** The sender's key; a second submission of the form with it is the same one. */
  key: string | null
  answers: string
  context: SubmissionContext
  /** What the answers name of this form's uploads, each by the field that it is the answer of. */
  uploads?: readonly { id: string; field: string }[]
  /** The form takes nothing at this time: only what it has already is known again. */
  closed?: boolean
  /** Completed submissions that the form takes in all; any number when null. */
  quota?: number | null
}

/** A partial submission after whose last word so much time has passed that its visitor will not go on. */
export interface AbandonedRow extends SubmissionRow {
  /** Since when. */
  abandonedAt: number
}

/**
 * A file that a visitor sent ahead of the submission that it belongs to. It waits until a submission takes it; when
 * nothing needs it any more its row stays, without its name, until the bytes are gone too.
 */
export interface UploadRow {
  /** Cannot be guessed: who knows it may send it along, or take it back while it waits. */
  id: string
  formId: string
  workspaceId: string
  /** The name of the field that it was sent for. */
  field: string
  /** The file's; a label, and no path. */
  name: string
  /** The media type of the content. */
  type: string
  /** Bytes. */
  size: number
  /** Null while it waits. */
  submissionId: string | null
  createdAt: number
}

export type NewUpload = Omit<UploadRow, 'workspaceId' | 'submissionId' | 'createdAt'>

/** Most bytes that may wait, of one form and of all; each upload counts as at least `least`. */
export interface UploadBounds {
  form: number
  relay: number
  least: number
}

export interface SubmissionFilter {
  status?: SubmissionStatus | undefined
  /** Text that some answer contains. */
  q?: string | undefined
  /** From this moment on, and before that one. */
  from?: number | undefined
  to?: number | undefined
}

export interface InboxMessageRow {
  id: string
  receivedAt: number
  method: string
  headers: Record<string, string>
  body: string
  signature: 'valid' | 'invalid' | 'unsigned'
  reason: string | null
}

export interface SignalCount {
  type: string
  /** The id of a step; empty for signals of the form as a whole. */
  page: string
  count: number
}
