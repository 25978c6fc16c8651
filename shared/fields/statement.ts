import * as v from 'valibot'
import { base, made } from './base.ts'

/** Words between the questions: a heading in `label`, a paragraph in `help`. Takes no answer. */
export const statementSettings = /* @__PURE__ */ made(() => v.strictObject(base('statement')))
