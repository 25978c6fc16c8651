/**
 * Who makes a request: one lookup, by the session cookie that better-auth signed or by an API key. better-auth would
 * read twice for a session and write twice for a key, and would have to be loaded first. Nothing is kept in memory:
 * what was revoked is refused from the next request on.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { AuthRows, Membership } from './rows.ts'

/** Anything longer is nobody's key; bounds what is hashed. */
export const LONGEST_KEY = 512

export interface Identity extends Membership {
  via: 'session' | 'key'
}

interface Deps {
  rows: AuthRows
  clock: Clock
  cookieName: string
  cookieSecret: string
}

/**
 * The person behind the session cookie or `Authorization: Bearer KEY`, in the one workspace that the request may
 * see; null when there is none. A request that brings a key is judged by the key alone.
 */
export async function identify(headers: Headers, deps: Deps): Promise<Identity | null> {
  const key = bearer(headers)
  if (key !== null) return byKey(key, deps)
  const token = sessionToken(headers.get('cookie'), deps)
  return token === null ? null : bySession(token, deps)
}

/** How the API key plugin keeps keys, so that either side knows what the other stored. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** What `Authorization` has behind Bearer; null when it has another scheme, such as a proxy's own Basic. */
export function bearer(headers: Headers): string | null {
  const [, key] = /^Bearer\b *(.*)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (key === undefined) return null
  return key.length <= LONGEST_KEY ? key : ''
}

/** When the session of this cookie ends, in ms since 1970; null when there is none. */
export async function sessionEnd(headers: Headers, deps: Deps): Promise<number | null> {
  const token = sessionToken(headers.get('cookie'), deps)
  const found = token === null ? null : await deps.rows.findSession(token)
  return found?.expiresAt ?? null
}

async function byKey(key: string, { rows, clock }: Deps): Promise<Identity | null> {
  const found = await rows.findKey(keyHash(key))
  if (!found?.enabled || (found.expiresAt !== null && found.expiresAt <= clock.now())) return null
  const allowed = workspacesOf(found.permissions)
  const membership = found.memberships.find(({ workspaceId }) => allowed.includes(workspaceId))
  return membership ? identity(membership, 'key') : null
}

async function bySession(token: string, { rows, clock }: Deps): Promise<Identity | null> {
  const found = await rows.findSession(token)
  if (!found || found.expiresAt <= clock.now()) return null
  const { activeWorkspaceId, memberships } = found
  // Only a workspace that the user belongs to now, whatever the session remembers.
  const active = memberships.find(({ workspaceId }) => workspaceId === activeWorkspaceId)
  const membership = active ?? memberships[0]
  return membership ? identity(membership, 'session') : null
}

const identity = (
  { userId, name, email, workspaceId, workspaceName }: Membership,
  via: Identity['via'],
): Identity => ({ userId, name, email, workspaceId, workspaceName, via })

function workspacesOf(permissions: string | null): unknown[] {
  if (permissions === null) return []
  const { workspace } = JSON.parse(permissions) as { workspace?: unknown }
  return Array.isArray(workspace) ? workspace : []
}

/** The token in the cookie `TOKEN.SIGNATURE`, HMAC-SHA256 in base64, when the signature is ours. */
function sessionToken(cookie: string | null, { cookieName, cookieSecret }: Deps): string | null {
  const value = cookie === null ? null : cookieValue(cookie, cookieName)
  if (value === null) return null
  const dot = value.lastIndexOf('.')
  const token = value.slice(0, Math.max(dot, 0))
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', cookieSecret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null
}

function cookieValue(cookie: string, name: string): string | null {
  const prefix = `${name}=`
  const pair = cookie
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
  if (pair === undefined) return null
  try {
    return decodeURIComponent(pair.slice(prefix.length))
  } catch {
    return null
  }
}
