/**
 * What the relay keeps, as whole units of work: each method is one transaction, durable when its promise resolves.
 * There is no `transaction(callback)`, because SQLite's transactions are synchronous and PostgreSQL's are not; a
 * driver is free to put many units into one commit. `contract.ts` is the suite that every driver passes.
 *
 * Owners' methods take the workspace and never look outside it. Times are milliseconds since 1970, read from the
 * clock that the driver was opened with. Failures of the database itself are thrown as `StoreUnavailable`.
 */
import type { Definition, FormKind } from '@fieldpost/shared/form.ts'
import type {
  AbandonedRow,
  AttemptRow,
  ClaimedDelivery,
  DeliveryFilter,
  DeliveryRow,
  FormRow,
  InboxMessageRow,
  LogPart,
  LogRow,
  NewDelivery,
  NewSubmission,
  NewUpload,
  NewWebhookRow,
  NoticeMail,
  NoticeRow,
  Page,
  Part,
  SignalCount,
  SubmissionFilter,
  SubmissionRow,
  UploadBounds,
  UploadRow,
  VersionRow,
  WebhookHealth,
  WebhookRow,
} from './rows.ts'

/** The database cannot take this now: full disk, read-only file, lost connection. Try again later. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** What is absent stays. */
type WebhookChange = Partial<
  Pick<WebhookRow, 'settings' | 'host' | 'secrets' | 'headers' | 'probe' | 'probedAt'>
> & {
  /** Stops sending by the owner's word. */
  pause?: boolean
  resume?: boolean
}

/**
 * Pure: from the form's active webhooks to what is owed to them for a submission, by its id. Called inside the
 * transaction.
 */
export type Owe = (webhooks: readonly WebhookRow[], submissionId: string) => NewDelivery[]

type NotTaken =
  /** The form was deleted meanwhile. */
  | { outcome: 'form-missing' }
  /** An upload is not there, is another field's, or went into another submission. */
  | { outcome: 'upload-missing'; field: string }
  /** The form takes nothing now, or has all that it takes. */
  | { outcome: 'closed' | 'full' }

type AcceptResult =
  /** The id is another than the one given when the key was that of a partial submission. */
  | { outcome: 'accepted'; id: string; deliveries: number }
  | { outcome: 'duplicate'; id: string }
  | { outcome: 'key-reused' }
  | NotTaken

type SavePartialResult =
  /** `again` when there was something of this key before. */
  | { outcome: 'saved'; id: string; again: boolean }
  /** It was completed before this came: nothing changes any more. */
  | { outcome: 'duplicate'; id: string }
  | NotTaken

export interface ClaimRequest {
  /** Unique to this call: only its holder may record the attempts. */
  claim: string
  /** How long the claims hold, in ms. */
  lease: number
  limit: number
  /**
   * How many more a webhook, and a host, may have in flight; the driver counts what it hands out here. A webhook is
   * failing when its last attempt on record did not succeed.
   */
  room: { webhook(id: string, isFailing: boolean): number; host(host: string): number }
  /** Webhooks up to this id come last: the caller goes round, so that a full batch starves nobody. */
  after: string
}

interface ClaimResult {
  deliveries: ClaimedDelivery[]
  /** When something else falls due, null when nothing is waiting. A time in the past means there is more now. */
  nextDue: number | null
}

interface RecordedAttempt {
  deliveryId: string
  /** The delivery's own: who knows it saves looking it up. */
  webhookId?: string
  /** The callback URL that was called: `gone` speaks for that one alone. */
  url?: string
  claim: string
  attempt: AttemptRow
  /** What becomes of the delivery. */
  state: 'succeeded' | 'failed' | 'pending'
  /** For `pending`: when the next attempt is due. */
  dueAt: number | null
  /** The receiver said it is gone: stop sending to this webhook. */
  gone: boolean
}

export interface Store {
  // --- forms, for owners

