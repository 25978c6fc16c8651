import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { users } from '../store/sqlite/auth-schema.ts'
import { browser, databaseFile, openAuth, PASSWORD } from '../test/auth.ts'

const ada = { name: 'Ada', email: 'ada@example.com', password: PASSWORD }

/** A fresh relay and the token of its setup link. */
async function fresh() {
  const file = await databaseFile()
  const opened = await openAuth({ file })
  const token = await opened.auth.openSetup()
  if (token === null) throw new Error('a fresh relay gave no setup token')
  return { ...opened, file, token }
}

it('makes the first owner, their workspace and their session of one token', async () => {
  const opened = await fresh()
  expect(await opened.auth.hasOwner()).toBe(false)
  const claimed = await opened.auth.claimSetup({ token: opened.token, ...ada })
  if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome)
  expect(await opened.auth.hasOwner()).toBe(true)
  const page = browser(opened)
  page.keep(claimed.cookies)
  expect(await page.whoAmI()).toMatchObject({ ...claimed.owner, email: 'ada@example.com', via: 'session' })
})

it('makes exactly one owner when fifty claim at once, from two processes', async () => {
  const one = await fresh()
  const two = await openAuth({ file: one.file })
  const claims = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      (i % 2 ? one : two).auth.claimSetup({ token: one.token, ...ada, email: `claimer${i}@example.com` }),
    ),
  )
  const outcomes = claims.map(({ outcome }) => outcome)
  expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'already-set-up')).toHaveLength(49)
  expect(one.db.select().from(users).all()).toHaveLength(1)
})

it('does not burn the token on values that cannot make an owner', async () => {
  const { auth, token, db } = await fresh()
  const wrong = [
    { ...ada, email: 'not an address' },
    { ...ada, email: 'ada@localhost' },
    { ...ada, password: 'too short' },
    { ...ada, name: ' ' },
  ]
  for (const person of wrong) {
    const claimed = await auth.claimSetup({ token, ...person })
    expect(claimed).toMatchObject({ outcome: 'invalid', issues: [{ field: expect.any(String) }] })
  }
  expect(db.select().from(users).all()).toEqual([])
  expect(await auth.claimSetup({ token, ...ada })).toMatchObject({ outcome: 'claimed' })
})

it('does not burn the token when the database fails in the middle', async () => {
  const { auth, token, db } = await fresh()
  db.$client.exec(`CREATE TRIGGER fail BEFORE INSERT ON members BEGIN SELECT raise(ABORT, 'disk full'); END`)
  await expect(auth.claimSetup({ token, ...ada })).rejects.toThrow()
  expect(await auth.hasOwner()).toBe(false)
  db.$client.exec('DROP TRIGGER fail')
  expect(await auth.claimSetup({ token, ...ada })).toMatchObject({ outcome: 'claimed' })
})

it('refuses every other token, and says nothing of the values with it', async () => {
  const { auth, token } = await fresh()
  for (const other of ['', 'x', token.slice(1), `${token}x`, token.toLowerCase()]) {
    expect(await auth.claimSetup({ token: other, ...ada, email: 'not an address' })).toEqual({
      outcome: 'spent',
    })
  }
})

it('replaces the token at the next boot', async () => {
  const { file, token } = await fresh()
  const { auth } = await openAuth({ file })
  const next = await auth.openSetup()
  expect(next).toMatch(/^[\w-]{43}$/)
  expect(next).not.toBe(token)
  expect(await auth.claimSetup({ token, ...ada })).toEqual({ outcome: 'spent' })
  expect(await auth.claimSetup({ token: next ?? '', ...ada })).toMatchObject({ outcome: 'claimed' })
})

it('gives no token, and takes none, once there is an owner', async () => {
  const { auth, token } = await fresh()
  await auth.createOwner({ ...ada, email: 'first@example.com' })
  expect(await auth.openSetup()).toBeNull()
  expect(await auth.claimSetup({ token, ...ada })).toEqual({ outcome: 'already-set-up' })
})

it('keeps neither the token nor the password in the database', async () => {
  const { auth, token, file, db } = await fresh()
  const kept = async () => Buffer.concat([await readFile(file), await readFile(`${file}-wal`)])
  expect((await kept()).includes(token)).toBe(false)
  await auth.claimSetup({ token, ...ada })
  db.$client.pragma('wal_checkpoint(PASSIVE)')
  const bytes = await kept()
  expect(bytes.includes(ada.email)).toBe(true)
  expect(bytes.includes(ada.password)).toBe(false)
  expect(bytes.includes(token)).toBe(false)
})

it('hands the first owner the workspace that was made before anybody was there', async () => {
  const { auth, token } = await fresh()
  const demo = await auth.firstWorkspace('Demo')
  expect(await auth.firstWorkspace('Demo')).toBe(demo)
  const claimed = await auth.claimSetup({ token, ...ada })
  expect(claimed).toMatchObject({ outcome: 'claimed', owner: { workspaceId: demo } })
  const second = await auth.createOwner({ ...ada, email: 'second@example.com' })
  expect(second.workspaceId).not.toBe(demo)
})
