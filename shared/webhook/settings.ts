/** What an owner sets on a webhook: limits, defaults and schemas. Whether the relay may call the URL is the relay's to judge. */
import * as v from 'valibot'
import { shortText, wholeNumber } from '../fields/base.ts'
import { limits } from '../limits.ts'
import { Condition } from '../rule.ts'
import { bodyFormats, contentTypes } from './body.ts'
import { type EventType, eventTypes } from './event.ts'
import {
  hasControls,
  headerMask,
  isHeaderName,
  isHeaderValue,
  isReservedHeader,
  standardHeaders,
} from './headers.ts'
import { timeHeaderFor } from './presets.ts'
import { decodedSecret, type Signature, signatureStyles, styleNames } from './signature.ts'

export const webhookMethods = ['POST', 'PUT', 'PATCH'] as const

/** Lengths are in UTF-16 units. */
export const webhookLimits = {
  nameLength: 100,
  urlLength: limits.urlLength,
  secretLength: 256,
  timeoutMs: { least: 1_000, most: 30_000 },
  /** Attempts of a delivery, the first included. */
  attempts: 20,
  /** Waits between attempts. */
  waits: 20,
  waitSeconds: { least: 1, most: 86_400 },
  headers: 20,
  headerNameLength: 100,
  headerValueLength: 4_096,
} as const

/** What a webhook has that names nothing but its URL. Not here: its secret, which is made, and its events, which depend on the form. */
export const webhookDefaults = {
  name: '',
  active: true,
  method: 'POST',
  contentType: 'application/json',
  format: 'fields',
  signature: { header: signatureStyles['sha256=hex'].header, style: 'sha256=hex' },
  timeoutMs: 10_000,
  retry: { maxAttempts: 6, schedule: [60, 300, 900, 3_600, 21_600], clientErrors: false },
  headers: {},
  condition: null,
  listen: false,
} as const

const onlyKnown = (thing: string) => (issue: v.StrictObjectIssue) => {
  if (issue.expected === 'Object') return `${thing} is an object`
  return issue.expected === 'never'
    ? `${thing} has no setting ${issue.received}`
    : `${thing} needs ${issue.expected}`
}
const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `One of: ${options.join(', ')}`)
const yesOrNo = v.boolean('This is true or false')

const url = v.pipe(
  shortText(webhookLimits.urlLength),
  v.trim(),
  v.check(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'A callback URL is written like https://example.com/webhook',
  ),
)

/** A signing secret: any line of text. */
export const WebhookSecret = v.pipe(
  v.string('A secret is a text'),
  v.minLength(1, 'A secret is not empty; null sends without a signature'),
  v.maxLength(webhookLimits.secretLength, `At most ${webhookLimits.secretLength} characters`),
  v.check((text) => !hasControls(text), 'A secret is one line; was a line break or a tab pasted with it?'),
  // It signs as UTF-8, which has no half surrogate pairs: every receiver would compute with another secret.
  v.check((text) => text.isWellFormed(), 'A secret has no broken characters'),
)
const secret = v.nullable(WebhookSecret)

const headerName = v.pipe(
  shortText(webhookLimits.headerNameLength),
  v.check(isHeaderName, "A header's name has letters, digits and !#$%&'*+-.^_`|~ only"),
)

/** A style and a header fit each other; one that is not given fits. */
function signatureFits({ header, style }: Partial<Signature>): boolean {
  if (header === undefined) return true
  const isStandard = header.toLowerCase() === standardHeaders.signature
  return style === 'standard' ? isStandard : !isReservedHeader(header)
}
const signatureRule =
  `The style standard goes with the header ${standardHeaders.signature}, ` +
  'and every other style with a header that requests and deliveries have no other use for'
const style = oneOf(styleNames)

const signature = v.pipe(
  v.strictObject(
    { header: v.exactOptional(headerName), style: v.exactOptional(style, webhookDefaults.signature.style) },
    onlyKnown('signature'),
  ),
  v.check((given) => signatureFits(given), signatureRule),
  v.transform((given): Signature => ({ header: signatureStyles[given.style].header, ...given })),
)
const signaturePatch = v.pipe(
  v.strictObject(
    { header: v.exactOptional(headerName), style: v.exactOptional(style) },
    onlyKnown('signature'),
  ),
  v.check((given) => signatureFits(given), signatureRule),
)

const maxAttempts = wholeNumber(1, webhookLimits.attempts)
const schedule = v.pipe(
  v.array(
    wholeNumber(webhookLimits.waitSeconds.least, webhookLimits.waitSeconds.most),
    'A schedule is a list of waits in seconds',
  ),
  v.minLength(1, 'At least one wait'),
  v.maxLength(webhookLimits.waits, `At most ${webhookLimits.waits} waits`),
)

const retry = v.strictObject(
  {
    maxAttempts: v.exactOptional(maxAttempts, webhookDefaults.retry.maxAttempts),
    schedule: v.exactOptional(schedule, () => [...webhookDefaults.retry.schedule]),
    clientErrors: v.exactOptional(yesOrNo, webhookDefaults.retry.clientErrors),
  },
  onlyKnown('retry'),
)
const retryPatch = v.strictObject(
  {
    maxAttempts: v.exactOptional(maxAttempts),
    schedule: v.exactOptional(schedule),
    clientErrors: v.exactOptional(yesOrNo),
  },
  onlyKnown('retry'),
)

