import { expect, it } from 'vitest'
import { hashPassword, PasswordsBusy, verifyPassword } from './password.ts'

/** Hashed at next to no cost, for tests that need many. */
const CHEAP = '$scrypt$ln=1,r=1,p=1$c2FsdA==$AAAA'

it('knows the password that was hashed, and no other', async () => {
  const hash = await hashPassword('correct horse battery')
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true)
  expect(await verifyPassword({ hash, password: 'correct horse batterz' })).toBe(false)
  expect(await verifyPassword({ hash, password: '' })).toBe(false)
})

it('hashes the same password differently each time', async () => {
  const [one, two] = await Promise.all([hashPassword('the same one'), hashPassword('the same one')])
  expect(one).not.toBe(two)
})

it('takes a letter for itself however the keyboard composed it', async () => {
  const hash = await hashPassword('cre\u0301me bru\u0302le\u0301e')
  expect(await verifyPassword({ hash, password: 'cr\u00e9me br\u00fbl\u00e9e' })).toBe(true)
})

it('verifies by the cost that the hash was made with', async () => {
  expect(await verifyPassword({ hash: CHEAP, password: 'anything' })).toBe(false)
})

it('refuses a stored hash of another form, rather than let anybody in', async () => {
  await expect(verifyPassword({ hash: 'plain', password: 'plain' })).rejects.toThrow(/not in the form/)
})

it('turns away a crowd that would wait too long, and serves everybody who waits', async () => {
  const crowd = await Promise.allSettled(
    Array.from({ length: 100 }, () => verifyPassword({ hash: CHEAP, password: 'guess' })),
  )
  expect(crowd.filter(({ status }) => status === 'fulfilled')).toHaveLength(66)
  const refused = crowd.filter((result) => result.status === 'rejected')
  expect(refused.every(({ reason }) => reason instanceof PasswordsBusy)).toBe(true)
  expect(await verifyPassword({ hash: CHEAP, password: 'guess' })).toBe(false)
})
