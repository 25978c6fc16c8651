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

/** Options of the kinds that are chosen from. An empty list may be drafted, but not published. */
export const options = v.optional(
  v.pipe(
    v.array(
      v.strictObject({
        value: v.pipe(
          shortText(limits.labelLength),
          v.minLength(1, 'An option needs a value'),
          v.check((value) => value === value.trim(), 'A value does not begin or end with a space'),
        ),
        label: v.optional(shortText(limits.labelLength), ''),
      }),
    ),
    v.maxLength(limits.options, `At most ${limits.options} options`),
    v.check(
      (list) => new Set(list.map((option) => option.value)).size === list.length,
      'Two options have the same value',
    ),
  ),
  () => [],
)

export interface Option {
  value: string
  label: string
}

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
