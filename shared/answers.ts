/** The only validator of answers. The widget runs it before sending, the relay before storing. */
import * as v from 'valibot'
import { type Answers, answerSchema, type Field } from './fields/index.ts'
import { type Definition, fieldsOf } from './form.ts'
import { isAnswered, visibleFields } from './logic.ts'
import { type AnswerCode, isAnswerCode, message } from './messages.ts'

/** What is wrong with one answer: the field's name, a code to translate by, and the same in English. */
export interface AnswerIssue {
  field: string
  code: AnswerCode
  message: string
}

/**
 * The schema of the answers that a visitor who sees these fields may give, keyed by field name. Unknown names are
 * refused. Issues' messages are codes of `messages.ts`.
 */
export function answersSchema(fields: readonly Field[], visible: ReadonlySet<string>) {
  // Without a prototype, or a name like `constructor` would count as one of the form's.
  const entries: Record<string, v.GenericSchema<unknown, Answers[string] | undefined>> = Object.create(null)
  for (const field of fields) {
    const schema = visible.has(field.id) ? answerSchema(field) : null
    if (schema) entries[field.name] = 'required' in field && field.required ? schema : v.optional(schema)
  }
  return v.strictObject(entries)
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
 * hidden fields at their defaults; or every issue, at most one for a field, in the order of the form.
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
  const result = v.safeParse(answersSchema(fields, visible), given)
  if (result.success) return { ok: true, answers: result.output as Answers }

  const byName = new Map(fields.map((field) => [field.name, field]))
  const issues = new Map<string, AnswerIssue>()
  for (const issue of result.issues) {
    const name = String(issue.path?.[0]?.key ?? '')
    if (issues.has(name)) continue
    const field = byName.get(name)
    const code = codeOf(issue, field, visible)
    issues.set(name, { field: name, code, message: message(code, issue.requirement) })
  }
  const order = new Map(fields.map((field, index) => [field.name, index]))
  const place = (issue: AnswerIssue) => order.get(issue.field) ?? Number.MAX_SAFE_INTEGER
  return { ok: false, issues: [...issues.values()].sort((a, b) => place(a) - place(b)) }
}

function codeOf(
  issue: v.BaseIssue<unknown>,
  field: Field | undefined,
  visible: ReadonlySet<string>,
): AnswerCode {
  if (!field || field.kind === 'statement') return 'unknown'
  if (!visible.has(field.id)) return 'not-shown'
  if (issue.type === 'strict_object') return field.kind === 'consent' ? 'consent' : 'required'
  return isAnswerCode(issue.message) ? issue.message : 'type'
}
