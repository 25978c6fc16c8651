/**
 * Finds how a signature was made, by making it: every likely body, way to join it, key and algorithm, the nearest to
 * what is right first. Nothing is named that was not computed to the last byte.
 */
import { decodedSecret, type SignatureStyle, signatureStyles } from '../signature.ts'
import type { BodyCandidate } from './bodies.ts'
import type { FindingCode } from './codes.ts'
import type { Reading } from './readings.ts'

/** A secret that the webhook has or had. */
export interface KnownSecret {
  secret: string
  /** `present` signs, `overlap` still signs beside it, `former` signs no more. */
  state: 'present' | 'overlap' | 'former'
}

export interface Match {
  reading: Reading
  body: BodyCandidate
  /** Whether the body alone was signed, or as the standard style has it, or neither. */
  layout: 'body' | 'standard' | 'other'
  /** Of layout, key and algorithm. */
  codes: FindingCode[]
}

/** What one diagnosis may compute: HMACs, and bytes that they go through. */
const MOST_MACS = 3_000
const MOST_BYTES = 64 * 1_024 * 1_024
/** Computed side by side: waiting for each in turn takes several times as long. */
const AT_ONCE = 64
/** Deviations that are looked for at once. */
const MOST_COST = 3

interface Layout {
  is: Match['layout']
  code: FindingCode | null
  cost: number
  build: (body: Uint8Array) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>
}
interface Key {
  name: string
  bytes: Uint8Array<ArrayBuffer>
  codes: FindingCode[]
  /** Where the body alone is signed, and where it is the standard style. */
  cost: { body: number; standard: number }
  /** Only of layouts of this sort is the finding one. */
  derivation: 'text' | 'decoded' | 'other'
}
const algorithms = [
  { code: null, cost: 0, hash: 'SHA-256', length: 32, kind: 'hmac' },
  { code: 'sha-1', cost: 1, hash: 'SHA-1', length: 20, kind: 'hmac' },
  { code: 'sha-512', cost: 1, hash: 'SHA-512', length: 64, kind: 'hmac' },
  { code: 'sha-512', cost: 1, hash: 'SHA-384', length: 48, kind: 'hmac' },
  { code: 'key-and-body-swapped', cost: 1, hash: 'SHA-256', length: 32, kind: 'swapped' },
  { code: 'no-hmac', cost: 1, hash: 'SHA-256', length: 32, kind: 'key first' },
  { code: 'no-hmac', cost: 1, hash: 'SHA-256', length: 32, kind: 'body first' },
  { code: 'no-hmac', cost: 1, hash: 'SHA-256', length: 32, kind: 'body' },
] as const satisfies { code: FindingCode | null; [more: string]: unknown }[]

export interface Question {
  readings: readonly Reading[]
  bodies: readonly BodyCandidate[]
  secrets: readonly KnownSecret[]
  style: SignatureStyle
  id: string | null
  timestamp: string | null
}

