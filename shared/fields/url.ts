import * as v from 'valibot'
import { limits } from '../limits.ts'
import { asked, made, placeholder } from './base.ts'
import { formatFault } from './fault.ts'

export const urlSettings = /* @__PURE__ */ made(() => v.strictObject({ ...asked('url'), placeholder }))

/**
 * Only http and https: an answer is shown as a link to the owner, and `javascript:` is a link too. Browsers from
 * before autumn 2023 have no `canParse` and leave the rest of the judgement to the relay.
 */
export const isWebAddress = (text: string) =>
  /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse?.(text) !== false

export const urlFault = (_: unknown, value: unknown) =>
  formatFault(value, limits.urlLength, isWebAddress, 'url')
