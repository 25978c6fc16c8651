import type {
  Delivery,
  DeliveryList,
  NewWebhook,
  Resent,
  TestResult,
  Webhook,
} from '@fieldpost/shared/resources.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeApp, problemOf } from '../test/make.ts'
import { type ReceiverOptions, startReceiver } from '../test/receiver.ts'

/** A published form of Ada's with a webhook to a receiver on this machine, and calls about that. */
async function withReceiver(options: ReceiverOptions = {}, settings: object = {}) {
  const relay = makeApp({ allow: '127.0.0.1' })
  const receiver = await startReceiver(options)
  onTestFinished(() => receiver.close())
  const form = await relay.publish('ada')
  const webhook = await relay.addWebhook('ada', form.id, { url: receiver.url, ...settings })
  const path = `/api/webhooks/${webhook.id}`
  const post = <Value>(what: string, body?: unknown) =>
    relay.get<Value>(`POST ${path}/${what}`, { as: 'ada', ...(body !== undefined && { body }) })
  const log = (query = '') => relay.get<DeliveryList>(`GET ${path}/deliveries${query}`, { as: 'ada' })
  const shown = () => relay.get<Webhook>(`GET ${path}`, { as: 'ada' })
  const submit = (name: string) => relay.submit(form.id, { name })
  return { ...relay, receiver, form, webhook, path, post, log, shown, submit }
}

describe('a paused webhook', () => {
  it('keeps what it is owed, and is sent it when it is resumed', async () => {
    const { clock, log, post, receiver, submit, worker } = await withReceiver()
    worker.start()
    expect(await post('pause')).toMatchObject({
      active: true,
      paused: 'owner',
      pausedAt: '2026-01-15T12:00:00.000Z',
    })
    await submit('Ada')
    await submit('Grace')
    expect(await log('?state=parked')).toMatchObject({ items: [{}, {}] })
    clock.advance(3_600_000)
    expect(await post('resume')).toMatchObject({ active: true, paused: null, pausedAt: null, discarded: 0 })
    const bodies = (await receiver.waitFor(2)).map(({ body }) => body.toString())
    expect(bodies.sort()).toEqual(['{"name":"Ada"}', '{"name":"Grace"}'])
  })

  it('goes on without what waited when the owner says so, and that can still be sent', async () => {
    const { log, post, receiver, submit, worker } = await withReceiver()
    worker.start()
    await post('pause')
    await submit('Ada')
    expect(await post('resume', { discard: true })).toMatchObject({ paused: null, discarded: 1 })
    await submit('Grace')
    expect((await receiver.waitFor(1)).map(({ body }) => body.toString())).toEqual(['{"name":"Grace"}'])
    const [dropped] = (await log('?state=discarded')).items
    expect(dropped).toMatchObject({ attempts: 0, dueAt: null })
    await post('resend', { deliveries: [dropped?.id] })
    expect((await receiver.waitFor(2))[1]?.body.toString()).toBe('{"name":"Ada"}')
  })

  it('can have what waits dropped and stay paused', async () => {
    const { post, shown, submit } = await withReceiver()
    await post('pause')
    await submit('Ada')
    expect(await shown()).toMatchObject({
      health: { backlog: 1, oldestWaitingAt: '2026-01-15T12:00:00.000Z' },
    })
    expect(await post('discard')).toEqual({ discarded: 1 })
    expect(await post('discard')).toEqual({ discarded: 0 })
    expect(await shown()).toMatchObject({ paused: 'owner', health: { backlog: 0, oldestWaitingAt: null } })
  })

  it('is resumed by switching it on, and resuming switches on one that is off', async () => {
    const { call, path, post, shown } = await withReceiver()
    const patch = (body: object) => call(`PATCH ${path}`, { as: 'ada', body })
    await post('pause')
    await patch({ active: true })
    expect(await shown()).toMatchObject({ active: true, paused: null })
    await patch({ active: false })
    expect(await post('resume')).toMatchObject({ active: true, paused: null })
  })

  it('takes nothing but what it knows', async () => {
    const { call, path } = await withReceiver()
    const answer = await call(`POST ${path}/resume`, { as: 'ada', body: { discard: 'yes' } })
    expect(await problemOf(answer)).toMatchObject({ code: 'invalid-body', issues: [{ field: 'discard' }] })
  })
})

