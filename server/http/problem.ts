/** Failures as `application/problem+json`, or as a page where a person waits for one, whoever threw them. */
import { type ProblemCode, type ProblemIssue, problem, schemaIssues } from '@fieldpost/shared/problem.ts'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as v from 'valibot'
import { StoreUnavailable } from '../store/store.ts'
import { UploadsUnavailable } from '../uploads/uploads.ts'

/** An expected failure of a request, thrown where it is found and answered by `answerError`. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  readonly issues: readonly ProblemIssue[] | undefined
  /** Further headers of the answer, such as Retry-After. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProblemCode,
    detail: string,
    more: { issues?: readonly ProblemIssue[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail)
    this.code = code
    this.issues = more.issues
    this.headers = more.headers ?? {}
  }
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Set for requests whose answers a browser shows: makes the page that says what failed. */
    problemPage?: (error: ProblemError) => Response | Promise<Response>
  }
}

/** Seconds after which a caller may try again when the store could not take a request. */
const RETRY_AFTER_UNAVAILABLE = '5'

/** The answer to anything that a route throws. What is not expected is logged and never shown. */
export function answerError(
  error: Error,
  c: Context,
  log: { error(data: object, text: string): void },
): Response | Promise<Response> {
  const expected = asProblem(error)
  if (!expected) log.error({ err: error, method: c.req.method, path: c.req.path }, 'a request failed')
  const shown = expected ?? new ProblemError('internal', 'This was not your doing; the relay has logged it.')
  return problemResponse(c, shown)
}

export function problemResponse(c: Context, error: ProblemError): Response | Promise<Response> {
  const page = c.get('problemPage')
  if (page) return page(error)
  const body = problem(error.code, error.message, error.issues)
  return c.body(JSON.stringify(body), body.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...error.headers,
  })
}

function asProblem(error: Error): ProblemError | null {
  if (error instanceof ProblemError) return error
  if (error instanceof StoreUnavailable || error instanceof UploadsUnavailable) {
    return new ProblemError(
      'unavailable',
      'The store cannot take this now. Nothing was saved; try again shortly.',
      {
        headers: { 'retry-after': RETRY_AFTER_UNAVAILABLE },
      },
    )
  }
  return null
}

/** The value as the schema has it, or a 422 that names every place where it is not. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const issues = schemaIssues(result.issues)
  const first = issues[0]
  const where = first?.field ? `${first.field}: ` : ''
  throw new ProblemError('invalid-body', `${where}${first?.message ?? 'The body is not valid'}`, { issues })
}
