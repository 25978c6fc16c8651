/** single-choice, dropdown and multiple-choice: answers are option values, never labels. */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { type Option, options, placeholder, question, wholeNumber } from './base.ts'
import type { Fault } from './fault.ts'

export const singleChoiceSettings = v.strictObject({ ...question('single-choice'), options })

export const dropdownSettings = v.strictObject({ ...question('dropdown'), options, placeholder })

export const multipleChoiceSettings = v.strictObject({
  ...question('multiple-choice'),
  options,
  /** Fewest and most that may be chosen by a visitor who answers at all. */
  min: v.optional(wholeNumber(1, limits.options)),
  max: v.optional(wholeNumber(1, limits.options)),
})

const hasOption = (list: readonly Option[], value: unknown) => list.some((option) => option.value === value)

export function singleChoiceFault(
  { options }: { options: readonly Option[] },
  value: unknown,
): Fault | undefined {
  if (typeof value !== 'string') return ['type']
  return hasOption(options, value) ? undefined : ['option']
}

export function multipleChoiceFault(
  field: v.InferOutput<typeof multipleChoiceSettings>,
  value: unknown,
): Fault | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return ['type']
  if (!value.every((item) => hasOption(field.options, item))) return ['option']
  if (new Set(value).size !== value.length) return ['twice']
  if (field.min && value.length < field.min) return ['too-few', field.min]
  return field.max && value.length > field.max ? ['too-many', field.max] : undefined
}
