/** Who is signed in, and how the first owner comes to be. Signing in itself is better-auth's, at /api/auth. */
import { limits } from '@fieldpost/shared/limits.ts'
import { Session, Setup, SetupState } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import type { Claimed } from '../auth/setup.ts'
import { readJson } from './body.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ProblemError, parse } from './problem.ts'

const BODY_LIMITS = { bytes: limits.bodyBytes, depth: limits.jsonDepth, keys: limits.jsonKeys }

export interface SetupAuth {
  hasOwner(): Promise<boolean>
  isForeign(headers: Headers): boolean
  claimSetup(person: { token: string; name: string; email: string; password: string }): Promise<Claimed>
}

/** `/api/setup`, before anybody can be signed in. */
export function setupRoutes(auth: SetupAuth) {
  return new Hono()
    .get(
      '/setup',
      operation({
        summary: 'Ask whether the relay waits for its first owner',
        tag: 'session',
        answers: { 200: SetupState },
        open: true,
      }),
      async (c) => c.json({ open: !(await auth.hasOwner()) }),
    )
    .post(
      '/setup',
      operation({
        summary: 'Become the first owner',
        about: 'Takes the token of the setup link that the relay printed when it started. Signs in, too.',
        tag: 'session',
        body: Setup,
        answers: { 201: SetupState },
        problems: ['already-set-up', 'setup-link-spent', 'not-allowed'],
        open: true,
      }),
      async (c) => {
        if (auth.isForeign(c.req.raw.headers)) {
          throw new ProblemError('not-allowed', 'This call came from a page of another site and was refused.')
        }
        const claimed = await auth.claimSetup(parse(Setup, await readJson(c.req.raw, BODY_LIMITS)))
        switch (claimed.outcome) {
          case 'claimed':
            for (const cookie of claimed.cookies) c.header('set-cookie', cookie, { append: true })
            return c.json({ open: false }, 201)
          case 'invalid':
            throw new ProblemError('invalid-body', claimed.issues[0]?.message ?? 'The body is not valid', {
              issues: claimed.issues,
            })
          case 'spent':
            throw new ProblemError(
              'setup-link-spent',
              'This is not the present setup link. Start the relay again to have it print a new one.',
            )
          case 'already-set-up':
            throw new ProblemError('already-set-up', 'Sign in with the account that was made then.')
        }
      },
    )
}

/** `GET /api/session`. */
export const sessionRoutes = () =>
  new Hono<OwnerEnv>().get(
    '/session',
    operation({ summary: 'Ask who is signed in', tag: 'session', answers: { 200: Session } }),
    (c) => {
      const { userId, name, email, workspaceId, workspaceName } = c.var.owner
      return c.json({
        user: { id: userId, name, email },
        workspace: { id: workspaceId, name: workspaceName },
      })
    },
  )
