/**
 * The configured better-auth. Importing this file costs about 60 MB and a third of a second, so nothing imports it
 * but the dynamic import in `auth.ts`, when somebody first signs in.
 */
import { randomBytes } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { organization } from 'better-auth/plugins/organization'
import {
  accounts,
  apiKeys,
  invitations,
  members,
  sessions,
  users,
  verifications,
  workspaces,
} from '../store/sqlite/auth-schema.ts'
import { bearer, type Identity } from './identify.ts'
import { ADDRESS_HEADER, BASE_PATH, RENEWED_AFTER_S, SESSION_S } from './names.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { newId } from './sqlite-rows.ts'

const PASSWORD_LENGTH = { minPasswordLength: 10, maxPasswordLength: 128 }
/** `fp_` tells a leaked key's finder, and their scanners, what it is. */
const KEY_PREFIX = 'fp_'
const KEY_BYTES = 32
/** What the plugin takes for the shortest key that can be one; operators choose theirs. */
const KEY_LENGTH = 16
const KEY_NAME_LENGTH = 64

export interface BetterAuthSettings {
  db: Parameters<typeof drizzleAdapter>[0]
  publicUrl: string
  origins: ReadonlySet<string>
  secret: string
  cookiePrefix: string
  secureCookies: boolean
  identify: (headers: Headers) => Promise<Identity | null>
  log: { warn(data: object, text: string): void; error(data: object, text: string): void }
}

export function createBetterAuth(settings: BetterAuthSettings) {
  const { db, publicUrl, origins, secret, cookiePrefix, secureCookies, identify, log } = settings
  return betterAuth({
    appName: 'Fieldpost',
    baseURL: publicUrl,
    basePath: BASE_PATH,
    // `secrets` rather than `secret`: an environment variable would take precedence over that.
    secrets: [{ version: 1, value: secret }],
    trustedOrigins: [...origins],
    database: drizzleAdapter(db, {
      provider: 'sqlite',
      schema: {
        user: users,
        session: sessions,
        account: accounts,
        verification: verifications,
        organization: workspaces,
        member: members,
        invitation: invitations,
        apikey: apiKeys,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      ...PASSWORD_LENGTH,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SESSION_S, updateAge: RENEWED_AFTER_S },
    // The gate counts tries, by the address of the connection and by the account.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix,
      // better-auth's own switch would put `__Secure-` before the prefix.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: newId },
      // Said outright, because both are off by default where NODE_ENV is `test`.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    // What is not the caller's fault is thrown to whoever called the handler, not printed.
    onAPIError: { throw: true },
    logger: {
      level: 'warn',
      // Only the message: what comes with it may hold a token or a hash.
      log(level, message) {
        if (level === 'error') log.error({ from: 'better-auth' }, message)
        else log.warn({ from: 'better-auth' }, message)
      },
    },
    plugins: [
      // Workspaces. One is made with each owner; more, and their members, are not offered yet.
      organization({ allowUserToCreateOrganization: false, disableOrganizationDeletion: true }),
      apiKey({
        enableSessionForAPIKeys: true,
        customAPIKeyGetter: ({ headers }) => (headers ? bearer(headers) : null),
        customKeyGenerator: () => KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url'),
        defaultPrefix: KEY_PREFIX,
        defaultKeyLength: KEY_LENGTH,
        maximumNameLength: KEY_NAME_LENGTH,
        startingCharactersConfig: { charactersLength: KEY_PREFIX.length + 4 },
        // The plugin's own limit is 10 requests a day.
        rateLimit: { enabled: false },
        permissions: {
          // A key opens the workspace that it was made in, and only while its maker belongs there.
          defaultPermissions: async (_userId, { headers }) => {
            const maker = headers && (await identify(headers))
            if (!maker) throw new Error('An API key was being made for nobody')
            return { workspace: [maker.workspaceId] }
          },
        },
      }),
    ],
  })
}

export type BetterAuth = ReturnType<typeof createBetterAuth>
