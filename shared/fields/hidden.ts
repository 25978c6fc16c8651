import * as v from 'valibot'
import { limits } from '../limits.ts'
import { base, made, param, shortText } from './base.ts'
import { lengthFault } from './fault.ts'

/** Never shown: the page or the link that the visitor came by fills it. */
export const hiddenSettings = /* @__PURE__ */ made(() =>
  v.strictObject({
    ...base('hidden'),
    param,
    /** What it holds when the page gives nothing. */
    default: v.optional(shortText(limits.hiddenLength)),
  }),
)

export const hiddenFault = (_: unknown, value: unknown) => lengthFault(value, 0, limits.hiddenLength)
