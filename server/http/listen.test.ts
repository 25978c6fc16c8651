import type { DeliverySummary, List, Webhook } from '@fieldpost/shared/resources.ts'
import { type Leased, listenLimits } from '@fieldpost/shared/webhook/listen.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeApp, problemOf } from '../test/make.ts'
import { startReceiver } from '../test/receiver.ts'

type Relay = ReturnType<typeof makeApp>
const FORWARD = 'http://localhost:3000/hook'

/** A published form with a webhook for listeners alone. */
async function prepare(relay: Relay = makeApp(), settings: object = {}) {
  const form = await relay.publish('ada')
  const webhook = await relay.addWebhook('ada', form.id, { url: FORWARD, listen: true, ...settings })
  const lease = (body: object = {}) =>
    relay.get<Leased>(`POST /api/webhooks/${webhook.id}/lease`, {
      as: 'ada',
      body: { waitSeconds: 0, ...body },
    })
  const tell = (deliveryId: string, body: object) =>
    relay.call(`POST /api/deliveries/${deliveryId}/outcome`, { as: 'ada', body: { durationMs: 3, ...body } })
  const deliveries = async () =>
    (await relay.get<List<DeliverySummary>>(`GET /api/webhooks/${webhook.id}/deliveries`, { as: 'ada' }))
      .items
  const submit = () => relay.submit(form.id, { name: 'Ada' })
  /** Leases the one delivery that must be due. */
  async function leaseOne(body: object = {}) {
    const { items } = await lease(body)
    expect(items).toHaveLength(1)
    return items[0] as Leased['items'][number]
  }
  return { relay, form, webhook, lease, leaseOne, tell, deliveries, submit }
}

