/** The body of every failure, RFC 9457, and the codes that callers may build on. */
import * as v from 'valibot'

const problems = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'malformed-form': { status: 400, title: 'The body is not what a form sends' },
  'invalid-utf8': { status: 400, title: 'The body is not UTF-8' },
  'too-deep': { status: 400, title: 'The body is nested too deep or has too many keys' },
  'invalid-query': { status: 400, title: 'The address has a parameter that is not valid' },
  'not-signed-in': { status: 401, title: 'Sign in, or send an API key' },
  'wrong-credentials': { status: 401, title: 'The email or the password is wrong' },
  'origin-refused': { status: 403, title: 'This page may not send to this form' },
  'not-allowed': { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'form-not-found': { status: 404, title: 'There is no such form' },
  'form-not-published': { status: 404, title: 'This form is not published yet' },
  'no-such-upload': { status: 404, title: 'There is no such file' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'broken-off': { status: 408, title: 'The body did not come in time' },
  'key-reused': { status: 409, title: 'This key was used for other answers' },
  conflict: { status: 409, title: 'Somebody else changed this meanwhile' },
  'delivery-cancelled': { status: 409, title: 'This delivery was cancelled' },
  'nobody-listens': { status: 409, title: 'Nobody listens to this webhook' },
  'claim-stale': { status: 409, title: 'This claim is no longer good' },
  'not-probeable': { status: 409, title: 'This webhook cannot be probed' },
  'already-set-up': { status: 409, title: 'This relay has an owner already' },
  'form-closed': { status: 410, title: 'This form takes no more answers' },
  'setup-link-spent': { status: 410, title: 'This setup link is no longer good' },
  'too-large': { status: 413, title: 'The body is too large' },
  'upload-too-large': { status: 413, title: 'The file is too large' },
  'wrong-content-type': { status: 415, title: 'The body has a content type that is not taken here' },
  'content-encoding': { status: 415, title: 'Compressed bodies are not taken' },
  'upload-type': { status: 415, title: 'Files of this type are not taken here' },
  'upload-empty': { status: 422, title: 'The file is empty' },
  'invalid-answers': { status: 422, title: 'Some answers are not valid' },
  'invalid-body': { status: 422, title: 'The body is not what is asked for here' },
  'not-publishable': { status: 422, title: 'The form is not ready to be published' },
  'callback-url-refused': { status: 422, title: 'This callback URL may not be used' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong in the relay' },
  unavailable: { status: 503, title: 'The relay cannot take this now' },
} as const

export type ProblemCode = keyof typeof problems

export interface ProblemIssue {
  /** The field's name, or the path to the value, like `pages.0.fields.2.label`. */
  field: string
  code: string
  message: string
}

export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
  issues: v.optional(v.array(v.object({ field: v.string(), code: v.string(), message: v.string() }))),
})
export type Problem = v.InferOutput<typeof Problem>

/** A problem body. `detail` is a sentence for the caller: what failed, on what, what to do. */
export function problem(code: ProblemCode, detail: string, issues?: readonly ProblemIssue[]): Problem {
  const { status, title } = problems[code]
  return {
    type: `/api/docs#problem-${code}`,
    title,
    status,
    detail,
    code,
    ...(issues && { issues: [...issues] }),
  }
}

export const problemCodes = Object.entries(problems).map(([code, entry]) => ({
  code: code as ProblemCode,
  ...entry,
}))

/** A schema's issues as a problem's. */
export const schemaIssues = (issues: readonly v.BaseIssue<unknown>[]): ProblemIssue[] =>
  issues.slice(0, 50).map((issue) => ({
    field: issue.path?.map((item) => String(item.key)).join('.') ?? '',
    code: issue.type,
    message: sentence(issue),
  }))

/** The schema library's own words, `Invalid key: Expected never but received "x"`, in plain ones; others as they are. */
function sentence({ message, expected, received }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid ')) return message
  if (expected === 'never') return 'Nothing of this name is taken here'
  return received === 'undefined' ? 'This is missing' : `This should be ${expected}, not ${received}`
}
