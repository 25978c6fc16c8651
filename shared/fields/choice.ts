/** single-choice, dropdown and multiple-choice: answers are option values, never labels. */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, made, type Option, options, placeholder, randomize, shortText, wholeNumber } from './base.ts'
import type { Fault } from './fault.ts'
import { textFault } from './text.ts'

/** One more option, with words that the visitor writes; the answer is those words. */
const other = {
  other: v.optional(v.boolean('other is true or false')),
  /** What it is called; the visitor's language decides when absent. */
  otherLabel: v.optional(shortText(limits.labelLength)),
}

export const singleChoiceSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('single-choice'),
    options,
    randomize,
    ...other,
  }),
)

export const dropdownSettings = /* @__PURE__ */ made(() =>
  v.strictObject({ ...asked('dropdown'), options, randomize, placeholder }),
)

export const multipleChoiceSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('multiple-choice'),
    options,
    randomize,
    ...other,
    /** Fewest and most that may be chosen by a visitor who answers at all. */
    min: v.optional(wholeNumber(1, limits.options)),
    max: v.optional(wholeNumber(1, limits.options)),
  }),
)

interface Choice {
  options: readonly Option[]
  other?: boolean | undefined
}

/** Whether a value is an option, or the visitor's own words where those are asked for. */
function optionFault({ options, other }: Choice, value: string): Fault | undefined {
  if (options.some((option) => option.value === value)) return
  return other ? textFault({}, value) : ['option']
}

export const singleChoiceFault = (field: Choice, value: unknown): Fault | undefined =>
  typeof value === 'string' ? optionFault(field, value) : ['type']

export function multipleChoiceFault(
  field: Choice & { min?: number | undefined; max?: number | undefined },
  value: unknown,
): Fault | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return ['type']
  for (const item of value) {
    const fault = optionFault(field, item)
    if (fault) return fault
  }
  if (new Set(value).size !== value.length) return ['twice']
  // Words of one's own are one more option, not a list.
  if (value.filter((item) => optionFault({ options: field.options }, item)).length > 1) return ['option']
  if (field.min && value.length < field.min) return ['too-few', field.min]
  return field.max && value.length > field.max ? ['too-many', field.max] : undefined
}
