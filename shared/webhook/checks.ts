/** What owners ask about a webhook's receiver, and what they are told: the signature doctor, and the probe. */
import * as v from 'valibot'
import { GivenMoment } from '../resources.ts'

/** Characters of a body and of headers that are taken to be looked at. */
export const checkLimits = { body: 512 * 1_024, headers: 64 * 1_024, computed: 4_096 } as const

const upTo = (most: number, what: string) =>
  v.pipe(
    v.string(`${what} is a text`),
    v.maxLength(most, `${what} has at most ${most.toLocaleString('en')} characters`),
  )

export const DiagnoseRequest = v.strictObject({
  /** The body as the receiver got it; absent or null when only the signature is at hand. */
  body: v.exactOptional(v.nullable(upTo(checkLimits.body, 'body')), null),
  /** The headers, as lines `Name: value` or as JSON, or the value of the signature alone. */
  headers: v.exactOptional(upTo(checkLimits.headers, 'headers'), ''),
  /** What the receiver's own code computed. */
  computed: v.exactOptional(upTo(checkLimits.computed, 'computed'), ''),
  /** When it came by the receiver's clock; the `Date` among the headers stands in for it. */
  receivedAt: v.exactOptional(GivenMoment),
  /** The delivery that it was; otherwise it is found by the `X-Webhook-Id` among the headers, or by its bytes. */
  deliveryId: v.exactOptional(v.nullable(v.string('deliveryId is a text')), null),
})

const finding = v.object({
  code: v.string(),
  /** What happened. */
  happened: v.string(),
  /** What to do about it. */
  mend: v.string(),
  /** What the mending line of code is about; null when there is none. */
  remedy: v.nullable(v.picklist(['raw-body', 'secret', 'compare', 'hmac', 'headers', 'clock'])),
})

export const Diagnosis = v.object({
  /** `unclear` when there was too little to go by, or when nothing was found. */
  verdict: v.picklist(['valid', 'invalid', 'unclear']),
  findings: v.array(finding),
  /** Where the body that came first differs from what was sent: bytes from 0, and what stands there in each. */
  difference: v.nullable(v.object({ offset: v.number(), sent: v.string(), came: v.string() })),
  /** The delivery that it was, when the relay knows. */
  deliveryId: v.nullable(v.string()),
})
export type Diagnosis = v.InferOutput<typeof Diagnosis>

export const ProbeResult = v.object({
  /** What the receiver did with a forged signature; null when its answer tells nothing of that. */
  verdict: v.nullable(v.picklist(['rejects', 'accepts'])),
  /** The status of its answer; null when there was none. */
  status: v.nullable(v.number()),
  /** Why there was none. */
  error: v.nullable(v.string()),
  durationMs: v.number(),
})
export type ProbeResult = v.InferOutput<typeof ProbeResult>
