/** What a receiver's answer means for its delivery, as owners and receivers see it: over real HTTP, with a moved clock. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Delivery, DeliverySummary, List, Webhook } from '@fieldpost/shared/resources.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../test/certificate.ts'
import { type AppOptions, makeApp } from '../test/make.ts'
import { type ReceiverOptions, startReceiver } from '../test/receiver.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** How long a condition is waited for. */
const PATIENT = { timeout: 4_000 }

/** A form with a webhook to a receiver, and another to one that always takes what it gets. */
async function makeRelay(
  options: ReceiverOptions = {},
  settings: object = {},
  app: Pick<AppOptions, 'random' | 'lookup'> = {},
) {
  const relay = makeApp({ allow: '127.0.0.1', ...app })
  const { clock, get, submit, worker } = relay
  const receiver = await startReceiver(options)
  const other = await startReceiver()
  onTestFinished(async () => {
    await Promise.all([receiver.close(), other.close()])
  })
  const form = await relay.publish('ada')
  const webhook = await relay.addWebhook('ada', form.id, { url: `${receiver.url}/hook`, ...settings })
  const otherForm = await relay.publish('ada')
  await relay.addWebhook('ada', otherForm.id, { url: other.url })
  worker.start()

  const deliveries = async () =>
    (await get<List<DeliverySummary>>(`GET /api/webhooks/${webhook.id}/deliveries`, { as: 'ada' })).items
  const attempted = async (attempts: number) => {
    await expect.poll(async () => (await deliveries())[0], PATIENT).toMatchObject({ attempts })
    return get<Delivery>(`GET /api/deliveries/${(await deliveries())[0]?.id}`, { as: 'ada' })
  }
  let others = 0
  return {
    ...relay,
    receiver,
    webhook,
    deliveries,
    attempted,
    submitOne: () => submit(form.id, { name: 'Ada' }),
    /** Milliseconds until a delivery is due. */
    waitOf: ({ dueAt }: DeliverySummary) => (dueAt === null ? null : Date.parse(dueAt) - clock.now()),
    /** Resolves when the worker has looked for what is due, and made it. */
    async looked() {
      await submit(otherForm.id, { name: 'Other' })
      others += 1
      await other.waitFor(others)
    },
    shown: () => get<Webhook>(`GET /api/webhooks/${webhook.id}`, { as: 'ada' }),
  }
}

const httpDate = (ms: number) => new Date(ms).toUTCString()
/** Of the clock in tests. */
const NOON = Date.UTC(2026, 0, 15, 12)

const tls = () => makeCertificate({ name: 'hook.test' })

