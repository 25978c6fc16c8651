/** The bodies that a pasted one may have been, and what was done to a known one. */
import { type Content, type ContentType, urlEncoded } from '../body.ts'
import type { FindingCode } from './codes.ts'
import { parsedJson, rewritings, rewritten } from './json-text.ts'

/** A body that may have been signed; `cost` says how far it is from the one that was pasted. */
export interface BodyCandidate {
  bytes: Uint8Array<ArrayBuffer>
  /** Of the text, or of the change that makes these bytes of it. */
  text: string | null
  code: FindingCode | null
  cost: number
}

/** Objects of so few keys are tried in every order. */
const KEYS_TRIED = 5
const LONGEST_ORDERED = 16 * 1_024
/** Characters of a body that changes are tried on. */
const LONGEST_MENDED = 128 * 1_024

const encoder = new TextEncoder()

/** Latin-1 bytes; null when a character has none. */
function latin1(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0xff) return null
    bytes[at] = unit
  }
  return bytes
}

/** Each byte of the UTF-8 as a character: `Ã¼` for `ü`. */
function misread(text: string): string {
  let out = ''
  for (const byte of encoder.encode(text)) out += String.fromCharCode(byte)
  return out
}

/** The opposite of `misread`; null when the text is no such thing. */
function reread(text: string): string | null {
  const bytes = latin1(text)
  if (!bytes) return null
  try {
    const read = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return read === text ? null : read
  } catch {
    return null
  }
}

/** Python's `b'…'` as the bytes that it stands for; null when it is none. */
function unprinted(text: string): string | null {
  const inner = /^b(['"])(.*)\1$/s.exec(text.trim())?.[2]
  if (inner === undefined) return null
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' }
  const read = inner.replace(/\\(?:x([0-9a-f]{2})|(.))/gs, (whole, hex?: string, mark = '') =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[mark] ?? whole),
  )
  return reread(read) ?? read
}

/** As Python prints the UTF-8 of a text. */
const printed = (text: string) =>
  `b'${misread(text)
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[^ -~]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`

/** As a delivery has it; what JSON gave is content. */
const asForm = (json: object): string => urlEncoded(json as Content)

/** The fields of a form, as most parsers give them: repeated ones as lists. */
function urlDecoded(text: string): Record<string, string | string[]> | null {
  if (!/^[\w%+.*[\]-]+=[^\s{}"]*$/.test(text)) return null
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text))
    fields.set(name, [...(fields.get(name) ?? []), value])
  return Object.fromEntries([...fields].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]))
}

export interface BodyHints {
  contentType: ContentType
  /** The form's fields in their order: the keys of what is sent. */
  names: readonly string[]
}

/**
 * What may have been signed when this came: each change undone, for a body that was changed before it was pasted, and
 * each change done, for code that changes it before it signs. The nearest first; without hints, this body alone.
 */
export function bodyCandidates(came: string, hints: BodyHints | null): BodyCandidate[] {
  const found: BodyCandidate[] = []
  const seen = new Set<string>()
  const add = (text: string | null | undefined, code: FindingCode | null, cost = 1) => {
    if (text === null || text === undefined || seen.has(text)) return
    seen.add(text)
    found.push({ bytes: encoder.encode(text), text, code, cost })
  }
  add(came, null, 0)
  if (!hints || came.length > LONGEST_MENDED) return found
  const plain = came.replace(/^\ufeff/, '')
  add(plain, 'bom')
  add(came.replaceAll('\r\n', '\n'), 'crlf')
  add(withoutEnd(came), 'trailing-newline')
  add(came.trim(), 'whitespace-changed')
  add(reread(came), 'latin-1')
  add(unprinted(came), 'bytes-printed')

  const value = parsedJson(plain) ?? parsedJson(reread(plain) ?? '')
  if (typeof value === 'string') add(value, 'body-quoted')
  if (typeof value === 'object' && value !== null) {
    add(JSON.stringify(value), 'text-rewritten')
    if (!Array.isArray(value)) {
      if (hints.contentType !== 'application/json') add(asForm(value), 'urlencoded-parsed')
      for (const order of orders(Object.keys(value), hints.names, came.length <= LONGEST_ORDERED))
        add(
          JSON.stringify(Object.fromEntries(order.map((name) => [name, Reflect.get(value, name)]))),
          'reordered-keys',
          2,
        )
    }
  }
  const fields = urlDecoded(plain)
  if (fields) add(new URLSearchParams(plain).toString(), 'urlencoded-rewritten')

  // Done, where above they are undone.
  add(`${came}\n`, 'trailing-newline')
  add(`${came}\r\n`, 'trailing-newline')
  add(`${came} `, 'whitespace-changed')
  add(` ${came}`, 'whitespace-changed')
  add('', 'empty-body')
  add(`\ufeff${came}`, 'bom')
  add(came.replace(/\r?\n/g, '\r\n'), 'crlf')
  add(misread(came), 'latin-1')
  const bytes = /[\u0080-\uffff]/.test(came) ? latin1(came) : null
  if (bytes) found.push({ bytes, text: null, code: 'latin-1', cost: 1 })
  if (typeof value === 'object' && value !== null)
    for (const text of rewritten(value)) add(text, 'text-rewritten')
  if (fields) for (const text of rewritten(fields)) add(text, 'urlencoded-parsed')
  add(JSON.stringify(came), 'body-quoted')
  add(printed(came), 'bytes-printed')
  for (const text of ['[object Object]', '{}', 'null', 'Array', 'undefined']) add(text, 'body-object')
  return found.sort((a, b) => a.cost - b.cost)
}

