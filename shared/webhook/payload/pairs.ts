/**
 * What a form-urlencoded body is: every value a text under a flat key, and a list where a key comes more than once.
 * That is how `querystring.parse` of Node reads it; others read the brackets, and get the objects of the JSON back.
 */
import { type Entry, INDEX, type Shape, type ShapeDocument, type ShapeOf } from './shape.ts'

type Key = readonly (string | typeof INDEX)[]
interface Pair {
  key: Key
  /** What stands under the key: a text, or a list of them. */
  shape: Shape
  needed: boolean
}

/** Numbers of a scale are given one by one up to so many. */
const MOST_NUMBERS = 11
const WHOLE = '^-?[0-9]+$'
const NUMBER = '^-?[0-9]+(\\.[0-9]+)?(e[+-][0-9]+)?$'
const ABOUT =
  'The body is application/x-www-form-urlencoded: every value is a text under its key, numbers and truth values ' +
  'too, and an array where the key comes more than once.'

export function pairsOf({ root, named }: ShapeDocument): ShapeDocument {
  const pairs = merged(pairsAt([], root, true, named))
  const entries = pairs.map(({ key, shape, needed }): Entry => {
    const { title, about } = shape
    return { key: nameOf(key), shape: { ...shape, title, about }, needed }
  })
  const { title, about } = root
  const open = root.is === 'object' ? root.open : false
  const words = [about, ABOUT].filter(Boolean).join('\n')
  return { root: { is: 'object', entries, open, title, about: words }, named: new Map() }
}

/** Where everything in a value goes that stands under a key; `needed` says whether the value is always there. */
function pairsAt(key: Key, shape: Shape, needed: boolean, named: ShapeDocument['named']): Pair[] {
  const { title, about } = shape
  const pair = (shape: Shape): Pair[] => [{ key, shape: { ...shape, title, about }, needed }]
  switch (shape.is) {
    case 'named': {
      const found = named.get(shape.name)
      return found ? pairsAt(key, found, needed, named) : []
    }
    case 'object':
      return shape.entries.flatMap((entry) =>
        pairsAt(below(key, entry.key), entry.shape, needed && entry.needed, named),
      )
    case 'list':
      return isObject(shape.of, named)
        ? pairsAt([...key, '[', INDEX, ']'], shape.of, false, named)
        : pair(repeated(shape, textOf(shape.of))).map((one) => ({
            ...one,
            needed: needed && (shape.least ?? 0) > 0,
          }))
    case 'either':
      if (!shape.of.some((each) => isObject(each, named) || each.is === 'list')) return pair(textOf(shape))
      // Each alternative has its own keys; what only some have is not always there.
      return alternatives(shape.of.map((each) => merged(pairsAt(key, each, needed, named))))
    default:
      return pair(textOf(shape))
  }
}

function below(key: Key, name: Entry['key']): Key {
  const parts = (typeof name === 'string' ? [name] : name).map(wellFormed)
  return key.length === 0 ? parts : [...key, '[', ...parts, ']']
}

const isObject = (shape: Shape, named: ShapeDocument['named']): boolean => {
  if (shape.is === 'named') return isObject(named.get(shape.name) ?? { is: 'null' }, named)
  return shape.is === 'object' || (shape.is === 'either' && shape.of.some((each) => isObject(each, named)))
}

/** A list of one is its text; of several, a list of texts. */
function repeated({ least = 0, most, unique = false }: ShapeOf<'list'>, of: Shape): Shape {
  const list: Shape = {
    is: 'list',
    of,
    least: Math.max(2, least),
    ...(most !== undefined && { most }),
    unique,
  }
  if (most === 1) return of
  return least > 1 ? list : { is: 'either', of: [of, list] }
}

/** A value that is no list and no object, as text. */
function textOf(shape: Shape): Shape {
  switch (shape.is) {
    case 'text': {
      // Halves of a surrogate pair are sent as U+FFFD, which is one code point as well.
      const { title: _, about: __, ...rules } = shape
      return rules
    }
    case 'number': {
      const { whole, least, most, step = 1 } = shape
      if (!whole) return { is: 'text', pattern: NUMBER }
      if (least === undefined || most === undefined || (most - least) / step >= MOST_NUMBERS)
        return { is: 'text', pattern: WHOLE }
      const count = Math.floor((most - least) / step) + 1
      return {
        is: 'values',
        values: Array.from({ length: Math.max(0, count) }, (_, at) => String(least + at * step)),
      }
    }
    case 'boolean':
      return { is: 'values', values: ['true', 'false'] }
    case 'null':
      return { is: 'values', values: [''] }
    case 'values':
      return { is: 'values', values: [...new Set(shape.values.map((value) => wellFormed(String(value))))] }
    case 'either': {
      const of = shape.of.map(textOf)
      // A text or nothing is a text.
      const [first] = of
      const plain = first?.is === 'text' && first.least === undefined && first.pattern === undefined
      return plain && shape.of.at(-1)?.is === 'null' ? first : { is: 'either', of }
    }
    default:
      return { is: 'text' }
  }
}

/** Pairs of one key together. */
function merged(pairs: readonly Pair[]): Pair[] {
  return [...Map.groupBy(pairs, ({ key }) => nameText(key)).values()].flatMap(([first, ...more]) => {
    if (!first) return []
    if (more.length === 0) return [first]
    return [
      {
        key: first.key,
        needed: [first, ...more].some(({ needed }) => needed),
        shape: union([first, ...more]),
      },
    ]
  })
}

function alternatives(all: readonly (readonly Pair[])[]): Pair[] {
  const groups = Map.groupBy(all.flat(), ({ key }) => nameText(key))
  return [...groups.values()].flatMap((pairs) => {
    const [first] = pairs
    if (!first) return []
    const needed = pairs.length === all.length && pairs.every(({ needed }) => needed)
    return [{ key: first.key, needed, shape: union(pairs) }]
  })
}

function union(pairs: readonly Pair[]): Shape {
  const shapes = new Map<string, Shape>()
  const values = new Set<string | boolean>()
  const add = (shape: Shape) => {
    if (shape.is === 'either') for (const each of shape.of) add(each)
    else if (shape.is === 'values') for (const value of shape.values) values.add(value)
    else {
      const { title: _, about: __, ...bare } = shape
      shapes.set(JSON.stringify(bare), bare)
    }
  }
  for (const { shape } of pairs) add(shape)
  const of: Shape[] = [
    ...(values.size > 0 ? [{ is: 'values' as const, values: [...values] }] : []),
    ...shapes.values(),
  ]
  return of.length === 1 && of[0] ? of[0] : { is: 'either', of }
}

const nameOf = (key: Key): Entry['key'] =>
  key.includes(INDEX) ? joined(key) : key.filter((part) => typeof part === 'string').join('')
const nameText = (key: Key): string => key.map((part) => (part === INDEX ? '\0' : part)).join('')

/** Neighbouring texts in one. */
function joined(key: Key): Key {
  const out: (string | typeof INDEX)[] = []
  for (const part of key) {
    const last = out.at(-1)
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part
    else out.push(part)
  }
  return out
}

function wellFormed<Part extends string | typeof INDEX>(part: Part): Part
function wellFormed(part: string | typeof INDEX) {
  return typeof part === 'string' ? part.toWellFormed() : part
}
