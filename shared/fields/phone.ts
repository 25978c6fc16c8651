import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, made, placeholder } from './base.ts'
import { formatFault } from './fault.ts'

export const phoneSettings = /* @__PURE__ */ made(() => v.strictObject({ ...asked('phone'), placeholder }))

/** At least five digits, written as people write them; ITU-T E.164 allows fifteen, an extension adds a few. */
const NUMBER = /^\+?(?:[ ().\-/]*\d){5,20}[ ).]*(?:(?:x|ext\.?) ?\d{1,6})?$/i

export const phoneFault = (_: unknown, value: unknown) =>
  formatFault(value, limits.phoneLength, (text) => NUMBER.test(text), 'phone')
