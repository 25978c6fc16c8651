import { readFileSync } from 'node:fs'
import type {
  Delivery,
  DeliverySummary,
  List,
  NewWebhook,
  RotatedWebhook,
  TestResult,
  Webhook,
} from '@fieldpost/shared/resources.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signingSecrets } from '../secrets.ts'
import { makeApp, owners, problemOf } from '../test/make.ts'
import { type ReceiverOptions, startReceiver } from '../test/receiver.ts'

const url = 'https://receiver.example/hook'

/** A published form of Ada's with a webhook to a receiver on this machine. */
async function withReceiver(options: ReceiverOptions = {}, webhook: object = {}) {
  const relay = makeApp({ allow: '127.0.0.1' })
  const receiver = await startReceiver(options)
  onTestFinished(() => receiver.close())
  const form = await relay.publish('ada')
  const created = await relay.addWebhook('ada', form.id, { url: receiver.url, ...webhook })
  return { ...relay, receiver, form, webhook: created }
}

describe('a new webhook', () => {
  it('needs only a URL, and shows the secret that was made for it this once', async () => {
    const { addWebhook, get, publish } = makeApp()
    const form = await publish('ada')
    const created = await addWebhook('ada', form.id, { url })
    expect(created).toMatchObject({
      formId: form.id,
      name: '',
      url,
      active: true,
      events: ['form.submission.created'],
      method: 'POST',
      contentType: 'application/json',
      format: 'fields',
      signature: { header: 'X-Signature', style: 'sha256=hex' },
      timeoutMs: 10_000,
      retry: { maxAttempts: 6, schedule: [60, 300, 900, 3600, 21600], clientErrors: false },
      headers: {},
      signed: true,
      secretHint: created.secret?.slice(-4),
      overlapUntil: null,
      paused: null,
      warning: null,
    })
    expect(created.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { secret: _, warning: __, ...shown } = created
    expect(await get(`GET /api/webhooks/${created.id}`, { as: 'ada' })).toEqual(shown)
    expect(await get(`GET /api/forms/${form.id}/webhooks`, { as: 'ada' })).toEqual({
      items: [shown],
      next: null,
    })
  })

  it("takes the owner's secret, or null for none", async () => {
    const { addWebhook, publish } = makeApp()
    const { id } = await publish('ada')
    expect(await addWebhook('ada', id, { url, secret: 'my own secret' })).toMatchObject({
      secret: 'my own secret',
      secretHint: 'cret',
    })
    expect(await addWebhook('ada', id, { url, secret: 'short' })).toMatchObject({
      signed: true,
      secretHint: null,
    })
    expect(await addWebhook('ada', id, { url, secret: null })).toMatchObject({ secret: null, signed: false })
  })

  it("gets a survey's event from a survey", async () => {
    const { addWebhook, publish } = makeApp()
    const { id } = await publish('ada', undefined, { kind: 'survey' })
    expect(await addWebhook('ada', id, { url })).toMatchObject({ events: ['survey.response.created'] })
  })

  it.each([
    ['plain http', 'http://receiver.example/hook', 'scheme'],
    ['a private address', 'https://10.0.0.5/hook', 'address'],
    ['loopback', 'https://127.0.0.1/hook', 'address'],
    ['loopback in hex', 'https://0x7f.1/hook', 'address'],
    ['loopback as one number', 'https://2130706433/hook', 'address'],
    ['loopback, shortened', 'https://127.1/hook', 'address'],
    ['loopback in circled digits', 'https://①②⑦.⓪.⓪.①/hook', 'address'],
    ['loopback with ideographic stops', 'https://127。0。0。1/hook', 'address'],
    ['loopback in IPv6', 'https://[::1]/hook', 'address'],
    ['loopback in IPv6 for IPv4', 'https://[::ffff:127.0.0.1]/hook', 'address'],
    ["this machine's name", 'https://localhost:8443/hook', 'address'],
    ["a cloud's metadata", 'https://169.254.169.254/latest/meta-data', 'address'],
    ['user info', 'https://user:pass@receiver.example/hook', 'user-info'],
    ['a fragment', 'https://receiver.example/hook#x', 'fragment'],
    ['a port of another protocol', 'https://receiver.example:25/', 'port'],
    ["the relay's own API", 'http://relay.test/api/forms', 'scheme'],
  ])('is refused for %s', async (_, refused, reason) => {
    const { addWebhook, call, get, publish } = makeApp()
    const form = await publish('ada')
    const { id } = await addWebhook('ada', form.id, { url })
    for (const route of [`POST /api/forms/${form.id}/webhooks`, `PATCH /api/webhooks/${id}`]) {
      const problem = await problemOf(await call(route, { as: 'ada', body: { url: refused } }))
      expect(problem).toMatchObject({
        status: 422,
        code: 'callback-url-refused',
        issues: [{ field: 'url', code: reason }],
      })
      expect(problem.detail).toBe(problem.issues?.[0]?.message)
    }
    expect(
      (await get<List<Webhook>>(`GET /api/forms/${form.id}/webhooks`, { as: 'ada' })).items,
    ).toMatchObject([{ url }])
  })

  it.each([
    ['no URL', {}, 'url'],
    ['what is no URL', { url: 'receiver' }, 'url'],
    ['another protocol', { url: 'ftp://receiver.example/' }, 'url'],
    ['an unknown setting', { url, colour: 'red' }, 'colour'],
    ['an unknown style', { url, signature: { style: 'md5' } }, 'signature.style'],
    ['an unknown event', { url, events: ['form.opened'] }, 'events.0'],
    ['a header that the relay sets', { url, headers: { 'X-Webhook-Id': '1' } }, 'headers.X-Webhook-Id'],
    ['a header with a line break', { url, headers: { 'X-A': 'a\r\nX-B: b' } }, 'headers.X-A'],
    ['a masked header', { url, headers: { Authorization: '••••' } }, 'headers.Authorization'],
    ['an empty secret', { url, secret: '' }, 'secret'],
    [
      'a secret that its style cannot decode',
      { url, secret: 'whsec_!', signature: { style: 'standard' } },
      'secret',
    ],
    ['too many attempts', { url, retry: { maxAttempts: 1_000 } }, 'retry.maxAttempts'],
  ])('is refused with %s', async (_, body, field) => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    const problem = await problemOf(await call(`POST /api/forms/${id}/webhooks`, { as: 'ada', body }))
    expect(problem).toMatchObject({ status: 422, code: 'invalid-body' })
    expect(problem.issues?.map((issue) => issue.field)).toContain(field)
  })

  it('stores the URL as it will be called', async () => {
    const { addWebhook, publish } = makeApp()
    const { id } = await publish('ada')
    const created = await addWebhook('ada', id, { url: ' https://RECEIVER.example:443/a/../hook?x= y ' })
    expect(created.url).toBe('https://receiver.example/hook?x=%20y')
  })
})

