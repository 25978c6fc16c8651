import type { Inbox, InboxMessage, List } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { signedHeaders } from '../delivery/sign.ts'
import { makeApp, problemOf } from '../test/make.ts'

type Relay = ReturnType<typeof makeApp>

const messagesOf = async ({ get }: Relay, token: string) =>
  (await get<List<InboxMessage>>(`GET /api/inbox/${token}/messages`, { as: 'ada' })).items

async function withInbox(webhook: object = {}) {
  const relay = makeApp({ publicUrl: 'https://relay.example' })
  const inbox = await relay.get<Inbox>('GET /api/inbox', { as: 'ada' })
  const form = await relay.publish('ada')
  const created = await relay.addWebhook('ada', form.id, { url: inbox.url, ...webhook })
  /** What a delivery would have sent. */
  const deliver = (
    body: string,
    { secret = created.secret ?? '', headers = {}, ...more }: DeliverOptions = {},
  ) =>
    relay.call(`POST /inbox/${inbox.token}`, {
      body,
      headers: {
        ...signedHeaders({
          signature: created.signature,
          secrets: secret ? [secret] : [],
          id: 'evt_1',
          timestampSeconds: Math.floor(relay.clock.now() / 1_000),
          body,
          attempt: 1,
          eventType: 'form.submission.created',
          contentType: 'application/json',
          headers,
          version: '0.0.0',
          ...more,
        }),
      },
    })
  return { ...relay, inbox, form, webhook: created, deliver }
}
interface DeliverOptions {
  secret?: string
  headers?: Record<string, string>
  timestampSeconds?: number
}

it('is one for each workspace, and the same whenever it is asked for', async () => {
  const { get } = makeApp({ publicUrl: 'https://relay.example' })
  const ada = await get<Inbox>('GET /api/inbox', { as: 'ada' })
  expect(ada.url).toBe(`https://relay.example/inbox/${ada.token}`)
  expect(ada.token).toMatch(/^[\w-]{43}$/)
  expect(await get('GET /api/inbox', { as: 'ada' })).toEqual(ada)
  expect((await get<Inbox>('GET /api/inbox', { as: 'bob' })).token).not.toBe(ada.token)
})

