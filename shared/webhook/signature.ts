/** How a delivery is signed: one table for the relay that signs and the receiver that verifies. HMAC-SHA256 always. */

/** Bytes of an HMAC-SHA256. */
const macLength = 32

interface Style {
  /** The header that carries it unless the owner names another. */
  header: string
  /** Whether the event's id and the attempt's time are signed with the body. */
  signsMetadata: boolean
  /** Whether one value holds the signatures of several secrets, as long as a rotation lasts. */
  several: boolean
  /** The header's value; takes at least one MAC, the newest secret's first. */
  write: (macs: readonly Uint8Array[]) => string
  /** The MACs in a header's value; none when it is not of this style. */
  read: (value: string) => Uint8Array<ArrayBuffer>[]
}

const single = (
  write: (mac: Uint8Array) => string,
  read: (value: string) => Uint8Array<ArrayBuffer> | null,
) => ({
  header: 'X-Signature',
  signsMetadata: false,
  several: false,
  write: ([newest]: readonly Uint8Array[]) => (newest ? write(newest) : ''),
  read: (value: string) => macsOf([read(value)]),
})

export const signatureStyles = {
  /** `sha256=` and lower-case hex over the body: GitHub's way. */
  'sha256=hex': single(
    (mac) => `sha256=${toHex(mac)}`,
    (value) => (value.startsWith('sha256=') ? fromHex(value.slice('sha256='.length)) : null),
  ),
  /** Lower-case hex over the body. */
  hex: single(toHex, fromHex),
  /** Base64 with padding over the body. */
  base64: single(toBase64, fromBase64),
  /** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
  standard: {
    header: 'webhook-signature',
    signsMetadata: true,
    several: true,
    write: (macs) => macs.map((mac) => `v1,${toBase64(mac)}`).join(' '),
    // Other versions, such as v1a for a public key, may stand beside ours and are not for us to judge.
    read: (value) =>
      macsOf(
        value
          .split(' ')
          .filter((part) => part.startsWith('v1,'))
          .map((part) => fromBase64(part.slice('v1,'.length))),
      ),
  },
} as const satisfies Record<string, Style>

export type SignatureStyle = keyof typeof signatureStyles
export const styleNames = Object.keys(signatureStyles) as SignatureStyle[]

/** How a webhook's deliveries are signed: the name of the header, and the style of its value. */
export interface Signature {
  header: string
  style: SignatureStyle
}

export const secretPrefix = 'whsec_'

/** A secret to give to an owner, from bytes that the caller drew: 24 to 64 of them, says Standard Webhooks. */
export const secretFrom = (random: Uint8Array): string => secretPrefix + toBase64(random)

/**
 * The key that a secret stands for: its UTF-8 bytes. Standard Webhooks alone decodes a `whsec_` secret; one that
 * is no base64 keeps its own bytes, so that signing never fails.
 */
export function secretBytes(style: SignatureStyle, secret: string): Uint8Array<ArrayBuffer> {
  const decoded = style === 'standard' ? decodedSecret(secret) : null
  return decoded ?? new TextEncoder().encode(secret)
}

/** The bytes behind a `whsec_` secret; null when it is none, or not base64 with padding. */
export const decodedSecret = (secret: string) =>
  secret.startsWith(secretPrefix) ? fromBase64(secret.slice(secretPrefix.length)) : null

/** What is signed in front of the body. `timestamp` in seconds, as its header has it. */
export const signedPrefix = (style: SignatureStyle, id: string, timestamp: number | string): string =>
  signatureStyles[style].signsMetadata ? `${id}.${timestamp}.` : ''

const macsOf = (found: readonly (Uint8Array<ArrayBuffer> | null)[]) =>
  found.filter((mac) => mac !== null).filter((mac) => mac.length === macLength)

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += hexOf[byte]
  return hex
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 2 > 0 || !/^[0-9a-f]+$/i.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(at * 2, at * 2 + 2), 16),
  )
}

function toBase64(bytes: Uint8Array): string {
  // Spreading the bytes into one call takes twice as long, and every delivery comes through here.
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Strict where `atob` is lenient about padding: other languages' decoders refuse a secret without it. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