describe('an answer that is tried again', () => {
  test.each<[string, ReceiverOptions['reply'], number]>([
    ['408', { status: 408 }, MINUTE_MS],
    ['425', { status: 425 }, MINUTE_MS],
    ['429', { status: 429 }, MINUTE_MS],
    ['500', { status: 500 }, MINUTE_MS],
    ['503', { status: 503 }, MINUTE_MS],
    ['599', { status: 599 }, MINUTE_MS],
    ['a lost connection', 'reset', MINUTE_MS],
    ['429, which asks for two minutes', { status: 429, headers: { 'retry-after': '120' } }, 2 * MINUTE_MS],
    ['503, which asks for less', { status: 503, headers: { 'retry-after': '5' } }, MINUTE_MS],
    [
      '503, which asks for ten minutes by date',
      { status: 503, headers: { 'retry-after': httpDate(NOON + 10 * MINUTE_MS) } },
      10 * MINUTE_MS,
    ],
    [
      '503, which asks for a time gone by',
      { status: 503, headers: { 'retry-after': httpDate(NOON - DAY_MS) } },
      MINUTE_MS,
    ],
    ['503, which asks for more than a day', { status: 503, headers: { 'retry-after': '86401' } }, DAY_MS],
    [
      '503, which asks for a year by date',
      { status: 503, headers: { 'retry-after': httpDate(NOON + 365 * DAY_MS) } },
      DAY_MS,
    ],
    [
      '503, which asks for nothing that is a time',
      { status: 503, headers: { 'retry-after': 'soon' } },
      MINUTE_MS,
    ],
  ])('%s: not before its time, then with the same id and bytes', async (_what, reply, wait) => {
    const { attempted, clock, looked, receiver, submitOne, waitOf, worker } = await makeRelay({
      reply: reply ?? {},
    })
    await submitOne()
    const delivery = await attempted(1)
    expect(delivery.state).toBe('pending')
    expect(waitOf(delivery)).toBe(wait)

    receiver.replyWith({})
    clock.advance(wait - 1)
    await looked()
    expect(receiver.requests).toHaveLength(1)
    clock.advance(1)
    worker.wake()
    const [first, second] = await receiver.waitFor(2)
    expect(await attempted(2)).toMatchObject({ state: 'succeeded', lastStatus: 200, dueAt: null })
    expect(second?.body).toEqual(first?.body)
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id'])
    expect([first, second].map((request) => request?.headers['x-webhook-attempt'])).toEqual(['1', '2'])
    const [before, after] = [first, second].map((request) => Number(request?.headers['webhook-timestamp']))
    expect((after ?? 0) - (before ?? 0)).toBe(wait / 1_000)
  })

  test('is a timeout, and a certificate that is no good', async () => {
    const slow = await makeRelay({ reply: 'hang' }, { timeoutMs: 1_000 })
    await slow.submitOne()
    expect(slow.waitOf(await slow.attempted(1))).toBe(MINUTE_MS)

    const insecure = await makeRelay({ tls: tls() })
    await insecure.submitOne()
    const delivery = await insecure.attempted(1)
    expect(insecure.waitOf(delivery)).toBe(MINUTE_MS)
    expect(delivery.lastError).toMatch(/The TLS certificate of 127\.0\.0\.1:\d+/)
  })

  test.each([400, 401, 403, 404, 409, 422])('is %i, where client errors are', async (status) => {
    const { attempted, submitOne, waitOf } = await makeRelay(
      { reply: { status } },
      { retry: { clientErrors: true } },
    )
    await submitOne()
    expect(waitOf(await attempted(1))).toBe(MINUTE_MS)
  })

  test('follows its schedule to the end, fails, and begins anew when it is sent again', async () => {
    const schedule = [60, 300, 900]
    const relay = await makeRelay({ reply: { status: 500 } }, { retry: { maxAttempts: 4, schedule } })
    const { attempted, clock, get, submitOne, waitOf, worker } = relay
    await submitOne()
    for (const [index, seconds] of schedule.entries()) {
      expect(waitOf(await attempted(index + 1))).toBe(seconds * 1_000)
      clock.advance(seconds * 1_000)
      worker.wake()
    }
    const failed = await attempted(4)
    expect(failed).toMatchObject({ state: 'failed', dueAt: null })
    expect(failed.lastError).toBe('The receiver replied 500. This was attempt 4 of 4.')
    await get(`POST /api/deliveries/${failed.id}/resend`, { as: 'ada' })
    expect(waitOf(await attempted(5))).toBe(MINUTE_MS)
  })

  test('waits a fifth more or less, so that what failed together does not come back together', async () => {
    const extremes = await Promise.all(
      [0, 1 - Number.EPSILON].map((value) =>
        makeRelay({ reply: { status: 500 } }, {}, { random: () => value }),
      ),
    )
    for (const { submitOne } of extremes) await submitOne()
    const waits = await Promise.all(extremes.map(async ({ attempted, waitOf }) => waitOf(await attempted(1))))
    expect(waits).toEqual([48_000, 72_000])

    const { deliveries, submitOne, waitOf } = await makeRelay(
      { reply: { status: 500 } },
      {},
      { random: Math.random },
    )
    for (let count = 0; count < 30; count++) await submitOne()
    await expect
      .poll(async () => (await deliveries()).filter(({ attempts }) => attempts === 1).length, PATIENT)
      .toBe(30)
    const spread = (await deliveries()).map((delivery) => waitOf(delivery) ?? 0)
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(48_000)
    expect(Math.max(...spread)).toBeLessThanOrEqual(72_000)
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(6_000)
  })
})

