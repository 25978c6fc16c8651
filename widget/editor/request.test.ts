import { problem } from '@fieldpost/shared/problem.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  messageOf,
  RelayUnreachable,
  RequestRefused,
  request,
  UnreadableAnswer,
} from './request.ts'

const Thing = v.object({ id: v.string() })

/** A network that answers everything the same, and remembers what it was asked. */
function network(answer: Response | Error) {
  const asked: { url: string; init: RequestInit }[] = []
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    if (answer instanceof Error) throw answer
    return answer
  }
  return { fetch, asked }
}

const json = (value: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(value), init)
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('the call did not fail'),
    (error: unknown) => error,
  )

describe('a call', () => {
  test('gives the answer as the schema has it', async () => {
    const { fetch } = network(json({ id: 'a', more: true }))
    expect(await request(fetch, 'GET', '/api/things/a', Thing)).toEqual({ id: 'a' })
  })

  test('sends changes as JSON, and an empty object when there is nothing to say', async () => {
    const { fetch, asked } = network(json({ id: 'a' }))
    await request(fetch, 'POST', '/api/things', Thing)
    expect(asked[0]?.init).toMatchObject({ method: 'POST', body: '{}' })
    expect(new Headers(asked[0]?.init.headers).get('content-type')).toBe('application/json')
  })

  test('without a schema does not look at the answer', async () => {
    const { fetch } = network(new Response(null, { status: 204 }))
    expect(await request(fetch, 'DELETE', '/api/things/a', null)).toBeUndefined()
  })
})

describe('a refusal', () => {
  test('carries the problem and its issues', async () => {
    const body = problem('invalid-body', 'title: A form needs a title', [
      { field: 'title', code: 'min_length', message: 'A form needs a title' },
      { field: 'title', code: 'other', message: 'And more' },
    ])
    const error = await failure(
      request(network(json(body, { status: 422 })).fetch, 'POST', '/api/forms', Thing),
    )
    expect(error).toBeInstanceOf(RequestRefused)
    expect(error).toMatchObject({ status: 422, code: 'invalid-body', message: 'title: A form needs a title' })
    expect(issuesOf(error)).toEqual({ title: 'A form needs a title' })
  })

  test('says how long to wait', async () => {
    const answer = json(problem('unavailable', 'Later'), { status: 503, headers: { 'retry-after': '5' } })
    expect(await failure(request(network(answer).fetch, 'GET', '/', Thing))).toMatchObject({ retryAfter: 5 })
  })

  test('keeps the words of an answer that is no problem', async () => {
    const answer = json(
      { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
      { status: 401 },
    )
    expect(await failure(request(network(answer).fetch, 'POST', '/', Thing))).toMatchObject({
      status: 401,
      code: 'INVALID_EMAIL_OR_PASSWORD',
      message: 'Invalid email or password',
    })
  })

  test('is readable even when a proxy answers with a page', async () => {
    const answer = new Response('<h1>Bad gateway</h1>', { status: 502 })
    expect(await failure(request(network(answer).fetch, 'GET', '/', Thing))).toMatchObject({
      status: 502,
      message: 'The relay answered with status 502.',
    })
  })
})

describe('other failures', () => {
  test('no answer is told apart from a refusal', async () => {
    const error = await failure(request(network(new TypeError('fetch failed')).fetch, 'GET', '/', Thing))
    expect(error).toBeInstanceOf(RelayUnreachable)
    expect(messageOf(error)).toBe('The relay did not answer. Check the connection and try again.')
  })

  test('a call that was called off fails with its reason, not as unreachable', async () => {
    const controller = new AbortController()
    controller.abort()
    const fetch = async (_: string, init: RequestInit) => {
      init.signal?.throwIfAborted()
      return json({})
    }
    const error = await failure(request(fetch, 'GET', '/', Thing, { signal: controller.signal }))
    expect(error).toMatchObject({ name: 'AbortError' })
  })

  test.each([
    ['another shape', json({ name: 'a' })],
    ['no JSON', new Response('<!doctype html>')],
  ])('an answer of %s is unreadable', async (_, answer) => {
    const error = await failure(request(network(answer).fetch, 'GET', '/', Thing))
    expect(error).toBeInstanceOf(UnreadableAnswer)
  })
})
