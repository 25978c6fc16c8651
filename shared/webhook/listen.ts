/** What a listener and the relay say to each other: deliveries on lease, and what came of them on another machine. */
import * as v from 'valibot'
import { shortText, wholeNumber } from '../fields/base.ts'
import { isHeaderName, isHeaderValue } from './headers.ts'
import { webhookLimits } from './settings.ts'

export const listenLimits = {
  /** Deliveries of one lease. */
  deliveries: 16,
  /** Seconds that a lease may wait for something to be due. */
  waitSeconds: 25,
  /** UTF-16 units of a listener's own name. */
  listenerLength: 100,
  /** UTF-16 units of what is told of a reply: as much as the relay reads of one itself. */
  replyLength: 16 * 1_024,
  /** Of all names and values of its headers together. */
  replyHeadersLength: 16 * 1_024,
  replyHeaders: 200,
  errorLength: 500,
  /** Far beyond any timeout; a machine may have slept. */
  durationMs: 86_400_000,
} as const

const onlyKnown = (thing: string) => (issue: v.StrictObjectIssue) =>
  issue.expected === 'never' ? `${thing} has no setting ${issue.received}` : `${thing} is an object`

const localUrl = v.pipe(
  shortText(webhookLimits.urlLength),
  v.trim(),
  v.check(
    (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
    'forward is an address like http://localhost:3000/webhook',
  ),
)

/** Tells listeners of the same webhook apart. */
const listener = v.exactOptional(shortText(listenLimits.listenerLength), '')

export const LeaseRequest = v.strictObject(
  {
    /** How many deliveries at most; 0 only says that somebody still listens. */
    limit: v.exactOptional(wholeNumber(0, listenLimits.deliveries), listenLimits.deliveries),
    /** How long to wait for one when none is due. */
    waitSeconds: v.exactOptional(wholeNumber(0, listenLimits.waitSeconds), listenLimits.waitSeconds),
    /** Where the listener takes them: what the log shows instead of the callback URL. The relay never calls it. */
    forward: v.exactOptional(localUrl),
    listener,
  },
  onlyKnown('A lease'),
)

export const LeaseEnd = v.strictObject({ listener }, onlyKnown('The end of listening'))

const leasedDelivery = v.object({
  deliveryId: v.string(),
  /** Goes back with what came of it; good until the lease ends. */
  claim: v.string(),
  eventId: v.string(),
  eventType: v.string(),
  /** 1-based, over the delivery's whole life. */
  attempt: v.number(),
  /** To be made exactly so: the signature is over these bytes and these headers. */
  request: v.object({
    method: v.string(),
    headers: v.record(v.string(), v.string()),
    body: v.string(),
    /** Of connecting, headers and body together. */
    timeoutMs: v.number(),
  }),
})
/** What a lease gives. `parked`: nothing comes because the webhook is off or paused. */
export const Leased = v.object({ items: v.array(leasedDelivery), parked: v.boolean() })
export type Leased = v.InferOutput<typeof Leased>
export type LeasedDelivery = Leased['items'][number]

/** What the store and every screen can hold: no NUL, no half surrogate pair. */
const storable = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed()

const replyHeaders = v.pipe(
  v.record(
    v.pipe(v.string(), v.check(isHeaderName, "This is no header's name"), v.toLowerCase()),
    v.pipe(v.string('A header is a text'), v.check(isHeaderValue, 'A header has Latin characters only')),
    'headers is an object of names and values',
  ),
  v.maxEntries(listenLimits.replyHeaders, `At most ${listenLimits.replyHeaders} headers`),
  v.check(
    (headers) => Object.entries(headers).flat().join('').length <= listenLimits.replyHeadersLength,
    `The headers have at most ${listenLimits.replyHeadersLength} characters together`,
  ),
)

/** What came of a leased delivery: a reply with its status, or an error in a sentence. */
export const OutcomeReport = v.pipe(
  v.strictObject(
    {
      claim: v.pipe(shortText(100), v.minLength(1, 'The claim that the lease gave')),
      status: v.exactOptional(wholeNumber(100, 999)),
      error: v.exactOptional(
        v.pipe(
          shortText(listenLimits.errorLength),
          v.transform(storable),
          v.trim(),
          v.minLength(1, 'An error says what happened'),
        ),
      ),
      headers: v.exactOptional(replyHeaders, () => ({})),
      body: v.exactOptional(
        v.pipe(
          v.string('body is a text'),
          v.maxLength(listenLimits.replyLength, `body has at most ${listenLimits.replyLength} characters`),
          v.transform(storable),
        ),
        '',
      ),
      /** Whether the reply had more than `body`. */
      truncated: v.exactOptional(v.boolean('truncated is true or false'), false),
      durationMs: v.pipe(
        v.number('durationMs is a number'),
        v.minValue(0, 'durationMs is 0 or more'),
        v.maxValue(listenLimits.durationMs, `durationMs is at most ${listenLimits.durationMs}`),
      ),
    },
    onlyKnown('An outcome'),
  ),
  v.check(
    ({ status, error }) => (status === undefined) !== (error === undefined),
    'An outcome has either a status or an error',
  ),
)
export type OutcomeReport = v.InferOutput<typeof OutcomeReport>
