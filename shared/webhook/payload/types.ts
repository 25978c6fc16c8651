/** Shapes as TypeScript: a text that stands alone and compiles under the strictest settings. */
import { type Entry, INDEX, type Shape, type ShapeDocument } from './shape.ts'

/** What the type of a whole body is called. */
const PAYLOAD = 'Payload'

/** The types of a document, after the lines of `about`, which may hold anything that an owner wrote. */
export function typesOf({ root, named }: ShapeDocument, about: readonly string[]): string {
  const all: [string, Shape][] = [[PAYLOAD, root], ...named]
  return `${[comment(about, ''), ...all.map(([name, shape]) => declared(name, shape))].join('\n')}`
}

function declared(name: string, shape: Shape): string {
  const words = comment(wordsOf(shape), '')
  return shape.is === 'object' && shape.entries.length > 0
    ? `${words}export interface ${name} ${typeOf(shape, '')}\n`
    : `${words}export type ${name} = ${typeOf(shape, '')}\n`
}

function typeOf(shape: Shape, indent: string): string {
  switch (shape.is) {
    case 'text':
      return 'string'
    case 'values':
      return shape.values.map((value) => JSON.stringify(value)).join(' | ')
    case 'list':
      return shape.most === 0 ? '[]' : `Array<${typeOf(shape.of, indent)}>`
    case 'named':
      return shape.name
    case 'either':
      return eitherOf(shape.of, indent)
    case 'object':
      if (shape.entries.length === 0) return shape.open ? 'object' : 'Record<string, never>'
      return `{\n${shape.entries.map((entry) => property(entry, `${indent}  `)).join('')}${indent}}`
    default:
      return shape.is
  }
}

/** `'a' | string` would be nothing but `string`, and editors would no longer offer the `'a'`. */
function eitherOf(shapes: readonly Shape[], indent: string): string {
  const hasValues = shapes.some(({ is }) => is === 'values')
  const types = shapes.map((shape) =>
    shape.is === 'text' && hasValues ? '(string & {})' : typeOf(shape, indent),
  )
  return [...new Set(types)].join(' | ')
}

function property({ key, shape, needed }: Entry, indent: string): string {
  const words = comment(wordsOf(shape), indent)
  const name = typeof key === 'string' ? propertyName(key) : `[key: \`${key.map(piece).join('')}\`]`
  const optional = needed || typeof key !== 'string' ? '' : '?'
  // Where it is absent there is still what every object inherits.
  const inherited = optional && typeof key === 'string' && /^[^_]/.test(key) && key in Object.prototype
  const type = typeOf(shape, indent) + (inherited ? ` | Object[${JSON.stringify(key)}]` : '')
  return `${words}${indent}${name}${optional}: ${type}\n`
}

const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key))

const piece = (part: string | typeof INDEX): string =>
  part === INDEX
    ? `\${number}`
    : JSON.stringify(part)
        .slice(1, -1)
        .replace(/\\"/g, '"')
        .replace(/`|\$\{/g, '\\$&')

const wordsOf = ({ title, about }: Shape): string[] => [title, about].filter((text) => text !== undefined)

/**
 * A doc comment, or nothing. What owners write can neither end it nor be a tag of it, and has no characters that would
 * show it otherwise than it is.
 */
function comment(texts: readonly string[], indent: string): string {
  const lines = texts
    .flatMap((text) => text.toWellFormed().split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) =>
      line
        .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
        .trim()
        .replaceAll('*/', '*\\/')
        .replace(/^[@/*]/, '\\$&'),
    )
    .filter(Boolean)
  const [first] = lines
  if (first === undefined) return ''
  if (lines.length === 1) return `${indent}/** ${first} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}
