/** Rules: what follows on a form from the answers given so far. `logic.ts` says what they mean. */
import * as v from 'valibot'
import { fieldId, shortText } from './fields/base.ts'
import { limits } from './limits.ts'

/** What a condition may ask of a field's answer; which of them make sense for a kind is in `logic.ts`. */
const operators = [
  'equal',
  'not-equal',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'greater',
  'less',
  'at-least',
  'at-most',
  'answered',
  'not-answered',
] as const
export type Operator = (typeof operators)[number]

const fieldReference = v.pipe(v.string('A field is given by its name'), v.minLength(1), v.maxLength(64))

export const Comparison = v.strictObject({
  /** The field's name, or its id. */
  field: fieldReference,
  /** The row of a matrix, the part of an address, or the place in a ranking ("1" is the first), by value. */
  part: v.optional(v.pipe(shortText(limits.labelLength), v.minLength(1))),
  is: v.picklist(operators, `is takes one of: ${operators.join(', ')}`),
  /** What to compare with; not used by answered and not-answered. */
  to: v.optional(
    v.union(
      [shortText(limits.labelLength), v.number(), v.boolean()],
      'to is a text, a number, true or false',
    ),
  ),
})
export type Comparison = v.InferOutput<typeof Comparison>

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] }

export const Condition: v.GenericSchema<unknown, Condition> = v.lazy((input) => {
  const list = v.pipe(
    v.array(Condition),
    v.maxLength(limits.conditions, `At most ${limits.conditions} conditions`),
  )
  if (typeof input === 'object' && input !== null && 'all' in input) return v.strictObject({ all: list })
  if (typeof input === 'object' && input !== null && 'any' in input) return v.strictObject({ any: list })
  return Comparison
})

/** What a rule does while its condition holds. */
const Action = v.union(
  [
    v.strictObject({ show: fieldReference }),
    v.strictObject({ hide: fieldReference }),
    /** An answer must be given. */
    v.strictObject({ require: fieldReference }),
    /** After the step of the condition's last field: on to a page, by its id, or a field further down. */
    v.strictObject({ jump: fieldReference }),
    /** After the step of the condition's last field: the form ends. */
    v.strictObject({ end: v.literal(true, 'end takes true') }),
    /** Another thank-you screen, by the id of an ending. */
    v.strictObject({ thanks: fieldId }),
  ],
  'then takes one of show, hide, require, jump (each with a field, jump also with a page), end (true), thanks (an ending)',
)
export type Action = v.InferOutput<typeof Action>

export const Rule = v.strictObject({ if: Condition, then: Action })
export type Rule = v.InferOutput<typeof Rule>
