/** Every call that the editor makes, with the shared schemas that check what comes back. */
import { ApiKeys, MadeApiKey, type NewApiKey } from '@fieldpost/shared/api-key.ts'
import type { FormKind } from '@fieldpost/shared/form.ts'
import {
  Delivery,
  DeliveryList,
  DeliverySummary,
  Demo,
  Discarded,
  Form,
  type FormPatch,
  FormSummary,
  Inbox,
  InboxMessage,
  listOf,
  NewWebhook,
  NoticeList,
  Payload,
  Published,
  Recoverable,
  Recovered,
  Resent,
  ResumedWebhook,
  RotatedWebhook,
  SavedWebhook,
  Session,
  type Setup,
  SetupState,
  Submission,
  TestResult,
  Version,
  VersionSummary,
  Webhook,
} from '@fieldpost/shared/resources.ts'
import { type DiagnoseRequest, Diagnosis, ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import type { WebhookInput, WebhookPatch } from '@fieldpost/shared/webhook/settings.ts'
import type * as v from 'valibot'
import { type RequestOptions, RequestRefused, request } from './request.ts'

type Signal = AbortSignal | undefined

/** Which submissions: empty texts do not filter. Days are `YYYY-MM-DD`. */
export interface SubmissionFilter {
  status: '' | Submission['status']
  q: string
  from: string
  to: string
}

/** Which deliveries: empty texts do not filter. `from` and `to` are moments (ISO 8601). */
export interface LogFilter {
  state: string
  event: string
  /** `503`, `5xx`, `none`. */
  status: string
  from: string
  to: string
  /** The id of a delivery, an event or a submission. */
  q: string
}

let signedOut: () => void = () => {}

/** What happens when the relay says that nobody is signed in (any more). */
export function onSignedOut(run: () => void) {
  signedOut = run
}

let webhookChanged: () => void = () => {}

/** What happens after a call that may have changed how a webhook is doing. */
export function onWebhookChanged(run: () => void) {
  webhookChanged = run
}

const browserFetch = (url: string, init: RequestInit) => globalThis.fetch(url, init)

/** A call of an owner: one that finds nobody signed in leads to the sign-in. */
async function call<Schema extends v.GenericSchema | null>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  schema: Schema,
  options?: RequestOptions,
) {
  try {
    const answer = await request(browserFetch, method, path, schema, options)
    if (method !== 'GET' && path.startsWith('/api/webhooks/')) webhookChanged()
    return answer
  } catch (error) {
    if (error instanceof RequestRefused && error.status === 401) signedOut()
    throw error
  }
}

const id = encodeURIComponent

/** A path with the parameters that say something. */
function withQuery(path: string, parameters: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value)
  return query.size > 0 ? `${path}?${query}` : path
}

// --- who is here; these do not lead to the sign-in, they are part of it

export const getSession = (signal?: Signal) =>
  request(browserFetch, 'GET', '/api/session', Session, { signal })
export const getSetup = (signal?: Signal) =>
  request(browserFetch, 'GET', '/api/setup', SetupState, { signal })
export const setUp = (body: v.InferInput<typeof Setup>) =>
  request(browserFetch, 'POST', '/api/setup', null, { body })
export const signIn = (body: { email: string; password: string }) =>
  request(browserFetch, 'POST', '/api/auth/sign-in/email', null, { body })
export const signOut = () => request(browserFetch, 'POST', '/api/auth/sign-out', null)
export const getDemo = (signal?: Signal) => request(browserFetch, 'GET', '/api/demo', Demo, { signal })

// --- forms

export const listForms = (cursor: string | null, signal?: Signal) =>
  call('GET', withQuery('/api/forms', { cursor }), listOf(FormSummary), { signal })
export const createForm = (body: { title: string; kind: FormKind; definition?: unknown }) =>
  call('POST', '/api/forms', Form, { body })
export const getForm = (form: string, signal?: Signal) =>
  call('GET', `/api/forms/${id(form)}`, Form, { signal })
export const saveForm = (form: string, body: v.InferInput<typeof FormPatch>) =>
  call('PATCH', `/api/forms/${id(form)}`, Form, { body })
export const deleteForm = (form: string) => call('DELETE', `/api/forms/${id(form)}`, null)
export const publishForm = (form: string, revision: number) =>
  call('POST', `/api/forms/${id(form)}/publish`, Published, { body: { revision } })
export const listVersions = (form: string, signal?: Signal) =>
  call('GET', `/api/forms/${id(form)}/versions`, listOf(VersionSummary), { signal })
export const getVersion = (form: string, version: number, signal?: Signal) =>
  call('GET', `/api/forms/${id(form)}/versions/${version}`, Version, { signal })

/** Of which webhook, event and version: a number, or `draft`. */
export type PayloadAsked = Readonly<Record<'webhook' | 'event' | 'version', string>>

export const getPayload = (form: string, asked: PayloadAsked, signal?: Signal) =>
  call('GET', withQuery(`/api/forms/${id(form)}/payload`, asked), Payload, { signal })
/** Where the browser downloads the types or the schema from. */
export const payloadFile = (form: string, file: 'd.ts' | 'schema.json', asked: PayloadAsked) =>
  withQuery(`/api/forms/${id(form)}/payload.${file}`, asked)

// --- submissions

