import * as v from 'valibot'
import { isDay, question } from './base.ts'

const day = v.pipe(v.string('A day is a text'), v.check(isDay, 'A day is written YYYY-MM-DD'))

export const dateSettings = v.strictObject({
  ...question('date'),
  /** First and last day that may be chosen. */
  min: v.optional(day),
  max: v.optional(day),
})

/** Days compare as texts: that is what ISO 8601's order is for. */
export const dateAnswer = (field: v.InferOutput<typeof dateSettings>) =>
  v.pipe(
    v.string('type'),
    v.check(isDay, 'date'),
    v.minValue(field.min ?? '', 'too-early'),
    v.maxValue(field.max ?? '9999-12-31', 'too-late'),
  )
