import * as v from 'valibot'
import { asked, ends, made, wholeNumber } from './base.ts'
import { rangeFault } from './fault.ts'

/** Whole numbers in a row, from `min` to `max`, with words at the ends: a Likert scale, an effort score. */
export const scaleSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('scale'),
    min: v.optional(wholeNumber(0, 1), 1),
    max: v.optional(wholeNumber(2, 10), 7),
    ...ends,
  }),
)

export const scaleFault = (field: { min: number; max: number }, value: unknown) =>
  rangeFault(value, field.min, field.max, true)
