import * as v from 'valibot'
import { base } from './base.ts'

/** Words between the questions: a heading in `label`, a paragraph in `help`. Takes no answer. */
export const statementSettings = v.strictObject(base('statement'))
