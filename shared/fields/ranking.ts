import * as v from 'valibot'
import { limits } from '../limits.ts'
import { made, options, question, randomize, wholeNumber } from './base.ts'
import { multipleChoiceFault } from './choice.ts'
import type { Fault } from './fault.ts'

export const rankingSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...question('ranking'),
    options,
    randomize,
    /** How many places are given; all options are ranked when absent. */
    top: v.optional(wholeNumber(1, limits.options)),
  }),
)

/** How many options an answer has. */
export const placesOf = (field: { options: readonly unknown[]; top?: number | undefined }) =>
  Math.min(field.top ?? field.options.length, field.options.length)

/** Option values from the first place to the last. */
export function rankingFault(
  field: v.InferOutput<typeof rankingSettings>,
  value: unknown,
): Fault | undefined {
  const places = placesOf(field)
  return multipleChoiceFault({ options: field.options, min: places, max: places }, value)
}