describe('leasing', () => {
  it('gives the very request that the relay would make, signed now', async () => {
    const { webhook, submit, leaseOne, relay } = await prepare()
    await submit()
    const { request, ...rest } = await leaseOne()
    expect(rest).toMatchObject({ eventType: 'form.submission.created', attempt: 1 })
    expect(request).toMatchObject({ method: 'POST', body: '{"name":"Ada"}', timeoutMs: 10_000 })
    const secret = webhook.secret ?? ''
    const now = relay.clock.now()
    expect(await verify({ body: request.body, headers: request.headers, secret, now })).toEqual({
      valid: true,
    })
    expect(request.headers).toMatchObject({ 'X-Webhook-Attempt': '1', 'Content-Type': 'application/json' })
  })

  it('records what came back with the address that it was forwarded to', async () => {
    const { submit, leaseOne, tell, relay, deliveries } = await prepare()
    await submit()
    const { deliveryId, claim } = await leaseOne({ forward: 'http://localhost:9/other' })
    const answer = await tell(deliveryId, { claim, status: 204, headers: { 'X-Mine': 'yes' }, body: 'ok' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ state: 'succeeded', attempts: 1, lastStatus: 204 })
    const delivery = await relay.get(`GET /api/deliveries/${deliveryId}`, { as: 'ada' })
    expect(delivery).toMatchObject({
      attemptList: [
        {
          number: 1,
          status: 204,
          durationMs: 3,
          request: { url: 'http://localhost:9/other' },
          reply: { headers: { 'x-mine': 'yes' }, body: 'ok', truncated: false },
        },
      ],
    })
    expect((await deliveries()).map(({ state }) => state)).toEqual(['succeeded'])
  })

  it('goes by the schedule when the receiver there fails', async () => {
    const { submit, leaseOne, lease, tell, relay } = await prepare(undefined, {
      retry: { maxAttempts: 2, schedule: [60] },
    })
    await submit()
    const first = await leaseOne()
    const retried = await tell(first.deliveryId, { claim: first.claim, error: 'Nothing listens there.' })
    expect(await retried.json()).toMatchObject({ state: 'pending', lastError: 'Nothing listens there.' })
    expect((await lease()).items).toEqual([])
    relay.clock.advance(73_000)
    const second = await leaseOne()
    expect(second.attempt).toBe(2)
    expect(second.request.body).toBe(first.request.body)
    const failed = await tell(second.deliveryId, { claim: second.claim, status: 500 })
    expect(await failed.json()).toMatchObject({ state: 'failed', dueAt: null })
  })

  it('waits, and is woken by a submission', async () => {
    const { submit, lease } = await prepare()
    const waiting = lease({ waitSeconds: 20 })
    await submit()
    expect((await waiting).items).toHaveLength(1)
  })

  it('writes nothing while it waits for what is parked, however often it is woken', async () => {
    const { relay, webhook, lease, submit, deliveries } = await prepare()
    await submit()
    const owner = (action: string) => relay.call(`POST /api/webhooks/${webhook.id}/${action}`, { as: 'ada' })
    await owner('pause')
    const { leaseDeliveries } = relay.store
    let leases = 0
    relay.store.leaseDeliveries = (asked) => {
      leases++
      return leaseDeliveries(asked)
    }
    const waiting = lease({ waitSeconds: 20 })
    // Longer than anything that is woken waits before it looks.
    const until = performance.now() + 200
    while (performance.now() < until) await submit()
    expect(leases).toBe(1)
    await owner('resume')
    expect((await waiting).items).toHaveLength(listenLimits.deliveries)
    expect(leases).toBe(2)
    expect((await deliveries()).length).toBeGreaterThan(listenLimits.deliveries)
  })

  it('hands out no more than asked for, and nothing twice to two who listen', async () => {
    const { submit, lease } = await prepare()
    for (let i = 0; i < 5; i++) await submit()
    const [one, two] = await Promise.all([
      lease({ limit: 2, listener: 'one' }),
      lease({ limit: 16, listener: 'two' }),
    ])
    const ids = [...one.items, ...two.items].map(({ deliveryId }) => deliveryId)
    expect(one.items).toHaveLength(2)
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
    expect((await lease({ limit: 0 })).items).toEqual([])
  })

  it('lets so many wait, and hands out so many, and no more', async () => {
    const { submit, lease, tell, webhook, relay } = await prepare()
    for (let i = 0; i < 66; i++) await submit()
    const out = await Promise.all(Array.from({ length: 5 }, () => lease()))
    expect(out.flatMap(({ items }) => items)).toHaveLength(64)
    const waiting = Array.from({ length: 16 }, () => lease({ waitSeconds: 20, limit: 1 }))
    const route = `POST /api/webhooks/${webhook.id}/lease`
    await expect
      .poll(async () => (await relay.call(route, { as: 'ada', body: { waitSeconds: 0, limit: 0 } })).status)
      .toBe(429)
    const [{ deliveryId, claim } = { deliveryId: '', claim: '' }] = out[0]?.items ?? []
    await tell(deliveryId, { claim, status: 200 })
    expect((await Promise.race(waiting)).items).toHaveLength(1)
    await relay.listeners.stop()
    await Promise.all(waiting)
  })

  it('says when nothing comes because the webhook is off', async () => {
    const { submit, lease, webhook, relay } = await prepare()
    await relay.get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { active: false } })
    await submit()
    expect(await lease()).toEqual({ items: [], parked: true })
  })

  it('ends at once when the relay stops, and what was out is due again', async () => {
    const relay = makeApp()
    const { submit, lease, leaseOne, tell } = await prepare(relay)
    await submit()
    const { deliveryId, claim } = await leaseOne()
    const waiting = lease({ waitSeconds: 25 })
    await relay.listeners.stop()
    expect((await waiting).items).toEqual([])
    expect(await problemOf(await tell(deliveryId, { claim, status: 200 }))).toMatchObject({
      code: 'claim-stale',
    })
    const due = await relay.store.leaseDeliveries({
      workspaceId: 'wsp_ada',
      webhookId: (await relay.store.findDelivery('wsp_ada', deliveryId))?.delivery.webhookId ?? '',
      claim: 'after the restart',
      lease: 1_000,
      limit: 10,
      listenFor: 1_000,
    })
    expect(due?.deliveries.map(({ id }) => id)).toEqual([deliveryId])
  })
})

