import { readFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiKeys, members, sessions, users } from '../store/sqlite/auth-schema.ts'
import { StoreUnavailable } from '../store/store.ts'
import { bearerOf, browser, type Call, databaseFile, makeOwner, openAuth, PASSWORD } from '../test/auth.ts'
import { testClock } from '../test/clock.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A relay with one owner, and a browser that is signed in as them. */
async function signedIn(options: Parameters<typeof openAuth>[0] = {}) {
  const opened = await openAuth(options)
  const owner = await makeOwner(opened)
  const page = browser(opened)
  expect((await page.signIn('ada@example.com')).status).toBe(200)
  return { ...opened, owner, page }
}

type Page = ReturnType<typeof browser>

async function makeKey(page: Page, body: object = {}) {
  const response = await page.call('POST /api-key/create', { body })
  expect(response.status).toBe(200)
  return (await response.json()) as { id: string; key: string; start: string; rateLimitEnabled: boolean }
}

const code = async (response: Response) => ((await response.json()) as { code: string }).code

describe('signing in', () => {
  it('takes the email in any case, and tells who is there', async () => {
    const { owner, auth, publicUrl } = await signedIn()
    const page = browser({ auth, publicUrl })
    await page.signIn('ADA@Example.COM')
    expect(await page.whoAmI()).toEqual({
      ...owner,
      name: 'Ada',
      email: 'ada@example.com',
      workspaceName: 'My workspace',
      via: 'session',
    })
  })

  it('answers a wrong password and an unknown email alike', async () => {
    const { auth, publicUrl } = await signedIn()
    const page = browser({ auth, publicUrl })
    const answers = [
      await page.signIn('ada@example.com', 'not her password'),
      await page.signIn('nobody@example.com', 'not her password'),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
    const [wrong, unknown] = await Promise.all(answers.map((answer) => answer.json()))
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ code: 'wrong-credentials' })
    expect(await page.whoAmI()).toBeNull()
  })

  it('makes a session of its own, whatever cookie was there before', async () => {
    const { auth, publicUrl, page } = await signedIn()
    const planted = page.cookies.get('fieldpost.session_token') ?? ''
    const victim = browser({ auth, publicUrl })
    victim.cookies.set('fieldpost.session_token', planted)
    await victim.signIn('ada@example.com')
    expect(victim.cookies.get('fieldpost.session_token')).not.toBe(planted)
  })

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const opened = await signedIn()
    const plain = (await opened.page.signIn('ada@example.com')).headers.getSetCookie().join('\n')
    expect(plain).toMatch(/^fieldpost\.session_token=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('binds the cookie to the host and to HTTPS where the relay is reached by it', async () => {
    const { page } = await signedIn({ publicUrl: 'https://forms.example.com' })
    const line = (await page.signIn('ada@example.com')).headers.getSetCookie().join('\n')
    expect(line).toMatch(/^__Host-fieldpost\.session_token=\S+; /)
    expect(line.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=2592000',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ])
    expect(await page.whoAmI()).toMatchObject({ via: 'session' })
  })

  it('is as good on every spelling of this machine', async () => {
    const { auth } = await signedIn()
    for (const publicUrl of ['http://127.0.0.1:4400', 'http://[::1]:4400']) {
      expect((await browser({ auth, publicUrl }).signIn('ada@example.com')).status).toBe(200)
    }
  })
})

describe('guessing passwords', () => {
  const guess = (page: Page, email: string, address: string) =>
    page.signIn(email, 'not the password', { address }).then(({ status }) => status)
  const guesses = (page: Page, addresses: string[], email = 'ada@example.com') =>
    Promise.all(addresses.map((address) => guess(page, email, address)))
  const times = (n: number, address: string): string[] => Array.from({ length: n }, () => address)

  it('is stopped for the address after ten, also when they are sent at once, and starts anew later', async () => {
    const clock = testClock()
    const { page } = await signedIn({ clock })
    const first = await guesses(page, times(14, '203.0.113.9'))
    expect(first.filter((status) => status === 401)).toHaveLength(10)
    expect(first.filter((status) => status === 429)).toHaveLength(4)
    const right = await page.signIn('ada@example.com', PASSWORD, { address: '203.0.113.9' })
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await code(right)).toBe('too-many-requests')
    expect((await page.signIn('ada@example.com', PASSWORD, { address: '203.0.113.10' })).status).toBe(200)
    clock.advance(5 * MINUTE_MS)
    expect((await page.signIn('ada@example.com', PASSWORD, { address: '203.0.113.9' })).status).toBe(200)
  })

  it('counts an IPv6 network as one address', async () => {
    const { page } = await signedIn()
    const roaming = Array.from({ length: 10 }, (_, i) => `2001:db8:1:2::${i + 1}`)
    expect(await guesses(page, roaming)).toEqual(roaming.map(() => 401))
    expect(await guess(page, 'ada@example.com', '2001:db8:1:2:ffff::1')).toBe(429)
    expect(await guess(page, 'ada@example.com', '2001:db8:1:3::1')).toBe(401)
  })

  it('is counted by account where nobody can tell the address, so that one does not shut out all', async () => {
    const opened = await signedIn()
    await makeOwner(opened, { name: 'Bob', email: 'bob@example.com' })
    const { page } = opened
    await guesses(page, times(10, 'unknown'))
    expect(await guess(page, 'ada@example.com', 'unknown')).toBe(429)
    expect((await page.signIn('bob@example.com', PASSWORD, { address: 'unknown' })).status).toBe(200)
  })

  it('does not believe an address that the client gives', async () => {
    const { page } = await signedIn()
    const statuses = []
    for (let i = 0; i < 11; i++) {
      const call: Call = {
        headers: { 'x-forwarded-for': `10.0.0.${i}`, 'x-fieldpost-address': `10.0.0.${i}` },
      }
      statuses.push((await page.signIn('ada@example.com', 'not the password', call)).status)
    }
    expect(statuses.at(-1)).toBe(429)
  })

  it('is stopped for the account when it comes from everywhere', async () => {
    const clock = testClock()
    const { page } = await signedIn({ clock })
    const everywhere = Array.from({ length: 55 }, (_, i) => `203.0.113.${i}`)
    const statuses = await guesses(page, everywhere)
    expect(statuses.filter((status) => status === 401)).toHaveLength(50)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    expect(await guess(page, 'other@example.com', '203.0.113.200')).toBe(401)
  })

  it('is not what an owner does who signs in often', async () => {
    const { page } = await signedIn()
    for (let i = 0; i < 12; i++) expect((await page.signIn('ada@example.com')).status).toBe(200)
  })

  it('is stopped behind a session too', async () => {
    const { page } = await signedIn()
    const change = { currentPassword: 'not the password', newPassword: 'a password to take over' }
    const statuses = []
    for (let i = 0; i < 11; i++)
      statuses.push((await page.call('POST /change-password', { body: change })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
  })
})

describe('a session', () => {
  it('ends with signing out, for a copy of its cookie too', async () => {
    const { auth, publicUrl, page } = await signedIn()
    const copy = browser({ auth, publicUrl })
    copy.cookies.set('fieldpost.session_token', page.cookies.get('fieldpost.session_token') ?? '')
    expect(await copy.whoAmI()).not.toBeNull()
    expect((await page.call('POST /sign-out')).status).toBe(200)
    expect(page.cookies.size).toBe(0)
    expect(await copy.whoAmI()).toBeNull()
    expect(await (await copy.call('GET /get-session')).json()).toBeNull()
  })

  it('ends after 30 days without use', async () => {
    let ahead = 0
    const { page } = await signedIn({ clock: { now: () => Date.now() + ahead } })
    ahead = 30 * DAY_MS - MINUTE_MS
    expect(await page.whoAmI()).not.toBeNull()
    ahead = 30 * DAY_MS
    expect(await page.whoAmI()).toBeNull()
  })

  it('lives on while it is used, with a cookie that lasts as long', async () => {
    const { auth, page, db } = await signedIn()
    const cookie = { cookie: `fieldpost.session_token=${page.cookies.get('fieldpost.session_token')}` }
    expect(await auth.renewSession(new Headers(cookie))).toEqual([])
    const end = () => db.select().from(sessions).get()?.expiresAt.getTime() ?? 0
    const full = end()
    const twoDaysLater = { expiresAt: new Date(full - 2 * DAY_MS) }
    db.update(sessions).set(twoDaysLater).run()
    const [renewed = ''] = await auth.renewSession(new Headers(cookie))
    expect(renewed).toMatch(/^fieldpost\.session_token=\S+; Max-Age=2592000; /)
    expect(end()).toBeGreaterThanOrEqual(full)
    page.keep([renewed])
    expect(await page.whoAmI()).not.toBeNull()
    for (const other of [{}, { cookie: 'fieldpost.session_token=x.y' }, { authorization: 'Bearer x' }]) {
      expect(await auth.renewSession(new Headers(other))).toEqual([])
    }
  })

  it('is put out, with all others, by a change of the password', async () => {
    const { auth, publicUrl, page } = await signedIn()
    const thief = browser({ auth, publicUrl })
    await thief.signIn('ada@example.com')
    const change = {
      currentPassword: PASSWORD,
      newPassword: 'another long password',
      revokeOtherSessions: false,
    }
    expect((await page.call('POST /change-password', { body: change })).status).toBe(200)
    expect(await thief.whoAmI()).toBeNull()
    expect(await page.whoAmI()).not.toBeNull()
    expect((await thief.signIn('ada@example.com')).status).toBe(401)
    expect((await thief.signIn('ada@example.com', 'another long password')).status).toBe(200)
  })

  it('can be put out from another one', async () => {
    const { auth, publicUrl, page, db } = await signedIn()
    const lost = browser({ auth, publicUrl })
    await lost.signIn('ada@example.com')
    await page.call('POST /revoke-other-sessions')
    expect(await lost.whoAmI()).toBeNull()
    expect(await page.whoAmI()).not.toBeNull()
    expect(db.select().from(sessions).all()).toHaveLength(1)
  })

  it('ends when its user is gone', async () => {
    const { page, db, owner } = await signedIn()
    db.delete(users).where(eq(users.id, owner.userId)).run()
    expect(await page.whoAmI()).toBeNull()
  })

  it('is not made of a token without our signature, though the database has it', async () => {
    const { auth, publicUrl, page, db } = await signedIn()
    const token = db.select().from(sessions).get()?.token ?? ''
    const signed = decodeURIComponent(page.cookies.get('fieldpost.session_token') ?? '')
    expect(signed.startsWith(`${token}.`)).toBe(true)
    const signature = signed.slice(token.length + 1)
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    for (const value of [
      token,
      `${token}.`,
      `${token}.AAAA`,
      `${token}.${flipped}`,
      `.${signature}`,
      signature,
    ]) {
      const forger = browser({ auth, publicUrl })
      forger.cookies.set('fieldpost.session_token', encodeURIComponent(value))
      expect(await forger.whoAmI()).toBeNull()
    }
  })

  it('is signed with a key that is derived from the app key', async () => {
    const file = await databaseFile()
    const { page } = await signedIn({ file })
    const cookie = { cookie: `fieldpost.session_token=${page.cookies.get('fieldpost.session_token')}` }
    const same = await openAuth({ file })
    expect(await same.auth.identify(new Headers(cookie))).not.toBeNull()
    const other = await openAuth({ file, appKey: Buffer.alloc(32, 8) })
    expect(await other.auth.identify(new Headers(cookie))).toBeNull()
  })

  it('is nobody for any other header, and no header makes it fail', async () => {
    const { auth } = await signedIn()
    // Every character that a header may have.
    const unit = fc.integer({ min: 0x20, max: 0xff }).filter((c) => c !== 0x7f)
    const text = fc.string({ unit: unit.map((c) => String.fromCharCode(c)) })
    const cookie = fc
      .tuple(fc.constantFrom('fieldpost.session_token=', ''), text)
      .map((parts) => parts.join(''))
    const authorization = fc
      .tuple(fc.constantFrom('Bearer ', 'Bearer', ''), text)
      .map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(fc.record({ cookie, authorization }, { requiredKeys: [] }), async (headers) => {
        expect(await auth.identify(new Headers(headers))).toBeNull()
      }),
    )
  })
})

describe('workspaces', () => {
  async function two() {
    const opened = await signedIn()
    const other = await makeOwner(opened, { name: 'Bob', email: 'bob@example.com', workspaceName: 'Bob Ltd' })
    const bob = browser(opened)
    await bob.signIn('bob@example.com')
    return { ...opened, other, bob }
  }

  it('are not shared by two owners, nor by their keys', async () => {
    const { auth, owner, other, page, bob } = await two()
    expect(other.workspaceId).not.toBe(owner.workspaceId)
    expect(await page.whoAmI()).toMatchObject(owner)
    expect(await bob.whoAmI()).toMatchObject({ ...other, workspaceName: 'Bob Ltd' })
    const [ada, bobs] = [await makeKey(page), await makeKey(bob)]
    expect(await bearerOf(auth, ada.key)).toMatchObject(owner)
    expect(await bearerOf(auth, bobs.key)).toMatchObject(other)
  })

  it('cannot be entered by asking for them', async () => {
    const { other, owner, page } = await two()
    const response = await page.call('POST /organization/set-active', {
      body: { organizationId: other.workspaceId },
    })
    expect(response.status).toBe(403)
    expect(await page.whoAmI()).toMatchObject(owner)
    const list = (await (await page.call('GET /organization/list')).json()) as { id: string }[]
    expect(list.map(({ id }) => id)).toEqual([owner.workspaceId])
  })

  it('are not entered though the session names them', async () => {
    const { db, owner, other, page } = await two()
    db.update(sessions)
      .set({ activeOrganizationId: other.workspaceId })
      .where(eq(sessions.userId, owner.userId))
      .run()
    expect(await page.whoAmI()).toMatchObject(owner)
  })

  it('are chosen by the session when one belongs to several, and a key stays in the one it was made in', async () => {
    const { auth, db, owner, other, page } = await two()
    const joined = { id: 'm', organizationId: other.workspaceId, userId: owner.userId, createdAt: new Date() }
    db.insert(members).values(joined).run()
    expect(await page.whoAmI()).toMatchObject(owner)
    await page.call('POST /organization/set-active', { body: { organizationId: other.workspaceId } })
    expect(await page.whoAmI()).toMatchObject({ userId: owner.userId, workspaceId: other.workspaceId })
    const { key } = await makeKey(page)
    await page.call('POST /organization/set-active', { body: { organizationId: owner.workspaceId } })
    expect(await page.whoAmI()).toMatchObject(owner)
    expect(await bearerOf(auth, key)).toMatchObject({ workspaceId: other.workspaceId })
    db.delete(members).where(eq(members.id, 'm')).run()
    expect(await bearerOf(auth, key)).toBeNull()
  })

  it('do not show or give up keys to the owner of another', async () => {
    const { auth, page, bob } = await two()
    const { id, key } = await makeKey(page)
    expect(await (await bob.call('GET /api-key/list')).json()).toMatchObject({ apiKeys: [], total: 0 })
    expect((await bob.call(`GET /api-key/get?id=${id}`)).status).toBe(404)
    expect((await bob.call('POST /api-key/delete', { body: { keyId: id } })).status).toBe(404)
    expect((await bob.call('POST /api-key/update', { body: { keyId: id, enabled: false } })).status).toBe(404)
    expect(await bearerOf(auth, key)).not.toBeNull()
  })
})

describe('an API key', () => {
  it('acts for who made it, as often as it likes', async () => {
    const { auth, owner, page } = await signedIn()
    const { key, rateLimitEnabled } = await makeKey(page, { name: 'CI' })
    expect(key).toMatch(/^fp_[\w-]{43}$/)
    expect(rateLimitEnabled).toBe(false)
    for (let i = 0; i < 50; i++) expect(await bearerOf(auth, key)).toMatchObject({ ...owner, via: 'key' })
  })

  it('is shown once, and listed by its beginning', async () => {
    const { page } = await signedIn()
    const { key, start, id } = await makeKey(page, { name: 'CI' })
    const list = await (await page.call('GET /api-key/list')).text()
    expect(JSON.parse(list)).toMatchObject({ apiKeys: [{ id, name: 'CI', start }] })
    expect(list).not.toContain(key)
    expect(key.startsWith(start)).toBe(true)
    expect(start).toHaveLength(7)
  })

  it('is in neither the database nor the log', async () => {
    const file = await databaseFile()
    const { auth, page, logged, db } = await signedIn({ file })
    const { key, start } = await makeKey(page)
    await bearerOf(auth, key)
    await bearerOf(auth, `${key}x`)
    db.$client.pragma('wal_checkpoint(PASSIVE)')
    const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)])
    expect(bytes.includes(start)).toBe(true)
    expect(bytes.includes(key)).toBe(false)
    expect(bytes.includes(key.slice(3))).toBe(false)
    expect(JSON.stringify(logged)).not.toContain(key)
  })

  it('is refused from the moment that it is deleted, disabled, or has run out', async () => {
    let ahead = 0
    const { auth, page } = await signedIn({ clock: { now: () => Date.now() + ahead } })
    const [deleted, disabled, limited] = [
      await makeKey(page),
      await makeKey(page),
      await makeKey(page, { expiresIn: DAY_MS / 1000 }),
    ]
    await page.call('POST /api-key/delete', { body: { keyId: deleted.id } })
    expect(await bearerOf(auth, deleted.key)).toBeNull()
    await page.call('POST /api-key/update', { body: { keyId: disabled.id, enabled: false } })
    expect(await bearerOf(auth, disabled.key)).toBeNull()
    expect(await bearerOf(auth, limited.key)).not.toBeNull()
    ahead = DAY_MS
    expect(await bearerOf(auth, limited.key)).toBeNull()
  })

  it('cannot be given rights or limits by who asks for it', async () => {
    const { page, db } = await signedIn()
    const { id } = await makeKey(page, {
      permissions: { workspace: ['x'] },
      userId: 'x',
      remaining: 1,
      prefix: 'zz',
    })
    const [row] = db.select().from(apiKeys).where(eq(apiKeys.id, id)).all()
    expect(row).toMatchObject({ prefix: 'fp_', remaining: null })
    expect(row?.permissions).not.toContain('"x"')
  })

  it('is taken by the routes that manage keys, and by none that concern a person', async () => {
    const { auth, publicUrl, page } = await signedIn()
    const { key } = await makeKey(page)
    const program = browser({ auth, publicUrl })
    const authorization = { authorization: `Bearer ${key}` }
    expect((await program.call('GET /api-key/list', { headers: authorization })).status).toBe(200)
    expect((await program.call('POST /api-key/create', { headers: authorization, body: {} })).status).toBe(
      200,
    )
    for (const route of [
      'POST /change-password',
      'POST /update-user',
      'GET /list-sessions',
      'POST /sign-out',
    ]) {
      const call: Call = { headers: authorization, ...(route.startsWith('POST') && { body: {} }) }
      expect((await program.call(route, call)).status).toBe(401)
    }
  })

  it('decides alone: a wrong one is not made good by a session', async () => {
    const { auth, page } = await signedIn()
    const cookie = `fieldpost.session_token=${page.cookies.get('fieldpost.session_token')}`
    for (const authorization of ['Bearer fp_wrong', 'Bearer', 'bearer ']) {
      expect(await auth.identify(new Headers({ cookie, authorization }))).toBeNull()
      expect((await page.call('GET /api-key/list', { headers: { authorization } })).status).toBe(401)
    }
    // What a proxy in front of the relay asks its own users for.
    expect(await auth.identify(new Headers({ cookie, authorization: 'Basic YTpi' }))).not.toBeNull()
  })
})

