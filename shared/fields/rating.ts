/** rating and nps: a whole number on a scale with a fixed beginning. */
import * as v from 'valibot'
import { asked, ends, made, wholeNumber } from './base.ts'
import { rangeFault } from './fault.ts'

export const ratingSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('rating'),
    max: v.optional(wholeNumber(2, 10), 5),
    symbol: v.optional(v.picklist(['star', 'heart', 'number'], 'A symbol is star, heart or number'), 'star'),
    ...ends,
  }),
)

/** Net promoter score: 0 to 10, that is what makes it one. */
export const npsSettings = /* @__PURE__ */ made(() => v.strictObject({ ...asked('nps'), ...ends }))

export const ratingFault = (field: { max: number }, value: unknown) => rangeFault(value, 1, field.max, true)

export const npsFault = (_: unknown, value: unknown) => rangeFault(value, 0, 10, true)