  createForm(form: {
    id: string
    workspaceId: string
    title: string
    kind: FormKind
    definition: Definition
  }): Promise<FormRow>
  /** Newest first. */
  listForms(workspaceId: string, page: Page): Promise<Part<FormRow>>
  findForm(workspaceId: string, id: string): Promise<FormRow | null>
  /** Saves a draft. With `revision`, only when nobody saved since. */
  updateForm(
    workspaceId: string,
    id: string,
    change: {
      title?: string | undefined
      definition?: Definition | undefined
      revision?: number | undefined
    },
  ): Promise<{ outcome: 'saved'; form: FormRow } | { outcome: 'conflict' } | { outcome: 'missing' }>
  /** Makes a version of the draft as it was at `revision`; publishing an unchanged draft again gives the same one. */
  publishForm(
    workspaceId: string,
    id: string,
    revision: number,
  ): Promise<{ outcome: 'published'; version: number } | { outcome: 'conflict' } | { outcome: 'missing' }>
  /** Deletes the form with its versions, submissions, webhooks and deliveries, and condemns its uploads. */
  deleteForm(workspaceId: string, id: string): Promise<boolean>
  listVersions(workspaceId: string, formId: string): Promise<Omit<VersionRow, 'definition'>[]>

  // --- what visitors do

  /** The newest version's number, `unpublished` when there is only a draft, null when there is no such form. */
  publishedVersion(formId: string): Promise<number | 'unpublished' | null>
  findVersion(formId: string, version: number): Promise<VersionRow | null>
  /**
   * The submission and everything owed for it, or nothing at all. A partial one of the same key becomes it. The quota
   * is exact, however many come at once.
   */
  acceptSubmission(submission: NewSubmission, owe: Owe): Promise<AcceptResult>
  /** Puts down what there is so far of the submission with this key, in place of what there was. */
  savePartial(submission: NewSubmission & { key: string }, abandonedAt: number): Promise<SavePartialResult>
  /** Partial submissions that are abandoned by now and that nobody was told of, the longest abandoned first. */
  listAbandoned(limit: number): Promise<AbandonedRow[]>
  /** Notes that an abandoned one was told of, with what is owed for that; `stale` when its visitor came back. */
  tellAbandoned(
    abandoned: Pick<AbandonedRow, 'id' | 'abandonedAt'>,
    owe: (submission: SubmissionRow) => Owe,
  ): Promise<{ outcome: 'told'; deliveries: number } | { outcome: 'stale' }>
  /** How many completed submissions a form has. */
  countCompleted(formId: string): Promise<number>
  /** Counts a signal of a form on the present day (UTC). */
  countSignal(formId: string, type: string, page: string): Promise<void>

  // --- submissions, for owners

  /** Newest first: by `createdAt`. */
  listSubmissions(
    workspaceId: string,
    formId: string,
    filter: SubmissionFilter,
    page: Page,
  ): Promise<Part<SubmissionRow>>
  findSubmission(workspaceId: string, id: string): Promise<SubmissionRow | null>
  /**
   * Deletes a submission, cancels its deliveries, and scrubs what they held and what the workspace's inbox received of
   * them; its uploads are condemned. `owe` says who must be told; `told` has the webhooks that were owed something
   * of this submission before.
   */
  eraseSubmission(
    workspaceId: string,
    id: string,
    owe: (submission: SubmissionRow, told: ReadonlySet<string>) => Owe,
  ): Promise<boolean>
  /** Completed submissions per UTC day, partial ones in all, and signals, since a moment. */
  countActivity(
    workspaceId: string,
    formId: string,
    from: number,
  ): Promise<{
    days: { day: string; submissions: number }[]
    partials: number
    signals: SignalCount[]
  }>

  // --- uploads

