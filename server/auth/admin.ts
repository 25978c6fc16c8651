/** The owner and the API key that the operator's settings ask for: ADMIN_EMAIL, ADMIN_PASSWORD, ADMIN_API_KEY. */
import * as v from 'valibot'
import { keyHash, LONGEST_KEY } from './identify.ts'
import { insertOwner, Person } from './owner.ts'
import type { AuthRows } from './rows.ts'

/** Shorter ones could be guessed, longer ones are not read from a request. */
const KEY_LENGTH = { least: 16, most: LONGEST_KEY }

export interface Admin {
  email: string
  password: string
  /** Null for none. */
  apiKey: string | null
}

/**
 * Makes what the settings ask for and is not there, on every boot: the first owner while nobody has an account, and
 * the API key, for the owner with that email, or the oldest one when they changed it since. A key whose setting was
 * changed or taken away is no longer good. Resolves with what was done; throws when a setting cannot be used.
 */
export async function ensureAdmin(
  rows: AuthRows,
  admin: Admin | null,
): Promise<{ owner: 'made' | 'kept'; key: string }> {
  if (admin === null) return { owner: 'kept', key: await rows.setOperatorKey(null) }
  const { apiKey } = admin
  if (apiKey !== null && (apiKey.length < KEY_LENGTH.least || apiKey.length > KEY_LENGTH.most)) {
    throw new Error(
      `ADMIN_API_KEY has ${apiKey.length} characters: give ${KEY_LENGTH.least} to ${KEY_LENGTH.most}.`,
    )
  }
  const owner = (await rows.hasUser()) ? 'kept' : await makeOwner(rows, admin)
  if (apiKey === null) return { owner, key: await rows.setOperatorKey(null) }
  const found = await rows.findOwner(admin.email.toLowerCase())
  if (!found)
    throw new Error('ADMIN_API_KEY cannot be given to anybody: no member of any workspace is its owner.')
  return { owner, key: await rows.setOperatorKey({ hash: keyHash(apiKey), owner: found }) }
}

async function makeOwner(rows: AuthRows, { email, password }: Admin): Promise<'made' | 'kept'> {
  const person = v.safeParse(Person, { name: email.split('@')[0], email, password })
  if (!person.success) {
    const reasons = person.issues.map(({ message }) => message).join('; ')
    throw new Error(`ADMIN_EMAIL and ADMIN_PASSWORD cannot make an owner: ${reasons}.`)
  }
  // Another process may have been first.
  const { outcome } = await insertOwner(rows, person.output, 'first')
  return outcome === 'created' ? 'made' : 'kept'
}