describe('an answer that settles it', () => {
  test.each([200, 201, 202, 204, 206, 299])('is %i: it was taken', async (status) => {
    const { attempted, submitOne } = await makeRelay({ reply: { status } })
    await submitOne()
    expect(await attempted(1)).toMatchObject({ state: 'succeeded', lastStatus: status, lastError: null })
  })

  test.each([400, 401, 403, 404, 409, 413, 422])(
    'is %i: it failed, and stays to be sent again',
    async (status) => {
      const { attempted, clock, get, looked, receiver, submitOne } = await makeRelay({ reply: { status } })
      await submitOne()
      const failed = await attempted(1)
      expect(failed).toMatchObject({ state: 'failed', dueAt: null, lastStatus: status })
      expect(failed.lastError).toBe(
        `The receiver replied ${status}. This webhook does not retry client errors.`,
      )
      clock.advance(DAY_MS)
      await looked()
      expect(receiver.requests).toHaveLength(1)
      receiver.replyWith({})
      await get(`POST /api/deliveries/${failed.id}/resend`, { as: 'ada' })
      expect(await attempted(2)).toMatchObject({ state: 'succeeded' })
    },
  )

  test.each([
    [300, false],
    [301, false],
    [302, true],
    [303, false],
    [304, true],
    [307, true],
    [308, true],
  ])(
    'is %i, which is never followed, whether client errors are retried: %s',
    async (status, clientErrors) => {
      const elsewhere = await startReceiver()
      onTestFinished(() => elsewhere.close())
      const reply = { status, headers: { location: elsewhere.url } }
      const { attempted, clock, looked, receiver, submitOne } = await makeRelay(
        { reply },
        { retry: { clientErrors } },
      )
      await submitOne()
      const failed = await attempted(1)
      expect(failed).toMatchObject({ state: 'failed', lastStatus: status })
      expect(failed.lastError).toContain('a redirect, which is never followed')
      clock.advance(DAY_MS)
      await looked()
      expect([receiver.requests.length, elsewhere.connections()]).toEqual([1, 0])
    },
  )

  test('is a blocked address: it failed for good, with the reason', async () => {
    let address = '93.184.215.14'
    const { attempted, clock, deliveries, looked, submitOne } = await makeRelay(
      {},
      { url: 'https://turns.example/', retry: { clientErrors: true } },
      { lookup: async () => [{ address }] },
    )
    address = '10.0.0.5'
    await submitOne()
    const failed = await attempted(1)
    expect(failed).toMatchObject({ state: 'failed', dueAt: null, lastStatus: null })
    expect(failed.lastError).toContain('turns.example resolves to 10.0.0.5. 10.0.0.5 is a private address.')
    clock.advance(DAY_MS)
    await looked()
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: 1 }])
  })

  test.each([false, true])(
    'is 410: it failed and the webhook waits, with client errors %s',
    async (clientErrors) => {
      const { attempted, clock, deliveries, get, looked, receiver, shown, submitOne, webhook, worker } =
        await makeRelay({ reply: { status: 410 } }, { retry: { clientErrors } })
      await submitOne()
      expect(await attempted(1)).toMatchObject({
        state: 'failed',
        lastError: 'The receiver replied 410: it is gone for good. The webhook is paused.',
      })
      expect(await shown()).toMatchObject({ paused: 'gone', pausedAt: new Date(clock.now()).toISOString() })

      clock.advance(1_000)
      await submitOne()
      clock.advance(DAY_MS)
      await looked()
      expect(receiver.requests).toHaveLength(1)
      expect(await deliveries()).toMatchObject([{ attempts: 0 }, { attempts: 1 }])

      receiver.replyWith({})
      await get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { active: true } })
      worker.wake()
      await receiver.waitFor(2)
      expect(await attempted(1)).toMatchObject({ state: 'succeeded' })
      expect(await shown()).toMatchObject({ paused: null, pausedAt: null })
    },
  )
})

test('a webhook that has failed everything for five days waits for its owner, and drops nothing', async () => {
  const { clock, deliveries, get, looked, receiver, shown, submitOne, webhook, worker } = await makeRelay(
    { reply: { status: 500 } },
    { retry: { maxAttempts: 1 } },
  )
  const fail = async () => {
    const before = receiver.requests.length
    await submitOne()
    await receiver.waitFor(before + 1)
    await expect.poll(async () => (await deliveries())[0]?.state, PATIENT).toBe('failed')
  }
  await fail()
  clock.advance(5 * DAY_MS - 6 * HOUR_MS)
  await fail()
  expect(await shown()).toMatchObject({ paused: null })
  clock.advance(6 * HOUR_MS)
  await fail()
  expect(await shown()).toMatchObject({ paused: 'failing' })
  clock.advance(1_000)
  await submitOne()
  await looked()
  expect(receiver.requests).toHaveLength(3)

  receiver.replyWith({})
  await get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { active: true } })
  worker.wake()
  await receiver.waitFor(4)
  await expect.poll(async () => (await deliveries())[0]?.state, PATIENT).toBe('succeeded')
  expect((await deliveries()).map(({ state }) => state)).toEqual(['succeeded', 'failed', 'failed', 'failed'])
})

describe('a kept connection that is lost with a request on it', () => {
  /** Serves the first request on a connection, and then does something else. */
  async function makeBreaking(breakOff: (socket: Socket) => void) {
    let received = ''
    const server = createServer((socket) => {
      let count = 0
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        received += chunk
        count += 1
        if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
        else breakOff(socket)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const values = (name: string) =>
      [...received.matchAll(new RegExp(`^${name}: (.*)\r$`, 'gim'))].map((found) => found[1])
    return { url, values }
  }

  test.each([
    ['reset', (socket: Socket) => void socket.resetAndDestroy()],
    ['closed', (socket: Socket) => void socket.end()],
  ])('when it is %s: the receiver sees two requests, and the log one attempt', async (_how, breakOff) => {
    const { url, values } = await makeBreaking(breakOff)
    const { attempted, submitOne } = await makeRelay({}, { url })
    await submitOne()
    await attempted(1)
    await submitOne()
    const delivery = await attempted(1)
    await expect.poll(() => values('X-Webhook-Id').length, PATIENT).toBe(3)
    expect(delivery).toMatchObject({
      state: 'succeeded',
      attemptList: [{ number: 1, status: 200, error: null }],
    })
    const [, second, third] = values('X-Webhook-Id')
    expect([second, third]).toEqual([delivery.eventId, delivery.eventId])
    expect(values('X-Webhook-Attempt')).toEqual(['1', '1', '1'])
    expect(new Set(values('X-Signature')).size).toBe(1)
  })
})