describe('secrets and headers', () => {
  it('are nowhere in the database file', async () => {
    const { addWebhook, publish, store, file, call } = makeApp()
    const { id } = await publish('ada')
    const webhook = await addWebhook('ada', id, {
      url,
      secret: 'secret-that-nobody-finds',
      headers: { Authorization: 'Bearer key-that-nobody-finds' },
    })
    await call(`POST /api/webhooks/${webhook.id}/rotate-secret`, {
      as: 'ada',
      body: { secret: 'second-that-nobody-finds' },
    })
    await store.probe()
    const bytes = ['', '-wal'].map((ending) => readFileSync(file + ending, 'latin1')).join('')
    expect(bytes).toContain('receiver.example')
    expect(bytes).not.toContain('nobody-finds')
  })

  it('are shown masked, and stay when the mask is sent back', async () => {
    const { get, receiver, webhook } = await withReceiver(
      {},
      { headers: { Authorization: 'Bearer 1', 'X-Team': 'a' } },
    )
    expect(webhook.headers).toEqual({ Authorization: '••••', 'X-Team': '••••' })
    const headers = { Authorization: '••••', 'X-New': 'b' }
    const saved = await get<Webhook>(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { headers } })
    expect(saved.headers).toEqual({ Authorization: '••••', 'X-New': '••••' })
    const sent = await get<TestResult>(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    expect(receiver.requests[0]?.headers).toMatchObject({ authorization: 'Bearer 1', 'x-new': 'b' })
    expect(receiver.requests[0]?.headers).not.toHaveProperty('x-team')
    expect(sent.request.headers).toMatchObject({ Authorization: '••••', 'X-New': '••••' })
  })
})

