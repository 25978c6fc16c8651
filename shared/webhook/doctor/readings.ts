/** What a pasted signature may be: each way to read it as the bytes of a MAC. */
import type { SignatureStyle } from '../signature.ts'

export interface Reading {
  bytes: Uint8Array
  /** What was before them, as often as it stood there. */
  prefixes: string[]
  encoding: 'hex' | 'HEX' | 'base64' | 'base64url' | 'base64 of hex'
  /** Quotes or spaces stood around it. */
  isQuoted: boolean
  /** Fewer bytes than any MAC has. */
  isCut: boolean
}

/** Signatures in one value that are looked at: as many secrets as one may have at once, and some. */
const MOST_PARTS = 8
const MOST_PREFIXES = 4
/** Of SHA-1, SHA-256, SHA-384 and SHA-512. */
const MAC_LENGTHS = [20, 32, 48, 64]
/** Of fewer bytes of a beginning it could not be told whose it is. */
const LEAST_BYTES = 6

const PREFIX = /^(?:sha256=|sha1=|sha512=|sha256:|hmac-sha256[=: ]|v\d+[a-z]?[,=:])/i

export function readingsOf(value: string): Reading[] {
  const bare = value
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim()
  const isQuoted = bare !== value
  return bare
    .split(/\s+/)
    .slice(0, MOST_PARTS)
    .flatMap((part) => {
      const prefixes: string[] = []
      let rest = part
      for (
        let found = PREFIX.exec(rest);
        found && prefixes.length < MOST_PREFIXES;
        found = PREFIX.exec(rest)
      ) {
        prefixes.push(found[0])
        rest = rest.slice(found[0].length)
      }
      return decoded(rest).map((reading) => ({ ...reading, prefixes, isQuoted }))
    })
}

function decoded(text: string): Pick<Reading, 'bytes' | 'encoding' | 'isCut'>[] {
  const found: Pick<Reading, 'bytes' | 'encoding' | 'isCut'>[] = []
  const add = (bytes: Uint8Array, encoding: Reading['encoding']) => {
    const isWhole = MAC_LENGTHS.includes(bytes.length)
    if (isWhole || (bytes.length >= LEAST_BYTES && bytes.length < 64))
      found.push({ bytes, encoding, isCut: !isWhole })
  }
  const hex = hexBytes(text)
  if (hex) add(hex, /[A-F]/.test(text) ? 'HEX' : 'hex')
  const base64 = base64Bytes(text)
  if (base64) {
    const inner = String.fromCharCode(...base64)
    const innerHex = MAC_LENGTHS.some((length) => inner.length === length * 2) ? hexBytes(inner) : null
    if (innerHex) add(innerHex, 'base64 of hex')
    add(base64, /[-_]/.test(text) || text.length % 4 > 0 ? 'base64url' : 'base64')
  }
  // Whole ones first: 64 characters of hex are base64 too, of a MAC that is longer.
  return found.sort((a, b) => Number(a.isCut) - Number(b.isCut))
}

function hexBytes(text: string): Uint8Array | null {
  if (!/^[0-9a-f]{2,128}$/i.test(text)) return null
  return Uint8Array.from({ length: text.length >> 1 }, (_, at) =>
    Number.parseInt(text.slice(at * 2, at * 2 + 2), 16),
  )
}

function base64Bytes(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/_-]{2,200}={0,2}$/.test(text)) return null
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (plain.length % 4 === 1) return base64Bytes(plain.slice(0, -1))
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
}

/** The encoding that a style is written in. */
export const encodingOf: Record<SignatureStyle, 'hex' | 'base64'> = {
  'sha256=hex': 'hex',
  hex: 'hex',
  base64: 'base64',
  standard: 'base64',
}
