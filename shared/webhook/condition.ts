/** Which submissions a webhook is sent: the condition that its owner set, asked of the answers that were accepted. */
import type { Answers } from '../fields/index.ts'
import type { Definition } from '../form.ts'
import { comparisonsOf, findField, holdsFor } from '../logic.ts'
import { fieldsOf } from '../pages.ts'
import { conditionFaults } from '../publish.ts'
import type { Condition } from '../rule.ts'

type Asked = Pick<Definition, 'pages'>

/**
 * Whether a submission is one that a webhook with this condition is sent; without a condition every one is. `form` is
 * the version that was answered. Accepted answers have nothing of fields that were not seen, so what counts is there.
 * A condition about a field that the version does not have never holds, not even "is not".
 */
export const meets = (condition: Condition | null, form: Asked, answers: Answers): boolean =>
  condition === null ||
  holdsFor(condition, fieldsOf(form), ({ name }) =>
    Object.hasOwn(answers, name) ? answers[name] : undefined,
  )

/**
 * Why a condition is refused: what no version of the form could ever make true is a mistake, and one that nobody
 * would see, because nothing would be sent. `forms` are those that it may be meant for, the draft first and the
 * newest version after it; it has to make sense for one of them.
 */
export function conditionIssues(
  condition: Condition | null,
  forms: readonly Asked[],
): { code: string; message: string }[] {
  if (condition === null) return []
  if (hasEmptyGroup(condition)) {
    return [{ code: 'no-condition', message: 'Every group needs a condition; null sends every submission.' }]
  }
  const found = forms.map((form) => conditionFaults(condition, fieldsOf(form), 'The condition'))
  return found.some((faults) => faults.length === 0) ? [] : (found[0] ?? [])
}

/** References of a condition to fields that this form does not have: with them it may never hold again. */
export function lostFields(condition: Condition | null, form: Asked): string[] {
  if (condition === null) return []
  const fields = fieldsOf(form)
  const lost = comparisonsOf(condition).filter(({ field }) => !findField(fields, field, 'name'))
  return [...new Set(lost.map(({ field }) => field))]
}

const groupOf = (condition: Condition): Condition[] | undefined =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : undefined

const hasEmptyGroup = (condition: Condition): boolean => {
  const group = groupOf(condition)
  return group !== undefined && (group.length === 0 || group.some(hasEmptyGroup))
}
