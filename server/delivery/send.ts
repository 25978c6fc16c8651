// One HTTP request to a callback URL, and what came back: bounded in time, in size, and in where it may go.
import type { AddressPolicy, Lookup, UrlVerdict } from './address.ts'
import { createConnect, systemLookup } from './connect.ts'
import { Exchange } from './exchange.ts'
import { type FailureCode, STOPPING } from './failure.ts'
import { createPool } from './pool.ts'

/** Enough for an error page's first screen; more than a receiver needs to say. */
const MAX_REPLY_BYTES = 16 * 1024
/** URLs whose verdict is remembered. Addresses are judged anew at every connect. */
const VERDICTS_KEPT = 1_000

export interface SendRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: string | Buffer
  /** For connecting, headers and body together, in milliseconds. */
  timeoutMs: number
  signal?: AbortSignal
}

export interface Reply {
  kind: 'reply'
  /** 200 to 999; informational replies are skipped, and redirects are replies like any other. */
  status: number
  /** Names in lower case, repeated ones joined by ", "; 16 KB in all at most. */
  headers: Record<string, string>
  /** The first bytes as text. What is not UTF-8, and NUL, which PostgreSQL cannot hold, become U+FFFD. */
  body: string
  /** Whether the reply had more bytes than were read. */
  truncated: boolean
  durationMs: number
  /** The IP address that answered. */
  address: string
}

export interface Failure {
  kind: 'error'
  code: FailureCode
  /** A sentence for the owner. */
  message: string
  durationMs: number
}

export type Outcome = Reply | Failure

export interface Sender {
  /** Makes the request. Never rejects: whatever happens to it is an outcome. */
  send(request: SendRequest): Promise<Outcome>
  /** Closes every connection; what is under way ends as `aborted`, as does what is sent later. */
  close(): Promise<void>
}

export interface SenderOptions {
  policy: AddressPolicy
  lookup?: Lookup
  maxReplyBytes?: number
  /** A monotonic clock in milliseconds. */
  now?: () => number
}

/**
 * Makes the sender, one for a process. It knows no proxy, follows no redirect, and keeps connections for a few
 * seconds. It does not bound how many requests are under way; the worker does, per webhook and per host.
 */
export function createSender(options: SenderOptions): Sender {
  const {
    policy,
    lookup = systemLookup,
    maxReplyBytes = MAX_REPLY_BYTES,
    now = performance.now.bind(performance),
  } = options
  // Closing goes through the connections. A Set of what is under way was tried: adding to and deleting from it
  // thousands of times a second kept the garbage alive and made pauses of 15 ms.
  const pool = createPool({ connect: createConnect({ policy, lookup }), now })
  const deps = { pool, maxReplyBytes, now }
  let isClosed = false
  // The rules do not change while the relay runs, and a webhook's URL is judged for each of its deliveries.
  const judged = new Map<string, UrlVerdict>()

  function judge(url: string): UrlVerdict {
    const known = judged.get(url)
    if (known) return known
    if (judged.size >= VERDICTS_KEPT) judged.clear()
    const verdict = policy.checkUrl(url)
    judged.set(url, verdict)
    return verdict
  }

  function send(request: SendRequest): Promise<Outcome> {
    const verdict = judge(request.url)
    if (!verdict.ok) return Promise.resolve(refused('blocked', verdict.reason))
    if (isClosed || request.signal?.aborted) return Promise.resolve(refused('aborted', STOPPING))
    // The inbox's permission is for its path, so its connections serve nothing else on that origin.
    const key = verdict.own ? verdict.url.href : verdict.url.origin
    return new Promise((resolve) => {
      new Exchange(request, verdict.url, key, deps, resolve).start()
    })
  }

  function close(): Promise<void> {
    isClosed = true
    return pool.close()
  }

  return { send, close }
}

function refused(code: FailureCode, message: string): Failure {
  return { kind: 'error', code, message, durationMs: 0 }
}
