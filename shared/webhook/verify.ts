/**
 * Verifies a delivery, for receivers on anything with Web Crypto: Node, Deno, Bun, Workers.
 *
 * ```ts
 * const body = await request.text() // as it came, before anything parses it
 * const result = await verify({ body, headers: request.headers, secret: process.env.WEBHOOK_SECRET })
 * if (!result.valid) return new Response(result.reason, { status: 401 })
 * ```
 *
 * Who only has the parsed body may give `JSON.stringify(parsed)`: our JSON bodies survive that unchanged. A
 * delivery can come more than once; `X-Webhook-Id` tells.
 */
import { standardHeaders } from './headers.ts'
import { type SignatureStyle, secretBytes, signatureStyles, signedPrefix } from './signature.ts'

/** Seconds that the clocks of relay and receiver, and the delivery's way, may take together. */
const defaultTolerance = 300

export interface Verification {
  /** The request's body, byte for byte; a string stands for its UTF-8. */
  body: string | Uint8Array
  /** A `Headers`, or an object of names in any capitals, such as Node's `request.headers`. */
  headers: HeadersLike
  /**
   * The webhook's secret; several while one is being rotated. One that matches is enough. Undefined, as a variable of
   * the environment may be, is none.
   */
  secret: string | undefined | readonly (string | undefined)[]
  /** As the webhook has it. */
  style?: SignatureStyle
  /** As the webhook has it; the style's usual header otherwise. */
  header?: string
  /**
   * How far the time of a `standard` signature may be from now, either way. The other styles do not sign the
   * time, so there is none to trust.
   */
  toleranceSeconds?: number
  /** Milliseconds since 1970. */
  now?: number
}

type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** Why a delivery does not verify, in words for whoever runs the receiver. */
export const verifyReasons = {
  'missing-signature': 'The signature header is missing.',
  'missing-id': 'The webhook-id header is missing.',
  'missing-timestamp': 'The webhook-timestamp header is missing.',
  'malformed-signature': 'The signature header is not written in the style that was expected.',
  'malformed-timestamp': 'The webhook-timestamp header is not a number of seconds.',
  'timestamp-too-old': 'The delivery was signed too long ago; it may have been recorded and played again.',
  'timestamp-too-new': 'The delivery was signed in the future; one of the two clocks is wrong.',
  mismatch: 'The signature is of another body or was made with another secret.',
} as const
type VerifyReason = keyof typeof verifyReasons

export type Verdict = { valid: true } | { valid: false; reason: VerifyReason }

/** Whether the delivery was signed with the secret. Rejects only when no secret is given: that is a mistake, not a forgery. */
export async function verify(delivery: Verification): Promise<Verdict> {
  const { headers, style = 'sha256=hex', toleranceSeconds = defaultTolerance, now = Date.now() } = delivery
  const given = typeof delivery.secret === 'object' ? delivery.secret : [delivery.secret]
  const secrets = given.filter((secret) => secret !== undefined)
  if (secrets.length === 0 || secrets.includes(''))
    throw new TypeError("verify() needs the webhook's secret, but was given none or an empty one")

  const { header, read, signsMetadata } = signatureStyles[style]
  const value = headerOf(headers, delivery.header ?? header)
  if (!value) return invalid('missing-signature')
  const id = headerOf(headers, standardHeaders.id)
  const timestamp = headerOf(headers, standardHeaders.timestamp)
  if (signsMetadata) {
    if (!id) return invalid('missing-id')
    if (!timestamp) return invalid('missing-timestamp')
    if (!/^\d{1,12}$/.test(timestamp)) return invalid('malformed-timestamp')
    const age = now / 1000 - Number(timestamp)
    if (age > toleranceSeconds) return invalid('timestamp-too-old')
    if (age < -toleranceSeconds) return invalid('timestamp-too-new')
  }
  const macs = read(value)
  if (macs.length === 0) return invalid('malformed-signature')

  const signed = joined(signedPrefix(style, id, timestamp), delivery.body)
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey(
      'raw',
      secretBytes(style, secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    // Web Crypto compares in constant time.
    for (const mac of macs) if (await crypto.subtle.verify('HMAC', key, mac, signed)) return { valid: true }
  }
  return invalid('mismatch')
}

const invalid = (reason: VerifyReason): Verdict => ({ valid: false, reason })

/** The header's value without surrounding space; empty when it is missing. */
function headerOf(headers: HeadersLike, name: string): string {
  if (isGetter(headers)) return (headers.get(name) ?? '').trim()
  const wanted = name.toLowerCase()
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1] ?? ''
  return (typeof value === 'string' ? value : value.join(' ')).trim()
}

/** A plain object may hold a header named `get`, but never a function. */
const isGetter = (headers: HeadersLike): headers is { get(name: string): string | null } =>
  typeof headers.get === 'function'

function joined(prefix: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const first = encoder.encode(prefix)
  const rest = typeof body === 'string' ? encoder.encode(body) : body
  const bytes = new Uint8Array(first.length + rest.length)
  bytes.set(first)
  bytes.set(rest, first.length)
  return bytes
}