export const listSubmissions = (
  form: string,
  filter: SubmissionFilter,
  cursor: string | null,
  signal?: Signal,
) =>
  call('GET', withQuery(`/api/forms/${id(form)}/submissions`, { ...filter, cursor }), listOf(Submission), {
    signal,
  })
export const getSubmission = (submission: string, signal?: Signal) =>
  call('GET', `/api/submissions/${id(submission)}`, Submission, { signal })
export const listDeliveriesOf = (submission: string, signal?: Signal) =>
  call('GET', `/api/submissions/${id(submission)}/deliveries`, listOf(DeliverySummary), { signal })
export const deleteSubmission = (submission: string) =>
  call('DELETE', `/api/submissions/${id(submission)}`, null)
/** Where the browser downloads the submissions from. */
export const submissionsFile = (form: string, format: 'csv' | 'jsonl', filter: SubmissionFilter) =>
  withQuery(`/api/forms/${id(form)}/submissions.${format}`, { ...filter })
/** Where the browser downloads a file of an answer from, or shows it as the picture that it is. */
export const uploadFile = (upload: string, how: 'download' | 'inline' = 'download') =>
  `/api/uploads/${id(upload)}${how === 'inline' ? '?inline' : ''}`

// --- webhooks and their deliveries

export const listWebhooks = (form: string, signal?: Signal) =>
  call('GET', `/api/forms/${id(form)}/webhooks`, listOf(Webhook), { signal })
export const createWebhook = (form: string, body: v.InferInput<typeof WebhookInput>) =>
  call('POST', `/api/forms/${id(form)}/webhooks`, NewWebhook, { body })
export const getWebhook = (webhook: string, signal?: Signal) =>
  call('GET', `/api/webhooks/${id(webhook)}`, Webhook, { signal })
export const saveWebhook = (webhook: string, body: v.InferInput<typeof WebhookPatch>) =>
  call('PATCH', `/api/webhooks/${id(webhook)}`, SavedWebhook, { body })
export const deleteWebhook = (webhook: string) => call('DELETE', `/api/webhooks/${id(webhook)}`, null)
export const testWebhook = (webhook: string) => call('POST', `/api/webhooks/${id(webhook)}/test`, TestResult)
export const probeWebhook = (webhook: string) =>
  call('POST', `/api/webhooks/${id(webhook)}/probe`, ProbeResult)
export const diagnose = (webhook: string, body: v.InferInput<typeof DiagnoseRequest>, signal?: Signal) =>
  call('POST', `/api/webhooks/${id(webhook)}/diagnose`, Diagnosis, { body, signal })
export const rotateSecret = (webhook: string, body: { secret?: string }) =>
  call('POST', `/api/webhooks/${id(webhook)}/rotate-secret`, RotatedWebhook, { body })
export const recoverDeliveries = (webhook: string, since: string) =>
  call('POST', `/api/webhooks/${id(webhook)}/recover`, Recovered, { body: { since } })
/** How many that would be. */
export const countRecoverable = (webhook: string, since: string, signal?: Signal) =>
  call('GET', withQuery(`/api/webhooks/${id(webhook)}/recoverable`, { since }), Recoverable, { signal })
export const pauseWebhook = (webhook: string) => call('POST', `/api/webhooks/${id(webhook)}/pause`, Webhook)
export const resumeWebhook = (webhook: string, discard: boolean) =>
  call('POST', `/api/webhooks/${id(webhook)}/resume`, ResumedWebhook, { body: { discard } })
export const discardDeliveries = (webhook: string) =>
  call('POST', `/api/webhooks/${id(webhook)}/discard`, Discarded)
export const listDeliveries = (webhook: string, filter: LogFilter, cursor: string | null, signal?: Signal) =>
  call('GET', withQuery(`/api/webhooks/${id(webhook)}/deliveries`, { ...filter, cursor }), DeliveryList, {
    signal,
  })
export const getDelivery = (delivery: string, signal?: Signal) =>
  call('GET', `/api/deliveries/${id(delivery)}`, Delivery, { signal })
export const resendDeliveries = (webhook: string, deliveries: readonly string[]) =>
  call('POST', `/api/webhooks/${id(webhook)}/resend`, Resent, { body: { deliveries } })

// --- API keys

export const listApiKeys = (signal?: Signal) => call('GET', '/api/auth/api-key/list', ApiKeys, { signal })
export const createApiKey = (body: v.InferInput<typeof NewApiKey>) =>
  call('POST', '/api/auth/api-key/create', MadeApiKey, { body })
export const deleteApiKey = (keyId: string) =>
  call('POST', '/api/auth/api-key/delete', null, { body: { keyId } })

// --- notices

export const listNotices = (signal?: Signal) => call('GET', '/api/notices', NoticeList, { signal })
export const dismissNotice = (notice: string) => call('POST', `/api/notices/${id(notice)}/dismiss`, null)

// --- the built-in inbox

export const getInbox = (signal?: Signal) => call('GET', '/api/inbox', Inbox, { signal })
export const listMessages = (token: string, signal?: Signal) =>
  call('GET', `/api/inbox/${id(token)}/messages`, listOf(InboxMessage), { signal })
export const clearMessages = (token: string) => call('DELETE', `/api/inbox/${id(token)}/messages`, null)
