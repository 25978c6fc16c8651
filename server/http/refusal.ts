/** Why intake did not take a submission, as a problem. */
import type { IntakeResult } from '../intake/accept.ts'
import { ProblemError } from './problem.ts'

type Refused = Exclude<IntakeResult, { id: string }>

export function refusal(result: Refused, form: string): ProblemError {
  switch (result.outcome) {
    case 'invalid':
      return new ProblemError('invalid-answers', 'Nothing was saved. Each issue names its field.', {
        issues: result.issues,
      })
    case 'key-reused':
      return new ProblemError('key-reused', 'Other answers were sent with this key before. Use a new key.')
    case 'origin-refused':
      return originRefused()
    case 'closed':
      return new ProblemError('form-closed', result.text)
    case 'partial-refused':
      return partialRefused('partial', 'This form takes only whole submissions.')
    case 'partial-keyless':
      return partialRefused('key', 'A partial submission needs a key, to be known again by.')
    default:
      return formMissing(result.outcome, form)
  }
}

const partialRefused = (field: 'partial' | 'key', message: string) =>
  new ProblemError('invalid-body', message, { issues: [{ field, code: 'partial', message }] })

export const originRefused = () =>
  new ProblemError('origin-refused', 'The owner has not listed this page among those that may send.')

/** Why there is no form, or no such version of it, to show or to send to. */
export function formMissing(
  why: 'form-unpublished' | 'version-missing' | 'form-missing',
  form: string,
): ProblemError {
  switch (why) {
    case 'form-unpublished':
      return new ProblemError('form-not-published', `The form ${form} has only a draft so far.`)
    case 'version-missing':
      return new ProblemError('form-not-found', `The form ${form} has no such version.`)
    case 'form-missing':
      return new ProblemError('form-not-found', `No form has the id ${form}.`)
  }
}
