import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClaimedDelivery, WebhookRow } from '../store/rows.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import { testClock } from '../test/clock.ts'
import { type ReceiverOptions, startReceiver } from '../test/receiver.ts'
import { addressPolicy } from './address.ts'
import { createAttempts, createDeliver, type Delivered } from './deliver.ts'
import type { WorkerLimits } from './places.ts'
import { createSender } from './send.ts'
import { createWorker, LEASE_MS } from './worker.ts'

const noLog = { error: () => {}, warn: () => {} }

async function makeRelay({
  limits,
  running = true,
  isBusy = () => false,
  secrets = ['a secret'],
}: {
  secrets?: string[]
  limits?: Partial<WorkerLimits>
  running?: boolean
  isBusy?: () => boolean
} = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-'))
  const clock = testClock()
  const { store } = openSqlite({ file: join(folder, 'test.db'), clock })
  const sender = createSender({ policy: addressPolicy({ allow: '127.0.0.1' }) })
  const attempts = createAttempts({
    store,
    clock,
    secrets: { secrets: () => secrets, headers: () => ({ Authorization: 'Bearer of the owner' }) },
    random: () => 0.5,
    version: '0.0.0',
  })
  const deliver = createDeliver({ attempts, sender })
  const seen: { wanted: (delivered: Delivered) => boolean; found: (delivered: Delivered) => void }[] = []
  const all: Delivered[] = []
  const worker = createWorker({
    store,
    deliver,
    clock,
    log: noLog,
    ...(limits && { limits }),
    isBusy,
    observe(delivered) {
      all.push(delivered)
      for (const waiter of seen) if (waiter.wanted(delivered)) waiter.found(delivered)
    },
  })
  if (running) worker.start()
  onTestFinished(async () => {
    await sender.close()
    await worker.stop()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const form = await store.createForm({
    id: 'form1',
    workspaceId: 'w',
    title: 'Form',
    kind: 'form',
    definition: emptyDefinition(),
  })
  let serial = 0
  return {
    store,
    clock,
    worker,
    sender,
    /** Resolves with the next attempt on record that fits. */
    attempt: (wanted: (delivered: Delivered) => boolean = () => true) =>
      new Promise<Delivered>((resolve) => {
        seen.push({ wanted, found: resolve })
      }),
    attempts: all,
    async webhook(url: string, retry: Partial<WebhookRow['settings']['retry']> = {}): Promise<WebhookRow> {
      return store.createWebhook({
        id: `whk_${++serial}`,
        workspaceId: 'w',
        formId: form.id,
        host: new URL(url).host,
        secrets: null,
        headers: null,
        settings: {
          name: '',
          url,
          active: true,
          events: ['form.submission.created'],
          method: 'POST',
          contentType: 'application/json',
          format: 'fields',
          signature: { header: 'X-Signature', style: 'sha256=hex' },
          timeoutMs: 10_000,
          retry: { maxAttempts: 6, schedule: [60], clientErrors: false, ...retry },
          condition: null,
          listen: false,
        },
      })
    },
    /** A submission that is owed to these webhooks. */
    async submit(...webhooks: WebhookRow[]) {
      const id = String(++serial).padStart(6, '0')
      await store.acceptSubmission(
        {
          id: `sub_${id}`,
          formId: form.id,
          workspaceId: 'w',
          version: 1,
          key: null,
          answers: '{}',
          context: {},
        },
        () =>
          webhooks.map((webhook) => ({
            id: `dlv_${id}_${webhook.id}`,
            webhookId: webhook.id,
            eventId: `evt_${id}`,
            eventType: 'form.submission.created',
            contentType: 'application/json',
            body: `{"name":"Ada ${id}"}`,
          })),
      )
      worker.wake()
    },
    async only(webhook: WebhookRow) {
      const { items } = await store.listDeliveries('w', webhook.id, {}, { limit: 10 })
      const [delivery] = items
      if (!delivery) throw new Error('nothing is owed')
      const found = await store.findDelivery('w', delivery.id)
      if (!found) throw new Error('a delivery is gone')
      return found
    },
  }
}

async function receiver(options?: ReceiverOptions) {
  const started = await startReceiver(options)
  onTestFinished(() => started.close())
  return started
}

describe('the worker', () => {
  it('delivers what was committed, once, and puts the attempt on record', async () => {
    const relay = await makeRelay()
    const at = await receiver({ reply: { status: 200, body: 'thanks' } })
    const webhook = await relay.webhook(at.url)
    const done = relay.attempt()
    await relay.submit(webhook)
    expect(await done).toMatchObject({ state: 'succeeded', recorded: 'recorded' })
    const [request] = at.requests
    expect(request?.headers['x-webhook-id']).toBe('evt_000002')
    const { delivery, attempts } = await relay.only(webhook)
    expect(delivery).toMatchObject({
      state: 'succeeded',
      attempts: 1,
      lastStatus: 200,
      body: request?.body.toString(),
    })
    expect(attempts[0]).toMatchObject({ number: 1, status: 200, error: null, reply: { body: 'thanks' } })
    expect(at.requests).toHaveLength(1)
  })

  it('hides the headers that the owner added from the record', async () => {
    const relay = await makeRelay()
    const at = await receiver()
    const webhook = await relay.webhook(at.url)
    const done = relay.attempt()
    await relay.submit(webhook)
    await done
    expect(at.requests[0]?.headers.authorization).toBe('Bearer of the owner')
    const { attempts } = await relay.only(webhook)
    expect(attempts[0]?.request.headers.Authorization).toBe('••••')
    expect(attempts[0]?.request.headers['X-Signature']).toMatch(/^sha256=[0-9a-f]{64}$/)
  })

  it('tries again with the same id and the same bytes when the receiver is back', async () => {
    const relay = await makeRelay()
    const at = await receiver()
    await at.stop()
    const webhook = await relay.webhook(at.url)
    const refused = relay.attempt()
    await relay.submit(webhook)
    expect(await refused).toMatchObject({ state: 'pending', attempt: { status: null } })
    await at.start()
    const arrived = relay.attempt((delivered) => delivered.state === 'succeeded')
    relay.clock.advance(60_000)
    relay.worker.wake()
    expect((await arrived).attempt.number).toBe(2)
    const { delivery, attempts } = await relay.only(webhook)
    expect(at.requests.map((request) => request.body.toString())).toEqual([delivery.body])
    expect(at.requests[0]?.headers['x-webhook-attempt']).toBe('2')
    expect(attempts[0]?.request.headers['X-Webhook-Id']).toBe(at.requests[0]?.headers['x-webhook-id'])
  })

  it('gives up when the attempts are spent, and keeps the delivery', async () => {
    const relay = await makeRelay()
    const at = await receiver({ reply: { status: 500 } })
    const webhook = await relay.webhook(at.url, { maxAttempts: 2 })
    const first = relay.attempt()
    await relay.submit(webhook)
    await first
    const second = relay.attempt()
    relay.clock.advance(60_000)
    relay.worker.wake()
    expect(await second).toMatchObject({ state: 'failed' })
    expect((await relay.only(webhook)).delivery).toMatchObject({
      state: 'failed',
      attempts: 2,
      lastStatus: 500,
    })
  })

  it.each([
    ['new', [200]],
    ['old', [401, 200]],
    ['older', [401, 401, 200]],
  ])('reaches a receiver that knows only the %s secret while they rotate', async (known, statuses) => {
    const relay = await makeRelay({ secrets: ['new', 'old', 'older'] })
    const at = await receiver({
      reply({ body, headers }) {
        const expected = `sha256=${createHmac('sha256', known).update(body).digest('hex')}`
        return { status: headers['x-signature'] === expected ? 200 : 401 }
      },
    })
    const webhook = await relay.webhook(at.url)
    const arrived = relay.attempt((delivered) => delivered.state === 'succeeded')
    await relay.submit(webhook)
    // At once: the clock stands still.
    await arrived
    const { attempts } = await relay.only(webhook)
    expect(attempts.map((made) => made.status)).toEqual(statuses)
  })

  it('reaches one that was down at the turn of the secret that it knows', async () => {
    const relay = await makeRelay({ secrets: ['new', 'old'] })
    const replies = [503]
    const at = await receiver({
      reply({ body, headers }) {
        const expected = `sha256=${createHmac('sha256', 'new').update(body).digest('hex')}`
        return { status: replies.shift() ?? (headers['x-signature'] === expected ? 200 : 401) }
      },
    })
    const webhook = await relay.webhook(at.url)
    const down = relay.attempt()
    await relay.submit(webhook)
    await down
    const arrived = relay.attempt((delivered) => delivered.state !== 'pending')
    relay.clock.advance(60_000)
    relay.worker.wake()
    expect(await arrived).toMatchObject({ state: 'succeeded' })
    const { attempts } = await relay.only(webhook)
    expect(attempts.map((made) => made.status)).toEqual([503, 401, 200])
  })

  it('gives up when neither secret of a rotation is taken', async () => {
    const relay = await makeRelay({ secrets: ['new', 'old'] })
    const at = await receiver({ reply: { status: 401 } })
    const webhook = await relay.webhook(at.url)
    const failed = relay.attempt((delivered) => delivered.state === 'failed')
    await relay.submit(webhook)
    expect((await failed).attempt.number).toBe(2)
  })

  it('asks nobody again who was sent the signatures of both secrets', async () => {
    const relay = await makeRelay({ secrets: ['new', 'old'] })
    const at = await receiver({ reply: { status: 401 } })
    const webhook = await relay.webhook(at.url)
    const signature = { header: 'webhook-signature', style: 'standard' as const }
    await relay.store.updateWebhook('w', webhook.id, ({ settings }) => ({
      settings: { ...settings, signature },
    }))
    const failed = relay.attempt()
    await relay.submit(webhook)
    expect(await failed).toMatchObject({ state: 'failed', attempt: { number: 1, status: 401 } })
    expect(at.requests.map(({ headers }) => String(headers['webhook-signature']).split(' ').length)).toEqual([
      2,
    ])
  })

  it('pauses a webhook whose receiver is gone', async () => {
    const relay = await makeRelay()
    const at = await receiver({ reply: { status: 410 } })
    const webhook = await relay.webhook(at.url)
    const done = relay.attempt()
    await relay.submit(webhook)
    await done
    expect(await relay.store.findWebhook('w', webhook.id)).toMatchObject({ paused: 'gone' })
  })

  it('lets no receiver that hangs keep another waiting', async () => {
    const relay = await makeRelay({ limits: { all: 8, webhook: 4 } })
    const [hanging, healthy] = [await receiver({ reply: 'hang' }), await receiver()]
    const [slow, quick] = [await relay.webhook(hanging.url), await relay.webhook(healthy.url)]
    for (let i = 0; i < 20; i++) await relay.submit(slow)
    await hanging.waitFor(4)
    for (let i = 0; i < 20; i++) await relay.submit(quick)
    expect(await healthy.waitFor(20)).toHaveLength(20)
    expect(hanging.requests).toHaveLength(4)
  })

  it('gives a failing webhook few places until it works again', async () => {
    const relay = await makeRelay({ limits: { webhook: 8, failingWebhook: 1 } })
    let up = false
    const open: (() => void)[] = []
    const at = await receiver({
      reply: async () => {
        if (!up) return { status: 500 }
        await new Promise<void>((resolve) => open.push(resolve))
        return { status: 200 }
      },
    })
    const webhook = await relay.webhook(at.url)
    const failed = relay.attempt()
    await relay.submit(webhook)
    await failed
    up = true
    for (let i = 0; i < 8; i++) await relay.submit(webhook)
    await at.waitFor(2)
    expect(open).toHaveLength(1)
    open.pop()?.()
    await at.waitFor(9)
    for (const reply of open) reply()
  })

  it('keeps places free of failing webhooks, however many they are', async () => {
    const limits = { all: 3, webhook: 1, failingWebhook: 1, failing: 2 }
    const relay = await makeRelay({ limits })
    const [dead, healthy] = [await receiver({ reply: { status: 500 } }), await receiver()]
    const failing = [
      await relay.webhook(dead.url),
      await relay.webhook(dead.url),
      await relay.webhook(dead.url),
    ]
    for (const webhook of failing) {
      const failed = relay.attempt()
      await relay.submit(webhook)
      await failed
    }
    dead.replyWith('hang')
    for (const [index, webhook] of failing.entries()) {
      await relay.submit(webhook)
      // The third finds no place.
      await dead.waitFor(Math.min(failing.length + index + 1, 5))
    }
    await relay.submit(await relay.webhook(healthy.url))
    expect(await healthy.waitFor(1)).toHaveLength(1)
    expect(dead.requests).toHaveLength(5)
  })

  it('takes over what another held when its claim has run out', async () => {
    const relay = await makeRelay({ running: false })
    const at = await receiver()
    const webhook = await relay.webhook(at.url)
    await relay.submit(webhook)
    const everyone = { webhook: () => 9, host: () => 9 }
    const lost = await relay.store.claimDeliveries({
      claim: 'lost',
      lease: LEASE_MS,
      limit: 9,
      room: everyone,
      after: '',
    })
    expect(lost.deliveries).toHaveLength(1)
    relay.clock.advance(LEASE_MS)
    const done = relay.attempt()
    relay.worker.start()
    expect(await done).toMatchObject({ state: 'succeeded' })
  })

  it('fills the last free place as soon as it is free, whoever holds the others', async () => {
    const relay = await makeRelay({ limits: { all: 2, failingWebhook: 1 } })
    const [hanging, healthy] = [await receiver({ reply: 'hang' }), await receiver()]
    const [slow, quick] = [await relay.webhook(hanging.url), await relay.webhook(healthy.url)]
    await relay.submit(slow)
    await hanging.waitFor(1)
    // By the poll alone, this would take longer than the test may.
    for (let i = 0; i < 20; i++) await relay.submit(quick)
    expect(await healthy.waitFor(20)).toHaveLength(20)
  })

  it('leaves places to others when many receivers begin to hang', async () => {
    const relay = await makeRelay({ limits: { all: 16, webhook: 8, failingWebhook: 1 } })
    const dead = await Promise.all(Array.from({ length: 4 }, () => receiver({ reply: 'hang' })))
    for (const { url } of dead) {
      const webhook = await relay.webhook(url)
      for (let i = 0; i < 20; i++) await relay.submit(webhook)
    }
    const healthy = await receiver()
    await relay.submit(await relay.webhook(healthy.url))
    expect(await healthy.waitFor(1)).toHaveLength(1)
  })

  it('goes on with its own attempts when the clock is set past their claims', async () => {
    const relay = await makeRelay()
    let answer = () => {}
    const at = await receiver({
      reply: () =>
        new Promise((resolve) => {
          answer = () => resolve({ status: 200 })
        }),
    })
    const [webhook, other] = [await relay.webhook(at.url), await relay.webhook((await receiver()).url)]
    await relay.submit(webhook)
    await at.waitFor(1)
    relay.clock.advance(86_400_000)
    const claimed = relay.attempt()
    await relay.submit(other)
    expect(await claimed).toMatchObject({ state: 'succeeded' })
    const done = relay.attempt()
    answer()
    expect(await done).toMatchObject({ state: 'succeeded', recorded: 'recorded' })
    expect(at.requests).toHaveLength(1)
  })

  it('tries again in time when the clock is set back by a day', async () => {
    const relay = await makeRelay()
    const at = await receiver({ reply: { status: 500 } })
    const webhook = await relay.webhook(at.url)
    const failed = relay.attempt()
    await relay.submit(webhook)
    await failed
    relay.clock.advance(-86_400_000)
    relay.worker.wake()
    const due = async () => (await relay.only(webhook)).delivery.dueAt
    await expect.poll(due).toBeLessThan(relay.clock.now() + 61_000)
    const again = relay.attempt()
    relay.clock.advance(60_000)
    relay.worker.wake()
    expect(await again).toMatchObject({ attempt: { number: 2 } })
  })

  it('ends what is in flight before it stops, and claims nothing more', async () => {
    const relay = await makeRelay()
    let answer = () => {}
    const at = await receiver({
      reply: () =>
        new Promise((resolve) => {
          answer = () => resolve({ status: 200 })
        }),
    })
    const webhook = await relay.webhook(at.url)
    await relay.submit(webhook)
    await at.waitFor(1)
    const stopped = relay.worker.stop()
    await relay.submit(webhook)
    answer()
    await stopped
    expect(relay.attempts.map((made) => made.state)).toEqual(['succeeded'])
    expect(at.requests).toHaveLength(1)
  })

  it('sends each of many once, and gives back at a stop what is claimed and not begun', async () => {
    const relay = await makeRelay({ limits: { webhook: 4 }, running: false })
    const at = await receiver()
    const webhook = await relay.webhook(at.url)
    for (let i = 0; i < 200; i++) await relay.submit(webhook)
    relay.worker.start()
    await at.waitFor(100)
    await relay.worker.stop()
    const before = at.requests.length
    expect(before).toBeLessThan(200)
    // Nothing is held any more: all of it can be claimed at once.
    const everything = { webhook: () => 200, host: () => 200 }
    const { deliveries } = await relay.store.claimDeliveries({
      claim: 'next',
      lease: LEASE_MS,
      limit: 200,
      room: everything,
      after: '',
    })
    expect(deliveries).toHaveLength(200 - before)
    expect(new Set(at.requests.map(({ headers }) => headers['x-webhook-id'])).size).toBe(before)
    expect(relay.attempts.every(({ recorded }) => recorded === 'recorded')).toBe(true)
  })

  it('sends nothing that was erased while it was in line', async () => {
    const relay = await makeRelay({ limits: { webhook: 2 }, running: false })
    const held: (() => void)[] = []
    const at = await receiver({
      reply: () =>
        at.requests.length <= 10
          ? { status: 200 }
          : new Promise((resolve) => held.push(() => resolve({ status: 200 }))),
    })
    const webhook = await relay.webhook(at.url)
    for (let i = 0; i < 60; i++) await relay.submit(webhook)
    relay.worker.start()
    await at.waitFor(12)
    const nameOf = (id: string) => `Ada ${id.slice('dlv_'.length, 'dlv_000000'.length)}`
    const names = () => at.requests.map(({ body }) => JSON.parse(body.toString()).name)
    const begun = new Set(names())
    const { items } = await relay.store.listDeliveries('w', webhook.id, { state: 'pending' }, { limit: 100 })
    const waiting = items.filter(({ id }) => !begun.has(nameOf(id)))
    expect(waiting.length).toBeGreaterThan(40)
    for (const { submissionId } of waiting)
      await relay.store.eraseSubmission('w', submissionId ?? '', () => () => [])
    at.replyWith({ status: 200 })
    for (const reply of held) reply()
    await relay.submit(webhook)
    await at.waitFor(13)
    await relay.worker.stop()
    const erased = new Set(waiting.map(({ id }) => nameOf(id)))
    expect(names().filter((name) => erased.has(name))).toEqual([])
  })

  it('lets visitors go first, but goes on delivering', async () => {
    let busy = true
    const relay = await makeRelay({ isBusy: () => busy, running: false })
    const inFlight: (() => void)[] = []
    const at = await receiver({
      reply: () => new Promise((resolve) => inFlight.push(() => resolve({ status: 200 }))),
    })
    const webhooks = await Promise.all([1, 2].map(() => relay.webhook(at.url)))
    for (let i = 0; i < 20; i++) await relay.submit(...webhooks)
    relay.worker.start()
    // The first claim while visitors wait takes a few, though there are places for all.
    await at.waitFor(16)
    expect(inFlight).toHaveLength(16)
    // The next come by themselves, a little later.
    await at.waitFor(17)
    busy = false
    await at.waitFor(40)
    for (const reply of inFlight) reply()
  })

  it('makes the attempt of a test send at once, and only that one', async () => {
    const relay = await makeRelay()
    const at = await receiver({ reply: { status: 503, body: 'not now' } })
    const webhook = await relay.webhook(at.url)
    const delivery = {
      id: 'dlv_test',
      webhookId: webhook.id,
      eventId: 'evt_test',
      eventType: 'webhook.test',
      contentType: 'application/json',
      body: '{}',
    }
    const claim = { claim: 'test', lease: LEASE_MS }
    const claimed: ClaimedDelivery = await relay.store.createClaimedDelivery(webhook, delivery, claim)
    const made = await relay.worker.sendNow(claimed)
    expect(made).toMatchObject({ state: 'failed', attempt: { status: 503, reply: { body: 'not now' } } })
    expect((await relay.only(webhook)).delivery).toMatchObject({ state: 'failed', attempts: 1 })
  })
})