describe('a claim', () => {
  it('is refused once it was told of, and once its lease went to somebody else', async () => {
    const { submit, leaseOne, tell, relay, deliveries } = await prepare()
    await submit()
    const first = await leaseOne()
    relay.clock.advance(16_000)
    const second = await leaseOne()
    const stale = await problemOf(await tell(first.deliveryId, { claim: first.claim, status: 200 }))
    expect(stale).toMatchObject({ status: 409, code: 'claim-stale' })
    expect((await tell(second.deliveryId, { claim: second.claim, status: 200 })).status).toBe(200)
    const again = await tell(second.deliveryId, { claim: second.claim, status: 500 })
    expect(await problemOf(again)).toMatchObject({ code: 'claim-stale' })
    expect(await deliveries()).toMatchObject([{ state: 'succeeded', attempts: 1 }])
  })

  it('is due again at once when its listener ends', async () => {
    const { submit, leaseOne, webhook, relay } = await prepare()
    await submit()
    const first = await leaseOne({ listener: 'one' })
    const ended = await relay.call(`POST /api/webhooks/${webhook.id}/lease/end`, {
      as: 'ada',
      body: { listener: 'one' },
    })
    expect(ended.status).toBe(204)
    expect((await leaseOne({ listener: 'two' })).deliveryId).toBe(first.deliveryId)
  })

  it('is nothing to another workspace, and neither is the webhook', async () => {
    const { submit, leaseOne, webhook, relay, deliveries } = await prepare()
    await submit()
    const { deliveryId, claim } = await leaseOne()
    for (const [route, body] of [
      [`POST /api/webhooks/${webhook.id}/lease`, {}],
      [`POST /api/webhooks/${webhook.id}/lease/end`, {}],
      [`POST /api/deliveries/${deliveryId}/outcome`, { claim, status: 200, durationMs: 1 }],
    ] as const) {
      expect(await problemOf(await relay.call(route, { as: 'bob', body })), route).toMatchObject({
        code: 'not-found',
      })
    }
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: 0 }])
  })
})

