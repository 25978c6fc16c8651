/** What the routes about webhooks share: finding one, its secrets, what must fit together, and what tests send. */
import { randomBytes } from 'node:crypto'
import { limits } from '@fieldpost/shared/limits.ts'
import { WebhookInput, type WebhookSettings } from '@fieldpost/shared/webhook/settings.ts'
import { secretFrom } from '@fieldpost/shared/webhook/signature.ts'
import { deliveriesOf, formEvent } from '../intake/accept.ts'
import type { NewDelivery, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { ownForm } from './forms.ts'
import { ProblemError, parse } from './problem.ts'

export const BODY_LIMITS = { bytes: limits.bodyBytes, depth: limits.jsonDepth, keys: limits.jsonKeys }
/** Twice what Standard Webhooks asks for at least; works for every style of signature. */
const SECRET_BYTES = 32

/** The webhook, when it is the workspace's; throws the problem otherwise. */
export async function ownWebhook(
  store: Pick<Store, 'findWebhook'>,
  workspaceId: string,
  id: string,
): Promise<WebhookRow> {
  const webhook = await store.findWebhook(workspaceId, id)
  if (!webhook) throw webhookNotFound(id)
  return webhook
}

/** A `webhook.test` for it, of the version that visitors see, or of the draft while they see nothing yet. */
export async function testDelivery(
  store: Pick<Store, 'findForm' | 'findVersion'>,
  webhook: WebhookRow,
): Promise<NewDelivery> {
  const form = await ownForm(store, webhook.workspaceId, webhook.formId)
  const version = form.version === null ? null : await store.findVersion(form.id, form.version)
  const event = formEvent({ ...form, ...version, formId: form.id }, 'webhook.test', null)
  const [delivery] = deliveriesOf(event, [webhook])
  if (!delivery) throw new Error(`No test was made for ${webhook.id}`)
  return delivery
}

export const makeSecret = () => secretFrom(randomBytes(SECRET_BYTES))

/** A change alone may be fine and yet not fit what stays: a header that the signature sends, a secret for a style. */
export function assertFits(settings: WebhookSettings, secret: string | null | undefined) {
  parse(WebhookInput, { ...settings, ...(secret !== undefined && { secret }) })
}

export const webhookNotFound = (id: string) =>
  new ProblemError('not-found', `No webhook of yours has the id ${id}.`)