/** Orders that the keys may have had: the form's, and every one when they are few. */
function orders(keys: string[], names: readonly string[], isShort: boolean): string[][] {
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length)
  const byForm = keys.toSorted((a, b) => place(a) - place(b))
  return [byForm, ...(isShort && keys.length <= KEYS_TRIED ? permutations(keys) : [])]
}

function permutations(keys: string[]): string[][] {
  if (keys.length <= 1) return [keys]
  return keys.flatMap((key, at) => permutations(keys.toSpliced(at, 1)).map((rest) => [key, ...rest]))
}

/** What was done to `original` to make `came` of it: one finding or several; none when they are equal. */
export function changesBetween(original: string, came: string): FindingCode[] {
  if (original === came) return []
  if (came.trim() === '') return ['empty-body']
  if (/^(\[object \w+\]|Array|undefined)$/.test(came.trim())) return ['body-object']
  const codes: FindingCode[] = []
  let [before, after] = [original, came]
  const step = (code: FindingCode, undo: (text: string) => string) => {
    codes.push(code)
    before = undo(before)
    after = undo(after)
  }
  if (unprinted(came) === original) return ['bytes-printed']
  if (parsedJson(came) === original || parsedJson(original) === came) return ['body-quoted']
  if (unprinted(original) === came) return ['bytes-printed']
  if (before.startsWith('\ufeff') !== after.startsWith('\ufeff'))
    step('bom', (text) => text.replace(/^\ufeff/, ''))
  if (reread(after) === before || (reread(after) && rewritings(before, reread(after) ?? ''))) {
    codes.push('latin-1')
    after = reread(after) ?? after
  } else if (reread(before) === after) return [...codes, 'latin-1']
  if (endOf(before) !== endOf(after)) step('trailing-newline', withoutEnd)
  if (before.includes('\r\n') !== after.includes('\r\n'))
    step('crlf', (text) => text.replaceAll('\r\n', '\n'))
  if (before.trim() === after.trim() && before !== after) return [...codes, 'whitespace-changed']
  if (before.trim() !== before || after.trim() !== after) step('whitespace-changed', (text) => text.trim())
  if (before === after) return codes
  const json = rewritings(before, after)
  if (json) return [...codes, ...json]
  if (isFormOf(before, after) || isFormOf(after, before)) return [...codes, 'urlencoded-parsed']
  if (urlDecoded(before) && new URLSearchParams(after).toString() === before)
    return [...codes, 'urlencoded-rewritten']
  if (before.startsWith(after)) return [...codes, 'body-truncated']
  return ['other-body']
}

/** Line breaks at the end, of whichever sort. */
const endOf = (text: string) => text.slice(withoutEnd(text).length).replaceAll('\r', '')

/** Without line breaks at the end. A pattern for that takes quadratic time where there are many elsewhere. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return text.slice(0, end)
}

/** Whether the JSON is of the fields that the form has. */
function isFormOf(form: string, json: string): boolean {
  const value = parsedJson(json)
  const fields = urlDecoded(form)
  if (!fields || typeof value !== 'object' || value === null) return false
  return asForm(value) === form || asForm(value) === asForm(fields)
}

export interface Difference {
  /** In bytes of UTF-8, from 0. */
  offset: number
  /** What stands there, from a little before; what would leave no mark is written as `\n` and the like. */
  sent: string
  came: string
}

const BEFORE = 12
const AFTER = 28

/** Control characters, and others that leave no mark, as JSON writes them. */
const visible = (text: string) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) => {
    const short = JSON.stringify(mark).slice(1, -1)
    return short === mark ? `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}` : short
  })

/** Where two texts first differ; null when they do not. */
export function firstDifference(sent: string, came: string): Difference | null {
  if (sent === came) return null
  let at = 0
  while (at < sent.length && sent[at] === came[at]) at++
  // Not within a pair of surrogates, which are one character.
  if (at > 0 && /[\ud800-\udbff]/.test(sent[at - 1] ?? '')) at--
  const from = Math.max(0, at - BEFORE)
  const excerpt = (text: string) => {
    const part = text.slice(from, at + AFTER)
    return `${from > 0 ? '…' : ''}${visible(part)}${text.length > at + AFTER ? '…' : ''}`
  }
  return { offset: encoder.encode(sent.slice(0, at)).length, sent: excerpt(sent), came: excerpt(came) }
}