describe('a change', () => {
  it('leaves what it does not name', async () => {
    const { addWebhook, get, publish, clock } = makeApp()
    const form = await publish('ada')
    const { secret: _, ...created } = await addWebhook('ada', form.id, {
      url,
      name: 'CRM',
      headers: { 'X-A': '1' },
    })
    clock.advance(1_000)
    const saved = await get(`PATCH /api/webhooks/${created.id}`, {
      as: 'ada',
      body: { retry: { maxAttempts: 3 }, signature: { header: 'X-Hook' }, active: false },
    })
    expect(saved).toEqual({
      ...created,
      active: false,
      retry: { ...created.retry, maxAttempts: 3 },
      signature: { header: 'X-Hook', style: 'sha256=hex' },
      updatedAt: '2026-01-15T12:00:01.000Z',
    })
  })

  it('is refused when it does not fit what stays', async () => {
    const { addWebhook, call, publish } = makeApp()
    const form = await publish('ada')
    const taken = await addWebhook('ada', form.id, { url, headers: { 'X-Sum': '1' } })
    const standard = await addWebhook('ada', form.id, { url, signature: { style: 'standard' } })
    for (const [id, body, field] of [
      [taken.id, { signature: { header: 'x-sum' } }, 'headers'],
      [standard.id, { secret: 'whsec_not base64' }, 'secret'],
    ] as const) {
      const problem = await problemOf(await call(`PATCH /api/webhooks/${id}`, { as: 'ada', body }))
      expect(problem).toMatchObject({ status: 422, code: 'invalid-body', issues: [{ field }] })
    }
  })

  it('replaces the secret at once, or takes it away', async () => {
    const { get, webhook, receiver } = await withReceiver({}, { secret: 'first secret' })
    const patch = (body: object) => get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body })
    expect(await patch({ secret: 'second secret' })).toMatchObject({ secretHint: 'cret', overlapUntil: null })
    await get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    expect(await patch({ secret: null })).toMatchObject({ signed: false, secretHint: null })
    await get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    const [signed, unsigned] = receiver.requests
    const check = (secret: string) =>
      verify({ body: signed?.body ?? '', headers: signed?.headers ?? {}, secret })
    expect(await check('second secret')).toEqual({ valid: true })
    expect(await check('first secret')).toEqual({ valid: false, reason: 'mismatch' })
    expect(unsigned?.headers).not.toHaveProperty('x-signature')
  })
})

