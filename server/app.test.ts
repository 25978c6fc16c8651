import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from './store/store.ts'
import { makeApp, problemOf } from './test/make.ts'

const foreign = { origin: 'https://shop.example' }

describe('what visitors call', () => {
  it('is open to every page, without cookies, its failures too', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    for (const answer of [
      await call(`GET /v1/forms/${id}`, { headers: foreign }),
      await call(`POST /v1/forms/${id}/submissions`, {
        headers: foreign,
        body: { answers: { name: 'Ada' } },
      }),
      await call(`POST /v1/forms/${id}/submissions`, { headers: foreign, body: '{' }),
      await call('GET /v1/forms/unknown', { headers: foreign }),
      await call('GET /v1/nothing', { headers: foreign }),
    ]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'retry-after',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      })
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  it('answers a preflight to who sends JSON by its own name', async () => {
    const { call } = makeApp()
    const answer = await call('OPTIONS /v1/forms/x/submissions', {
      headers: {
        ...foreign,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type')
  })
})

describe("the owners' API", () => {
  it('is read by nobody else, cached nowhere, and runs nothing', async () => {
    const { call } = makeApp()
    for (const answer of [await call('GET /api/forms', { as: 'ada' }), await call('GET /api/forms')]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
    }
  })

  it('hands accounts to better-auth, cookies and all', async () => {
    const seen: string[] = []
    const { call } = makeApp({
      auth: () => ({
        identify: async () => null,
        isForeign: () => false,
        hasOwner: async () => true,
        claimSetup: async () => ({ outcome: 'already-set-up' }),
        async handler(request, address) {
          seen.push(`${request.method} ${new URL(request.url).pathname} ${address} ${await request.text()}`)
          const headers = new Headers([
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ])
          return Response.json({ token: null }, { status: 201, headers })
        },
      }),
    })
    const answer = await call('POST /api/auth/sign-in/email', { body: { email: 'ada@example.com' } })
    expect(seen).toEqual(['POST /api/auth/sign-in/email unknown {"email":"ada@example.com"}'])
    expect(answer.status).toBe(201)
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(await answer.json()).toEqual({ token: null })
  })
})

describe('what is not there', () => {
  it.each([
    ['GET /nothing', 404, 'not-found', null],
    ['GET /api/forms/x/submissions.xml', 404, 'not-found', null],
    ['DELETE /api/forms', 405, 'method-not-allowed', 'GET, HEAD, POST'],
    ['PUT /api/forms/x', 405, 'method-not-allowed', 'DELETE, GET, HEAD, PATCH'],
    ['GET /api/webhooks/x/test', 405, 'method-not-allowed', 'POST'],
    ['GET /v1/forms/x/submissions', 405, 'method-not-allowed', 'POST'],
    ['POST /healthz', 405, 'method-not-allowed', 'GET, HEAD'],
  ])('%s: %i %s', async (route, status, code, allow) => {
    const { call } = makeApp()
    const answer = await call(route, { as: 'ada' })
    expect(await problemOf(answer)).toMatchObject({ status, code, type: `/api/docs#problem-${code}` })
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow?.split(', ').sort())
  })

  it('is answered to HEAD like to GET, without a body', async () => {
    const { call } = makeApp()
    const answer = await call('HEAD /healthz')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })
})

describe('a failure', () => {
  it('of the store is 503 with when to try again', async () => {
    const { call, store } = makeApp()
    store.listForms = async () => {
      throw new StoreUnavailable('The disk is full.')
    }
    const answer = await call('GET /api/forms', { as: 'ada' })
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'unavailable' })
  })

  it('of ours is logged and not shown', async () => {
    const { call, logged, store } = makeApp()
    store.listForms = async () => {
      throw new Error('SELECT secret FROM passwords')
    }
    const problem = await problemOf(await call('GET /api/forms', { as: 'ada' }))
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(problem)).not.toContain('passwords')
    expect(logged).toMatchObject([
      {
        data: {
          method: 'GET',
          path: '/api/forms',
          err: expect.objectContaining({ message: expect.stringContaining('passwords') }),
        },
      },
    ])
  })
})
