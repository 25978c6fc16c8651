// Hostile receivers, all at once, beside good ones: what they cost the relay and its other receivers, and what their
// owners are told.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Receiver } from '@fieldpost/server/test/receiver.ts'
import type { Attempt } from '@fieldpost/shared/resources.ts'
import { misbehaviours, type Started, TIMEOUT_MS } from './misbehaving.ts'
import { ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

/** How long visitors submit, this often. */
const LOAD_MS = 20_000
const EVERY_MS = 200
/** Visitors before there is anything hostile, while the relay warms up. */
const EARLY = 20
/**
 * How late a good receiver's deliveries may be: a few hundredths of a second where nothing else runs. The worst of
 * them, on a machine busy with other tests, is bounded by the timeout: it has not waited for a single hostile one.
 */
const MEDIAN_MS = 1_000
/** Beside the webhook's own timeout: timers and the event loop of a machine that is busy with other things. */
const SMALL_CHANGE_MS = 1_000

/** Characters of a reply's body, and of its headers as JSON. */
const KEPT = 16_384
/**
 * What is in flight is 512 requests at most, with 16 KB of headers, 16 KB of body and 64 KB just read for each: 48 MB.
 * The rest is room for the garbage between two collections. A single reply that was read or unpacked whole would be
 * 10 GB.
 */
const GROWTH_MB = 96
const MEMORY_MB = 512

/** Starts the hostile ones in a process of their own. */
async function startMisbehaving(canary: string): Promise<Started & { process: ChildProcess }> {
  const file = fileURLToPath(new URL('misbehaving.ts', import.meta.url))
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, CANARY: canary },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { ...(JSON.parse(line) as Started), process: child }
}

/** The memory of a process in megabytes; 0 where the system does not tell. */
function residentMb(pid: number): number {
  if (process.platform !== 'linux') return 0
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
}

/** Why plain http to this machine is refused. */
const BLOCKED = /A callback URL starts with https:/

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test('hostile receivers cost their own time and nobody else’s', async ({ start }) => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'fieldpost-receivers-'))
  const canary = await start.receiver()
  const hostile = await startMisbehaving(canary.url)
  const { urls, authority, good } = hostile
  try {
    const ca = join(folder, 'authority.pem')
    writeFileSync(ca, authority)
    const relay = await start.relay({
      env: { WEBHOOK_ALLOW: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: ca, LOG_LEVEL: 'warn' },
    })
    const owner = ownerOf(relay)
    const form = await owner.makeForm()
    const plain = await start.receiver()
    const secure = await start.receiver({ tls: good })
    const neighbours = [
      { receiver: plain, url: `${plain.url}/hook` },
      { receiver: secure, url: `https://localhost:${secure.port}/hook` },
    ]
    for (const { url } of neighbours) await owner.createWebhook(form.id, { url })

    const answeredAt = new Map<string, number>()
    const visit = async (name: string) => {
      await submit(relay, form.id, { ...ada, name })
      answeredAt.set(name, Date.now())
    }
    for (let count = 0; count < EARLY; count++) await visit(`early ${count}`)
    await Promise.all(neighbours.map(({ receiver }) => receiver.waitFor(EARLY)))

    const settings = { timeoutMs: TIMEOUT_MS, retry: { maxAttempts: 3, schedule: [1] } }
    const webhooks = new Map<string, string>()
    const replies = new Map<string, Attempt['reply']>()
    for (const [name, url] of Object.entries(urls)) {
      webhooks.set(name, (await owner.createWebhook(form.id, { url, ...settings })).id)
    }
    const memory: number[] = []
    const visits: Promise<void>[] = []
    for (const began = Date.now(); Date.now() - began < LOAD_MS; ) {
      visits.push(visit(`visitor ${visits.length}`))
      memory.push(residentMb(relay.pid))
      await pause(EVERY_MS)
    }
    await Promise.all(visits)

    for (const { receiver, url } of neighbours) {
      await receiver.waitFor(EARLY + visits.length)
      const late = lateness(receiver, answeredAt)
      expect(late.length, `deliveries to ${url}`).toBe(EARLY + visits.length)
      expect(median(late), `median lateness at ${url}`).toBeLessThan(MEDIAN_MS)
      expect(Math.max(...late), `worst lateness at ${url}`).toBeLessThan(TIMEOUT_MS)
    }
    expect(canary.connections(), 'connections to where the redirects lead').toBe(0)

    const middle = Math.floor(memory.length / 2)
    const growth = Math.max(...memory.slice(middle)) - Math.min(...memory.slice(middle))
    expect(growth, `memory in MB: ${memory.map(Math.round).join(' ')}`).toBeLessThan(GROWTH_MB)
    expect(Math.max(...memory), 'memory in MB').toBeLessThan(MEMORY_MB)

    for (const [name, { shows, orShows }] of Object.entries(misbehaviours)) {
      const tried = (await owner.deliveries(webhooks.get(name) ?? '')).filter(({ attempts }) => attempts > 0)
      const some = [...tried.slice(0, 2), ...tried.slice(-2)]
      const attempts = (await Promise.all(some.map(({ id }) => owner.delivery(id)))).flatMap(
        ({ attemptList }) => attemptList,
      )
      expect(attempts.length, name).toBeGreaterThanOrEqual(4)
      for (const attempt of attempts) {
        if (!orShows?.test(attempt.error ?? '')) {
          expect(attempt, name).toMatchObject(
            typeof shows === 'number' ? { status: shows } : { error: expect.stringMatching(shows) },
          )
        }
        expect(attempt.error ?? 'A sentence.', name).toMatch(/^[\x20-\x7e]+\.$/)
        expect(attempt.durationMs, name).toBeLessThan(TIMEOUT_MS + SMALL_CHANGE_MS)
        const { headers = {}, body = '' } = attempt.reply ?? {}
        expect(body.length, name).toBeLessThanOrEqual(KEPT)
        expect(JSON.stringify(headers).length, name).toBeLessThanOrEqual(KEPT)
        expect(body, name).not.toContain('\0')
      }
      replies.set(name, attempts.at(-1)?.reply ?? null)
    }
    const whole = { body: 'x'.repeat(KEPT), truncated: true }
    expect(replies.get('sends 10 GB in chunks')).toMatchObject(whole)
    expect(replies.get('sends 10 GB by length')).toMatchObject(whole)
    expect(replies.get('sends a body of one-byte chunks')).toMatchObject(whole)
    // What gzip begins with, in place of what is in it.
    expect(replies.get('sends a gzip bomb')).toMatchObject({
      body: expect.stringContaining('\x1f\ufffd\b'),
      truncated: true,
    })
    expect(replies.get('writes bytes above 0x7f into headers')?.headers).toMatchObject({ 'x-note': 'café ÿ' })
    expect(replies.get('writes NUL and no UTF-8 into its body')?.body).toMatch(/^a\ufffdb\ufffd+$/)
  } finally {
    hostile.process.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})

