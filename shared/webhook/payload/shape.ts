/**
 * What a body can be, as data: `schema.ts` writes it as JSON Schema, `types.ts` as TypeScript, and `pairs.ts` makes of
 * it what a form-urlencoded body is.
 */

interface Words {
  /** What the owner calls it. */
  title?: string | undefined
  /** What else there is to know, in sentences. */
  about?: string | undefined
}

export type Shape = Words &
  (
    | { is: 'text'; least?: number; most?: number; format?: 'date' | 'date-time'; pattern?: string }
    | {
        is: 'number'
        whole?: boolean | undefined
        least?: number | undefined
        most?: number | undefined
        step?: number
      }
    | { is: 'boolean' }
    | { is: 'null' }
    /** One of these and nothing else. */
    | { is: 'values'; values: readonly (string | boolean)[] }
    | { is: 'list'; of: Shape; least?: number; most?: number; unique?: boolean }
    /** `open` when later releases may add entries; a closed one never has others. */
    | { is: 'object'; entries: readonly Entry[]; open: boolean }
    | { is: 'either'; of: readonly Shape[] }
    /** One of the document's named shapes. */
    | { is: 'named'; name: string }
  )
export type ShapeOf<Is extends Shape['is']> = Extract<Shape, { is: Is }>

/** The index of something in a list, within a key like `files[0][name]`. */
export const INDEX: unique symbol = Symbol('index')

export interface Entry {
  /** A name, or the pieces of one that has an index in it. */
  key: string | readonly (string | typeof INDEX)[]
  shape: Shape
  /** Whether it is always there. */
  needed: boolean
}

/** A shape, and those that it calls by their names. */
export interface ShapeDocument {
  root: Shape
  named: ReadonlyMap<string, Shape>
}

export const text = (words: Words = {}): Shape => ({ is: 'text', ...words })
export const moment = (about?: string): Shape => ({ is: 'text', format: 'date-time', about })
export const named = (name: string): Shape => ({ is: 'named', name })
/** One value, or null. */
export const orNull = (of: Shape, about?: string): Shape => ({
  is: 'either',
  of: [of, { is: 'null' }],
  about,
})
export const exactly = (value: string | boolean, about?: string): Shape => ({
  is: 'values',
  values: [value],
  about,
})
export const either = (of: readonly Shape[]): Shape =>
  of.length === 1 && of[0] ? of[0] : { is: 'either', of }

/** An object whose entries are all always there. */
export const whole = (entries: Readonly<Record<string, Shape>>, open: boolean, words: Words = {}): Shape => ({
  is: 'object',
  entries: Object.entries(entries).map(([key, shape]) => ({ key, shape, needed: true })),
  open,
  ...words,
})
