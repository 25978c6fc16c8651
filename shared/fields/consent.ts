import * as v from 'valibot'
import { made, question } from './base.ts'
import type { Fault } from './fault.ts'

/** One box to tick; the label is what the visitor agrees to. */
export const consentSettings = /* @__PURE__ */ made(() => v.strictObject(question('consent')))

/** A required consent is given only by `true`; `false` is an answer, but not consent. */
export function consentFault(field: { required: boolean }, value: unknown): Fault | undefined {
  if (typeof value !== 'boolean') return ['type']
  return value || !field.required ? undefined : ['consent']
}
