import * as v from 'valibot'
import { limits } from '../limits.ts'
import { autocomplete, placeholder, question, wholeNumber } from './base.ts'
import { type Fault, lengthFault } from './fault.ts'

export const textSettings = v.strictObject({
  ...question('text'),
  placeholder,
  autocomplete,
  minLength: v.optional(wholeNumber(1, limits.textLength)),
  maxLength: v.optional(wholeNumber(1, limits.textLength)),
})

/** One line: what a line break would do to a mail header or a spreadsheet row is not a visitor's to decide. */
export const textFault = (field: v.InferOutput<typeof textSettings>, value: unknown): Fault | undefined =>
  typeof value === 'string' && /[\r\n]/.test(value)
    ? ['one-line']
    : lengthFault(value, field.minLength ?? 0, field.maxLength ?? limits.textLength)
