/** The built-in receiver: takes what is sent to it, checks the signature as an owner's receiver would, keeps it. */
import { standardHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { verify, verifyReasons } from '@fieldpost/shared/webhook/verify.ts'
import type { Clock } from '../clock.ts'
import { timedId } from '../id.ts'
import { signingSecrets, type Vault } from '../secrets.ts'
import type { InboxMessageRow, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'

/** Messages that an inbox keeps. */
const KEPT = 100
/** Shown as received, but never in clear: whoever may look into the inbox need not learn them. */
const MASKED = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'api-key'])
const MASK = '••••'

export interface Received {
  method: string
  /** The address that it was sent to, as a webhook would have it for its callback URL. */
  url: string
  headers: Headers
  body: Uint8Array
}

export interface InboxDeps {
  store: Pick<Store, 'findInbox' | 'webhooksByUrl' | 'addInboxMessage'>
  vault: Vault
  clock: Clock
}

/** Keeps what came for the inbox with this token, and resolves with it; null when there is no such inbox. */
export async function receive(
  { store, vault, clock }: InboxDeps,
  token: string,
  received: Received,
): Promise<InboxMessageRow | null> {
  const inbox = await store.findInbox(token)
  if (!inbox) return null
  const webhooks = await store.webhooksByUrl(received.url)
  const now = clock.now()
  const signers = webhooks
    .filter(({ workspaceId }) => workspaceId === inbox.workspaceId)
    .map((webhook) => ({
      ...webhook.settings.signature,
      secrets: signingSecrets(vault, webhook, now).map(({ secret }) => secret),
    }))
    .filter(({ secrets }) => secrets.length > 0)
  const message: InboxMessageRow = {
    id: timedId('msg'),
    receivedAt: now,
    method: received.method,
    headers: Object.fromEntries(
      Array.from(received.headers, ([name, value]) => [name, MASKED.has(name) ? MASK : value]),
    ),
    body: new TextDecoder().decode(received.body),
    ...(await judge(received, signers, now)),
  }
  await store.addInboxMessage(token, message, KEPT)
  return message
}

type Signer = WebhookRow['settings']['signature'] & { secrets: string[] }

/** Whether the secret of any of the webhooks that send here made the signature; if not, why the nearest did not. */
async function judge(
  { headers, body }: Received,
  signers: readonly Signer[],
  now: number,
): Promise<Pick<InboxMessageRow, 'signature' | 'reason'>> {
  const names = [standardHeaders.signature, 'x-signature', ...signers.map(({ header }) => header)]
  const isSigned = names.some((name) => headers.has(name))
  if (signers.length === 0) {
    return isSigned
      ? {
          signature: 'invalid',
          reason: 'No webhook with a secret sends to this address, so there is nothing to check with.',
        }
      : { signature: 'unsigned', reason: null }
  }
  if (!isSigned) return { signature: 'unsigned', reason: verifyReasons['missing-signature'] }
  const reasons: (keyof typeof verifyReasons)[] = []
  for (const { header, style, secrets } of signers) {
    const verdict = await verify({ body, headers, secret: secrets, style, header, now })
    if (verdict.valid) return { signature: 'valid', reason: null }
    reasons.push(verdict.reason)
  }
  // Another webhook's header is naturally missing; what was tried and failed says more.
  const reason = reasons.find((one) => one !== 'missing-signature') ?? 'missing-signature'
  return { signature: 'invalid', reason: verifyReasons[reason] }
}
