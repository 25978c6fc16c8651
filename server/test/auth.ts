/** Accounts over a real database file in a folder of its own, and a browser of sorts to use them with. */
import { scryptSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createAuth } from '../auth/auth.ts'
import type { Owner } from '../auth/rows.ts'
import { sqliteRows } from '../auth/sqlite-rows.ts'
import { openSqlite } from '../store/sqlite/open.ts'

export const PASSWORD = 'correct horse battery'

/** What was logged, for tests that look for what must not be there. */
interface Logged {
  data: object
  text: string
}

/** A folder that is gone after the test, and the name of a database file in it. */
export async function databaseFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'test.db')
}

/** Opened as often as a test likes, each time like another process would. */
export async function openAuth({
  file,
  publicUrl = 'http://localhost:4400',
  appKey = Buffer.alloc(32, 7),
  clock = { now: () => Date.now() },
}: {
  file?: string
  publicUrl?: string
  appKey?: Buffer
  clock?: { now(): number }
} = {}) {
  const { db, store } = openSqlite({ file: file ?? (await databaseFile()), clock })
  onTestFinished(() => store.close())
  const logged: Logged[] = []
  const note = (data: object, text: string) => void logged.push({ data, text })
  const log = { warn: note, error: note }
  const auth = createAuth({ db, provider: 'sqlite', appKey, publicUrl, clock, log })
  return { auth, db, logged, publicUrl }
}

/** The hash of PASSWORD at next to no cost; it verifies by the cost that it names. */
const CHEAP_HASH = `$scrypt$ln=1,r=1,p=1$c2FsdA==$${scryptSync(PASSWORD, 'salt', 32, { N: 2, r: 1, p: 1 }).toString('base64')}`

/** An owner whose password is PASSWORD, made without the quarter of a second that hashing it takes. */
export async function makeOwner(
  { db }: Pick<Opened, 'db'>,
  { name = 'Ada', email = 'ada@example.com', workspaceName = null as string | null } = {},
): Promise<Owner> {
  const rows = sqliteRows(db, { now: () => Date.now() })
  const created = await rows.createOwner({ name, email, workspaceName, passwordHash: CHEAP_HASH }, 'any')
  if (created.outcome !== 'created') throw new Error(`No owner was made: ${created.outcome}`)
  return created.owner
}

type Opened = Awaited<ReturnType<typeof openAuth>>

export interface Call {
  body?: unknown
  headers?: Record<string, string>
  address?: string
}

/** A browser on the relay's own page: it sends Origin, and keeps cookies. */
export function browser({ auth, publicUrl }: Pick<Opened, 'auth' | 'publicUrl'>) {
  const cookies = new Map<string, string>()

  function keep(setCookies: readonly string[]) {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (attributes.some((attribute) => /^ *max-age=0$/i.test(attribute))) cookies.delete(name)
      else cookies.set(name, value.join('='))
    }
  }

  const headers = (): Record<string, string> =>
    cookies.size > 0 ? { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } : {}

  async function call(route: string, { body, headers: more = {}, address = '192.0.2.1' }: Call = {}) {
    const [method = 'GET', path = ''] = route.split(' ')
    const sent: Record<string, string> = { ...headers(), 'user-agent': 'test' }
    if (method !== 'GET') {
      sent.origin = publicUrl
      sent['sec-fetch-site'] = 'same-origin'
    }
    if (body !== undefined) sent['content-type'] = 'application/json'
    const init = { method, headers: { ...sent, ...more } }
    const request = new Request(
      `${publicUrl}/api/auth${path}`,
      body === undefined ? init : { ...init, body: typeof body === 'string' ? body : JSON.stringify(body) },
    )
    const response = await auth.handler(request, address)
    keep(response.headers.getSetCookie())
    return response
  }

  return {
    call,
    keep,
    cookies,
    signIn: (email: string, password = PASSWORD, more: Call = {}) =>
      call('POST /sign-in/email', { ...more, body: { email, password } }),
    /** Who the relay takes this browser for. */
    whoAmI: () => auth.identify(new Headers(headers())),
  }
}

/** Who the relay takes the bearer of this key for. */
export const bearerOf = (auth: Opened['auth'], key: string) =>
  auth.identify(new Headers({ authorization: `Bearer ${key}` }))
