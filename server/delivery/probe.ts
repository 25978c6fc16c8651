/** Asks a receiver whether it looks at signatures: sends a test whose signature is forged, and judges the answer. */
import { randomBytes } from 'node:crypto'
import type { ContentType } from '@fieldpost/shared/webhook/body.ts'
import type { ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import type { EventType } from '@fieldpost/shared/webhook/event.ts'
import { secretFrom } from '@fieldpost/shared/webhook/signature.ts'
import type { NewDelivery, WebhookRow } from '../store/rows.ts'
import type { Outcome, Sender } from './send.ts'
import { signedHeaders } from './sign.ts'

interface Forgery {
  webhook: WebhookRow
  /** A test event's; it is on no record. */
  delivery: NewDelivery
  /** The owner's own headers, which may be what lets a request in at all. */
  headers: Record<string, string>
  now: number
  /** Of Fieldpost. */
  version: string
}

/**
 * Sends it as every attempt is sent, through the same policy. Each signature is whole and of the right shape, made
 * with a secret that nobody has.
 */
export async function probe(sender: Pick<Sender, 'send'>, forgery: Forgery): Promise<ProbeResult> {
  const { webhook, delivery, headers, now, version } = forgery
  const { url, method, timeoutMs, signature } = webhook.settings
  const outcome = await sender.send({
    url,
    method,
    timeoutMs,
    body: delivery.body,
    headers: signedHeaders({
      signature,
      secrets: [secretFrom(randomBytes(32))],
      id: delivery.eventId,
      timestampSeconds: Math.floor(now / 1_000),
      body: delivery.body,
      attempt: 1,
      // Columns hold what `deliveriesOf` put there.
      eventType: delivery.eventType as EventType,
      contentType: delivery.contentType as ContentType,
      headers,
      version,
    }),
  })
  return {
    verdict: verdictOf(outcome),
    status: outcome.kind === 'reply' ? outcome.status : null,
    error: outcome.kind === 'error' ? outcome.message : null,
    durationMs: Math.round(outcome.durationMs),
  }
}

/**
 * Answers that do not come of looking at the signature: too early, too slow, too often; another method, a URL that is
 * gone, a body that is too large or of another type.
 */
const NOT_LOOKED = [405, 408, 410, 413, 415, 425, 429]

function verdictOf(outcome: Outcome): ProbeResult['verdict'] {
  if (outcome.kind === 'error') return null
  if (outcome.status >= 200 && outcome.status < 300) return 'accepts'
  return outcome.status >= 400 && outcome.status < 500 && !NOT_LOOKED.includes(outcome.status)
    ? 'rejects'
    : null
}
