import type {
  Delivery,
  NewWebhook,
  RotatedWebhook,
  TestResult,
  Webhook,
} from '@fieldpost/shared/resources.ts'
import type { Diagnosis, ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signingSecrets } from '../secrets.ts'
import { type AppOptions, makeApp, problemOf } from '../test/make.ts'
import { type ReceiverOptions, startReceiver } from '../test/receiver.ts'

const DAY = 86_400_000

async function signedWebhook(settings: object = {}, options: AppOptions = {}) {
  const relay = makeApp(options)
  const form = await relay.publish('ada')
  const webhook = await relay.addWebhook('ada', form.id, settings)
  return { ...relay, form, webhook }
}

const receiverOf = async (options: ReceiverOptions = {}) => {
  const receiver = await startReceiver(options)
  onTestFinished(() => receiver.close())
  return receiver
}

describe('the signature doctor', () => {
  /** A webhook with a delivery that its receiver has. */
  async function delivered(settings: object = {}) {
    const receiver = await receiverOf()
    const made = await signedWebhook({ url: `${receiver.url}/hook`, ...settings }, { allow: '127.0.0.1' })
    const test = await made.get<TestResult>(`POST /api/webhooks/${made.webhook.id}/test`, { as: 'ada' })
    const delivery = await made.get<Delivery>(`GET /api/deliveries/${test.deliveryId}`, { as: 'ada' })
    const ask = (body: object) =>
      made.get<Diagnosis>(`POST /api/webhooks/${made.webhook.id}/diagnose`, { as: 'ada', body })
    return { ...made, receiver, delivery, headers: JSON.stringify(test.request.headers), ask }
  }
  const codes = ({ findings }: Diagnosis) => findings.map(({ code }) => code)

  it('finds nothing wrong with what was sent, and tells which delivery it was', async () => {
    const { ask, delivery, headers } = await delivered()
    expect(await ask({ body: delivery.body, headers })).toEqual({
      verdict: 'valid',
      findings: [],
      difference: null,
      deliveryId: delivery.id,
    })
  })

  it('compares with what was sent, by the id among the headers, the id that is given, or the bytes', async () => {
    const { ask, delivery, headers } = await delivered()
    const body = JSON.stringify(JSON.parse(delivery.body), null, 2)
    const signature = JSON.parse(headers)['X-Signature']
    for (const given of [
      { headers },
      { headers: signature, deliveryId: delivery.id },
      { headers: signature },
    ]) {
      const diagnosis = await ask({ body, ...given })
      expect(diagnosis).toMatchObject({
        verdict: 'invalid',
        deliveryId: delivery.id,
        difference: { offset: 1 },
      })
      expect(codes(diagnosis)).toEqual(['pretty-printed'])
    }
  })

  it('names a secret that was replaced up to 30 days ago, and never signs with it', async () => {
    const { ask, delivery, headers, webhook, get, clock, store, vault } = await delivered()
    const { secret } = await get<RotatedWebhook>(`POST /api/webhooks/${webhook.id}/rotate-secret`, {
      as: 'ada',
      body: { overlapSeconds: 0 },
    })
    const signing = async () => {
      const row = await store.findWebhook('wsp_ada', webhook.id)
      return row ? signingSecrets(vault, row, clock.now()).map((known) => known.secret) : []
    }
    expect(codes(await ask({ body: delivery.body, headers }))).toEqual(['old-secret'])
    expect(await signing()).toEqual([secret])

    const given = 'an own secret, quite long enough'
    await get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { secret: given } })
    expect(codes(await ask({ body: delivery.body, headers }))).toEqual(['old-secret'])
    expect(await signing()).toEqual([given])
    expect(await get<Webhook>(`GET /api/webhooks/${webhook.id}`, { as: 'ada' })).toMatchObject({
      overlapUntil: null,
    })

    // The record still has the signature that was sent; another body tells that the secret is gone.
    clock.advance(30 * DAY)
    const signature = JSON.parse(headers)['X-Signature']
    const unknown = await ask({ body: '{"other":"body"}', headers: signature })
    expect(unknown.verdict).not.toBe('valid')
    expect(await signing()).toEqual([given])
  })

  it('judges the time that is signed by the clock of the receiver', async () => {
    const signature = { header: 'webhook-signature', style: 'standard' }
    const { ask, delivery, headers, clock } = await delivered({ signature })
    const at = (ms: number) =>
      ask({ body: delivery.body, headers, receivedAt: new Date(clock.now() + ms).toISOString() })
    expect(codes(await at(1_000))).toEqual([])
    expect(codes(await at(400_000))).toEqual(['timestamp-too-old'])
    expect(codes(await at(-400_000))).toEqual(['timestamp-too-new'])
  })

  it('says that a webhook without a secret signs nothing', async () => {
    const { ask } = await delivered({ secret: null })
    expect(codes(await ask({ body: '{}', headers: 'X-Signature: sha256=00' }))).toEqual(['unsigned'])
  })

  it('gives away no secret', async () => {
    const { ask, delivery, webhook } = await delivered()
    const computed = `sha256=${'0'.repeat(64)}`
    expect(JSON.stringify(await ask({ body: delivery.body, headers: '', computed }))).not.toContain(
      webhook.secret,
    )
  })

  it('takes what is pasted as it is, within limits', async () => {
    const { ask, call, webhook } = await delivered()
    expect(codes(await ask({}))).toEqual(['signature-needed'])
    const path = `POST /api/webhooks/${webhook.id}/diagnose`
    const long = { as: 'ada', body: { body: 'x'.repeat(600_000) } } as const
    expect((await problemOf(await call(path, long))).code).toBe('invalid-body')
    const foreign = await problemOf(await call(path, { as: 'bob', body: {} }))
    expect(foreign.code).toBe('not-found')
    const absent = await problemOf(await call(path, { as: 'ada', body: { deliveryId: 'dlv_0' } }))
    expect(absent.code).toBe('not-found')
  })
})

