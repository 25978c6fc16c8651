/** single-choice, dropdown and multiple-choice: answers are option values, never labels. */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { type Option, options, placeholder, question, wholeNumber } from './base.ts'

export const singleChoiceSettings = v.strictObject({ ...question('single-choice'), options })

export const dropdownSettings = v.strictObject({ ...question('dropdown'), options, placeholder })

export const multipleChoiceSettings = v.strictObject({
  ...question('multiple-choice'),
  options,
  /** Fewest and most that may be chosen by a visitor who answers at all. */
  min: v.optional(wholeNumber(1, limits.options)),
  max: v.optional(wholeNumber(1, limits.options)),
})

const oneOf = (list: readonly Option[]) => {
  const values = new Set(list.map((option) => option.value))
  return v.pipe(
    v.string('type'),
    v.check((value) => values.has(value), 'option'),
  )
}

export const singleChoiceAnswer = (field: { options: readonly Option[] }) => oneOf(field.options)

export const multipleChoiceAnswer = (field: v.InferOutput<typeof multipleChoiceSettings>) =>
  v.pipe(
    v.array(oneOf(field.options), 'type'),
    v.check((values) => new Set(values).size === values.length, 'twice'),
    v.minLength(field.min ?? 0, 'too-few'),
    v.maxLength(field.max ?? limits.options, 'too-many'),
  )
