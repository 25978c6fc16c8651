import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, made, placeholder } from './base.ts'
import { formatFault } from './fault.ts'

export const emailSettings = /* @__PURE__ */ made(() => v.strictObject({ ...asked('email'), placeholder }))

/**
 * One address with a dot in its domain, in any script (RFC 6531). Deliberately loose: a strict pattern refuses
 * real people, and only a mail that arrives proves an address. Separators and brackets stay out, so that an
 * answer is never two addresses or a header.
 */
const ADDRESS = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+\.[^\s@,;:<>()[\]\\".]{2,}$/

export const emailFault = (_: unknown, value: unknown) =>
  formatFault(value, limits.emailLength, (text) => ADDRESS.test(text), 'email')