describe('a test send', () => {
  it('is signed like every delivery, and shows what came back', async () => {
    const { call, get, receiver, webhook } = await withReceiver({ reply: { status: 418, body: 'a teapot' } })
    const result = await get<TestResult>(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    expect(result).toMatchObject({
      number: 1,
      status: 418,
      request: { method: 'POST', url: `${receiver.url}/` },
      reply: { body: 'a teapot', truncated: false },
    })
    const [request] = receiver.requests
    expect(request?.headers).toMatchObject({ 'x-webhook-event': 'webhook.test' })
    const { body, headers } = request ?? { body: '', headers: {} }
    expect(await verify({ body, headers, secret: webhook.secret ?? '' })).toEqual({ valid: true })
    expect(JSON.parse(String(body))).toEqual({ name: expect.any(String) })
    const delivery = await get<Delivery>(`GET /api/deliveries/${result.deliveryId}`, { as: 'ada' })
    const { deliveryId: _, ...attempt } = result
    expect(delivery).toMatchObject({
      eventType: 'webhook.test',
      state: 'failed',
      submissionId: null,
      attemptList: [attempt],
    })
    expect((await call(`GET /api/webhooks/${webhook.id}`, { as: 'ada' })).status).toBe(200)
  })

  it('goes to a webhook that is switched off too, with the fields of a draft', async () => {
    const { addWebhook, get, receiver } = await withReceiver()
    const form = await get<{ id: string }>('POST /api/forms', {
      as: 'ada',
      body: {
        title: 'Draft',
        definition: {
          pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'mail', kind: 'email', label: 'Mail' }] }],
        },
      },
    })
    const webhook = await addWebhook('ada', form.id, { url: receiver.url, active: false })
    expect(await get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })).toMatchObject({ status: 200 })
    expect(JSON.parse(String(receiver.requests[0]?.body))).toEqual({ mail: 'ada@example.com' })
  })
})

describe('rotating the secret', () => {
  const standard = { signature: { style: 'standard' } }

  it('has both sign during the overlap, and only the new one afterwards', async () => {
    const { clock, get, receiver, webhook } = await withReceiver({}, standard)
    const route = `POST /api/webhooks/${webhook.id}`
    const rotated = await get<RotatedWebhook>(`${route}/rotate-secret`, {
      as: 'ada',
      body: { overlapSeconds: 60 },
    })
    expect(rotated.secret).not.toBe(webhook.secret)
    expect(rotated).toMatchObject({
      secretHint: rotated.secret.slice(-4),
      overlapUntil: '2026-01-15T12:01:00.000Z',
    })
    const verdicts = async () => {
      await get(`${route}/test`, { as: 'ada' })
      const { body, headers } = receiver.requests.at(-1) ?? { body: '', headers: {} }
      const now = clock.now()
      const check = (secret: string) => verify({ body, headers, secret, style: 'standard', now })
      return [await check(webhook.secret ?? ''), await check(rotated.secret)].map(({ valid }) => valid)
    }
    expect(await verdicts()).toEqual([true, true])
    clock.advance(60_000)
    expect(await verdicts()).toEqual([false, true])
    expect(await get(`GET /api/webhooks/${webhook.id}`, { as: 'ada' })).toMatchObject({ overlapUntil: null })
  })

  it('overlaps for a day unless told otherwise, and takes a secret that is given', async () => {
    const { addWebhook, get, publish } = makeApp()
    const webhook = await addWebhook('ada', (await publish('ada')).id)
    const route = `POST /api/webhooks/${webhook.id}/rotate-secret`
    expect(await get(route, { as: 'ada' })).toMatchObject({ overlapUntil: '2026-01-16T12:00:00.000Z' })
    expect(
      await get(route, { as: 'ada', body: { secret: 'my own secret', overlapSeconds: 0 } }),
    ).toMatchObject({
      secret: 'my own secret',
      overlapUntil: null,
    })
  })

  it('has no more than eight sign, however often they rotate', async () => {
    const { get, receiver, webhook } = await withReceiver({}, standard)
    const route = `POST /api/webhooks/${webhook.id}`
    for (let i = 0; i < 10; i++) await get(`${route}/rotate-secret`, { as: 'ada' })
    await get(`${route}/test`, { as: 'ada' })
    const signatures = String(receiver.requests.at(-1)?.headers['webhook-signature'])
    expect(signatures.split(' ')).toHaveLength(8)
  })

  it('does not prolong the overlap of a secret from before', async () => {
    const { addWebhook, clock, get, publish } = makeApp()
    const webhook = await addWebhook('ada', (await publish('ada')).id)
    const route = `POST /api/webhooks/${webhook.id}/rotate-secret`
    await get(route, { as: 'ada', body: { overlapSeconds: 60 } })
    clock.advance(59_000)
    await get(route, { as: 'ada', body: { overlapSeconds: 10 } })
    clock.advance(1_000)
    expect(await get(`GET /api/webhooks/${webhook.id}`, { as: 'ada' })).toMatchObject({
      overlapUntil: '2026-01-15T12:01:09.000Z',
    })
  })

  it.each([
    [{ overlapSeconds: -1 }, 'overlapSeconds'],
    [{ overlapSeconds: 1e9 }, 'overlapSeconds'],
    [{ secret: 'two\nlines' }, 'secret'],
    [{ secret: 'whsec_not base64' }, 'secret'],
    [{ secret: null }, 'secret'],
  ])('refuses %j', async (body, field) => {
    const { addWebhook, call, publish } = makeApp()
    const webhook = await addWebhook('ada', (await publish('ada')).id, standard)
    const answer = await call(`POST /api/webhooks/${webhook.id}/rotate-secret`, { as: 'ada', body })
    expect(await problemOf(answer)).toMatchObject({ status: 422, code: 'invalid-body', issues: [{ field }] })
  })
})

