import * as v from 'valibot'
import { limits } from '../limits.ts'
import { placeholder, question } from './base.ts'
import { formatFault } from './fault.ts'

export const urlSettings = v.strictObject({ ...question('url'), placeholder })

/** Only http and https: an answer is shown as a link to the owner, and `javascript:` is a link too. */
export const isWebAddress = (text: string) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)

export const urlFault = (_: unknown, value: unknown) =>
  formatFault(value, limits.urlLength, isWebAddress, 'url')
