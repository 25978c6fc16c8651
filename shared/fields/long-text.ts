import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, made, placeholder, wholeNumber } from './base.ts'
import { lengthFault } from './fault.ts'

export const longTextSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('long-text'),
    placeholder,
    minLength: v.optional(wholeNumber(1, limits.longTextLength)),
    maxLength: v.optional(wholeNumber(1, limits.longTextLength)),
  }),
)

export const longTextFault = (field: v.InferOutput<typeof longTextSettings>, value: unknown) =>
  lengthFault(value, field.minLength ?? 0, field.maxLength ?? limits.longTextLength)