describe('deliveries', () => {
  const listOf = (get: ReturnType<typeof makeApp>['get'], { id }: NewWebhook, query = '') =>
    get<List<DeliverySummary>>(`GET /api/webhooks/${id}/deliveries${query}`, { as: 'ada' })

  it('are listed newest first, by state, with their attempts to read', async () => {
    const { form, get, receiver, submit, webhook, worker } = await withReceiver({ reply: { status: 500 } })
    const first = await submit(form.id, { name: 'Ada' })
    worker.start()
    await receiver.waitFor(1)
    await expect.poll(() => listOf(get, webhook)).toMatchObject({ items: [{ attempts: 1 }] })
    await worker.stop()
    const second = await submit(form.id, { name: 'Grace' })
    const { items } = await listOf(get, webhook)
    expect(items).toMatchObject([
      {
        submissionId: second,
        state: 'pending',
        attempts: 0,
        lastStatus: null,
        dueAt: '2026-01-15T12:00:00.000Z',
      },
      {
        submissionId: first,
        state: 'pending',
        attempts: 1,
        lastStatus: 500,
        dueAt: '2026-01-15T12:01:00.000Z',
      },
    ])
    expect(await listOf(get, webhook, '?state=failed')).toEqual({
      items: [],
      next: null,
      searchedTo: null,
    })
    const part = await listOf(get, webhook, '?limit=1&state=pending')
    expect(part.items).toEqual(items.slice(0, 1))
    expect(await listOf(get, webhook, `?limit=1&state=pending&cursor=${part.next}`)).toEqual({
      items: items.slice(1),
      next: null,
      searchedTo: null,
    })
    const delivery = await get<Delivery>(`GET /api/deliveries/${items[1]?.id}`, { as: 'ada' })
    expect(delivery).toMatchObject({
      ...items[1],
      contentType: 'application/json',
      body: '{"name":"Ada"}',
      attemptList: [{ number: 1, status: 500, at: '2026-01-15T12:00:00.000Z' }],
    })
  })

  it('are not listed by a state that does not exist', async () => {
    const { call, webhook } = await withReceiver()
    const answer = await call(`GET /api/webhooks/${webhook.id}/deliveries?state=lost`, { as: 'ada' })
    expect(await problemOf(answer)).toMatchObject({ code: 'invalid-query', issues: [{ field: 'state' }] })
  })

  it('are sent again, the same bytes with the same id', async () => {
    const { form, get, receiver, submit, webhook, worker } = await withReceiver({ reply: { status: 400 } })
    await submit(form.id, { name: 'Ada' })
    worker.start()
    await expect.poll(() => listOf(get, webhook)).toMatchObject({ items: [{ state: 'failed' }] })
    receiver.replyWith({ status: 204 })
    const [failed] = (await listOf(get, webhook)).items
    expect(await get(`POST /api/deliveries/${failed?.id}/resend`, { as: 'ada' })).toMatchObject({
      id: failed?.id,
    })
    const [before, after] = await receiver.waitFor(2)
    expect(after?.body).toEqual(before?.body)
    expect(after?.headers['x-webhook-id']).toBe(before?.headers['x-webhook-id'])
    expect(after?.headers['x-webhook-attempt']).toBe('2')
    await expect
      .poll(() => listOf(get, webhook))
      .toMatchObject({ items: [{ state: 'succeeded', dueAt: null }] })
  })

  it('are not sent again once their submission is erased', async () => {
    const { call, form, get, submit, webhook } = await withReceiver()
    const submission = await submit(form.id, { name: 'Ada' })
    await call(`DELETE /api/submissions/${submission}`, { as: 'ada' })
    const [delivery] = (await listOf(get, webhook)).items
    const answer = await call(`POST /api/deliveries/${delivery?.id}/resend`, { as: 'ada' })
    expect(await problemOf(answer)).toMatchObject({ status: 409, code: 'delivery-cancelled' })
  })

  it('that failed since a moment are all recovered', async () => {
    const { call, clock, form, get, receiver, submit, webhook, worker } = await withReceiver({
      reply: { status: 400 },
    })
    worker.start()
    for (const name of ['Ada', 'Grace', 'Edsger']) {
      await submit(form.id, { name })
      clock.advance(1_000)
    }
    await expect.poll(async () => (await listOf(get, webhook, '?state=failed')).items).toHaveLength(3)
    receiver.replyWith({ status: 204 })
    const route = `POST /api/webhooks/${webhook.id}/recover`
    expect(await get(route, { as: 'ada', body: { since: '2026-01-15T12:00:01Z' } })).toEqual({ recovered: 2 })
    await receiver.waitFor(5)
    for (const since of ['last week', 1, '2026-02-30', undefined]) {
      expect(await problemOf(await call(route, { as: 'ada', body: { since } }))).toMatchObject({
        status: 422,
        issues: [{ field: 'since' }],
      })
    }
  })
})

