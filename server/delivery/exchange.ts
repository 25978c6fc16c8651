// One request on its way: from the connection it takes to the outcome it ends with.
import type { Dispatcher } from 'undici'
import { explainRequestError, type FailureCode, STOPPING } from './failure.ts'
import type { Connection, Pool } from './pool.ts'
import type { Outcome, Reply, SendRequest } from './send.ts'

/**
 * A server may close a kept connection just when the next request is on its way. A connection that is lost this
 * soon was lost to that, and the request is made once more.
 */
const LOST_AT_ONCE_MS = 1_000
/** Parts of a body that are kept as they came. Each costs a few hundred bytes beside its own, though it be one. */
const MAX_PARTS = 64
/** Headers that belong to the connection or to the sender, whatever a webhook says. */
const OWN_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export interface ExchangeDeps {
  pool: Pool
  maxReplyBytes: number
  now: () => number
}

/** One request on its way. undici calls the on… methods. A class, because it is made thousands of times a second. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: SendRequest
  readonly #url: URL
  readonly #key: string
  readonly #deps: ExchangeDeps
  readonly #done: (outcome: Outcome) => void
  readonly #startedAt: number
  readonly #headers: string[]

  #connection: Connection | undefined
  #deadline: NodeJS.Timeout | undefined
  #isSettled = false
  /** When the request was written to a socket; undefined while there is none. */
  #writtenAt: number | undefined
  #wasReused = false
  #hasReplyBegun = false

  #status = 0
  #replyHeaders: Record<string, string> = {}
  #chunks: Buffer[] = []
  #size = 0

  constructor(
    request: SendRequest,
    url: URL,
    key: string,
    deps: ExchangeDeps,
    done: (outcome: Outcome) => void,
  ) {
    this.#request = request
    this.#url = url
    this.#key = key
    this.#deps = deps
    this.#done = done
    this.#startedAt = deps.now()
    this.#headers = ownedHeaders(request.headers)
  }

  start(): void {
    this.#deadline = setTimeout(() => this.#fail('timeout', this.#explainTimeout()), this.#request.timeoutMs)
    this.#request.signal?.addEventListener('abort', this.abort)
    this.#dispatch(this.#deps.pool.take(this.#key, this.#url))
  }

  abort = (): void => this.#fail('aborted', STOPPING)

  #dispatch(connection: Connection): void {
    this.#connection = connection
    connection.client.dispatch(
      {
        path: this.#url.pathname + this.#url.search,
        method: this.#request.method,
        headers: this.#headers,
        body: this.#request.body,
      },
      this,
    )
  }

  onRequestStart(): void {
    this.#writtenAt = this.#deps.now()
    this.#wasReused = this.#connection?.isReused ?? false
  }

  onResponseStarted(): void {
    this.#hasReplyBegun = true
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Informational replies come here too, and the final one replaces them.
    this.#status = status
    this.#replyHeaders = joinRepeated(headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return
    const room = this.#deps.maxReplyBytes - this.#size
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    this.#size += chunk.length
    if (this.#chunks.length > MAX_PARTS) this.#chunks = [Buffer.concat(this.#chunks)]
    if (chunk.length > room) this.#settle(this.#reply(true), 'drop')
  }

  onResponseEnd(): void {
    if (!this.#isSettled) this.#settle(this.#reply(false), 'keep')
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isSettled) return
    const { reason, message } = explainRequestError(error, this.#url)
    if (reason === 'connection' && this.#isLostAtOnce()) {
      if (this.#connection) this.#deps.pool.drop(this.#connection)
      this.#writtenAt = undefined
      this.#dispatch(this.#deps.pool.open(this.#key, this.#url))
    } else {
      this.#fail(reason, message)
    }
  }

  /** Once only: the second connection is a fresh one. */
  #isLostAtOnce(): boolean {
    return (
      this.#wasReused &&
      !this.#hasReplyBegun &&
      this.#writtenAt !== undefined &&
      this.#deps.now() - this.#writtenAt < LOST_AT_ONCE_MS
    )
  }

  #fail(code: FailureCode, message: string): void {
    if (this.#isSettled) return
    this.#settle({ kind: 'error', code, message, durationMs: this.#elapsed() }, 'drop')
  }

  #settle(outcome: Outcome, connection: 'keep' | 'drop'): void {
    this.#isSettled = true
    clearTimeout(this.#deadline)
    this.#request.signal?.removeEventListener('abort', this.abort)
    if (this.#connection) this.#deps.pool[connection](this.#connection)
    this.#done(outcome)
  }

  #reply(truncated: boolean): Reply {
    return {
      kind: 'reply',
      status: this.#status,
      headers: this.#replyHeaders,
      body: readText(this.#chunks),
      truncated,
      durationMs: this.#elapsed(),
      address: this.#connection?.address ?? '',
    }
  }

  #elapsed(): number {
    return Math.round(this.#deps.now() - this.#startedAt)
  }

  #explainTimeout(): string {
    const within = `within ${this.#request.timeoutMs / 1000} s`
    if (this.#hasReplyBegun) return `${this.#url.host} did not finish its reply ${within}.`
    if (this.#writtenAt !== undefined) return `${this.#url.host} did not reply ${within}.`
    return `No connection to ${this.#url.host} came about ${within}.`
  }
}

function ownedHeaders(headers: Record<string, string>): string[] {
  const list = ['accept-encoding', 'identity']
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined && !OWN_HEADERS.has(name.toLowerCase())) list.push(name, value)
  }
  return list
}

function joinRepeated(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null)
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return joined
}

function readText(chunks: Buffer[]): string {
  const [first] = chunks
  if (!first) return ''
  const text = (chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8')
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text
}
