/** Making owners: at setup, from the operator's settings, or by the relay's own code. */
import { Setup } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { hashPassword } from './password.ts'
import type { AuthRows, Claim, CreatedOwner, Owner } from './rows.ts'

/** The person who sets the relay up. */
export const Person = v.pick(Setup, ['name', 'email', 'password'])
export type Person = v.InferOutput<typeof Person>

/** `person` must have passed `Person`. The slow hash comes first, so that the transaction is short. */
export async function insertOwner(
  rows: AuthRows,
  person: Person,
  claim: Claim,
  workspaceName: string | null = null,
): Promise<CreatedOwner> {
  const { name, email, password } = person
  const passwordHash = await hashPassword(password)
  return rows.createOwner({ name, email: email.toLowerCase(), passwordHash, workspaceName }, claim)
}

/** Makes an owner with a workspace of their own. Throws when the values are not valid or the email is taken. */
export async function createOwner(
  rows: AuthRows,
  { workspaceName, ...person }: Person & { workspaceName?: string },
): Promise<Owner> {
  const created = await insertOwner(rows, v.parse(Person, person), 'any', workspaceName)
  if (created.outcome === 'created') return created.owner
  throw new Error(`No account was made for ${person.email}: ${created.outcome}`)
}
