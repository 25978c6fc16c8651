/** What the suite's parts share: builders of rows, claims and attempts. Ids only have to be different. */
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import type { FormRow, NewDelivery, NewSubmission, WebhookRow } from '../rows.ts'
import type { ClaimRequest, Store } from '../store.ts'

export interface Fixture {
  store: Store
  clock: { now(): number; advance(ms: number): void }
  /** Closes the store and opens it again over the same data. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

/** Opens a fixture that is closed when the test ends. */
export type Opened = () => Promise<Fixture>

export const WORKSPACE = 'wsp_a'
export const OTHER = 'wsp_b'
export const LEASE = 60_000
const everyone = { webhook: () => 100, host: () => 100 }

let serial = 0
export const unique = (prefix: string) => `${prefix}_${String(++serial).padStart(6, '0')}`

export const makeForm = (store: Store, workspaceId = WORKSPACE): Promise<FormRow> =>
  store.createForm({
    id: unique('frm'),
    workspaceId,
    title: 'Form',
    kind: 'form',
    definition: emptyDefinition(),
  })

export const makeWebhook = (
  store: Store,
  form: FormRow,
  host = 'receiver.example:443',
  settings: Partial<WebhookRow['settings']> = {},
): Promise<WebhookRow> =>
  store.createWebhook({
    id: unique('whk'),
    workspaceId: form.workspaceId,
    formId: form.id,
    host,
    secrets: null,
    headers: null,
    settings: {
      name: '',
      url: `https://${host}/`,
      active: true,
      events: ['form.submission.created'],
      method: 'POST',
      contentType: 'application/json',
      format: 'fields',
      signature: { header: 'X-Signature', style: 'sha256=hex' },
      timeoutMs: 10_000,
      retry: { maxAttempts: 6, schedule: [60], clientErrors: false },
      condition: null,
      listen: false,
      ...settings,
    },
  })

export const submissionOf = (form: FormRow, more: Partial<NewSubmission> = {}): NewSubmission => ({
  id: unique('sub'),
  formId: form.id,
  workspaceId: form.workspaceId,
  version: 1,
  key: null,
  answers: '{"name":"Ada"}',
  context: {},
  ...more,
})

export const deliveryTo = (webhook: WebhookRow): NewDelivery => ({
  id: unique('dlv'),
  webhookId: webhook.id,
  eventId: unique('evt'),
  eventType: 'form.submission.created',
  contentType: 'application/json',
  body: '{"name":"Ada"}',
})
export const oneEach = (webhooks: readonly WebhookRow[]) => webhooks.map(deliveryTo)

export const claimOf = (more: Partial<ClaimRequest> = {}): ClaimRequest => ({
  claim: unique('claim'),
  lease: LEASE,
  limit: 64,
  room: everyone,
  after: '',
  ...more,
})

export const attempt = (number = 1, status: number | null = 200) => ({
  number,
  at: 0,
  durationMs: 3,
  status,
  error: status === null ? 'The connection was refused.' : null,
  request: { method: 'POST', url: 'https://receiver.example/', headers: { 'X-Webhook-Id': 'evt' } },
  reply: status === null ? null : { headers: {}, body: 'ok', truncated: false },
})
