/** The only validator of answers. The widget runs it before sending, the relay before storing. */
import type { Fault } from './fields/fault.ts'
import { type Answers, answerFault } from './fields/index.ts'
import type { Definition } from './form.ts'
import { fieldsOf, isAnswered, visibleFields } from './logic.ts'
import { type AnswerCode, message } from './messages.ts'

/** What is wrong with one answer: the field's name, a code to translate by, and the same in English. */
export interface AnswerIssue {
  field: string
  code: AnswerCode
  message: string
}

export type AnswersResult = { ok: true; answers: Answers } | { ok: false; issues: AnswerIssue[] }

/** Answers as they came, less what counts as not answered. The result has no prototype. */
export function givenAnswers(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(input)) if (isAnswered(value)) given[name] = value
  return given
}

/**
 * Checks what a visitor gave against the form, rules included. Answers come back in the order of the form, with
 * hidden fields at their defaults; or every issue, at most one for a field, in the order of the form, and names
 * that the form has not last.
 */
export function checkAnswers(
  definition: Pick<Definition, 'pages' | 'rules'>,
  input: Readonly<Record<string, unknown>>,
): AnswersResult {
  const fields = fieldsOf(definition)
  const given = givenAnswers(input)
  for (const field of fields) {
    if (field.kind === 'hidden' && field.default && !Object.hasOwn(given, field.name))
      given[field.name] = field.default
  }
  // Rules look at values of any type without trusting them: a wrong type never equals anything.
  const visible = visibleFields(definition, given as Answers)
  const answers: Record<string, unknown> = {}
  const issues: AnswerIssue[] = []
  const refuse = (field: string, [code, limit]: Fault) =>
    issues.push({ field, code, message: message(code, limit) })
  for (const field of fields) {
    const { name, kind } = field
    const value = given[name]
    const seen = visible.has(field.id)
    delete given[name]
    if (value === undefined) {
      if (seen && 'required' in field && field.required) {
        refuse(name, [kind === 'consent' ? 'consent' : 'required'])
      }
      continue
    }
    const fault = seen || kind === 'statement' ? answerFault(field, value) : notShown
    if (fault) refuse(name, fault)
    else answers[name] = value
  }
  for (const name of Object.keys(given)) refuse(name, ['unknown'])
  return issues.length > 0 ? { ok: false, issues } : { ok: true, answers: answers as Answers }
}

const notShown: Fault = ['not-shown']
