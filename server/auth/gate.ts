/**
 * What stands before better-auth: only the routes that the relay offers, with only the fields that they take, from
 * our own pages, as JSON, and not too often. Failures leave as problem bodies, like everywhere else in the relay.
 */
import { isIP } from 'node:net'
import { type ProblemCode, problem } from '@fieldpost/shared/problem.ts'
import type { Clock } from '../clock.ts'
import { limitKey } from '../http/address.ts'
import { readOptionalJson } from '../http/body.ts'
import { ProblemError } from '../http/problem.ts'
import { bearer, type Identity } from './identify.ts'
import { ADDRESS_HEADER, BASE_PATH } from './names.ts'
import { isForeign } from './origin.ts'
import { PasswordsBusy } from './password.ts'
import { createThrottle } from './throttle.ts'

const MINUTE_MS = 60_000
/** Wrong passwords from one address (an IPv6 network counts as one). */
const BY_ADDRESS = { most: 10, windowMs: 5 * MINUTE_MS }
/** Wrong passwords for one account, from wherever: many more, so that one stranger cannot lock an owner out. */
const BY_ACCOUNT = { most: 50, windowMs: 15 * MINUTE_MS }
const BODY = { bytes: 8 * 1024, depth: 4, keys: 50 }
/** Seconds, when too many passwords are being checked at once. */
const RETRY_AFTER_BUSY = '10'

interface Route {
  /** What is passed on of the body. */
  fields?: readonly string[]
  /** What is passed on whatever the body says. */
  always?: Readonly<Record<string, unknown>>
  /** Whether an API key may do it, or only a person who is signed in. */
  key?: true
  /** Whether it tells if a password is right. */
  guess?: true
}

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /sign-in/email': { fields: ['email', 'password', 'rememberMe'], guess: true },
  'POST /sign-out': {},
  'GET /get-session': { key: true },
  'GET /list-sessions': {},
  'POST /revoke-session': { fields: ['token'] },
  'POST /revoke-sessions': {},
  'POST /revoke-other-sessions': {},
  'POST /update-user': { fields: ['name'] },
  'POST /change-password': {
    fields: ['currentPassword', 'newPassword'],
    // Whoever stole a session is put out with it.
    always: { revokeOtherSessions: true },
    guess: true,
  },
  'GET /api-key/list': { key: true },
  'GET /api-key/get': { key: true },
  'POST /api-key/create': { fields: ['name', 'expiresIn'], key: true },
  'POST /api-key/update': { fields: ['keyId', 'name', 'enabled', 'expiresIn'], key: true },
  'POST /api-key/delete': { fields: ['keyId'], key: true },
  'GET /organization/list': { key: true },
  'POST /organization/set-active': { fields: ['organizationId'] },
}

/** Answers a request below /api/auth. `address` is the client's; anything else when nobody can tell. */
export type Gate = (request: Request, address: string) => Promise<Response>