describe('deliveries', () => {
  it('are sent again together, and what cannot be is told with the reason', async () => {
    const { call, log, post, receiver, submit, worker } = await withReceiver({ reply: { status: 400 } })
    worker.start()
    const erased = await submit('Ada')
    await submit('Grace')
    await submit('Edsger')
    await expect.poll(async () => (await log('?state=failed')).items).toHaveLength(3)
    await call(`DELETE /api/submissions/${erased}`, { as: 'ada' })
    const ids = (await log()).items.map(({ id }) => id)
    receiver.replyWith({ status: 204 })
    expect(await post<Resent>('resend', { deliveries: [...ids, 'dlv_1'] })).toEqual({
      due: 2,
      refused: [
        { id: ids[2], code: 'delivery-cancelled', detail: expect.any(String) },
        { id: 'dlv_1', code: 'not-found', detail: expect.any(String) },
      ],
    })
    await expect.poll(async () => (await log('?state=succeeded')).items).toHaveLength(2)
  })

  it.each([
    ['none', []],
    ['more than there may be', Array.from({ length: 201 }, (_, index) => `dlv_${index}`)],
    ['what are no ids', [1]],
    ['no list', 'dlv_1'],
  ])('are not sent again by %s', async (_, deliveries) => {
    const { call, path } = await withReceiver()
    const answer = await call(`POST ${path}/resend`, { as: 'ada', body: { deliveries } })
    const problem = await problemOf(answer)
    expect(problem).toMatchObject({ status: 422, code: 'invalid-body' })
    expect(problem.issues?.[0]?.field).toMatch(/^deliveries/)
  })

  it('are found by what they tell of, when, and what came back', async () => {
    const { clock, log, post, receiver, submit, worker } = await withReceiver({ reply: { status: 503 } })
    worker.start()
    const submission = await submit('Ada')
    await expect.poll(async () => (await log('?status=5xx')).items).toHaveLength(1)
    receiver.replyWith({ status: 204 })
    clock.advance(600_000)
    await post<TestResult>('test')
    const found = async (query: string) => (await log(query)).items.map(({ eventType }) => eventType)
    const created = 'form.submission.created'
    expect(await found('?status=503')).toEqual([created])
    expect(await found('?status=2xx')).toEqual(['webhook.test'])
    expect(await found('?status=none')).toEqual([])
    expect(await found('?event=webhook.test')).toEqual(['webhook.test'])
    expect(await found('?from=2026-01-15T12:05:00Z')).toEqual(['webhook.test'])
    expect(await found('?to=2026-01-15T12:05:00Z')).toEqual([created])
    expect(await found('?from=2026-01-15&to=2026-01-15')).toEqual(['webhook.test', created])
    expect(await found(`?q=${submission}`)).toEqual([created])
    expect(await found('?q=nothing')).toEqual([])
  })

  it.each([
    'status=600x',
    'status=6xx',
    'event=form.opened',
    'from=yesterday',
    'to=1',
    `q=${'x'.repeat(201)}`,
  ])('are not looked for by %s', async (query) => {
    const { call, path } = await withReceiver()
    const problem = await problemOf(await call(`GET ${path}/deliveries?${query}`, { as: 'ada' }))
    expect(problem).toMatchObject({ status: 400, code: 'invalid-query' })
    expect(problem.issues?.[0]?.field).toBe(query.split('=')[0])
  })

  it('that recovering would send again are counted before', async () => {
    const { clock, get, log, path, submit, worker } = await withReceiver({ reply: { status: 400 } })
    worker.start()
    await submit('Ada')
    clock.advance(3_600_000)
    await submit('Grace')
    await expect.poll(async () => (await log('?state=failed')).items).toHaveLength(2)
    const count = (query = '') => get(`GET ${path}/recoverable${query}`, { as: 'ada' })
    expect(await count()).toEqual({ count: 2, isMore: false })
    expect(await count('?since=2026-01-15T12:30:00Z')).toEqual({ count: 1, isMore: false })
  })
})

describe('health', () => {
  it('tells of one webhook, and of each in a list, how it is doing', async () => {
    const { clock, form, get, log, path, receiver, submit, webhook, worker } = await withReceiver()
    expect(webhook.health).toEqual({
      lastSuccessAt: null,
      failingSince: null,
      sample: 0,
      successRate: null,
      latencyMs: null,
      backlog: 0,
      backlogIsMore: false,
      oldestWaitingAt: null,
    })
    worker.start()
    await submit('Ada')
    await expect.poll(async () => (await log('?state=succeeded')).items).toHaveLength(1)
    receiver.replyWith({ status: 500 })
    clock.advance(60_000)
    await submit('Grace')
    await expect.poll(async () => (await log('?status=500')).items).toHaveLength(1)
    const { health } = await get<NewWebhook>(`GET ${path}`, { as: 'ada' })
    expect(health).toMatchObject({
      lastSuccessAt: '2026-01-15T12:00:00.000Z',
      failingSince: '2026-01-15T12:01:00.000Z',
      sample: 2,
      successRate: 0.5,
      backlog: 1,
      oldestWaitingAt: '2026-01-15T12:01:00.000Z',
    })
    expect(health.latencyMs?.p95).toBeGreaterThanOrEqual(health.latencyMs?.median ?? Number.NaN)
    expect(await get(`GET /api/forms/${form.id}/webhooks`, { as: 'ada' })).toMatchObject({
      items: [{ health }],
    })
  })
})

it('keeps to itself what a receiver says back of what was told in confidence', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const { get, post, receiver } = await withReceiver(
    {},
    { secret, headers: { Authorization: 'Bearer of-the-owner' } },
  )
  receiver.replyWith(({ headers }: { headers: object }) => ({
    status: 500,
    headers: { 'x-echo': JSON.stringify(headers) },
    body: { headers, secret },
  }))
  const { deliveryId, request, reply } = await post<TestResult>('test')
  expect(request.headers).toMatchObject({
    Authorization: '••••',
    'X-Signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  })
  expect(reply?.address).toBe('127.0.0.1')
  const { attemptList } = await get<Delivery>(`GET /api/deliveries/${deliveryId}`, { as: 'ada' })
  expect(attemptList).toMatchObject([{ request, reply }])
  for (const text of [reply?.body, reply?.headers['x-echo']]) {
    expect(text).toContain('Bearer ••••')
    expect(text).toContain(request.headers['X-Signature'])
    expect(text).not.toContain('of-the-owner')
  }
  expect(reply?.body).toContain('whsec_••••')
})