describe('what a listener tells', () => {
  it.each([
    ['nothing', {}],
    ['a status and an error', { status: 200, error: 'no' }],
    ['a status that HTTP has not', { status: 99 }],
    ['a status that HTTP has not', { status: 1_000 }],
    ['an empty error', { error: ' ' }],
    ['a reply that is too long', { status: 200, body: 'x'.repeat(listenLimits.replyLength + 1) }],
    ['a header that is two', { status: 200, headers: { a: 'b\r\nc: d' } }],
    ['no time', { status: 200, durationMs: null }],
    ['less than no time', { status: 200, durationMs: -1 }],
    ['something else', { status: 200, state: 'failed' }],
  ])('is refused when it is %s', async (_, body) => {
    const { submit, leaseOne, tell } = await prepare()
    await submit()
    const { deliveryId, claim } = await leaseOne()
    expect((await tell(deliveryId, { claim, ...body })).status).toBe(422)
    expect((await tell(deliveryId, { claim, status: 200 })).status).toBe(200)
  })

  it('is a log that every screen can show, or a refusal, whatever it is', async () => {
    const { submit, leaseOne, tell, relay } = await prepare()
    const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constant('\0')) })
    const told = fc.record(
      {
        status: fc.oneof(fc.integer({ min: 100, max: 999 }), fc.anything()),
        error: fc.oneof(text, fc.anything()),
        headers: fc.oneof(fc.dictionary(text, text), fc.constant(JSON.parse('{"__proto__": "x"}'))),
        body: fc.oneof(text, fc.constant('\ud800\0')),
        truncated: fc.oneof(fc.boolean(), fc.anything()),
        durationMs: fc.oneof(fc.double(), fc.nat()),
      },
      { requiredKeys: ['durationMs'] },
    )
    await submit()
    let { deliveryId, claim } = await leaseOne()
    await fc.assert(
      fc.asyncProperty(told, async (outcome) => {
        const answer = await tell(deliveryId, { ...outcome, claim })
        expect([200, 422, 400]).toContain(answer.status)
        if (answer.status !== 200) return
        const delivery = await relay.call(`GET /api/deliveries/${deliveryId}`, { as: 'ada' })
        expect(delivery.status).toBe(200)
        const shown = await delivery.text()
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toContain('\\u0000')
        // A 410 pauses the webhook; the next one is a delivery of its own.
        await relay.get(`PATCH /api/webhooks/${JSON.parse(shown).webhookId}`, {
          as: 'ada',
          body: { active: true },
        })
        await submit()
        const next = await leaseOne({ limit: 1 })
        deliveryId = next.deliveryId
        claim = next.claim
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})

describe('a webhook for listeners alone', () => {
  it('may lead anywhere on http, and is never called by the relay', async () => {
    const canary = await startReceiver()
    const receiver = await startReceiver()
    // Allowed like the other, so that nothing but its being for listeners keeps the relay from it.
    const relay = makeApp({ allow: '127.0.0.1' })
    const { webhook, form, submit, deliveries } = await prepare(relay, { url: `${canary.url}/hook` })
    await relay.addWebhook('ada', form.id, { url: receiver.url })
    relay.worker.start()
    await submit()
    await receiver.waitFor(1)
    const test = await problemOf(await relay.call(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' }))
    expect(test).toMatchObject({ status: 409, code: 'nobody-listens' })
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ state: 'pending', attempts: 0 })
    const probe = await relay.call(`POST /api/webhooks/${webhook.id}/probe`, { as: 'ada' })
    expect(await problemOf(probe)).toMatchObject({ code: 'not-probeable' })
    await relay.get(`POST /api/deliveries/${delivery?.id}/resend`, { as: 'ada' })
    await relay.get(`POST /api/webhooks/${webhook.id}/recover`, { as: 'ada', body: { since: '2000-01-01' } })
    await submit()
    await receiver.waitFor(2)
    await relay.worker.stop()
    expect(canary.connections()).toBe(0)
    expect(await deliveries()).toMatchObject([{ attempts: 0 }, { attempts: 0 }])
    await canary.close()
    await receiver.close()
  })

  it('is refused by what sends, should something hand one out', async () => {
    const canary = await startReceiver()
    const relay = makeApp({ allow: '127.0.0.1' })
    const { webhook, submit } = await prepare(relay, { url: canary.url })
    await submit()
    const request = { workspaceId: 'wsp_ada', webhookId: webhook.id, claim: 'mine', lease: 1_000 }
    const leased = await relay.store.leaseDeliveries({ ...request, limit: 1, listenFor: 1_000 })
    const [claimed] = leased?.deliveries ?? []
    if (!claimed) throw new Error('nothing was due')
    await expect(relay.worker.sendNow(claimed)).rejects.toThrow('not to be called')
    expect(canary.connections()).toBe(0)
    await canary.close()
  })

  it('is that for good, and still has an http address', async () => {
    const { webhook, form, relay } = await prepare()
    const patch = (body: object) => relay.call(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body })
    expect((await patch({ listen: false })).status).toBe(422)
    expect((await patch({ url: 'http://127.0.0.1:9/x' })).status).toBe(200)
    expect((await patch({ url: 'file:///etc/passwd' })).status).toBe(422)
    const made = await relay.call(`POST /api/forms/${form.id}/webhooks`, {
      as: 'ada',
      body: { url: 'http://127.0.0.1:9/x' },
    })
    expect(await problemOf(made)).toMatchObject({ code: 'callback-url-refused' })
  })
})

describe('a test of a webhook that is listened to', () => {
  it('goes through the listener, and is answered with what came back there', async () => {
    const { webhook, lease, tell, relay } = await prepare()
    const waiting = lease({ waitSeconds: 20 })
    await expect.poll(async () => listening(relay, webhook.id)).toBe(true)
    const result = relay.get(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    const { items } = await waiting
    expect(items).toMatchObject([{ eventType: 'webhook.test', attempt: 1 }])
    const [{ deliveryId, claim } = { deliveryId: '', claim: '' }] = items
    const next = lease({ waitSeconds: 1 })
    expect((await tell(deliveryId, { claim, status: 418, body: 'short and stout' })).status).toBe(200)
    expect(await result).toMatchObject({ deliveryId, status: 418, reply: { body: 'short and stout' } })
    expect((await next).items, 'the same test again').toEqual([])
  })

  it('is written down as not answered when the listener says nothing', async () => {
    const { webhook, lease, relay, deliveries } = await prepare(undefined, { timeoutMs: 1_000 })
    const waiting = lease({ waitSeconds: 20 })
    await expect.poll(async () => listening(relay, webhook.id)).toBe(true)
    const result = relay.get<{ error: string }>(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
    await waiting
    expect((await result).error).toContain('has not told what came of it within 6 s')
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: 1 }])
  }, 30_000)
})

describe('a webhook of a public receiver', () => {
  it('is its listener’s as long as somebody listens, and the relay goes on when the last one ends', async () => {
    const receiver = await startReceiver()
    const relay = makeApp({ allow: '127.0.0.1' })
    const { webhook, submit, lease } = await prepare(relay, { url: receiver.url, listen: false })
    const end = (listener: string) =>
      relay.call(`POST /api/webhooks/${webhook.id}/lease/end`, { as: 'ada', body: { listener } })
    await lease({ listener: 'one' })
    await lease({ listener: 'two' })
    relay.worker.start()
    expect(await listening(relay, webhook.id)).toBe(true)
    await end('one')
    await submit()
    expect(await listening(relay, webhook.id)).toBe(true)
    expect(receiver.requests).toHaveLength(0)
    await end('two')
    await receiver.waitFor(1)
    expect(await listening(relay, webhook.id)).toBe(false)
    await receiver.close()
  })
})

const listening = async (relay: Relay, id: string) =>
  (await relay.get<Webhook>(`GET /api/webhooks/${id}`, { as: 'ada' })).listening
