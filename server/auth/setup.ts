/**
 * The first owner of a fresh relay. Whoever can read the console gets a link with a one-time token; a stranger who
 * finds the open port first has nothing to claim it with. Only the token's hash is kept, and the transaction that
 * makes the owner is the one that spends it, so a failure leaves it good.
 */
import { createHash } from 'node:crypto'
import { type ProblemIssue, schemaIssues } from '@fieldpost/shared/problem.ts'
import * as v from 'valibot'
import { secretToken } from '../id.ts'
import { insertOwner, Person } from './owner.ts'
import type { AuthRows, Owner } from './rows.ts'

export type Claimed =
  | { outcome: 'claimed'; owner: Owner; cookies: string[] }
  | { outcome: 'invalid'; issues: ProblemIssue[] }
  | { outcome: 'spent' }
  | { outcome: 'already-set-up' }

export interface SetupDeps {
  rows: AuthRows
  /** Signs the person in; resolves with the Set-Cookie values. */
  signIn: (person: Person) => Promise<string[]>
  log: { error(data: object, text: string): void }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

export function createSetup({ rows, signIn, log }: SetupDeps) {
  let former: Promise<unknown> = Promise.resolve()

  async function claim(token: string, values: unknown): Promise<Claimed> {
    const tokenHash = hashOf(token)
    // Before the slow hash: a stranger who guesses at tokens costs nothing.
    if (!(await rows.isSetupToken(tokenHash))) {
      return { outcome: (await rows.hasUser()) ? 'already-set-up' : 'spent' }
    }
    const checked = v.safeParse(Person, values)
    if (!checked.success) return { outcome: 'invalid', issues: schemaIssues(checked.issues) }
    const person = checked.output
    const created = await insertOwner(rows, person, { tokenHash })
    if (created.outcome === 'created') {
      return { outcome: 'claimed', owner: created.owner, cookies: await cookiesOf(person) }
    }
    // Nobody had an account when the token was good, so an email cannot be taken before it is spent.
    return { outcome: created.outcome === 'email-taken' ? 'already-set-up' : created.outcome }
  }

  /** The owner is there: when signing in fails now, they can still do it by hand. */
  async function cookiesOf(person: Person): Promise<string[]> {
    try {
      return await signIn(person)
    } catch (err) {
      log.error({ err }, 'the first owner was made, but could not be signed in')
      return []
    }
  }

  return {
    /**
     * A new token, which replaces the former one; null when the relay has an owner. 256 bits, base64url.
     * Kept nowhere but in the link that it is printed in.
     */
    async openSetup(): Promise<string | null> {
      const token = secretToken()
      return (await rows.openSetup(hashOf(token))) ? token : null
    },

    /** Makes the first owner, once. Claims wait for each other, so that only one of a crowd pays for a hash. */
    claimSetup({ token, ...person }: Person & { token: string }): Promise<Claimed> {
      const turn = former.then(() => claim(token, person))
      former = turn.catch(() => undefined)
      return turn
    },
  }
}
