/** One delivery to the receiver on this machine, byte for byte as it was signed, and what came back. */
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LeasedDelivery } from '@fieldpost/shared/webhook/listen.ts'

/** Bytes of a reply that are read, and characters of its headers: what the relay keeps. */
const MOST_REPLY = 16 * 1_024
const MOST_HEADERS = 15_000
const HEADERS = 200

/** What the relay is told. */
export interface Told {
  status?: number
  error?: string
  headers: Record<string, string>
  body: string
  truncated: boolean
  durationMs: number
}

/**
 * Never rejects: whatever happens is told, that the signal gave it up too. Redirects are not followed, as the relay
 * does not either.
 */
export function forward(
  { method, headers, body, timeoutMs }: LeasedDelivery['request'],
  to: URL,
  signal?: AbortSignal,
): Promise<Told> {
  const startedAt = performance.now()
  const bytes = Buffer.from(body)
  const options: RequestOptions & { rejectUnauthorized?: boolean } = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity', 'content-length': bytes.length },
    // A connection of its own: receivers that are being worked on restart all the time.
    agent: false,
    // Nobody can get a certificate for localhost but from themselves.
    ...(isLoopback(to.hostname) && { rejectUnauthorized: false }),
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    let reply: IncomingMessage | undefined
    const durationMs = () => Math.round(performance.now() - startedAt)
    const request = (to.protocol === 'https:' ? requestHttps : requestHttp)(to, options)
    const timer = setTimeout(() => {
      fail(`${to.host} did not ${reply ? 'finish its reply' : 'reply'} within ${timeoutMs / 1_000} s.`)
    }, timeoutMs)

    const giveUp = () => fail('It was given up.')
    signal?.addEventListener('abort', giveUp)

    function end(told: Omit<Told, 'durationMs'>) {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      resolve({ ...told, durationMs: durationMs() })
      request.destroy()
    }
    const fail = (error: string) => end({ error, headers: {}, body: '', truncated: false })
    const succeed = (from: IncomingMessage, truncated: boolean) =>
      end({
        status: from.statusCode ?? 0,
        headers: told(from),
        body: Buffer.concat(chunks).subarray(0, MOST_REPLY).toString('utf8'),
        truncated,
      })

    request.on('error', (error) => fail(explain(error, to)))
    request.on('response', (response) => {
      reply = response
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > MOST_REPLY) succeed(response, true)
      })
      response.on('end', () => succeed(response, false))
      response.on('error', (error) => fail(explain(error, to)))
    })
    request.end(bytes)
  })
}

/** The reply's headers as far as the relay takes them. */
function told({ headers }: IncomingMessage): Record<string, string> {
  let room = MOST_HEADERS
  const kept = Object.entries(headers).flatMap(([name, value = '']) => {
    const text = [value]
      .flat()
      .join(', ')
      .replace(/(?!\t)\p{Cc}/gu, '')
    room -= name.length + text.length
    return room < 0 ? [] : [[name, text] as const]
  })
  return Object.fromEntries(kept.slice(0, HEADERS))
}

function explain(error: Error, { host }: URL): string {
  const cause = error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error
  const code = 'code' in cause ? String(cause.code) : ''
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing accepts connections at ${host}. Is your receiver running?`
    case 'ECONNRESET':
    case 'EPIPE':
      return `${host} closed the connection without a complete reply.`
    case 'ENOTFOUND':
      return `There is no host of the name ${host}.`
    case 'HPE_HEADER_OVERFLOW':
      return `${host} replied with more than 16 KB of headers.`
    default:
      return `The request to ${host} failed (${code || cause.message}).`.slice(0, 500)
  }
}

const isLoopback = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
