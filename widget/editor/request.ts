/** One call to the relay: JSON out, JSON in, checked by the shared schemas; failures are errors with a type. */
import { Problem, type ProblemIssue } from '@fieldpost/shared/problem.ts'
import * as v from 'valibot'

/** The relay understood and refused. */
export class RequestRefused extends Error {
  override name = 'RequestRefused'
  readonly status: number
  readonly code: string
  readonly issues: readonly ProblemIssue[]
  /** Seconds that the relay asks to wait; null when it does not say. */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title)
    this.status = problem.status
    this.code = problem.code
    this.issues = problem.issues ?? []
    this.retryAfter = retryAfter
  }
}

/** No answer came: the network or the relay is away. */
export class RelayUnreachable extends Error {
  override name = 'RelayUnreachable'
}

/** An answer came that this editor cannot read: most likely another version of the relay, or a proxy's page. */
export class UnreadableAnswer extends Error {
  override name = 'UnreadableAnswer'
}

export interface RequestOptions {
  body?: unknown
  signal?: AbortSignal | undefined
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * Calls the relay and gives the answer as the schema has it; with a null schema the answer's body is not looked at.
 * Throws `RequestRefused`, `RelayUnreachable` or `UnreadableAnswer`, or the signal's reason.
 */
export async function request<Schema extends v.GenericSchema | null>(
  fetch: Fetch,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  schema: Schema,
  options?: RequestOptions,
): Promise<Schema extends v.GenericSchema ? v.InferOutput<Schema> : undefined>
export async function request(
  fetch: Fetch,
  method: string,
  path: string,
  schema: v.GenericSchema | null,
  { body, signal }: RequestOptions = {},
): Promise<unknown> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (method !== 'GET') {
    // The relay takes changes as JSON only: that is what keeps other sites' forms out.
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
    if (method !== 'DELETE') init.body = JSON.stringify(body ?? {})
  }
  let response: Response
  let text: string
  try {
    response = await fetch(path, init)
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RelayUnreachable('The relay did not answer. Check the connection and try again.', {
      cause: error,
    })
  }
  if (!response.ok) throw refusal(response, text)
  if (!schema) return undefined
  const result = v.safeParse(schema, parsed(text))
  if (result.success) return result.output
  throw new UnreadableAnswer(
    'The relay answered in a way that this page does not understand. Reload the page.',
    {
      cause: result.issues,
    },
  )
}

function refusal(response: Response, text: string): RequestRefused {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfter = Number.isFinite(seconds) ? seconds : null
  const body = parsed(text)
  const problem = v.safeParse(Problem, body)
  if (problem.success) return new RequestRefused(problem.output, retryAfter)
  // Accounts and proxies in between have words of their own.
  const told = v.safeParse(v.object({ message: v.string(), code: v.optional(v.string()) }), body)
  return new RequestRefused(
    {
      type: 'about:blank',
      title: `The relay answered ${response.status}`,
      status: response.status,
      detail: told.success ? told.output.message : `The relay answered with status ${response.status}.`,
      code: (told.success && told.output.code) || 'unknown',
    },
    retryAfter,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What to tell the owner about a failure of any type. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something went wrong on this page. Reload it and try again.'

/** What a failure says about each input, by the path of its value; the first message for each. */
export function issuesOf(error: unknown): Record<string, string> {
  const issues: Record<string, string> = {}
  if (error instanceof RequestRefused)
    for (const { field, message } of error.issues) issues[field] ??= message
  return issues
}
