/** The complete headers of one attempt. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { ContentType } from '@fieldpost/shared/webhook/body.ts'
import type { EventType } from '@fieldpost/shared/webhook/event.ts'
import { deliveryHeaders, standardHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { timeHeaderFor } from '@fieldpost/shared/webhook/presets.ts'
import {
  type Signature,
  type SignatureStyle,
  secretBytes,
  signatureStyles,
  signedPrefix,
} from '@fieldpost/shared/webhook/signature.ts'

export interface AttemptToSign {
  signature: Signature
  /** Several during a rotation; the first signs alone where there is room for one. None sends without a signature. */
  secrets: readonly string[]
  /** The event's id: the same on every attempt, and without dots, which part it from what is signed with it. */
  id: string
  /** When this attempt is made. */
  timestampSeconds: number
  /** The bytes that are sent; a string stands for its UTF-8. */
  body: string | Uint8Array
  /** 1 for the first. */
  attempt: number
  eventType: EventType
  contentType: ContentType
  /** The owner's own. */
  headers: Readonly<Record<string, string>>
  /** Of Fieldpost. */
  version: string
}

/**
 * Everything that a delivery says in headers, but what the connection needs. A header of ours wins over the
 * owner's of the same name, in whatever capitals. A signed delivery carries the Standard Webhooks headers beside
 * the configured one, so that any of their libraries verifies it; styles with room for one signature get the
 * first secret's, and whoever makes the attempts decides which that is.
 */
export function signedHeaders(attempt: AttemptToSign): Record<string, string> {
  const { signature, id, timestampSeconds } = attempt
  const ours: [name: string, value: string][] = [
    [deliveryHeaders.contentType, attempt.contentType],
    [deliveryHeaders.userAgent, `Fieldpost/${attempt.version}`],
    [deliveryHeaders.id, id],
    [deliveryHeaders.event, attempt.eventType],
    [deliveryHeaders.attempt, String(attempt.attempt)],
  ]
  const timeHeader = timeHeaderFor(signature.header)
  if (timeHeader) ours.push([timeHeader, new Date(timestampSeconds * 1000).toISOString()])
  if (attempt.secrets.length > 0) {
    ours.push(
      [standardHeaders.id, id],
      [standardHeaders.timestamp, String(timestampSeconds)],
      [standardHeaders.signature, signatureValue('standard', attempt)],
    )
    if (signature.style !== 'standard')
      ours.push([signature.header, signatureValue(signature.style, attempt)])
  }
  const owners = Object.entries(attempt.headers)
  if (owners.length === 0) return Object.fromEntries(ours)
  const taken = new Set(ours.map(([name]) => name.toLowerCase()))
  return Object.fromEntries([...owners.filter(([name]) => !taken.has(name.toLowerCase())), ...ours])
}

function signatureValue(style: SignatureStyle, attempt: AttemptToSign): string {
  const { several, write } = signatureStyles[style]
  const secrets = several ? attempt.secrets : attempt.secrets.slice(0, 1)
  const prefix = signedPrefix(style, attempt.id, attempt.timestampSeconds)
  return write(
    secrets.map((secret) =>
      createHmac('sha256', keyOf(style, secret)).update(prefix).update(attempt.body).digest(),
    ),
  )
}

/** Keys that are kept: the webhooks that are being delivered to, and not their whole history. */
const KEYS_KEPT = 1_000
const keys = new Map<string, KeyObject>()

/**
 * Measured on Node 24: an HMAC takes 13 µs with the bytes of a secret and 4 µs with a key object, and making the
 * object takes as long again.
 */
function keyOf(style: SignatureStyle, secret: string): KeyObject {
  const name = `${style} ${secret}`
  const known = keys.get(name)
  if (known) return known
  if (keys.size >= KEYS_KEPT) keys.clear()
  const key = createSecretKey(secretBytes(style, secret))
  keys.set(name, key)
  return key
}
