/** Calls of the relay's API: JSON out, JSON in, and failures as sentences. */

/** How long a call may take that waits for nothing. */
const PATIENCE_MS = 15_000

/** The relay understood and refused. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly code: string
  /** Milliseconds that the relay asks to wait. */
  readonly retryAfterMs: number

  constructor(status: number, code: string, message: string, retryAfterMs = 0) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** No answer came, or none of a relay's. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

interface Call {
  body?: unknown
  signal?: AbortSignal
  /** How much longer the relay may take than for other calls. */
  waitMs?: number
}

export interface Relay {
  readonly url: string
  /** The JSON of the answer; undefined when it has none. Throws `Refused` or `Unreachable`. */
  call<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, call?: Call): Promise<Answer>
}

export function connect(url: string, key: string): Relay {
  return {
    url,
    async call<Answer>(method: string, path: string, { body, signal, waitMs = 0 }: Call = {}) {
      const patience = AbortSignal.timeout(PATIENCE_MS + waitMs)
      let response: Response
      let text: string
      try {
        response = await fetch(url + path, {
          method,
          redirect: 'manual',
          headers: {
            authorization: `Bearer ${key}`,
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: signal ? AbortSignal.any([signal, patience]) : patience,
        })
        text = await response.text()
      } catch (error) {
        throw new Unreachable(unreachable(url, error), { cause: error })
      }
      if (response.status === 204) return undefined as Answer
      const answer = parsed(text)
      if (response.ok && answer !== undefined) return answer as Answer
      throw refusal(url, response, answer)
    },
  }
}

function refusal(url: string, response: Response, answer: unknown): Error {
  const { code, detail } = (answer ?? {}) as { code?: unknown; detail?: unknown }
  const { status } = response
  if (typeof code !== 'string') {
    // A proxy speaks for a relay that is starting or away.
    const gist = `${url} answered ${status}, and not as a Fieldpost relay does. Is this its address?`
    return status >= 500 ? new Unreachable(gist) : new Refused(status, 'unknown', gist)
  }
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  const message =
    status === 401
      ? `The relay at ${url} refused the API key. Make another one at ${url}/api-keys.`
      : typeof detail === 'string'
        ? detail
        : `The relay answered ${status}.`
  return new Refused(status, code, message, Number.isFinite(seconds) ? seconds * 1_000 : 0)
}

function unreachable(url: string, error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `The relay at ${url} does not answer.`
  const cause = error instanceof Error ? error.cause : undefined
  const inner = cause instanceof AggregateError ? cause.errors.at(-1) : cause
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  const why = code === 'ECONNREFUSED' ? 'nothing listens there' : code || 'no connection'
  return `The relay cannot be reached at ${url} (${why}). Is it running? Another address: --relay, or FIELDPOST_URL.`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
