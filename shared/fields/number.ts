import * as v from 'valibot'
import { placeholder, question, shortText } from './base.ts'

const finite = v.pipe(v.number('This is a number'), v.finite('This is a finite number'))

export const numberSettings = v.strictObject({
  ...question('number'),
  placeholder,
  min: v.optional(finite),
  max: v.optional(finite),
  /** Whole numbers only. */
  integer: v.optional(v.boolean('integer is true or false')),
  /** Shown behind the input: "kg", "€". */
  unit: v.optional(shortText(20)),
})

export const numberAnswer = (field: v.InferOutput<typeof numberSettings>) =>
  v.pipe(
    v.number('type'),
    v.finite('type'),
    v.check((value) => !field.integer || Number.isSafeInteger(value), 'integer'),
    v.minValue(field.min ?? -Infinity, 'too-small'),
    v.maxValue(field.max ?? Infinity, 'too-big'),
  )
