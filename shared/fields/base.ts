/** What every kind of field has, and the building blocks that their settings share. */
import * as v from 'valibot'
import { limits } from '../limits.ts'

/**
 * A name is the key of an answer in submissions, payloads and exports, so it is kept to characters that no
 * receiver, spreadsheet or query string trips over. No `_` in front: that is where `__proto__` lives, and what a
 * plain form sends beside its answers.
 */
export const fieldName = v.pipe(
  v.string('A name is a text'),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
    'A name has 1 to 64 letters, digits, "_", "-" or ".", and begins with a letter or digit',
  ),
)

export const fieldId = v.pipe(
  v.string('An id is a text'),
  v.regex(/^[A-Za-z0-9_-]{1,40}$/, 'An id has 1 to 40 letters, digits, "_" or "-"'),
)

/**
 * A schema in one call that a bundler can see to be without effects: a visitor's script leaves schemas out, and
 * across the borders of its chunks the bundler no longer knows what valibot says of its own functions.
 */
export const made = /* @__NO_SIDE_EFFECTS__ */ <Schema>(make: () => Schema): Schema => make()

export const shortText = /* @__NO_SIDE_EFFECTS__ */ (most: number) =>
  v.pipe(v.string('This is a text'), v.maxLength(most, `At most ${most} characters`))

/** The entries of a field of this kind that every other kind has too. */
export const base = /* @__NO_SIDE_EFFECTS__ */ <const Kind extends string>(kind: Kind) => ({
  id: fieldId,
  name: fieldName,
  kind: v.literal(kind),
  /** Plain text with a small markdown: bold, italic, link, line break. */
  label: v.optional(shortText(limits.labelLength), ''),
  help: v.optional(shortText(limits.helpLength), ''),
})

/** The same for a field that takes an answer which the owner may insist on. */
export const question = /* @__NO_SIDE_EFFECTS__ */ <const Kind extends string>(kind: Kind) => ({
  ...base(kind),
  required: v.optional(v.boolean('required is true or false'), false),
  /** Shares its line with a neighbour that is half as well, where there is room. */
  half: v.optional(v.boolean('half is true or false')),
})

/** The page's address may answer by a parameter of this name, when the owner names one. */
export const param = v.optional(
  v.pipe(shortText(limits.nameLength), v.minLength(1, 'A parameter has a name')),
)

/** The same for a field that may have an answer before the visitor gives one. */
export const asked = /* @__NO_SIDE_EFFECTS__ */ <const Kind extends string>(kind: Kind) => ({
  ...question(kind),
  param,
  /** The answer to begin with; publishing refuses one that the field would not take. */
  default: v.optional(
    v.union(
      [shortText(limits.longTextLength), v.number(), v.boolean(), v.array(shortText(limits.textLength))],
      'default is an answer that this field takes',
    ),
  ),
})

export const placeholder = v.optional(shortText(limits.labelLength))

export const wholeNumber = /* @__NO_SIDE_EFFECTS__ */ (least: number, most: number) =>
  v.pipe(
    v.number('This is a number'),
    v.integer('This is a whole number'),
    v.minValue(least, `At least ${least}`),
    v.maxValue(most, `At most ${most}`),
  )

/** A token of the `autocomplete` attribute, see the HTML standard's section on autofill. */
export const autocomplete = v.optional(
  v.pipe(v.string('autocomplete is a text'), v.regex(/^[a-z][a-z0-9 -]{0,60}$/, 'Not an autocomplete token')),
)

export const option = {
  value: v.pipe(
    shortText(limits.labelLength),
    v.minLength(1, 'An option needs a value'),
    v.check((value) => value === value.trim(), 'A value does not begin or end with a space'),
  ),
  label: v.optional(shortText(limits.labelLength), ''),
}

/** A list of things with a value of their own: options, or the rows and columns of a matrix. */
export const listOf = /* @__NO_SIDE_EFFECTS__ */ <
  const Item extends v.GenericSchema<{ value: string }, Option>,
>(
  item: Item,
  most: number,
  words: string,
) =>
  v.optional(
    v.pipe(
      v.array(item),
      v.maxLength(most, `At most ${most} ${words}`),
      v.check(
        (list) => new Set(list.map((option) => option.value)).size === list.length,
        `Two ${words} have the same value`,
      ),
    ),
    () => [],
  )

/** Options of the kinds that are chosen from. An empty list may be drafted, but not published. */
export const options = listOf(v.strictObject(option), limits.options, 'options')

/** Options in another order for each visitor, so that none has the luck of being first. */
export const randomize = v.optional(v.boolean('randomize is true or false'))

export interface Option {
  value: string
  label: string
}

/** Words at the two ends of a scale. */
export const ends = {
  lowLabel: v.optional(shortText(limits.labelLength)),
  highLabel: v.optional(shortText(limits.labelLength)),
}