  /**
   * Puts an upload down as waiting, before its bytes are kept: bytes without a row would be nobody's to delete.
   * `full` when more would wait than the bounds allow.
   */
  registerUpload(upload: NewUpload, bounds: UploadBounds): Promise<'registered' | 'full' | 'form-missing'>
  /** Whether so many bytes more may wait. */
  hasUploadRoom(formId: string, bytes: number, bounds: UploadBounds): Promise<boolean>
  /** The form's uploads among these ids, waiting or taken. */
  findUploads(formId: string, ids: readonly string[]): Promise<UploadRow[]>
  /** An upload of a submission of the workspace's. What still waits is not the owner's yet. */
  findUpload(workspaceId: string, id: string): Promise<UploadRow | null>
  /** Condemns an upload that waits; false when there is none. */
  dropUpload(formId: string, id: string): Promise<boolean>
  /** Condemns what has waited since before a moment. */
  dropUploadsBefore(moment: number): Promise<void>
  /** Ids of uploads whose bytes are to be deleted, at most so many. They stay listed until they are forgotten. */
  listCondemnedUploads(limit: number): Promise<string[]>
  /** Deletes the rows of condemned uploads whose bytes are gone. */
  forgetUploads(ids: readonly string[]): Promise<void>

  // --- webhooks

  createWebhook(webhook: NewWebhookRow): Promise<WebhookRow>
  listWebhooks(workspaceId: string, formId: string): Promise<WebhookRow[]>
  findWebhook(workspaceId: string, id: string): Promise<WebhookRow | null>
  /**
   * What is pending is parked while the webhook is off or paused, without being written again; `resume` (with the
   * webhook on) ends a pause, and takes back the notice of it. `change` is pure and gets the webhook as it is inside the transaction, so that no change undoes another that came between;
   * what it throws rejects, and nothing is changed.
   */
  updateWebhook(
    workspaceId: string,
    id: string,
    change: (before: WebhookRow) => WebhookChange,
  ): Promise<WebhookRow | null>
  deleteWebhook(workspaceId: string, id: string): Promise<boolean>
  /** Every webhook of the relay whose callback URL is exactly this: for the inbox. */
  webhooksByUrl(url: string): Promise<WebhookRow[]>

  // --- deliveries

  /** How these webhooks are doing, by their ids; without those that are not the workspace's. */
  webhookHealth(workspaceId: string, ids: readonly string[]): Promise<Map<string, WebhookHealth>>
  /** Newest first. However many there are, one part is looked for in a few milliseconds. */
  listDeliveries(
    workspaceId: string,
    webhookId: string,
    filter: DeliveryFilter,
    page: Page,
  ): Promise<LogPart<LogRow>>
  /** What is owed, or was, for a submission, to whatever webhook, newest first; at most 200. */
  listDeliveriesOf(workspaceId: string, submissionId: string): Promise<LogRow[]>
  findDelivery(
    workspaceId: string,
    id: string,
  ): Promise<{ delivery: DeliveryRow; attempts: AttemptRow[] } | null>
  /** A delivery that is claimed from the start: for a test send. */
  createClaimedDelivery(
    webhook: WebhookRow,
    delivery: NewDelivery,
    claim: { claim: string; lease: number },
  ): Promise<ClaimedDelivery>
  /** Makes a delivery due now, with all its attempts before it again. */
  resendDelivery(workspaceId: string, id: string): Promise<'due' | 'missing' | 'cancelled'>
  /** The same for several of one webhook, at most a few hundred; what became of each. */
  resendDeliveries(
    workspaceId: string,
    webhookId: string,
    ids: readonly string[],
  ): Promise<Map<string, 'due' | 'missing' | 'cancelled'>>
  /** How many `recoverDeliveries` would send again, counted to `most`. Null: no such webhook. */
  countRecoverable(
    workspaceId: string,
    webhookId: string,
    since: number,
    most: number,
  ): Promise<{ count: number; isMore: boolean } | null>
  /** The same for a webhook's failed deliveries since a moment, tests left out; gives how many. Null: no such webhook. */
  recoverDeliveries(workspaceId: string, webhookId: string, since: number): Promise<number | null>
  /**
   * Takes what waits of a webhook out of the queue, but what is being sent right now; it is kept, and can be sent again
   * one by one. Gives how many. Null: no such webhook.
   */
  discardDeliveries(workspaceId: string, webhookId: string): Promise<number | null>
  /** Leases what is due, fairly: see `ClaimRequest`. What is parked, or a listener's, is not handed out. */
  claimDeliveries(request: ClaimRequest): Promise<ClaimResult>
  /**
   * Leases what is due of one webhook to who listens to it, and keeps the worker from it for `listenFor` ms. Null: no
   * such webhook.
   */
  leaseDeliveries(request: {
    workspaceId: string
    webhookId: string
    claim: string
    lease: number
    limit: number
    listenFor: number
  }): Promise<{ deliveries: ClaimedDelivery[]; nextDue: number | null } | null>
  /** When the earliest pending delivery of a webhook is due, parked or not; null when there is none. */
  nextDueOf(webhookId: string): Promise<number | null>
  /** Nobody listens any more: what is due is the worker's again. False: no such webhook. */
  stopListening(workspaceId: string, webhookId: string): Promise<boolean>
  /** Writes down an attempt; `stale` when the claim is no longer ours, and then nothing is written. */
  recordAttempt(record: RecordedAttempt): Promise<'recorded' | 'stale'>
  /** Gives claims back unused: a clean stop. */
  releaseClaims(claims: readonly { deliveryId: string; claim: string }[]): Promise<void>
  /**
   * Another number as soon as claims that are held may not be wanted any more: because their submission was erased, or
   * their webhook was changed, paused or deleted. What is claimed and not begun is then given back.
   */
  claimsRevision(): number
  /**
   * The clock was set back by so much (ms): everything that is due, leased or listened to is that much earlier, and so
   * is mail.
   */
  hurryDeliveries(by: number): Promise<void>
  /** How long the oldest due delivery has been waiting, in ms; 0 when none waits. */
  oldestDueAge(): Promise<number>