test('what WEBHOOK_ALLOW no longer names is not called any more, however it was saved', async ({
  start,
  receiver,
}) => {
  const relay = await start.relay({ env: { WEBHOOK_ALLOW: '127.0.0.1' } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const { id } = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, retry: { schedule: [1] } })
  const oldest = async () => (await owner.deliveries(id)).at(-1)
  await submit(relay, form.id, ada)
  await expect.poll(async () => (await oldest())?.state).toBe('succeeded')
  receiver.replyWith({ status: 503 })
  await submit(relay, form.id, ada)
  await receiver.waitFor(2)

  await relay.stop()
  const connections = receiver.connections()
  await relay.restart({ WEBHOOK_ALLOW: `127.0.0.1:${receiver.port + 1},localhost` })
  const failed = (delivery?: { state: string; lastError: string | null }) =>
    expect(delivery).toMatchObject({ state: 'failed', lastError: expect.stringMatching(BLOCKED) })
  // What was pending, what is new, what is sent again, and a test.
  await submit(relay, form.id, ada)
  await expect
    .poll(async () => (await owner.deliveries(id)).map(({ state }) => state))
    .toEqual(['failed', 'failed', 'succeeded'])
  for (const delivery of (await owner.deliveries(id)).slice(0, 2)) failed(delivery)
  await owner.call(`/api/deliveries/${(await oldest())?.id}/resend`, { method: 'POST', body: {} })
  await expect.poll(async () => (await oldest())?.state).toBe('failed')
  failed(await oldest())
  const tested = await owner.call(`/api/webhooks/${id}/test`, { method: 'POST', body: {} })
  expect(tested).toMatchObject({ status: null, error: expect.stringMatching(BLOCKED) })
  const saved = await relay.api(`/api/webhooks/${id}`, {
    method: 'PATCH',
    body: { url: `${receiver.url}/other` },
  })
  expect([saved.status, await saved.json()]).toMatchObject([422, { code: 'callback-url-refused' }])
  expect(receiver.connections()).toBe(connections)
})

/** Milliseconds from the answer to the visitor until the receiver had it, for each that came. */
function lateness({ requests }: Receiver, answeredAt: Map<string, number>): number[] {
  return requests.map(({ body, receivedAt }) => {
    const { name } = JSON.parse(String(body)) as { name: string }
    return Math.max(0, receivedAt - (answeredAt.get(name) ?? Number.NaN))
  })
}
