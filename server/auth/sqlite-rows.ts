/** AuthRows over the relay's SQLite file. Every statement is prepared once: `findSession` runs on each owner's request. */
import { randomBytes } from 'node:crypto'
import { and, asc, count, eq, like, ne, or, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Clock } from '../clock.ts'
import {
  accounts,
  apiKeys,
  members,
  sessions,
  setup,
  users,
  workspaces,
} from '../store/sqlite/auth-schema.ts'
import { read } from '../store/sqlite/commits.ts'
import type { AuthRows, Claim, CreatedOwner, NewOwner, Owner } from './rows.ts'

/** The name of the workspace of an owner who gave none. */
const WORKSPACE_NAME = 'My workspace'
/** The operator's key is one row, so that a changed value replaces the former. */
const OPERATOR_KEY_ID = 'operator'

/** 128 random bits. */
export const newId = (): string => randomBytes(16).toString('hex')

export function sqliteRows<Schema extends Record<string, unknown>>(
  db: BetterSQLite3Database<Schema>,
  clock: Clock,
): AuthRows {
  const membership = {
    userId: users.id,
    name: users.name,
    email: users.email,
    workspaceId: workspaces.id,
    workspaceName: workspaces.name,
  }
  const oldestFirst = [asc(members.createdAt), asc(members.id)]

  const bySession = db
    .select({
      ...membership,
      activeWorkspaceId: sessions.activeOrganizationId,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(workspaces, eq(workspaces.id, members.organizationId))
    .where(eq(sessions.token, sql.placeholder('token')))
    .orderBy(...oldestFirst)
    .prepare()

  const byKey = db
    .select({
      ...membership,
      enabled: apiKeys.enabled,
      expiresAt: apiKeys.expiresAt,
      permissions: apiKeys.permissions,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.referenceId))
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(workspaces, eq(workspaces.id, members.organizationId))
    .where(eq(apiKeys.key, sql.placeholder('hash')))
    .orderBy(...oldestFirst)
    .prepare()

  const anyUser = db.select({ id: users.id }).from(users).limit(1).prepare()
  const hasUser = () => anyUser.get() !== undefined

  /** Synchronous, so that it is one step between everything else on this connection; IMMEDIATE against other ones. */
  const write = <Value>(work: () => Value): Promise<Value> =>
    read(() => db.transaction(() => work(), { behavior: 'immediate' }))

  function insertWorkspace(name: string, createdAt: Date): string {
    const id = newId()
    db.insert(workspaces).values({ id, name, slug: id, createdAt }).run()
    return id
  }

  /** The workspace that stands ready for the first user, named as they wish. */
  function adoptWorkspace(name: string | null): string | undefined {
    const ready = db
      .select({ id: workspaces.id })
      .from(workspaces)
      .orderBy(asc(workspaces.createdAt))
      .limit(1)
      .get()
    if (ready && name !== null) db.update(workspaces).set({ name }).where(eq(workspaces.id, ready.id)).run()
    return ready?.id
  }

  function insertOwner({ name, email, passwordHash, workspaceName }: NewOwner): Owner {
    const createdAt = new Date(clock.now())
    const times = { createdAt, updatedAt: createdAt }
    const adopted = hasUser() ? undefined : adoptWorkspace(workspaceName)
    const workspaceId = adopted ?? insertWorkspace(workspaceName ?? WORKSPACE_NAME, createdAt)
    const userId = newId()
    db.insert(users)
      .values({ id: userId, name, email, ...times })
      .run()
    // As better-auth looks for it: a password is an account of the provider "credential" with the user's own id.
    db.insert(accounts)
      .values({
        id: newId(),
        userId,
        providerId: 'credential',
        accountId: userId,
        password: passwordHash,
        ...times,
      })
      .run()
    db.insert(members)
      .values({ id: newId(), organizationId: workspaceId, userId, role: 'owner', createdAt })
      .run()
    db.delete(setup).run()
    return { userId, workspaceId }
  }

  function createOwner(owner: NewOwner, claim: Claim): CreatedOwner {
    if (claim !== 'any' && hasUser()) return { outcome: 'already-set-up' }
    if (typeof claim === 'object') {
      const spent = db.delete(setup).where(eq(setup.tokenHash, claim.tokenHash)).run()
      if (spent.changes === 0) return { outcome: 'spent' }
    }
    if (db.select({ id: users.id }).from(users).where(eq(users.email, owner.email)).get()) {
      return { outcome: 'email-taken' }
    }
    return { outcome: 'created', owner: insertOwner(owner) }
  }

  return {
    async findSession(token) {
      const rows = await read(() => bySession.all({ token }))
      const first = rows[0]
      if (!first) return null
      const { activeWorkspaceId, expiresAt } = first
      return { activeWorkspaceId, expiresAt: expiresAt.getTime(), memberships: rows }
    },

    async findKey(hash) {
      const rows = await read(() => byKey.all({ hash }))
      const first = rows[0]
      if (!first) return null
      const { enabled, expiresAt, permissions } = first
      return {
        enabled: enabled !== false,
        expiresAt: expiresAt?.getTime() ?? null,
        permissions,
        memberships: rows,
      }
    },

    hasUser: () => read(hasUser),

    memberEmails: (workspaceId) =>
      read(() =>
        db
          .select({ email: users.email })
          .from(members)
          .innerJoin(users, eq(users.id, members.userId))
          .where(eq(members.organizationId, workspaceId))
          .orderBy(...oldestFirst)
          .all()
          .map(({ email }) => email),
      ),

    findOwner: (email) =>
      read(
        () =>
          db
            .select({ userId: members.userId, workspaceId: members.organizationId })
            .from(members)
            .innerJoin(users, eq(users.id, members.userId))
            .where(like(members.role, '%owner%'))
            .orderBy(sql`${users.email} = ${email} desc`, ...oldestFirst)
            .limit(1)
            .get() ?? null,
      ),

    createOwner: (owner, claim) => write(() => createOwner(owner, claim)),

    firstWorkspace: (name) =>
      write(() => adoptWorkspace(null) ?? insertWorkspace(name, new Date(clock.now()))),

    openSetup: (tokenHash) =>
      write(() => {
        if (hasUser()) return false
        db.delete(setup).run()
        db.insert(setup)
          .values({ id: 1, tokenHash, createdAt: new Date(clock.now()) })
          .run()
        return true
      }),

    isSetupToken: (tokenHash) =>
      read(() => {
        const found = db.select({ n: count() }).from(setup).where(eq(setup.tokenHash, tokenHash)).get()
        return found?.n === 1
      }),

    setOperatorKey: (key) =>
      write(() => {
        const former = db.select().from(apiKeys).where(eq(apiKeys.id, OPERATOR_KEY_ID)).get()
        if (key === null) {
          if (!former) return 'none'
          db.delete(apiKeys).where(eq(apiKeys.id, OPERATOR_KEY_ID)).run()
          return 'removed'
        }
        const { hash, owner } = key
        const permissions = JSON.stringify({ workspace: [owner.workspaceId] })
        if (
          former?.key === hash &&
          former.referenceId === owner.userId &&
          former.permissions === permissions &&
          former.enabled &&
          former.expiresAt === null
        ) {
          return 'kept'
        }
        // An owner may have made the very same key by hand before.
        db.delete(apiKeys)
          .where(
            or(eq(apiKeys.id, OPERATOR_KEY_ID), and(eq(apiKeys.key, hash), ne(apiKeys.id, OPERATOR_KEY_ID))),
          )
          .run()
        const createdAt = new Date(clock.now())
        db.insert(apiKeys)
          .values({
            id: OPERATOR_KEY_ID,
            name: 'ADMIN_API_KEY',
            key: hash,
            referenceId: owner.userId,
            permissions,
            enabled: true,
            createdAt,
            updatedAt: createdAt,
          })
          .run()
        return 'replaced'
      }),
  }
}
