/** The first owner's way, with real accounts: from the setup link to a form made with an API key. */
import type { Form, List } from '@fieldpost/shared/resources.ts'
import { expect, it } from 'vitest'
import { createAuth } from '../auth/auth.ts'
import { prepareDemo } from '../demo.ts'
import { makeApp, problemOf } from '../test/make.ts'

const publicUrl = 'http://localhost:4400'
const person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }
const page = { origin: publicUrl, 'sec-fetch-site': 'same-origin' }

function withAccounts() {
  let auth: ReturnType<typeof createAuth> | undefined
  const relay = makeApp({
    publicUrl,
    auth(deps) {
      auth = createAuth({ ...deps, provider: 'sqlite', appKey: Buffer.alloc(32, 7) })
      return auth
    },
  })
  if (!auth) throw new Error('The app was made without accounts')
  return { ...relay, auth }
}

it('takes whoever has the link for the first owner, and nobody after them', async () => {
  const relay = withAccounts()
  const { auth, call, get } = relay
  const demo = await prepareDemo({ ...relay, publicUrl })
  const token = (await auth.openSetup()) ?? ''
  expect(await get('GET /api/setup')).toEqual({ open: true })

  const refused = async (body: object, headers: Record<string, string> = page) =>
    problemOf(await call('POST /api/setup', { headers, body }))
  expect(await refused({ ...person, token: 'guessed' })).toMatchObject({
    status: 410,
    code: 'setup-link-spent',
  })
  expect(await refused({ ...person, token, email: 'ada' })).toMatchObject({
    status: 422,
    issues: [{ field: 'email' }],
  })
  expect(await refused({ ...person, token, password: 'short' })).toMatchObject({
    issues: [{ field: 'password' }],
  })
  expect(await refused({ ...person, token }, { origin: 'https://evil.example' })).toMatchObject({
    code: 'not-allowed',
  })
  expect(await get('GET /api/setup')).toEqual({ open: true })

  const answer = await call('POST /api/setup', { headers: page, body: { ...person, token } })
  expect(answer.status).toBe(201)
  expect(await answer.json()).toEqual({ open: false })
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/HttpOnly/i)
  expect(await refused({ ...person, token })).toMatchObject({ status: 409, code: 'already-set-up' })

  const browser = { ...page, cookie: cookie.split(';')[0] ?? '' }
  expect(await get('GET /api/session', { headers: browser })).toEqual({
    user: { id: expect.any(String), name: 'Ada', email: 'ada@example.com' },
    workspace: { id: expect.any(String), name: 'My workspace' },
  })
  // What was made before there was anybody is the first owner's now.
  const { items } = await get<List<Form>>('GET /api/forms', { headers: browser })
  expect(items.map(({ id }) => id)).toEqual([demo?.formId])

  const made = await get<{ key: string }>('POST /api/auth/api-key/create', {
    headers: browser,
    body: { name: 'CI' },
  })
  const program = { authorization: `Bearer ${made.key}` }
  await get('POST /api/forms', { headers: program, body: { title: 'By key' } })
  expect(
    await problemOf(await call('POST /api/forms', { headers: { ...browser, origin: 'null' }, body: {} })),
  ).toMatchObject({ code: 'not-allowed' })

  expect((await call('POST /api/auth/sign-out', { headers: browser })).status).toBe(200)
  expect(await problemOf(await call('GET /api/session', { headers: browser }))).toMatchObject({
    code: 'not-signed-in',
  })
})