describe('below /api/auth', () => {
  const credentials = { email: 'ada@example.com', password: PASSWORD }

  it('nobody signs up', async () => {
    const { page, db } = await signedIn()
    const body = { name: 'Eve', email: 'eve@example.com', password: PASSWORD }
    expect((await page.call('POST /sign-up/email', { body })).status).toBe(404)
    expect((await page.call('POST /organization/create', { body: { name: 'E', slug: 'e' } })).status).toBe(
      404,
    )
    expect(db.select().from(users).all()).toHaveLength(1)
  })

  it.each([
    '/',
    '',
    '/sign-in/email/',
    '//sign-in/email',
    '/%73ign-up/email',
    '/sign-in/social',
    '/delete-user',
    '/x',
  ])('nothing answers at %j', async (path) => {
    const { page } = await signedIn()
    const response = await page.call(`POST ${path}`, { body: credentials })
    expect(response.status).toBe(404)
    expect(await code(response)).toBe('not-found')
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
  ])('a body of %s is refused', async (type) => {
    const { auth, publicUrl } = await signedIn()
    const page = browser({ auth, publicUrl })
    const response = await page.call('POST /sign-in/email', {
      body: JSON.stringify(credentials),
      headers: { 'content-type': type },
    })
    expect(response.status).toBe(415)
    expect(await page.whoAmI()).toBeNull()
  })

  it('a body without a type is refused, and no body is none', async () => {
    const { auth, publicUrl, page } = await signedIn()
    const at = (init: RequestInit) =>
      auth.handler(new Request(`${publicUrl}/api/auth/sign-out`, { method: 'POST', ...init }), '192.0.2.1')
    const empty = new Blob([]).stream()
    const origin = { origin: publicUrl }
    expect((await at({ body: new Blob(['{}']), headers: origin })).status).toBe(415)
    expect((await at({ headers: origin })).status).toBe(200)
    // As it comes from an HTTP server: a body, with nothing in it.
    expect((await at({ body: empty, duplex: 'half', headers: origin })).status).toBe(200)
    expect(await page.whoAmI()).not.toBeNull()
  })

  it('another site is refused, with a session and without, and told what to set', async () => {
    const { auth, publicUrl, page } = await signedIn()
    for (const client of [page, browser({ auth, publicUrl })]) {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const response = await client.call('POST /sign-in/email', { body: credentials, headers })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject({
          code: 'not-allowed',
          detail: expect.stringContaining('PUBLIC_URL'),
        })
      }
    }
    expect((await page.call('POST /sign-out', { headers: { origin: 'https://evil.example' } })).status).toBe(
      403,
    )
    expect(await page.whoAmI()).not.toBeNull()
  })

  it.each([
    ['malformed JSON', '{"email":', 400],
    ['a list', '[]', 422],
    ['a text', '"x"', 422],
    ['no email', '{"password":"x"}', 422],
    ['an email that is none', '{"email":"x","password":"correct horse battery"}', 422],
    ['a number for a password', '{"email":"ada@example.com","password":1}', 422],
    ['too much', JSON.stringify({ email: 'ada@example.com', password: 'x'.repeat(20_000) }), 413],
    ['too deep', `{"email":${'['.repeat(100)}${']'.repeat(100)}}`, 400],
  ])('%s is answered with a problem', async (_name, body, status) => {
    const { page } = await signedIn()
    const response = await page.call('POST /sign-in/email', { body })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
    })
  })

  it('no answer is kept by a cache', async () => {
    const { page } = await signedIn()
    for (const route of ['GET /get-session', 'GET /api-key/list', 'GET /nothing']) {
      expect((await page.call(route)).headers.get('cache-control')).toBe('no-store')
    }
  })

  it('a database that cannot write is an outage, not a wrong password', async () => {
    const { page, db, logged } = await signedIn()
    db.$client.pragma('query_only = ON')
    await expect(page.signIn('ada@example.com')).rejects.toThrow(StoreUnavailable)
    db.$client.pragma('query_only = OFF')
    expect((await page.signIn('ada@example.com')).status).toBe(200)
    expect(JSON.stringify(logged)).not.toContain('$scrypt$')
  })

  it('the first requests may come at once', async () => {
    const { auth, publicUrl, logged } = await openAuth()
    const statuses = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await browser({ auth, publicUrl }).call('GET /get-session')).status,
      ),
    )
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200))
    // better-auth compares its tables with the schema now, and would tell.
    expect(logged).toEqual([])
  })
})

describe("a workspace's members", () => {
  it('can be written to: owners and members, those of no other workspace', async () => {
    const opened = await openAuth()
    const ada = await makeOwner(opened)
    const grace = await makeOwner(opened, { name: 'Grace', email: 'grace@example.com' })
    await makeOwner(opened, { name: 'Eve', email: 'eve@example.com' })
    opened.db
      .insert(members)
      .values({
        id: 'mbr_grace',
        organizationId: ada.workspaceId,
        userId: grace.userId,
        role: 'member',
        createdAt: new Date(Date.now() + MINUTE_MS),
      })
      .run()
    const { memberEmails } = opened.auth
    expect(await memberEmails(ada.workspaceId)).toEqual(['ada@example.com', 'grace@example.com'])
    expect(await memberEmails(grace.workspaceId)).toEqual(['grace@example.com'])
    expect(await memberEmails('nowhere')).toEqual([])
  })
})
