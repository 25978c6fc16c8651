/** Sending: one attempt over the network, and what its answer means. `queue.ts` has what comes after a failed one. */
import type { Answers } from '@fieldpost/shared/fields/index.ts'
import type { Problem } from '@fieldpost/shared/problem.ts'
import type { SubmissionContext } from '@fieldpost/shared/submission.ts'

/** As it was when the script came: what the page makes of it later need not work for others. */
const { fetch } = globalThis

/** An attempt that takes longer is given up and repeated; the key makes that safe. */
const ATTEMPT_MS = 30_000
/** The longest that a relay may make a visitor wait. */
const LONGEST_WISH_MS = 600_000
/** Browsers refuse keepalive above 64 KiB for all such requests together; a character takes up to 3 bytes. */
const KEEPALIVE_LENGTH = 16_000

/** The body of `POST /v1/forms/ID/submissions`, less whether it is partial. */
export interface Outgoing {
  /** A UUID made once per submission: sending the same answers again is safe. */
  key: string
  version: number
  answers: Answers
  hidden: Record<string, string>
  context: SubmissionContext | undefined
}

/** Why answers were refused for good. They stay in the form, and the visitor is told. */
export type Refusal = 'closed' | 'gone' | 'origin' | 'too-large' | 'key-reused' | 'refused'

export type SendResult =
  | { outcome: 'accepted'; id: string }
  /** Each message belongs to the field of that name; an unknown name is shown in the summary only. */
  | { outcome: 'invalid'; issues: readonly { field: string; code: string; message: string }[] }
  | { outcome: 'refused'; reason: Refusal }
  /** Not sent: network loss, timeout, 429 or 5xx. `after` is the relay's wish in milliseconds. */
  | { outcome: 'later'; after?: number | undefined }

/** One attempt. It never throws; `signal` ends it when the form leaves the page. */
export type Send = (body: Outgoing, signal: AbortSignal) => Promise<SendResult>

const refusals: Readonly<Record<number, Refusal>> = {
  403: 'origin',
  404: 'gone',
  409: 'key-reused',
  410: 'closed',
  413: 'too-large',
}

/** What a reply means. `reply` is its parsed body, of any shape: proxies answer too. */
export function resultOf(status: number, reply: unknown, retryAfter: string | null, now: number): SendResult {
  const body = (reply ?? {}) as { id?: unknown } & Partial<Problem>
  // A 2xx without an id is not the relay's word, but some portal's in between.
  if (status >= 200 && status < 300)
    return typeof body.id === 'string' ? { outcome: 'accepted', id: body.id } : { outcome: 'later' }
  if (status === 422 && body.issues?.length) return { outcome: 'invalid', issues: body.issues }
  if (status === 408 || status === 429 || status >= 500)
    return { outcome: 'later', after: retryAfterMs(retryAfter, now) }
  return { outcome: 'refused', reason: refusals[status] ?? 'refused' }
}

/** RFC 9110 section 10.2.3: seconds, or a date. Milliseconds from now, undefined when there is no such wish. */
function retryAfterMs(header: string | null, now: number): number | undefined {
  const ms = header ? Number(header) * 1_000 || Date.parse(header) - now : Number.NaN
  return ms > 0 ? Math.min(ms, LONGEST_WISH_MS) : undefined
}

/**
 * One attempt at `url`, which is `…/v1/forms/ID/submissions`. Text, without credentials or extra headers: such a
 * request needs no preflight and carries no cookie. Never throws.
 */
export async function post(url: string, body: string, signal?: AbortSignal): Promise<SendResult> {
  try {
    const timeout = AbortSignal.timeout(ATTEMPT_MS)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body,
      credentials: 'omit',
      keepalive: body.length < KEEPALIVE_LENGTH,
      // Browsers from before March 2024 wait as long as their network does.
      signal: signal ? (AbortSignal.any?.([signal, timeout]) ?? signal) : timeout,
    })
    const reply = await response.json().catch(() => null)
    return resultOf(response.status, reply, response.headers.get('Retry-After'), Date.now())
  } catch {
    return { outcome: 'later' }
  }
}

/** What is posted of complete answers. */
export const bodyOf = (outgoing: Outgoing): string => JSON.stringify({ ...outgoing, partial: false })

/** Sends to a relay. */
export const sendTo =
  (url: string): Send =>
  (outgoing, signal) =>
    post(url, bodyOf(outgoing), signal)

/** A version 4 UUID. Pages on plain http have no `crypto.randomUUID`. */
export const newKey = (): string =>
  // No Array.from: older libraries of pages replace it by one that takes no second argument.
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => (byte + 256).toString(16).slice(1))
    .join('')
    // RFC 9562 section 5.4: the version, and of the four variants one.
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-')
