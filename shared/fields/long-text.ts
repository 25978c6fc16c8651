import * as v from 'valibot'
import { limits } from '../limits.ts'
import { placeholder, question, wholeNumber } from './base.ts'

export const longTextSettings = v.strictObject({
  ...question('long-text'),
  placeholder,
  minLength: v.optional(wholeNumber(1, limits.longTextLength)),
  maxLength: v.optional(wholeNumber(1, limits.longTextLength)),
})

export const longTextAnswer = (field: v.InferOutput<typeof longTextSettings>) =>
  v.pipe(
    v.string('type'),
    v.minLength(field.minLength ?? 0, 'too-short'),
    v.maxLength(field.maxLength ?? limits.longTextLength, 'too-long'),
  )
