/** What is wrong, in the visitor's words. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { kindOf } from './fields/index.ts'
import { fill, type Words } from './messages/words.ts'
import type { Issue } from './state.ts'

/**
 * An issue in the words of a language: the owner's own for their pattern, those of the field's kind, or those of its
 * code. What none of them knows comes from the relay, with its words in English.
 */
export function sayIssue(issue: Issue, field: Field | undefined, t: Words, lang: string | undefined): string {
  const { code, limit } = issue
  const known = (t.answers as Partial<Record<string, string>>)[code]
  // The relay does not always say the limit.
  const whole = known && (limit !== undefined || !known.includes('{n}'))
  const own = code === 'pattern' && field && 'patternMessage' in field && field.patternMessage
  const message = own || (whole ? fill(known, limit ?? '') : issue.message)
  return kindOf(field)?.say?.({ ...issue, message }, t, lang) ?? message
}
