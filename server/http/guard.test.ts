import { describe, expect, it } from 'vitest'
import { makeApp, owners, problemOf } from '../test/make.ts'

const cookie = { cookie: 'session=ada' }
const json = { 'content-type': 'application/json' }
const body = JSON.stringify({ title: 'A' })

describe('an owner', () => {
  it.each([
    ['a key', { authorization: 'Bearer ada' }],
    ["a session's cookie", cookie],
  ])('is known by %s', async (_, headers) => {
    const { get } = makeApp()
    const { ada } = owners
    expect(await get('GET /api/session', { headers })).toEqual({
      user: { id: ada.userId, name: ada.name, email: ada.email },
      workspace: { id: ada.workspaceId, name: ada.workspaceName },
    })
  })

  it.each([
    ['nothing', {}],
    ['an unknown key', { authorization: 'Bearer mallory' }],
    ['an unknown session', { cookie: 'session=mallory' }],
  ])('is not known by %s', async (_, headers) => {
    const { call } = makeApp()
    for (const route of ['GET /api/session', 'GET /api/forms', 'POST /api/forms', 'GET /api/nothing']) {
      expect(await problemOf(await call(route, { headers }))).toMatchObject({
        status: 401,
        code: 'not-signed-in',
      })
    }
  })
})

describe("another site's page", () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a sandboxed or older page that only says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour on the same site', { origin: 'http://relay.test', 'sec-fetch-site': 'same-site' }],
  ])('changes nothing with a borrowed cookie: %s', async (_, headers) => {
    const { call, store } = makeApp()
    const answer = await call('POST /api/forms', { headers: { ...cookie, ...json, ...headers }, body })
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'not-allowed' })
    expect(await store.isEmpty()).toBe(true)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused what a plain form can send: %s',
    async (type) => {
      const { call, publish } = makeApp()
      const { id } = await publish('ada')
      for (const route of ['POST /api/forms', `POST /api/forms/${id}/publish`, `DELETE /api/forms/${id}`]) {
        const answer = await call(route, { headers: { ...cookie, 'content-type': type }, body })
        expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'wrong-content-type' })
      }
    },
  )

  it('cannot read answers: no header lets it', async () => {
    const { call } = makeApp()
    const answer = await call('GET /api/forms', { headers: { ...cookie, origin: 'https://evil.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    const preflight = await call('OPTIONS /api/forms', {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })
})

it.each([
  ["the relay's own page", { ...cookie, origin: 'http://relay.test', 'sec-fetch-site': 'same-origin' }],
  [
    'a program with a key, wherever it says it is from',
    { authorization: 'Bearer ada', origin: 'https://ci.example' },
  ],
  ['a program with the cookie, which says nothing', cookie],
])('may change things: %s', async (_, headers) => {
  const { call } = makeApp()
  expect((await call('POST /api/forms', { headers: { ...json, ...headers }, body })).status).toBe(201)
})
