import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { apiKeys, users } from '../store/sqlite/auth-schema.ts'
import { bearerOf, browser, databaseFile, openAuth, PASSWORD } from '../test/auth.ts'

const KEY = 'an-operators-key'
const admin = { email: 'Ops@Example.com', password: PASSWORD, apiKey: KEY }

it('makes the owner and the key, and nothing more at the next boots', async () => {
  const file = await databaseFile()
  for (const done of [
    { owner: 'made', key: 'replaced' },
    { owner: 'kept', key: 'kept' },
    { owner: 'kept', key: 'kept' },
  ]) {
    const opened = await openAuth({ file })
    expect(await opened.auth.ensureAdmin(admin)).toEqual(done)
    expect(opened.db.select().from(users).all()).toHaveLength(1)
    expect(opened.db.select().from(apiKeys).all()).toHaveLength(1)
    expect(await bearerOf(opened.auth, KEY)).toMatchObject({ email: 'ops@example.com', via: 'key' })
  }
})

it('lets that owner sign in', async () => {
  const opened = await openAuth()
  await opened.auth.ensureAdmin(admin)
  const page = browser(opened)
  expect((await page.signIn('ops@example.com')).status).toBe(200)
  expect(await page.whoAmI()).toMatchObject({ email: 'ops@example.com', name: 'Ops' })
})

it('replaces the key when the setting changes, and removes it when it is taken away', async () => {
  const { auth } = await openAuth()
  await auth.ensureAdmin(admin)
  expect(await auth.ensureAdmin({ ...admin, apiKey: 'another operators key' })).toEqual({
    owner: 'kept',
    key: 'replaced',
  })
  expect(await bearerOf(auth, KEY)).toBeNull()
  expect(await bearerOf(auth, 'another operators key')).not.toBeNull()
  expect(await auth.ensureAdmin({ ...admin, apiKey: null })).toEqual({ owner: 'kept', key: 'removed' })
  expect(await bearerOf(auth, 'another operators key')).toBeNull()
  expect(await auth.ensureAdmin(null)).toEqual({ owner: 'kept', key: 'none' })
})

it('stores the key as the plugin does, so that it works on the routes of better-auth too', async () => {
  const opened = await openAuth()
  await opened.auth.ensureAdmin(admin)
  const program = browser(opened)
  const response = await program.call('GET /api-key/list', { headers: { authorization: `Bearer ${KEY}` } })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ apiKeys: [{ name: 'ADMIN_API_KEY', start: null }] })
})

it('leaves no key in clear in the database', async () => {
  const file = await databaseFile()
  const { auth } = await openAuth({ file })
  await auth.ensureAdmin(admin)
  const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)])
  expect(bytes.includes('ADMIN_API_KEY')).toBe(true)
  expect(bytes.includes(KEY)).toBe(false)
})

it('gives the key to the oldest owner when the one it was for has another email now', async () => {
  const { auth } = await openAuth()
  const first = await auth.createOwner({ name: 'First', email: 'first@example.com', password: PASSWORD })
  await auth.createOwner({ name: 'Second', email: 'second@example.com', password: PASSWORD })
  await auth.ensureAdmin(admin)
  expect(await bearerOf(auth, KEY)).toMatchObject(first)
  await auth.ensureAdmin({ ...admin, email: 'second@example.com' })
  expect(await bearerOf(auth, KEY)).toMatchObject({ email: 'second@example.com' })
})

it('takes over a key of the same value that an owner made by hand', async () => {
  const opened = await openAuth()
  await opened.auth.ensureAdmin({ ...admin, apiKey: null })
  const page = browser(opened)
  await page.signIn('ops@example.com')
  const { key } = (await (await page.call('POST /api-key/create', { body: {} })).json()) as { key: string }
  expect(await opened.auth.ensureAdmin({ ...admin, apiKey: key })).toMatchObject({ key: 'replaced' })
  expect(await bearerOf(opened.auth, key)).toMatchObject({ email: 'ops@example.com' })
})

it('refuses settings that cannot be used, and makes nothing', async () => {
  const { auth } = await openAuth()
  await expect(auth.ensureAdmin({ ...admin, apiKey: 'short' })).rejects.toThrow(
    /ADMIN_API_KEY has 5 .* 16 to 512/,
  )
  await expect(auth.ensureAdmin({ ...admin, password: 'short' })).rejects.toThrow(/at least 10/)
  await expect(auth.ensureAdmin({ ...admin, email: 'ops@localhost' })).rejects.toThrow(/not an email address/)
  expect(await auth.hasOwner()).toBe(false)
})