/** Not every runtime's types have a name for it. */
type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const encoder = new TextEncoder()
const join = (...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const all = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const bytes = new Uint8Array(all.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of all) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** The nearest way in which one of the readings comes about; null when there is none among those that are tried. */
export async function search(question: Question): Promise<Match | null> {
  const { readings, bodies, secrets, style } = question
  const lengths = new Set(readings.map(({ bytes }) => bytes.length))
  const isCut = readings.some((reading) => reading.isCut)
  const layouts = layoutsOf(question)
  const keys = keysOf(secrets)
  const fitting = algorithms.filter(({ length, cost }) => lengths.has(length) || (isCut && cost === 0))

  const ways: {
    cost: number
    body: BodyCandidate
    layout: Layout
    key: Key
    algorithm: (typeof algorithms)[number]
  }[] = []
  for (const algorithm of fitting)
    for (const layout of layouts)
      for (const key of keys) {
        const sort =
          layout.is === 'other' ? (signatureStyles[style].signsMetadata ? 'standard' : 'body') : layout.is
        const cost = algorithm.cost + layout.cost + key.cost[sort]
        if (cost <= MOST_COST)
          for (const body of bodies)
            if (cost + body.cost <= MOST_COST)
              ways.push({ cost: cost + body.cost, body, layout, key, algorithm })
      }
  ways.sort((a, b) => a.cost - b.cost)

  let bytesLeft = MOST_BYTES
  const affordable = ways.slice(0, MOST_MACS).filter(({ body }) => {
    bytesLeft -= body.bytes.length + 128
    return bytesLeft >= 0
  })
  const imported = new Map<string, Promise<ImportedKey>>()
  for (let at = 0; at < affordable.length; at += AT_ONCE) {
    const found = await Promise.all(
      affordable.slice(at, at + AT_ONCE).map(async ({ body, layout, key, algorithm }) => {
        const mac = await compute(await layout.build(body.bytes), key, algorithm, imported)
        const reading = readings.find(
          ({ bytes, isCut }) => isPrefix(bytes, mac) && (isCut || bytes.length === mac.length),
        )
        if (!reading) return null
        const codes = [layout.code, ...keyCodes(key, layout.is), algorithm.code]
        return { reading, body, layout: layout.is, codes: codes.filter((code) => code !== null) }
      }),
    )
    const nearest = found.find((match) => match !== null)
    if (nearest) return nearest
  }
  return null
}

/** A secret that is decoded is a finding where its characters sign, and the other way round. */
function keyCodes({ codes, derivation }: Key, layout: Match['layout']): FindingCode[] {
  if (layout === 'standard' && derivation === 'decoded')
    return codes.filter((code) => code !== 'secret-decoded')
  return layout === 'standard' ? codes : codes.filter((code) => code !== 'secret-not-decoded')
}

async function compute(
  message: Uint8Array<ArrayBuffer>,
  key: Key,
  { kind, hash }: (typeof algorithms)[number],
  imported: Map<string, Promise<ImportedKey>>,
): Promise<Uint8Array> {
  if (kind === 'hmac' || kind === 'swapped') {
    const [secret, text] = kind === 'hmac' ? [key.bytes, message] : [message, key.bytes]
    const name = kind === 'hmac' ? `${hash} ${key.name}` : null
    const ready = (name && imported.get(name)) || importKey(secret, hash)
    if (name) imported.set(name, ready)
    return new Uint8Array(await crypto.subtle.sign('HMAC', await ready, text))
  }
  const content = { body: [message], 'key first': [key.bytes, message], 'body first': [message, key.bytes] }[
    kind
  ]
  return new Uint8Array(await crypto.subtle.digest(hash, join(...content)))
}

/** HMAC fills a short key up with zeros, so that a zero stands for the empty key, which Web Crypto does not take. */
const importKey = (bytes: Uint8Array<ArrayBuffer>, hash: string) =>
  crypto.subtle.importKey(
    'raw',
    bytes.length > 0 ? bytes : new Uint8Array(1),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  )

const isPrefix = (bytes: Uint8Array, of: Uint8Array) =>
  bytes.length <= of.length && bytes.every((byte, at) => byte === of[at])

function layoutsOf({ style, id, timestamp }: Question): Layout[] {
  const isStandard = signatureStyles[style].signsMetadata
  const layouts: Layout[] = [
    // The other style whole is one deviation, however much differs between the two.
    { is: 'body', code: null, cost: isStandard ? 1 : 0, build: (body) => join(body) },
  ]
  const more = (
    build: Layout['build'],
    code: FindingCode = isStandard ? 'metadata-order' : 'metadata-signed',
  ) => layouts.push({ is: 'other', code, cost: 1, build })
  if (id && timestamp) {
    layouts.push({
      is: 'standard',
      code: null,
      cost: isStandard ? 0 : 1,
      build: (body) => join(`${id}.${timestamp}.`, body),
    })
    more((body) => join(`${timestamp}.${id}.`, body))
    more((body) => join(`${id}${timestamp}`, body))
    more((body) => join(`${id}:${timestamp}:`, body))
    more((body) => join(`v1:${timestamp}:`, body))
    more((body) => join(`v0:${timestamp}:`, body))
    more((body) => join(body, `.${timestamp}.${id}`))
    more(() => join(`${id}.${timestamp}`))
  }
  const part = isStandard ? 'metadata-unsigned' : 'metadata-signed'
  if (timestamp) {
    more((body) => join(`${timestamp}.`, body), part)
    more((body) => join(`${timestamp}`, body), part)
  }
  if (id) more((body) => join(`${id}.`, body), part)
  more(
    async (body) => join(hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', join(body))))),
    'hashed-first',
  )
  more(async (body) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(body))), 'hashed-first')
  return layouts
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function keysOf(secrets: readonly KnownSecret[]): Key[] {
  const keys: Key[] = []
  const seen = new Set<string>()
  const add = (
    bytes: Uint8Array<ArrayBuffer>,
    codes: FindingCode[],
    derivation: Key['derivation'],
    cost: Key['cost'],
  ) => {
    const name = bytes.join()
    if (seen.has(name)) return
    seen.add(name)
    keys.push({ name, bytes, codes, derivation, cost })
  }
  for (const { secret, state } of secrets) {
    const age: FindingCode[] =
      state === 'present' ? [] : state === 'overlap' ? ['overlap-secret'] : ['old-secret']
    const base = state === 'former' ? 1 : 0
    const text = (changed: string, code: FindingCode) =>
      add(encoder.encode(changed), [...age, code], 'other', { body: base + 1, standard: base + 1 })
    const decoded = decodedSecret(secret)
    if (decoded) add(decoded, [...age, 'secret-decoded'], 'decoded', { body: base + 1, standard: base })
    add(encoder.encode(secret), decoded ? [...age, 'secret-not-decoded'] : age, 'text', {
      body: base,
      standard: base + (decoded ? 1 : 0),
    })
    for (const space of ['\n', '\r\n', ' ', '\r', '\t']) text(secret + space, 'secret-whitespace')
    for (const space of ['\n', ' ']) text(space + secret, 'secret-whitespace')
    if (secret.trim() !== secret) text(secret.trim(), 'secret-whitespace')
    for (const mark of ['"', "'", '`']) text(mark + secret + mark, 'secret-quoted')
    const unquoted = /^(["'`])(.+)\1$/.exec(secret)?.[2]
    if (unquoted) text(unquoted, 'secret-quoted')
    if (secret.startsWith('whsec_')) text(secret.slice('whsec_'.length), 'secret-prefix-dropped')
    for (const bytes of [looseBase64(secret), looseBase64(secret.replace(/^whsec_/, '')), hexKey(secret)])
      if (bytes) add(bytes, [...age, 'secret-decoded'], 'other', { body: base + 1, standard: base + 1 })
    if (decoded) {
      add(join(decoded, '\n'), [...age, 'secret-whitespace'], 'decoded', {
        body: base + 2,
        standard: base + 1,
      })
    }
  }
  for (const none of ['', 'undefined', 'null', 'None', 'nil'])
    add(encoder.encode(none), ['secret-missing'], 'other', { body: 1, standard: 1 })
  return keys
}

/** As lenient decoders take it: without padding, of the alphabet for URLs; null when it is not base64 at all. */
function looseBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (plain.length < 4 || plain.length % 4 === 1 || !/^[A-Za-z0-9+/]+$/.test(plain)) return null
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
}

function hexKey(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 2 > 0 || !/^[0-9a-f]{8,}$/i.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(at * 2, at * 2 + 2), 16),
  )
}
