import * as v from 'valibot'
import { limits } from '../limits.ts'
import { placeholder, question } from './base.ts'

export const urlSettings = v.strictObject({ ...question('url'), placeholder })

/** Only http and https: an answer is shown as a link to the owner, and `javascript:` is a link too. */
export const isWebAddress = (text: string) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)

export const urlAnswer = () =>
  v.pipe(v.string('type'), v.maxLength(limits.urlLength, 'too-long'), v.check(isWebAddress, 'url'))