  // --- notices

  /** What the owner has not put away, newest first, so many at most. Gone when the webhook is resumed or switched off. */
  listNotices(workspaceId: string, limit: number): Promise<NoticeRow[]>
  /** Puts a notice away, and lets nobody be written to about it any more. False: no such notice. */
  dismissNotice(workspaceId: string, id: string): Promise<boolean>
  /** Forms with a webhook that the relay paused, or whose last attempt failed, each by the worse of both. */
  listTroubledForms(workspaceId: string): Promise<{ formId: string; trouble: 'paused' | 'failing' }[]>
  /**
   * Holds the notice that has been due to be mailed for longest, of those made since a moment; older ones never are
   * mailed any more. Another caller is given it when the lease ends first: who crashes while sending loses no mail.
   */
  claimNoticeMail(request: { lease: number; since: number }): Promise<NoticeMail | null>
  /**
   * Says what became of a claimed mail: null when nothing is left to do, or when to try again. `stale` when the
   * webhook was resumed or the notice put away meanwhile, or another caller holds it.
   */
  finishNoticeMail(
    mail: Pick<NoticeMail, 'id' | 'attempts'>,
    again: number | null,
  ): Promise<'finished' | 'stale'>

  // --- the built-in inbox

  /** The workspace's inbox token, made by `make` when there is none yet. */
  ensureInbox(workspaceId: string, make: () => string): Promise<string>
  findInbox(token: string): Promise<{ workspaceId: string } | null>
  /** Keeps the newest `keep` messages of an inbox. */
  addInboxMessage(token: string, message: InboxMessageRow, keep: number): Promise<void>
  /** Newest first. */
  listInboxMessages(token: string): Promise<InboxMessageRow[]>
  clearInbox(token: string): Promise<void>

  // --- the relay itself

  /** A small value that outlives the process, such as the id of the demo form. */
  getSetting(name: string): Promise<string | null>
  putSetting(name: string, value: string): Promise<void>
  /** Whether there are any forms at all. */
  isEmpty(): Promise<boolean>
  /** Proves that the database takes writes. */
  probe(): Promise<void>
  close(): Promise<void>
}