describe('a message', () => {
  it('is shown as it came, with the verdict of its signature', async () => {
    const relay = await withInbox()
    const answer = await relay.deliver('{"name":"Zoë"}', { headers: { 'X-Team': 'a' } })
    expect(answer.status).toBe(200)
    expect(await messagesOf(relay, relay.inbox.token)).toMatchObject([
      {
        receivedAt: '2026-01-15T12:00:00.000Z',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-webhook-id': 'evt_1', 'x-team': 'a' },
        body: '{"name":"Zoë"}',
        signature: 'valid',
        reason: null,
      },
    ])
  })

  it.each([
    ['sha256=hex', {}],
    ['hex', { signature: { style: 'hex' } }],
    ['base64 in a header of its own', { signature: { style: 'base64', header: 'X-Rateup-Signature' } }],
    ['standard', { signature: { style: 'standard' } }],
  ])('verifies in the style %s', async (_, webhook) => {
    const relay = await withInbox(webhook)
    await relay.deliver('{}')
    await relay.deliver('{}', { secret: 'another secret' })
    await relay.deliver('{}', { secret: '' })
    const found = await messagesOf(relay, relay.inbox.token)
    expect(found.map(({ signature }) => signature)).toEqual(['unsigned', 'invalid', 'valid'])
    expect(found[1]?.reason).toMatch(/another secret/)
  })

  it('verifies with the secret of any webhook that sends here', async () => {
    const relay = await withInbox()
    const other = await relay.addWebhook('ada', relay.form.id, {
      url: relay.inbox.url,
      signature: { style: 'hex', header: 'X-Other' },
    })
    await relay.deliver('{}')
    await relay.deliver('{}', { secret: other.secret ?? '' })
    const [second, first] = await messagesOf(relay, relay.inbox.token)
    expect(first).toMatchObject({ signature: 'valid' })
    // The header is the first webhook's, and the secret the second's.
    expect(second).toMatchObject({ signature: 'invalid' })
  })

  it('does not verify with a secret of another workspace', async () => {
    const relay = await withInbox()
    const theirs = await relay.publish('bob')
    const { secret } = await relay.addWebhook('bob', theirs.id, { url: relay.inbox.url })
    await relay.deliver('{}', { secret: secret ?? '' })
    expect(await messagesOf(relay, relay.inbox.token)).toMatchObject([{ signature: 'invalid' }])
  })

  it('is kept without the keys that came with it', async () => {
    const relay = await withInbox()
    await relay.deliver('{}', { headers: { Authorization: 'Bearer hidden', Cookie: 'session=hidden' } })
    const text = JSON.stringify(await messagesOf(relay, relay.inbox.token))
    expect(text).toContain('"authorization":"••••"')
    expect(text).not.toContain('hidden')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('may come by %s, and be anything', async (method) => {
    const relay = await withInbox()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await relay.call(`${method} /inbox/${relay.inbox.token}`, { headers, body: 'a=1' })
    expect(answer.status).toBe(200)
    expect(await messagesOf(relay, relay.inbox.token)).toMatchObject([
      { method, body: 'a=1', signature: 'unsigned' },
    ])
  })

  it('of more than 64 KB is refused, and one for nobody too', async () => {
    const relay = await withInbox()
    const large = await relay.call(`POST /inbox/${relay.inbox.token}`, { body: 'x'.repeat(64 * 1_024 + 1) })
    expect(await problemOf(large)).toMatchObject({ status: 413, code: 'too-large' })
    expect(await problemOf(await relay.call(`POST /inbox/${'x'.repeat(43)}`, { body: '{}' }))).toMatchObject({
      status: 404,
      code: 'not-found',
    })
    expect(await messagesOf(relay, relay.inbox.token)).toEqual([])
  })
})

it('keeps the last hundred', async () => {
  const relay = await withInbox()
  for (let index = 1; index <= 101; index++) await relay.deliver(String(index))
  const bodies = (await messagesOf(relay, relay.inbox.token)).map(({ body }) => body)
  expect(bodies).toHaveLength(100)
  expect([bodies.at(0), bodies.at(-1)]).toEqual(['101', '2'])
})

it('is empty once it was cleared', async () => {
  const relay = await withInbox()
  await relay.deliver('{}')
  const cleared = await relay.call(`DELETE /api/inbox/${relay.inbox.token}/messages`, { as: 'ada' })
  expect(cleared.status).toBe(204)
  expect(await messagesOf(relay, relay.inbox.token)).toEqual([])
})

describe('looking into it', () => {
  const formId = 'form'

  it.each([
    ['the workspace', { as: 'ada' as const }, 200],
    ['another workspace', { as: 'bob' as const }, 404],
    ['a stranger', {}, 401],
  ])('is for its workspace alone: %s', async (_, who, status) => {
    const { call, get } = makeApp()
    const { token } = await get<Inbox>('GET /api/inbox', { as: 'ada' })
    expect((await call(`GET /api/inbox/${token}/messages`, who)).status).toBe(status)
    expect((await call(`DELETE /api/inbox/${token}/messages`, who)).status).toBe(
      status === 200 ? 204 : status,
    )
  })

  it("is for anybody in the demo's inbox while there is no owner", async () => {
    for (const [hasOwner, status] of [
      [false, 200],
      [true, 401],
    ] as const) {
      const inboxToken = 'd'.repeat(43)
      const { call, store } = makeApp({ hasOwner, demo: { formId, inboxToken } })
      await store.ensureInbox('wsp_demo', () => inboxToken)
      await store.ensureInbox('wsp_other', () => 'o'.repeat(43))
      expect((await call(`GET /api/inbox/${inboxToken}/messages`)).status).toBe(status)
      expect((await call(`GET /api/inbox/${'o'.repeat(43)}/messages`)).status).toBe(401)
    }
  })

  it('is refused to another site with a borrowed cookie', async () => {
    const { call, get } = makeApp()
    const { token } = await get<Inbox>('GET /api/inbox', { as: 'ada' })
    const answer = await call(`DELETE /api/inbox/${token}/messages`, {
      headers: { cookie: 'session=ada', origin: 'https://evil.example' },
    })
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'not-allowed' })
  })
})

it('may be a callback URL although it is on this machine, by its exact path alone', async () => {
  const { addWebhook, call, get, publish } = makeApp({ publicUrl: 'http://localhost:4400' })
  const inbox = await get<Inbox>('GET /api/inbox', { as: 'ada' })
  const { id } = await publish('ada')
  expect(await addWebhook('ada', id, { url: inbox.url })).toMatchObject({ url: inbox.url, warning: null })
  for (const url of [`${inbox.url}?x`, `${inbox.url}/messages`, 'http://localhost:4400/api/forms']) {
    const answer = await call(`POST /api/forms/${id}/webhooks`, { as: 'ada', body: { url } })
    expect(await problemOf(answer)).toMatchObject({ code: 'callback-url-refused' })
  }
})
