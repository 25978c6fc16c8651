import * as v from 'valibot'
import { limits } from '../limits.ts'
import { autocomplete, placeholder, question, wholeNumber } from './base.ts'

export const textSettings = v.strictObject({
  ...question('text'),
  placeholder,
  autocomplete,
  minLength: v.optional(wholeNumber(1, limits.textLength)),
  maxLength: v.optional(wholeNumber(1, limits.textLength)),
})

/** One line: what a line break would do to a mail header or a spreadsheet row is not a visitor's to decide. */
export const textAnswer = (field: v.InferOutput<typeof textSettings>) =>
  v.pipe(
    v.string('type'),
    v.check((text) => !/[\r\n]/.test(text), 'one-line'),
    v.minLength(field.minLength ?? 0, 'too-short'),
    v.maxLength(field.maxLength ?? limits.textLength, 'too-long'),
  )