describe('the bad-signature probe', () => {
  async function probed(reply: ReceiverOptions['reply'], settings: object = {}) {
    const receiver = await receiverOf(reply === undefined ? {} : { reply })
    const made = await signedWebhook({ url: `${receiver.url}/hook`, ...settings }, { allow: '127.0.0.1' })
    const path = `/api/webhooks/${made.webhook.id}`
    const probe = () => made.get<ProbeResult>(`POST ${path}/probe`, { as: 'ada' })
    const read = () => made.get<Webhook>(`GET ${path}`, { as: 'ada' })
    return { ...made, receiver, path, probe, read }
  }

  it.each([
    [401, 'rejects'],
    [404, 'rejects'],
    [200, 'accepts'],
    [204, 'accepts'],
    [302, null],
    [405, null],
    [410, null],
    [415, null],
    [429, null],
    [500, null],
  ] as const)('judges the answer %i: %s', async (status, verdict) => {
    const { probe, read } = await probed({ status })
    expect(await probe()).toMatchObject({ verdict, status, error: null })
    expect((await read()).probe?.verdict ?? null).toBe(verdict)
  })

  it.each(['sha256=hex', 'hex', 'base64', 'standard'] as const)(
    'forges every signature of the style %s, in the right shape',
    async (style) => {
      const signature = { header: style === 'standard' ? 'webhook-signature' : 'X-Signature', style }
      const { probe, receiver, webhook, clock } = await probed(
        { status: 401 },
        { signature, headers: { 'X-Key': 'k' } },
      )
      await probe()
      const [request] = receiver.requests
      const headers = request?.headers as Record<string, string>
      const given = { body: request?.body ?? '', headers, secret: webhook.secret ?? '', now: clock.now() }
      expect(headers).toMatchObject({ 'x-webhook-event': 'webhook.test', 'x-key': 'k' })
      expect(await verify({ ...given, ...signature })).toEqual({ valid: false, reason: 'mismatch' })
      expect(await verify({ ...given, style: 'standard' })).toEqual({ valid: false, reason: 'mismatch' })
    },
  )

  it('is no delivery, and does not count against the webhook', async () => {
    const { probe, path, get, read } = await probed({ status: 500 })
    await probe()
    expect(await get(`GET ${path}/deliveries`, { as: 'ada' })).toMatchObject({ items: [] })
    expect(await read()).toMatchObject({ paused: null, probe: null })
  })

  it('keeps what is known when nothing new is learnt', async () => {
    const { probe, receiver, read } = await probed({ status: 200 })
    await probe()
    receiver.replyWith('reset')
    expect(await probe()).toMatchObject({ verdict: null, status: null, error: expect.any(String) })
    expect((await read()).probe?.verdict).toBe('accepts')
    receiver.replyWith({ status: 403 })
    await probe()
    expect((await read()).probe?.verdict).toBe('rejects')
  })

  it.each<[string, object, null | string]>([
    ['the URL', { url: 'http://127.0.0.1:8443/other' }, null],
    ['the signature', { signature: { style: 'hex' } }, null],
    ['the secret away', { secret: null }, null],
    ['the name', { name: 'CRM' }, 'accepts'],
  ])('is forgotten by who changes what it tells of: %s', async (_, change, verdict) => {
    const { probe, get, path, read } = await probed({ status: 200 })
    await probe()
    await get(`PATCH ${path}`, { as: 'ada', body: change })
    expect((await read()).probe?.verdict ?? null).toBe(verdict)
  })

  it('asks once when it is asked for twice', async () => {
    const { probe, receiver } = await probed({ status: 401 })
    await Promise.all([probe(), probe()])
    expect(receiver.requests).toHaveLength(1)
  })

  it.each<[string, object]>([
    ['a URL', { url: 'http://127.0.0.1:8443/other' }],
    ['a signature', { signature: { style: 'hex' } }],
  ])('is of one receiver: a verdict does not go over to %s that was set meanwhile', async (_, change) => {
    const gate = Promise.withResolvers<void>()
    const { probe, get, path, read, receiver } = await probed(async () => {
      await gate.promise
      return { status: 200 }
    })
    const running = probe()
    await receiver.waitFor(1)
    await get(`PATCH ${path}`, { as: 'ada', body: change })
    gate.resolve()
    expect((await running).verdict).toBe('accepts')
    expect((await read()).probe).toBeNull()
  })

  it('needs a signature, and a URL that the relay calls', async () => {
    const relay = makeApp({ allow: '127.0.0.1' })
    const form = await relay.publish('ada')
    const refused = async ({ id }: Pick<NewWebhook, 'id'>) =>
      problemOf(await relay.call(`POST /api/webhooks/${id}/probe`, { as: 'ada' }))
    for (const settings of [{ secret: null }, { listen: true }])
      expect(await refused(await relay.addWebhook('ada', form.id, settings))).toMatchObject({
        code: 'not-probeable',
      })
    const { url } = await relay.get<{ url: string }>('GET /api/inbox', { as: 'ada' })
    expect(await refused(await relay.addWebhook('ada', form.id, { url }))).toMatchObject({
      code: 'not-probeable',
      detail: expect.stringContaining('inbox'),
    })
    const listened = await relay.addWebhook('ada', form.id)
    await relay.store.leaseDeliveries({
      workspaceId: 'wsp_ada',
      webhookId: listened.id,
      claim: 'a listener',
      lease: 60_000,
      limit: 1,
      listenFor: 60_000,
    })
    expect(await refused(listened)).toMatchObject({ code: 'not-probeable', status: 409 })
  })

  it('goes nowhere where deliveries may not go', async () => {
    let address = '93.184.215.14'
    const { get, webhook } = await signedWebhook({}, { lookup: async () => [{ address }] })
    address = '10.0.0.1'
    const result = await get<ProbeResult>(`POST /api/webhooks/${webhook.id}/probe`, { as: 'ada' })
    expect(result).toMatchObject({ verdict: null, status: null, error: expect.stringContaining('10.0.0.1') })
  })
})
