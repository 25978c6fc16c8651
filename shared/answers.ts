/** The only validator of answers. The widget runs it before sending, the relay before storing. */

import { isAnswered } from './answered.ts'
import type { Fault } from './fields/fault.ts'
import type { Answers, Field } from './fields/index.ts'
import type { AnswerCode } from './messages.ts'
import { type Course, type Follow, fieldsOf } from './pages.ts'

/** What is wrong with one answer: the field's name, a code to translate by, and the same in words. */
export interface AnswerIssue {
  field: string
  code: AnswerCode
  message: string
  /** What the answer broke, where there is a limit. */
  limit?: number | string
}

export type AnswersResult = { ok: true; answers: Answers } | { ok: false; issues: AnswerIssue[] }

/** Answers as they came, less what counts as not answered. The result has no prototype. */
export function givenAnswers(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(input)) if (isAnswered(value)) given[name] = value
  return given
}

/** What answers are judged by. `judge.ts` has all of it; a browser loads what its form needs. */
export interface Judge {
  follow: Follow
  /** What is wrong with a value as the answer of a field, or undefined when the field takes it. */
  fault(field: Field, value: unknown): Fault | undefined
  /** Whether a text matches an owner's pattern as a whole. */
  matches(pattern: string, text: string): boolean
  /** A code in words, for issues. A browser puts them in its visitor's language later. */
  message(code: AnswerCode, limit: Fault[1]): string
}

/**
 * Checks what a visitor gave against the form, rules included: only what is on the path may be answered. Answers
 * come back in the order of the form, with hidden fields at their defaults; or every issue, at most one for a
 * field, in the order of the form, and names that the form has not last. Of `partial` answers nothing is required
 * yet; what is there must be right all the same.
 */
export function checkAnswers(
  course: Course,
  input: Readonly<Record<string, unknown>>,
  { follow, fault: faultOf, matches, message }: Judge,
  partial?: boolean,
): AnswersResult {
  const fields = fieldsOf(course)
  const given = givenAnswers(input)
  for (const field of fields) {
    if (field.kind === 'hidden' && field.default && !Object.hasOwn(given, field.name))
      given[field.name] = field.default
  }
  // Rules look at values of any type without trusting them: a wrong type never equals anything.
  const { visible, required } = follow(course, given as Answers)
  const answers: Record<string, unknown> = {}
  const issues: AnswerIssue[] = []
  const refuse = (field: string, [code, limit]: Fault, words = message(code, limit)) =>
    issues.push({ field, code, message: words, ...(limit === undefined ? {} : { limit }) })
  for (const field of fields) {
    const { name, kind } = field
    const value = given[name]
    const seen = visible.has(field.id)
    // Rules may require what the owner's setting does not.
    const must = !partial && 'required' in field && (field.required || required.has(field.id))
    delete given[name]
    // What the owner presets is nobody's answer where a rule hides it.
    if (value === undefined || (!seen && kind === 'hidden' && value === field.default)) {
      if (seen && must) refuse(name, [kind === 'consent' ? 'consent' : 'required'])
      continue
    }
    const fault =
      seen || kind === 'statement'
        ? faultOf('required' in field ? { ...field, required: must } : field, value)
        : notShown
    if (fault) refuse(name, fault)
    else if (kind === 'text' && field.pattern && !matches(field.pattern, String(value)))
      refuse(name, ['pattern'], field.patternMessage || undefined)
    else answers[name] = value
  }
  for (const name of Object.keys(given)) refuse(name, ['unknown'])
  return issues.length > 0 ? { ok: false, issues } : { ok: true, answers: answers as Answers }
}

const notShown: Fault = ['not-shown']
