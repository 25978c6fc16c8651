/** The headers of a delivery: which are ours, and which of their own an owner may add. */

/** On every delivery. */
export const deliveryHeaders = {
  contentType: 'Content-Type',
  userAgent: 'User-Agent',
  /** The event's id: the same on every attempt. */
  id: 'X-Webhook-Id',
  event: 'X-Webhook-Event',
  /** 1 for the first attempt. */
  attempt: 'X-Webhook-Attempt',
} as const

/** On every signed delivery, whatever else signs it. */
export const standardHeaders = {
  id: 'webhook-id',
  /** Seconds since 1970 at which the attempt was signed. */
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const

/** What an owner's header shows in place of its value; sent back, it leaves that header as it is. */
export const headerMask = '••••'

/** Would break the request's framing or routing, or are for the connection alone (RFC 9110, section 7.6.1). */
const connectionHeaders = [
  'Host',
  'Content-Length',
  'Content-Encoding',
  'Transfer-Encoding',
  'Connection',
  'Keep-Alive',
  'Proxy-Connection',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'TE',
  'Trailer',
  'Upgrade',
  'Expect',
  'Accept-Encoding',
]

const reserved = new Set(
  [...Object.values(deliveryHeaders), ...Object.values(standardHeaders), ...connectionHeaders].map((name) =>
    name.toLowerCase(),
  ),
)

/** Whether the relay sets this header itself, or no request may have it set. */
export const isReservedHeader = (name: string): boolean => reserved.has(name.toLowerCase())

/** A token of RFC 9110, section 5.6.2. */
export const isHeaderName = (name: string): boolean => /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)

/** Latin-1 without control characters but tab (RFC 9110, section 5.5): nothing else reaches the wire unharmed. */
export const isHeaderValue = (value: string): boolean =>
  /^[\t\x20-\xff]*$/.test(value) && !hasControls(value.replaceAll('\t', ''))

/** C0, DEL and C1. */
export const hasControls = (text: string): boolean => /\p{Cc}/u.test(text)
