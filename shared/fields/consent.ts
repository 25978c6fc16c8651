import * as v from 'valibot'
import { question } from './base.ts'

/** One box to tick; the label is what the visitor agrees to. */
export const consentSettings = v.strictObject(question('consent'))

/** A required consent is given only by `true`; `false` is an answer, but not consent. */
export const consentAnswer = (field: { required: boolean }) =>
  v.pipe(
    v.boolean('type'),
    v.check((given) => given || !field.required, 'consent'),
  )
