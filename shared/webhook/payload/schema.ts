/** Shapes as JSON Schema, draft 2020-12. */
import { plainText } from '../../markdown.ts'
import { type Entry, INDEX, type Shape, type ShapeDocument } from './shape.ts'

/** A schema that can be given to any validator. */
export type JsonSchema = { [keyword: string]: unknown }

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** A document's schema. It has no `$id`: whoever keeps it gives it an address. */
export function schemaOf({ root, named }: ShapeDocument): JsonSchema {
  const definitions = Object.fromEntries([...named].map(([name, shape]) => [name, schema(shape)]))
  return { $schema: DIALECT, ...schema(root), ...(named.size > 0 && { $defs: definitions }) }
}

const schema = (shape: Shape): JsonSchema => ({
  ...(shape.title && { title: plainText(shape.title) }),
  ...(shape.about && { description: shape.about }),
  ...keywords(shape),
})

function keywords(shape: Shape): JsonSchema {
  switch (shape.is) {
    case 'text': {
      const { least, most, format, pattern } = shape
      return { type: 'string', ...said({ minLength: least, maxLength: most, format, pattern }) }
    }
    case 'number': {
      const { least, most, step } = shape
      return {
        type: shape.whole ? 'integer' : 'number',
        ...said({ minimum: least, maximum: most, multipleOf: step }),
      }
    }
    case 'values':
      return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values }
    case 'list': {
      const { least, most, unique } = shape
      const bounds = said({ minItems: least, maxItems: most, uniqueItems: unique })
      return { type: 'array', items: schema(shape.of), ...bounds }
    }
    case 'object':
      return objectKeywords(shape.entries, shape.open)
    case 'either':
      return { anyOf: shape.of.map(schema) }
    case 'named':
      return { $ref: `#/$defs/${shape.name}` }
    default:
      return { type: shape.is }
  }
}

function objectKeywords(entries: readonly Entry[], open: boolean): JsonSchema {
  const plain = entries.flatMap(({ key, shape }) =>
    typeof key === 'string' && !isAwkward(key) ? [[key, schema(shape)] as const] : [],
  )
  const patterns = entries.flatMap(({ key, shape }) =>
    typeof key !== 'string' || isAwkward(key) ? [[patternOf(key), schema(shape)] as const] : [],
  )
  const required = entries.flatMap(({ key, needed }) =>
    needed && typeof key === 'string' && !isAwkward(key) ? [key] : [],
  )
  return {
    type: 'object',
    ...(plain.length > 0 && { properties: Object.fromEntries(plain) }),
    ...(patterns.length > 0 && { patternProperties: Object.fromEntries(patterns) }),
    ...(required.length > 0 && { required }),
    ...(!open && { additionalProperties: false }),
  }
}

/**
 * Validators in JavaScript take `body.constructor` for there even when it is not, and cannot speak of half a surrogate
 * pair; a pattern asks what keys there are.
 */
const isAwkward = (key: string): boolean => key in Object.prototype || !key.isWellFormed()

const patternOf = (key: Entry['key']): string =>
  `^${(typeof key === 'string' ? [key] : key).map((part) => (part === INDEX ? '[0-9]+' : escaped(part))).join('')}$`

const escaped = (text: string) =>
  text
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`)

/** Only the keywords that have something to say. */
const said = (all: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== false))
