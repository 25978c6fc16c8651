/** JSON as text: how other languages write it, and how two texts of one value differ. */
import type { FindingCode } from './codes.ts'

/** A string, or what stands between two of them. */
const PIECES = /"(?:[^"\\]|\\.)*"|[^"]+/gs
const NUMBERS = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const utf16 = (unit: string, upper = false) => {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0')
  return `\\u${upper ? hex.toUpperCase() : hex}`
}
const outsideStrings = (json: string, change: (text: string) => string) =>
  json.replace(PIECES, (piece) => (piece.startsWith('"') ? piece : change(piece)))
const insideStrings = (json: string, change: (text: string) => string) =>
  json.replace(PIECES, (piece) => (piece.startsWith('"') ? change(piece) : piece))

const spaced = (json: string) => outsideStrings(json, (text) => text.replace(/[,:]/g, '$& '))
const escapedUnicode = (json: string) => json.replace(/[\u0080-\uffff]/g, (unit) => utf16(unit))
const escapedSlashes = (json: string) => insideStrings(json, (text) => text.replaceAll('/', '\\/'))
/** As Go does. */
const escapedHtml = (json: string) => json.replace(/[<>&\u2028\u2029]/g, (unit) => utf16(unit))
/** As .NET does. */
const escapedForNet = (json: string) =>
  insideStrings(json, (text) =>
    text.replace(/\\"/g, '\\u0022').replace(/[<>&+'`\u007f-\uffff]/g, (unit) => utf16(unit, true)),
  )
/** As languages do that have floating-point numbers alone. */
const floated = (json: string) =>
  outsideStrings(json, (text) =>
    text.replace(NUMBERS, (number) => (/^-?\d+$/.test(number) ? `${number}.0` : number)),
  )

/** The ways in which frameworks write a value again: Python, PHP, Go, .NET, and those that print it for people. */
export function rewritten(value: unknown): string[] {
  const plain = JSON.stringify(value)
  const sorted = JSON.stringify(sortedKeys(value))
  return [
    plain,
    escapedUnicode(spaced(plain)),
    spaced(plain),
    escapedUnicode(plain),
    escapedUnicode(escapedSlashes(plain)),
    escapedSlashes(plain),
    JSON.stringify(value, null, 2),
    JSON.stringify(value, null, 4),
    escapedUnicode(JSON.stringify(value, null, 4)),
    escapedSlashes(escapedUnicode(JSON.stringify(value, null, 4))),
    JSON.stringify(value, null, '\t'),
    sorted,
    escapedUnicode(spaced(sorted)),
    spaced(sorted),
    escapedUnicode(sorted),
    JSON.stringify(sortedKeys(value), null, 2),
    escapedHtml(sorted),
    escapedHtml(plain),
    escapedForNet(plain),
    floated(plain),
    floated(spaced(plain)),
    escapedUnicode(floated(spaced(plain))),
  ]
}

/** Keys in the order of their characters, at every depth. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sortedKeys(held)]),
  )
}

/** The value, or undefined when the text is no JSON or is nested too deep to be written again. */
export function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    JSON.stringify(sortedKeys(value))
    return value
  } catch {
    return undefined
  }
}

/** What was done to the JSON `original` to make `came` of it; null when they are not one value. */
export function rewritings(original: string, came: string): FindingCode[] | null {
  const [valueBefore, valueAfter] = [parsedJson(original), parsedJson(came)]
  if (valueBefore === undefined || valueAfter === undefined) return null
  if (JSON.stringify(sortedKeys(valueBefore)) !== JSON.stringify(sortedKeys(valueAfter))) return null
  const codes: FindingCode[] = []
  const space = spaceCode(original, came)
  if (space) codes.push(space)
  const [before, after] = [compact(original), compact(came)]
  if (stringly(before) === stringly(after)) {
    // In the same order, so that pieces can be compared one by one.
    codes.push(...textCodes(before, after))
  } else {
    const written = JSON.stringify(valueAfter)
    codes.push(JSON.stringify(sortedKeys(valueAfter)) === written ? 'sorted-keys' : 'reordered-keys')
    codes.push(...escapeCodes(before, after))
  }
  if (numbersOf(before).join() !== numbersOf(after).join()) codes.push('numbers-rewritten')
  return codes
}

const spaceOf = (json: string) => outsideOf(json).replace(/\S/g, '')
const outsideOf = (json: string) =>
  (json.match(PIECES) ?? []).filter((piece) => !piece.startsWith('"')).join('')
const compact = (json: string) => outsideStrings(json, (text) => text.replace(/\s+/g, ''))
const stringsOf = (json: string) => (json.match(PIECES) ?? []).filter((piece) => piece.startsWith('"'))
/** In one order, whatever the order of the keys. */
const numbersOf = (json: string) => (outsideOf(json.replace(/"\s*"/g, '""')).match(NUMBERS) ?? []).sort()

function spaceCode(original: string, came: string): FindingCode | null {
  // Space around the whole is another finding.
  const [before, after] = [spaceOf(original.trim()), spaceOf(came.trim())]
  if (before === after) return null
  if (after.includes('\n')) return 'pretty-printed'
  return after.length > before.length ? 'spaces-added' : 'spaces-removed'
}

/** The value's text with every string as JavaScript writes it, and numbers too. */
const stringly = (json: string) =>
  json.replace(PIECES, (piece) =>
    piece.startsWith('"')
      ? JSON.stringify(JSON.parse(piece))
      : piece.replace(NUMBERS, (number) => String(Number(number))),
  )

function textCodes(before: string, after: string): FindingCode[] {
  const [given, came] = [stringsOf(before), stringsOf(after)]
  const changed = came.filter((text, at) => text !== given[at]).join('')
  if (changed === '') return []
  const codes = escapeKinds(changed)
  return codes.length > 0 ? codes : ['text-rewritten']
}

const escapeCodes = (before: string, after: string): FindingCode[] =>
  escapeKinds(stringsOf(after).join('')).filter(
    (code) => !escapeKinds(stringsOf(before).join('')).includes(code),
  )

function escapeKinds(strings: string): FindingCode[] {
  // An escaped backslash is none of the marks that follow it.
  const text = strings.replaceAll('\\\\', '')
  const codes: FindingCode[] = []
  if (/\\u(?!00[0-7])[0-9a-f]{4}/i.test(text)) codes.push('unicode-escaped')
  if (text.includes('\\/')) codes.push('slashes-escaped')
  if (/\\u00[2-7]/i.test(text)) codes.push('html-escaped')
  return codes
}