export function createGate({
  origins,
  clock,
  identify,
  pass,
}: {
  origins: ReadonlySet<string>
  clock: Clock
  identify: (headers: Headers) => Promise<Identity | null>
  /** Hands the request on to better-auth. */
  pass: (request: Request) => Promise<Response>
}): Gate {
  const byAddress = createThrottle({ ...BY_ADDRESS, clock })
  const byAccount = createThrottle({ ...BY_ACCOUNT, clock })

  async function answer(request: Request, address: string): Promise<Response> {
    const { pathname } = new URL(request.url)
    const route = ROUTES[`${request.method} ${pathname.slice(BASE_PATH.length)}`]
    if (!route || !pathname.startsWith(`${BASE_PATH}/`)) {
      throw new ProblemError('not-found', `${request.method} ${pathname} is not offered here.`)
    }
    if (bearer(request.headers) !== null) await checkKey(request.headers, route)
    const body = request.method === 'GET' ? undefined : await readFields(request, route)
    const inner = forwarded(request, address, body)
    if (!route.guess) return asProblem(await pass(inner))
    const account = typeof body?.email === 'string' ? body.email.toLowerCase() : null
    return guarded(source(address, account), account, async () => asProblem(await pass(inner)))
  }

  async function checkKey(headers: Headers, route: Route): Promise<void> {
    if (!route.key) {
      throw new ProblemError('not-signed-in', 'An API key cannot do this: sign in with your password.')
    }
    // The plugin knows nothing of the workspace that the key is for.
    if (!(await identify(headers))) throw new ProblemError('not-signed-in', 'This API key is not good.')
  }

  async function readFields(
    request: Request,
    { fields = [], always = {} }: Route,
  ): Promise<Record<string, unknown>> {
    if (isForeign(request.headers, origins)) {
      throw new ProblemError(
        'not-allowed',
        `This page is not the relay's own. Open ${[...origins][0]}, or set PUBLIC_URL to the origin that you use.`,
      )
    }
    const value = await readOptionalJson(request, BODY)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ProblemError('invalid-body', 'Send a JSON object.')
    }
    return {
      ...Object.fromEntries(Object.entries(value).filter(([name]) => fields.includes(name))),
      ...always,
    }
  }

  /** Every try counts before it is made, so that many at once are no more than many in a row. */
  async function guarded(from: string, account: string | null, attempt: () => Promise<Response>) {
    const wait = byAddress.take(from) || (account === null ? 0 : byAccount.take(account))
    if (wait > 0) {
      throw new ProblemError(
        'too-many-requests',
        'Too many wrong passwords. Wait a few minutes, then try again.',
        { headers: { 'retry-after': String(Math.ceil(wait / 1000)) } },
      )
    }
    let isWrong = false
    try {
      const response = await attempt()
      isWrong = response.status === 401
      return response
    } finally {
      if (!isWrong) {
        byAddress.giveBack(from)
        if (account !== null) byAccount.giveBack(account)
      }
    }
  }

  return async (request, address) => {
    try {
      return await answer(request, address)
    } catch (error) {
      if (error instanceof ProblemError) return refusal(error.code, error.message, error.headers)
      if (error instanceof PasswordsBusy) {
        return refusal('unavailable', `${error.message}. Try again shortly.`, {
          'retry-after': RETRY_AFTER_BUSY,
        })
      }
      throw error
    }
  }
}

/** The request as better-auth gets it: nothing of the client's is believed to be an address or a proxy's word. */
function forwarded(request: Request, address: string, body: Record<string, unknown> | undefined): Request {
  const headers = new Headers()
  // Who brings a key is judged by the key alone.
  const credential = bearer(request.headers) === null ? 'cookie' : 'authorization'
  for (const name of [credential, 'origin', 'referer', 'user-agent', 'sec-fetch-site']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  headers.set(ADDRESS_HEADER, address)
  if (body === undefined) return new Request(request.url, { headers })
  headers.set('content-type', 'application/json')
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/**
 * What tries are counted by. Where nobody can tell the address (this machine, or a proxy that is not trusted), all
 * would share one budget and one stranger could shut everybody out; there each account has its own.
 */
const source = (address: string, account: string | null): string =>
  isIP(address) === 0 ? `unknown ${account}` : limitKey(address)

/** better-auth's failures, `{code, message}`, as the relay's problems. */
async function asProblem(response: Response): Promise<Response> {
  response.headers.set('cache-control', 'no-store')
  if (response.status < 400) return response
  const failure = (await response.json().catch(() => ({}))) as { code?: unknown; message?: unknown }
  const detail = typeof failure.message === 'string' ? failure.message : 'This cannot be done.'
  return refusal(problemCode(response.status, failure.code), detail)
}

function problemCode(status: number, code: unknown): ProblemCode {
  if (code === 'INVALID_EMAIL_OR_PASSWORD' || code === 'INVALID_PASSWORD') return 'wrong-credentials'
  switch (status) {
    case 401:
      return 'not-signed-in'
    case 403:
      return 'not-allowed'
    case 404:
      return 'not-found'
    default:
      return status < 500 ? 'invalid-body' : 'internal'
  }
}

function refusal(code: ProblemCode, detail: string, more: Readonly<Record<string, string>> = {}): Response {
  const body = problem(code, detail)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more },
  })
}