const headersOf = (isValue: (text: string) => boolean) =>
  v.pipe(
    v.record(
      v.pipe(
        headerName,
        v.check(
          (name) => !isReservedHeader(name),
          'This header is set by the relay, or no request may have it set',
        ),
      ),
      v.pipe(
        shortText(webhookLimits.headerValueLength),
        v.check(isValue, "A header's value has Latin characters only, and no line breaks"),
      ),
      'headers is an object of names and values',
    ),
    v.maxEntries(webhookLimits.headers, `At most ${webhookLimits.headers} headers`),
    v.check((given) => {
      const names = Object.keys(given).map((name) => name.toLowerCase())
      return new Set(names).size === names.length
    }, 'Two headers have the same name; capitals do not tell headers apart'),
  )

const entries = {
  name: v.pipe(shortText(webhookLimits.nameLength), v.trim()),
  url,
  secret,
  active: yesOrNo,
  events: v.pipe(
    v.array(oneOf(eventTypes), 'events is a list'),
    v.maxLength(eventTypes.length, 'Each event once'),
  ),
  method: oneOf(webhookMethods),
  contentType: oneOf(contentTypes),
  format: oneOf(bodyFormats),
  timeoutMs: wholeNumber(webhookLimits.timeoutMs.least, webhookLimits.timeoutMs.most),
  /** What must hold of a submission's answers for it to be sent; null sends every one. */
  condition: v.nullable(Condition),
}

/** No header of the owner's is one that this signature sends. */
const headersAreFree = (given: { headers?: Record<string, string>; signature?: Partial<Signature> }) => {
  const header = given.signature?.header ?? ''
  const taken = [header, timeHeaderFor(header) ?? ''].map((name) => name.toLowerCase())
  return !Object.keys(given.headers ?? {}).some((name) => taken.includes(name.toLowerCase()))
}
const headersRule = 'One of these headers is sent by the signature that this webhook has'

/** Only known where both are said; signing takes a secret that is no base64 as it is. */
const secretFits = (given: { secret?: string | null; signature?: Partial<Signature> }) =>
  given.signature?.style !== 'standard' ||
  !given.secret?.startsWith('whsec_') ||
  decodedSecret(given.secret) !== null
const secretRule = 'After whsec_ comes base64, with its padding'

/**
 * What an owner posts to make a webhook; what comes out has every default. `secret` stays absent when one is to
 * be made, and is null for deliveries without a signature. `events` stays absent when none are named: give what
 * comes out to `settingsOf`, which knows the form.
 */
export const WebhookInput = v.pipe(
  v.strictObject(
    {
      ...entries,
      name: v.exactOptional(entries.name, webhookDefaults.name),
      secret: v.exactOptional(secret),
      active: v.exactOptional(entries.active, webhookDefaults.active),
      events: v.exactOptional(entries.events),
      method: v.exactOptional(entries.method, webhookDefaults.method),
      contentType: v.exactOptional(entries.contentType, webhookDefaults.contentType),
      format: v.exactOptional(entries.format, webhookDefaults.format),
      signature: v.exactOptional(signature, webhookDefaults.signature),
      timeoutMs: v.exactOptional(entries.timeoutMs, webhookDefaults.timeoutMs),
      retry: v.exactOptional(retry, () => ({})),
      headers: v.exactOptional(headersOf(isHeaderValue), () => ({})),
      condition: v.exactOptional(entries.condition, webhookDefaults.condition),
      /**
       * Only `fieldpost listen` is given its deliveries, on the machine that the URL names: the relay itself never
       * calls it, so that it may be any. For good, because a URL that was never judged must not become one to call.
       */
      listen: v.exactOptional(yesOrNo, webhookDefaults.listen),
    },
    onlyKnown('A webhook'),
  ),
  v.forward(
    v.check((given) => headersAreFree(given), headersRule),
    ['headers'],
  ),
  v.forward(
    v.check((given) => secretFits(given), secretRule),
    ['secret'],
  ),
)
export type WebhookInput = v.InferOutput<typeof WebhookInput>

/**
 * What an owner sends to change a webhook: what is absent stays, and so does a header whose value is the mask that
 * reading showed. `patched` applies it.
 */
export const WebhookPatch = v.pipe(
  v.strictObject(
    {
      name: v.exactOptional(entries.name),
      url: v.exactOptional(url),
      secret: v.exactOptional(secret),
      active: v.exactOptional(entries.active),
      events: v.exactOptional(entries.events),
      method: v.exactOptional(entries.method),
      contentType: v.exactOptional(entries.contentType),
      format: v.exactOptional(entries.format),
      signature: v.exactOptional(signaturePatch),
      timeoutMs: v.exactOptional(entries.timeoutMs),
      retry: v.exactOptional(retryPatch),
      headers: v.exactOptional(headersOf((text) => text === headerMask || isHeaderValue(text))),
      condition: v.exactOptional(entries.condition),
    },
    onlyKnown('A webhook'),
  ),
  v.forward(
    v.check((given) => headersAreFree(given), headersRule),
    ['headers'],
  ),
  v.forward(
    v.check((given) => secretFits(given), secretRule),
    ['secret'],
  ),
)
export type WebhookPatch = v.InferOutput<typeof WebhookPatch>

/** A webhook's settings, complete, as they are stored beside its secret. */
export type WebhookSettings = Omit<WebhookInput, 'secret' | 'events'> & { events: EventType[] }
