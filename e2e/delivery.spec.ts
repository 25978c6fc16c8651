// What is accepted is delivered: whatever becomes of the receiver, and whatever becomes of the relay.
import { randomUUID } from 'node:crypto'
import type { Receiver } from '@fieldpost/server/test/receiver.ts'
import { type Owner, ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, post, submit } from './visitor.ts'

/** The shortest waits that a webhook may have. */
const retry = { maxAttempts: 20, schedule: [1] }

/** A published form with a webhook that leads to the receiver. */
async function prepare(owner: Owner, receiver: Receiver, settings: Record<string, unknown> = {}) {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, retry, ...settings })
  return { form, webhook }
}

test('a stopped receiver gets it after it has started again, with the same id and the same bytes', async ({
  relay,
  owner,
  receiver,
}) => {
  const { form, webhook } = await prepare(owner, receiver)
  receiver.replyWith({ status: 503 })
  await submit(relay, form.id, ada)
  const [refused] = await receiver.waitFor(1)
  await receiver.stop()

  const onlyDelivery = async () => (await owner.deliveries(webhook.id))[0]
  await expect.poll(async () => (await onlyDelivery())?.lastError).toContain('Nothing accepts connections')
  receiver.replyWith({})
  await receiver.start()
  const arrived = (await receiver.waitFor(2))[1]

  expect(arrived?.headers['x-webhook-id']).toBe(refused?.headers['x-webhook-id'])
  expect(arrived?.body.equals(refused?.body ?? Buffer.alloc(0))).toBe(true)
  expect(Number(arrived?.headers['x-webhook-attempt'])).toBeGreaterThanOrEqual(3)
  await expect.poll(async () => (await onlyDelivery())?.state).toBe('succeeded')

  const { attemptList } = await owner.delivery((await onlyDelivery())?.id ?? '')
  expect(attemptList.map(({ number }) => number)).toEqual(attemptList.map((_, index) => index + 1))
  expect(attemptList[0]?.status).toBe(503)
  expect(attemptList.at(-1)?.status).toBe(200)
})

test('a relay killed between accepting and delivering delivers after its restart', async ({
  start,
  receiver,
}) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const { form } = await prepare(owner, receiver)
  receiver.replyWith('hang')
  const { id } = await submit(relay, form.id, ada)
  const [unanswered] = await receiver.waitFor(1)
  await relay.kill()

  receiver.replyWith({})
  await relay.restart()
  const delivered = (await receiver.waitFor(2))[1]
  expect(delivered?.headers['x-webhook-id']).toBe(unanswered?.headers['x-webhook-id'])
  expect(delivered?.body.equals(unanswered?.body ?? Buffer.alloc(0))).toBe(true)
  expect(JSON.parse(String(delivered?.body))).toEqual(ada)
  expect((await owner.submissions(form.id)).map((submission) => submission.id)).toEqual([id])
})

test('the same key sent 100 times at once is one submission and one delivery', async ({
  relay,
  owner,
  receiver,
}) => {
  const { form, webhook } = await prepare(owner, receiver)
  const key = randomUUID()
  const answered = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const response = await post(relay, form.id, { key, answers: ada })
      return { status: response.status, ...((await response.json()) as { id: string; duplicate: boolean }) }
    }),
  )
  const first = answered.filter(({ status, duplicate }) => status === 201 && !duplicate)
  const again = answered.filter(({ status, duplicate }) => status === 200 && duplicate)
  expect([first.length, again.length]).toEqual([1, 99])
  expect(new Set(answered.map(({ id }) => id)).size).toBe(1)

  expect((await owner.submissions(form.id)).map(({ id }) => id)).toEqual([first[0]?.id])
  await receiver.waitFor(1)
  await expect
    .poll(async () => (await owner.deliveries(webhook.id)).map(({ state }) => state))
    .toEqual(['succeeded'])
  expect(receiver.requests).toHaveLength(1)

  const other = await post(relay, form.id, { key, answers: { ...ada, name: 'Grace Hopper' } })
  expect(other.status).toBe(409)
  expect(await other.json()).toMatchObject({ code: 'key-reused' })
})

test('SIGTERM ends the relay with 0 within 10 s although a receiver hangs, and what was in flight is sent again', async ({
  start,
  receiver,
}) => {
  const relay = await start.relay()
  const { form } = await prepare(ownerOf(relay), receiver, { timeoutMs: 30_000 })
  receiver.replyWith('hang')
  await submit(relay, form.id, ada)
  const [unanswered] = await receiver.waitFor(1)

  const began = performance.now()
  expect(await relay.stop('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(10_000)

  receiver.replyWith({})
  await relay.restart()
  const delivered = (await receiver.waitFor(2))[1]
  expect(delivered?.headers['x-webhook-id']).toBe(unanswered?.headers['x-webhook-id'])
})

test('SIGTERM ends an idle relay at once', async ({ start }) => {
  const relay = await start.relay()
  // A connection that is kept alive must not keep the relay.
  await fetch(`${relay.url}/healthz`)
  const began = performance.now()
  expect(await relay.stop('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(2_000)
})
