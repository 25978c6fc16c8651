import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, autocomplete, made, placeholder, wholeNumber } from './base.ts'
import { type Fault, lengthFault } from './fault.ts'
import { pattern, patternMessage } from './pattern.ts'

export const textSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...asked('text'),
    placeholder,
    autocomplete,
    pattern,
    patternMessage,
    minLength: v.optional(wholeNumber(1, limits.textLength)),
    maxLength: v.optional(wholeNumber(1, limits.textLength)),
  }),
)

/** One line: what a line break would do to a mail header or a spreadsheet row is not a visitor's to decide. */
export const textFault = (
  field: { minLength?: number | undefined; maxLength?: number | undefined },
  value: unknown,
): Fault | undefined =>
  typeof value === 'string' && /[\r\n]/.test(value)
    ? ['one-line']
    : lengthFault(value, field.minLength ?? 0, field.maxLength ?? limits.textLength)