it('loses no change that is made at the same time as another', async () => {
  const { get, clock, vault, store, webhook } = await withReceiver()
  const change = (body: object) => get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body })
  const rotate = () => get<RotatedWebhook>(`POST /api/webhooks/${webhook.id}/rotate-secret`, { as: 'ada' })
  await Promise.all([change({ name: 'CRM' }), change({ timeoutMs: 5_000 }), change({ active: false })])
  expect(await get(`GET /api/webhooks/${webhook.id}`, { as: 'ada' })).toMatchObject({
    name: 'CRM',
    timeoutMs: 5_000,
    active: false,
  })
  const given = await Promise.all([rotate(), rotate(), rotate()])
  const row = await store.findWebhook(owners.ada.workspaceId, webhook.id)
  const signing = row ? signingSecrets(vault, row, clock.now()).map(({ secret }) => secret) : []
  expect(new Set(signing)).toEqual(new Set([webhook.secret, ...given.map(({ secret }) => secret)]))
})

it('is gone once deleted, with what it was owed', async () => {
  const { call, form, submit, webhook } = await withReceiver()
  await submit(form.id, { name: 'Ada' })
  expect((await call(`DELETE /api/webhooks/${webhook.id}`, { as: 'ada' })).status).toBe(204)
  for (const route of [
    `GET /api/webhooks/${webhook.id}`,
    `PATCH /api/webhooks/${webhook.id}`,
    `DELETE /api/webhooks/${webhook.id}`,
    `POST /api/webhooks/${webhook.id}/test`,
    `POST /api/webhooks/${webhook.id}/rotate-secret`,
    `GET /api/webhooks/${webhook.id}/deliveries`,
  ]) {
    const answer = await call(route, { as: 'ada', ...(route.startsWith('PATCH') && { body: {} }) })
    expect(await problemOf(answer)).toMatchObject({ status: 404, code: 'not-found' })
  }
})
