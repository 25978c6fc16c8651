/**
 * What accounts need of a database beside better-auth's own adapter: the lookups of every request, and the steps
 * that must happen whole or not at all. Each database has its file; times are ms since 1970.
 */

/** A user as one of their workspaces sees them. */
export interface Membership {
  userId: string
  name: string
  email: string
  workspaceId: string
  workspaceName: string
}

interface SessionRows {
  /** The workspace that was chosen in this session, which need not be one of the user's any more. */
  activeWorkspaceId: string | null
  expiresAt: number
  /** Oldest first. */
  memberships: Membership[]
}

interface KeyRows {
  enabled: boolean
  expiresAt: number | null
  /** JSON, `{"workspace": [id]}`. */
  permissions: string | null
  /** Of the user that the key acts for, oldest first. */
  memberships: Membership[]
}

export interface NewOwner {
  name: string
  /** In lower case. */
  email: string
  passwordHash: string
  workspaceName: string | null
}

export interface Owner {
  userId: string
  workspaceId: string
}

/**
 * When a new owner may be made: always; only as the first user; or only as the first and with a setup token, which
 * the same transaction spends.
 */
export type Claim = 'any' | 'first' | { tokenHash: string }

export type CreatedOwner =
  | { outcome: 'created'; owner: Owner }
  | { outcome: 'already-set-up' }
  | { outcome: 'spent' }
  | { outcome: 'email-taken' }

/** An API key whose value the operator chose. */
interface OperatorKey {
  /** SHA-256 in base64url. */
  hash: string
  owner: Owner
}

export interface AuthRows {
  /** The session with this token, expired or not; null when there is none or its user has no workspace. */
  findSession(token: string): Promise<SessionRows | null>
  /** The key with this hash, good or not; null when there is none or its user has no workspace. */
  findKey(hash: string): Promise<KeyRows | null>
  /** Whether anybody has an account. */
  hasUser(): Promise<boolean>
  /** The addresses of a workspace's members, owners among them, oldest first. */
  memberEmails(workspaceId: string): Promise<string[]>
  /** The owner with this email, else the oldest owner. */
  findOwner(email: string): Promise<Owner | null>
  /**
   * One transaction: the user, their password, and their membership in a new workspace. The first user becomes the
   * owner of the workspace that was made before anybody was there, when there is one.
   */
  createOwner(owner: NewOwner, claim: Claim): Promise<CreatedOwner>
  /** The oldest workspace; made when there is none. */
  firstWorkspace(name: string): Promise<string>
  /** Replaces the setup token while nobody has an account; false when somebody has. */
  openSetup(tokenHash: string): Promise<boolean>
  /** Whether this is the setup token. */
  isSetupToken(tokenHash: string): Promise<boolean>
  /** Makes this the operator's key, or leaves none. */
  setOperatorKey(key: OperatorKey | null): Promise<'kept' | 'replaced' | 'removed' | 'none'>
}
