/**
 * Accounts, workspaces, API keys and setup, as the rest of the relay sees them. better-auth does sign-in, sessions
 * and keys; it is loaded when the first request needs it. What every request and the boot need (who is this? is
 * there an owner?) is answered here by single statements, without it.
 */
import { hkdfSync } from 'node:crypto'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Clock } from '../clock.ts'
import { read } from '../store/sqlite/commits.ts'
import { type Admin, ensureAdmin } from './admin.ts'
import type { BetterAuth } from './better-auth.ts'
import { createGate } from './gate.ts'
import { type Identity, identify, sessionEnd } from './identify.ts'
import { cookiePrefix, RENEWED_AFTER_S, SESSION_S, sessionCookie } from './names.ts'
import { isForeign, ownOrigins } from './origin.ts'
import { createOwner, type Person } from './owner.ts'
import { createSetup } from './setup.ts'
import { sqliteRows } from './sqlite-rows.ts'

/** Names what the derived key is for; another label gives an unrelated key. */
const SECRET_LABEL = 'fieldpost sessions v1'
const SECRET_BYTES = 32

export interface AuthDeps<Schema extends Record<string, unknown>> {
  /** The store's database, migrated. */
  db: BetterSQLite3Database<Schema>
  provider: 'sqlite'
  /** 32 bytes; the key that signs sessions is derived from it. */
  appKey: Buffer
  /** The origin that owners reach. */
  publicUrl: string
  clock: Clock
  log: { warn(data: object, text: string): void; error(data: object, text: string): void }
}

export function createAuth<Schema extends Record<string, unknown>>({
  db,
  appKey,
  publicUrl,
  clock,
  log,
}: AuthDeps<Schema>) {
  const rows = sqliteRows(db, clock)
  const origins = ownOrigins(publicUrl)
  const secure = new URL(publicUrl).protocol === 'https:'
  const secret = Buffer.from(hkdfSync('sha256', appKey, '', SECRET_LABEL, SECRET_BYTES)).toString('base64url')
  const identifyDeps = { rows, clock, cookieName: sessionCookie(secure), cookieSecret: secret }
  const whoIs = (headers: Headers): Promise<Identity | null> => identify(headers, identifyDeps)

  let loading: Promise<BetterAuth> | undefined
  /** Callers who come together share one load; after a failed one the next caller tries again. */
  function load(): Promise<BetterAuth> {
    loading ??= start().catch((error) => {
      loading = undefined
      throw error
    })
    return loading
  }

  async function start(): Promise<BetterAuth> {
    const { createBetterAuth } = await import('./better-auth.ts')
    return createBetterAuth({
      db,
      publicUrl,
      origins,
      secret,
      cookiePrefix: cookiePrefix(secure),
      secureCookies: secure,
      identify: whoIs,
      log,
    })
  }

  async function pass(request: Request): Promise<Response> {
    const { handler } = await load()
    try {
      return await handler(request)
    } catch (error) {
      // A database that cannot take this is the store's to name.
      return read(() => {
        throw error
      })
    }
  }

  async function signIn({ email, password }: Person): Promise<string[]> {
    const { api } = await load()
    const response = await api.signInEmail({ body: { email, password }, asResponse: true })
    if (!response.ok) throw new Error(`Signing in answered ${response.status}`)
    return response.headers.getSetCookie()
  }

  async function renewSession(headers: Headers): Promise<string[]> {
    const end = await sessionEnd(headers, identifyDeps)
    const age = end === null ? 0 : clock.now() - (end - SESSION_S * 1000)
    if (age < RENEWED_AFTER_S * 1000) return []
    const { api } = await load()
    const response = await api.getSession({ headers, asResponse: true })
    return response.headers.getSetCookie()
  }

  return {
    /**
     * Answers everything below /api/auth. `address` is the client's, as the connection or a trusted proxy tells it,
     * or any other text when nobody can tell: wrong passwords are counted by it. Rejects with StoreUnavailable when
     * the database cannot take the request.
     */
    handler: createGate({ origins, clock, identify: whoIs, pass }),

    /** Who makes this request, by session cookie or `Authorization: Bearer KEY`, and in which workspace. */
    identify: whoIs,

    /**
     * The Set-Cookie values that keep a session alive which is in use; none while it is younger than a day, or when
     * there is none. For one request of a page that is being opened, not for each.
     */
    renewSession,

    /** Whether a request that changes something was sent by a page that is not the relay's own. */
    isForeign: (headers: Headers): boolean => isForeign(headers, origins),

    /** Whether anybody has an account. */
    hasOwner: () => rows.hasUser(),

    /** The addresses of a workspace's members, for mail to them. */
    memberEmails: (workspaceId: string) => rows.memberEmails(workspaceId),

    /** Makes an owner with a workspace; throws when the values are not valid or the email is taken. */
    createOwner: (owner: Person & { workspaceName?: string }) => createOwner(rows, owner),

    /**
     * The oldest workspace's id; makes one of this name when there is none. The first owner becomes its owner, so
     * what was put there before anybody had an account is theirs.
     */
    firstWorkspace: (name: string) => rows.firstWorkspace(name),

    /** See `ensureAdmin`: for every boot, before the relay listens. */
    ensureAdmin: (admin: Admin | null) => ensureAdmin(rows, admin),

    ...createSetup({ rows, signIn, log }),
  }
}
