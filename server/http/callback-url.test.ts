/** Every way by which a callback URL comes into the relay or is called by it, with a listener that none may reach. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Delivery, DeliverySummary, List, NewWebhook, TestResult } from '@fieldpost/shared/resources.ts'
import type { ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import { webhookDefaults } from '@fieldpost/shared/webhook/settings.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Lookup } from '../delivery/address.ts'
import { sealHeaders, sealSecrets } from '../secrets.ts'
import { makeApp, owners, problemOf } from '../test/make.ts'
import { startReceiver } from '../test/receiver.ts'

const PUBLIC = '93.184.215.14'
/** One of several words, with its full stop. */
const SENTENCE = /^\S+ .* \S+\.$/
const TOKEN = 'b'.repeat(43)

type Relay = ReturnType<typeof makeApp>

interface Canary {
  port: number
  connections(): number
  bytes(): number
}

/** Listens on this machine's loopback addresses and counts who comes. */
async function startCanary(): Promise<Canary> {
  let connections = 0
  let bytes = 0
  const servers: Server[] = []
  const open = async (host: string, port: number) => {
    const server = createServer((socket) => {
      connections += 1
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        bytes += chunk.length
      })
      socket.end()
    })
    server.listen(port, host)
    await once(server, 'listening')
    servers.push(server)
    return (server.address() as AddressInfo).port
  }
  const port = await open('127.0.0.1', 0)
  // Not every machine has IPv6.
  await open('::1', port).catch((error) => {
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) throw error
  })
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  })
  return { port, connections: () => connections, bytes: () => bytes }
}

/** A DNS whose answers the test may change. What is in no list has no address. */
function makeDns(answers: Record<string, readonly string[]> = {}) {
  const known = new Map(Object.entries(answers))
  const lookup: Lookup = async (host) => (known.get(host) ?? []).map((address) => ({ address }))
  return { lookup, set: (host: string, ...addresses: string[]) => known.set(host, addresses) }
}

const names = {
  'hook.example': [PUBLIC],
  'mixed.example': [PUBLIC, '127.0.0.1'],
  'mixed-otherwise.example': ['::1', PUBLIC],
  'private.example': ['127.0.0.1'],
  'private-6.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'compatible.example': ['::127.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'six-to-four.example': ['2002:7f00:1::'],
  'zone.example': ['::1%lo'],
  'metadata.example': ['169.254.169.254'],
  'no-address.example': ['localhost'],
  'xn--bcher-kva.example': ['127.0.0.1'],
}

/** With the code of the refusal; `P` is the canary's port. */
const refused: [url: string, code: string][] = [
  ['https://127.0.0.1:P/', 'address'],
  ['http://127.0.0.1:P/', 'scheme'],
  ['https://127.1:P/', 'address'],
  ['https://2130706433:P/', 'address'],
  ['https://0x7f000001:P/', 'address'],
  ['https://0x7f.1:P/', 'address'],
  ['https://0177.0.0.1:P/', 'address'],
  ['https://017700000001:P/', 'address'],
  ['https://①②⑦.⓪.⓪.①:P/', 'address'],
  ['https://127。0。0。1:P/', 'address'],
  ['https://１２７.0.0.1:P/', 'address'],
  ['https://%31%32%37.0.0.1:P/', 'address'],
  ['https://127.0.\n0.1:P/', 'address'],
  ['https://127.0.0.1.:P/', 'address'],
  ['https://0:P/', 'address'],
  ['https://0.0.0.0:P/', 'address'],
  ['https:\\\\127.0.0.1:P\\@hook.example', 'address'],
  ['https://[::1]:P/', 'address'],
  ['https://[0:0:0:0:0:0:0:1]:P/', 'address'],
  ['https://[::]:P/', 'address'],
  ['https://[::ffff:127.0.0.1]:P/', 'address'],
  ['https://[::ffff:7f00:1]:P/', 'address'],
  ['https://[::127.0.0.1]:P/', 'address'],
  ['https://[64:ff9b::7f00:1]:P/', 'address'],
  ['https://[2002:7f00:1::]:P/', 'address'],
  ['https://[fe80::1]:P/', 'address'],
  ['https://[fd00::1]:P/', 'address'],
  ['https://169.254.169.254/latest/meta-data/', 'address'],
  ['https://localhost:P/', 'address'],
  ['https://LOCALHOST:P/', 'address'],
  ['https://loc\u00adalhost:P/', 'address'],
  ['https://ⓛocalhost:P/', 'address'],
  ['https://relay.localhost:P/', 'address'],
  ['https://localhost.:P/', 'host'],
  ['https://private.example.:P/', 'host'],
  ['https://user@127.0.0.1:P/', 'user-info'],
  ['https://hook.example@127.0.0.1:P/', 'user-info'],
  ['https://hook.example:P@127.0.0.1:P/', 'user-info'],
  ['https://127.0.0.1:P/#@hook.example', 'fragment'],
  ['https://hook.example:22/', 'port'],
  ['https://hook.example:80/', 'port'],
  ['http://hook.example:P/', 'scheme'],
  ['https://mixed.example:P/', 'address'],
  ['https://mixed-otherwise.example:P/', 'address'],
  ['https://private.example:P/', 'address'],
  ['https://private-6.example:P/', 'address'],
  ['https://mapped.example:P/', 'address'],
  ['https://compatible.example:P/', 'address'],
  ['https://nat64.example:P/', 'address'],
  ['https://six-to-four.example:P/', 'address'],
  ['https://zone.example:P/', 'address'],
  ['https://metadata.example/', 'address'],
  ['https://no-address.example:P/', 'address'],
  ['https://bücher.example:P/', 'address'],
  ['https://xn--bcher-kva.example:P/', 'address'],
]

/** A webhook as it may be in a database from before, whatever the rules say of its URL now. */
async function stored({ store, vault }: Relay, formId: string, url: string): Promise<string> {
  const id = `whk_${Math.random().toString(36).slice(2)}`
  await store.createWebhook({
    id,
    workspaceId: owners.ada.workspaceId,
    formId,
    settings: {
      ...webhookDefaults,
      retry: { ...webhookDefaults.retry, schedule: [...webhookDefaults.retry.schedule] },
      events: ['form.submission.created'],
      url,
    },
    host: URL.parse(url)?.host ?? url,
    secrets: sealSecrets(vault, id, [{ secret: 'a secret', until: null }]),
    headers: sealHeaders(vault, id, {}),
  })
  return id
}

const deliveriesOf = async ({ get }: Relay, webhook: string) =>
  (await get<List<DeliverySummary>>(`GET /api/webhooks/${webhook}/deliveries`, { as: 'ada' })).items

/** Waits until the oldest delivery of the webhook has failed with so many attempts, and gives why. */
async function failure(relay: Relay, webhook: string, attempts: number): Promise<string> {
  await expect
    .poll(async () => (await deliveriesOf(relay, webhook)).at(-1), { timeout: 10_000 })
    .toMatchObject({ state: 'failed', attempts, lastStatus: null })
  return (await deliveriesOf(relay, webhook)).at(-1)?.lastError ?? ''
}

/** Goes through everything that calls a webhook's URL, and gives what the owner is told each time. */
async function callAll(relay: Relay, formId: string, webhooks: readonly string[]): Promise<string[][]> {
  const { clock, get, submit, worker } = relay
  const since = new Date(clock.now() - 1_000).toISOString()
  await submit(formId, { name: 'Ada' })
  worker.start()
  return Promise.all(
    webhooks.map(async (id) => {
      const reasons = [await failure(relay, id, 1)]
      const route = `POST /api/webhooks/${id}`
      expect(await get(`${route}/recover`, { as: 'ada', body: { since } })).toEqual({ recovered: 1 })
      reasons.push(await failure(relay, id, 2))
      const [delivery] = await deliveriesOf(relay, id)
      await get(`POST /api/deliveries/${delivery?.id}/resend`, { as: 'ada' })
      reasons.push(await failure(relay, id, 3))
      const tested = await get<TestResult>(`${route}/test`, { as: 'ada' })
      expect(tested).toMatchObject({ status: null, reply: null })
      reasons.push(tested.error ?? '')
      const shown = await get<Delivery>(`GET /api/deliveries/${tested.deliveryId}`, { as: 'ada' })
      expect(shown).toMatchObject({ state: 'failed', lastError: tested.error })
      const probed = await get<ProbeResult>(`${route}/probe`, { as: 'ada' })
      expect(probed).toMatchObject({ verdict: null, status: null })
      reasons.push(probed.error ?? '')
      return reasons
    }),
  )
}

describe('a callback URL that leads to where none may', () => {
  it('is refused when a webhook is made, and when it is changed', async () => {
    const canary = await startCanary()
    const relay = makeApp({ lookup: makeDns(names).lookup })
    const form = await relay.publish('ada')
    const { id } = await relay.addWebhook('ada', form.id, { url: 'https://hook.example/' })
    for (const [pattern, code] of refused) {
      const url = pattern.replaceAll('P', `${canary.port}`)
      for (const route of [`POST /api/forms/${form.id}/webhooks`, `PATCH /api/webhooks/${id}`]) {
        const problem = await problemOf(await relay.call(route, { as: 'ada', body: { url } }))
        expect(problem, `${route} ${url}`).toMatchObject({
          status: 422,
          code: 'callback-url-refused',
          issues: [{ field: 'url', code, message: expect.stringMatching(SENTENCE) }],
        })
      }
    }
    const { items } = await relay.get<List<NewWebhook>>(`GET /api/forms/${form.id}/webhooks`, { as: 'ada' })
    expect(items).toMatchObject([{ url: 'https://hook.example/' }])
    expect(canary.connections()).toBe(0)
  })

  it.each([
    'https://[fe80::1%25lo]:1024/',
    'https://[::1%lo]:1024/',
    'https://256.1.1.1/',
    'ftp://127.0.0.1/',
  ])('is no URL at all: %s', async (url) => {
    const relay = makeApp()
    const form = await relay.publish('ada')
    const answer = await relay.call(`POST /api/forms/${form.id}/webhooks`, { as: 'ada', body: { url } })
    expect(await problemOf(answer)).toMatchObject({ code: 'invalid-body', issues: [{ field: 'url' }] })
  })

  it('is not called by anything, although it is saved', async () => {
    const canary = await startCanary()
    const relay = makeApp({ lookup: makeDns(names).lookup })
    const form = await relay.publish('ada')
    const urls = [...refused.map(([url]) => url), 'https://[fe80::1%25lo]:P/', 'https://[::1%lo]:P/'].map(
      (url) => url.replaceAll('P', `${canary.port}`),
    )
    const webhooks: string[] = []
    for (const url of urls) webhooks.push(await stored(relay, form.id, url))
    const told = await callAll(relay, form.id, webhooks)
    for (const [index, reasons] of told.entries()) {
      expect(new Set(reasons).size, `${urls[index]}: ${reasons}`).toBe(1)
      expect(reasons[0], urls[index]).toMatch(SENTENCE)
    }
    expect(canary.connections()).toBe(0)
  }, 30_000)

  it('is not called when its name leads elsewhere by then', async () => {
    const canary = await startCanary()
    const dns = makeDns({ 'turns.example': [PUBLIC], 'turns-6.example': [PUBLIC], 'half.example': [PUBLIC] })
    const relay = makeApp({ lookup: dns.lookup })
    const form = await relay.publish('ada')
    const webhooks: string[] = []
    for (const host of ['turns.example', 'turns-6.example', 'half.example']) {
      const url = `https://${host}:${canary.port}/`
      const created = await relay.addWebhook('ada', form.id, { url })
      expect(created.warning).toBeNull()
      webhooks.push(created.id)
    }
    dns.set('turns.example', '127.0.0.1')
    dns.set('turns-6.example', '::1')
    dns.set('half.example', PUBLIC, '127.0.0.1')
    const told = await callAll(relay, form.id, webhooks)
    expect(told.map((reasons) => new Set(reasons))).toEqual([
      new Set([expect.stringContaining('turns.example resolves to 127.0.0.1.')]),
      new Set([expect.stringContaining('turns-6.example resolves to ::1.')]),
      new Set([expect.stringContaining('half.example resolves to 127.0.0.1.')]),
    ])
    expect(canary.connections()).toBe(0)
  })

  it('is not sent a byte when it is reached after all', async () => {
    const canary = await startCanary()
    /** Public for whoever judges it, and this machine for whoever connects. */
    const slippery = () => {
      let reads = 0
      return {
        get address() {
          reads += 1
          return reads === 1 ? PUBLIC : '127.0.0.1'
        },
      }
    }
    const relay = makeApp({ lookup: async () => [slippery()] })
    const form = await relay.publish('ada')
    const { id } = await relay.addWebhook('ada', form.id, { url: `https://slips.example:${canary.port}/` })
    const [reasons] = await callAll(relay, form.id, [id])
    expect(new Set(reasons)).toEqual(new Set([expect.stringContaining('127.0.0.1 is a loopback address.')]))
    expect(canary.connections()).toBeGreaterThan(0)
    expect(canary.bytes()).toBe(0)
  })

  it('is saved with a warning while its name has no address, and judged when it has one', async () => {
    const canary = await startCanary()
    const dns = makeDns()
    const relay = makeApp({ lookup: dns.lookup })
    const form = await relay.publish('ada')
    const created = await relay.addWebhook('ada', form.id, { url: `https://later.example:${canary.port}/` })
    expect(created.warning).toMatch(/later\.example could not be found in the DNS/)
    dns.set('later.example', '127.0.0.1')
    const [reasons] = await callAll(relay, form.id, [created.id])
    expect(new Set(reasons)).toEqual(
      new Set([expect.stringContaining('later.example resolves to 127.0.0.1.')]),
    )
    expect(canary.connections()).toBe(0)
  })
})

describe('WEBHOOK_ALLOW', () => {
  const internal = {
    localhost: ['127.0.0.1'],
    'crm.internal': ['127.0.0.1'],
    'a.crm.internal': ['127.0.0.1'],
    'public.internal': [PUBLIC],
    'mixed.internal': ['127.0.0.1', '10.0.0.1'],
  }

  // `P` is where the receiver listens, `Q` another port of this machine.
  it.each([
    ['localhost', 'http://localhost:P/', 'opens'],
    ['localhost', 'http://127.0.0.1:P/', 'scheme'],
    ['localhost', 'https://127.0.0.1:P/', 'address'],
    ['localhost:P', 'http://localhost:P/', 'opens'],
    ['localhost:P', 'http://LOCALHOST:P/', 'opens'],
    ['localhost:Q', 'http://localhost:P/', 'scheme'],
    ['localhost:Q', 'https://localhost:P/', 'address'],
    ['127.0.0.1', 'http://127.0.0.1:P/', 'opens'],
    ['127.0.0.1', 'http://2130706433:P/', 'opens'],
    ['127.0.0.1', 'http://localhost:P/', 'scheme'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]:P/', 'scheme'],
    ['127.0.0.1:Q', 'http://127.0.0.1:P/', 'scheme'],
    ['127.0.0.1/32', 'http://127.0.0.1:P/', 'opens'],
    ['127.0.0.1/32', 'http://crm.internal:P/', 'opens'],
    ['127.0.0.1/32', 'http://mixed.internal:P/', 'address'],
    ['127.0.0.1/32', 'http://public.internal:P/', 'address'],
    ['127.0.0.0/8', 'http://localhost:P/', 'opens'],
    ['127.0.0.2/32', 'http://127.0.0.1:P/', 'scheme'],
    ['::/0', 'http://127.0.0.1:P/', 'scheme'],
    ['::/0', 'https://[::ffff:127.0.0.1]:P/', 'address'],
    ['crm.internal', 'http://crm.internal:P/', 'opens'],
    ['crm.internal', 'http://crm.internal:22/', 'port'],
    ['crm.internal', 'http://user@crm.internal:P/', 'user-info'],
    ['crm.internal', 'http://a.crm.internal:P/', 'scheme'],
    ['a.crm.internal', 'http://crm.internal:P/', 'scheme'],
  ])('of %s: %s %s, at save as at send', async (allow, pattern, verdict) => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    const other = await startCanary()
    const ports = (text: string) => text.replace('P', `${receiver.port}`).replace('Q', `${other.port}`)
    const url = ports(pattern)
    const relay = makeApp({ allow: ports(allow), lookup: makeDns(internal).lookup })
    const form = await relay.publish('ada')
    const answer = await relay.call(`POST /api/forms/${form.id}/webhooks`, { as: 'ada', body: { url } })
    const id = await stored(relay, form.id, url)
    const tested = await relay.get<TestResult>(`POST /api/webhooks/${id}/test`, { as: 'ada' })
    if (verdict === 'opens') {
      expect(answer.status).toBe(201)
      expect(tested).toMatchObject({ status: 200, error: null })
    } else {
      expect(await problemOf(answer)).toMatchObject({ issues: [{ field: 'url', code: verdict }] })
      expect(tested).toMatchObject({ status: null, error: expect.stringMatching(SENTENCE) })
    }
    expect(receiver.connections()).toBe(verdict === 'opens' ? 1 : 0)
    expect(other.connections()).toBe(0)
  })
})

describe("the relay's own inbox", () => {
  it('is called by its exact path, and nothing else of the relay is', async () => {
    // Plays the relay's own listener.
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    const canary = await startCanary()
    const publicUrl = `http://localhost:${receiver.port}`
    const relay = makeApp({ publicUrl, lookup: makeDns({ localhost: ['127.0.0.1'] }).lookup })
    const form = await relay.publish('ada')
    const own = `${publicUrl}/inbox/${TOKEN}`
    const { id } = await relay.addWebhook('ada', form.id, { url: own })
    expect(await relay.get(`POST /api/webhooks/${id}/test`, { as: 'ada' })).toMatchObject({ status: 200 })

    const webhooks: string[] = []
    for (const url of [
      `${publicUrl}/api/forms`,
      `${publicUrl}/inbox/short`,
      `${own}/`,
      `${own}?x=1`,
      `${own}?`,
      `${own}#x`,
      `${own}/../../api/forms`,
      `${own}%2f..`,
      `${publicUrl}/inbox/../inbox/${TOKEN}x`,
      own.replace('localhost', '127.0.0.1'),
      own.replace('localhost', 'user@localhost'),
      own.replace('http:', 'https:'),
      own.replace(`${receiver.port}`, `${canary.port}`),
    ]) {
      const answer = await relay.call(`PATCH /api/webhooks/${id}`, { as: 'ada', body: { url } })
      expect(await problemOf(answer), url).toMatchObject({ code: 'callback-url-refused' })
      webhooks.push(await stored(relay, form.id, url))
    }
    await relay.get(`PATCH /api/webhooks/${id}`, { as: 'ada', body: { active: false } })
    await callAll(relay, form.id, webhooks)
    expect(receiver.requests.map(({ path }) => path)).toEqual([new URL(own).pathname])
    expect(receiver.connections()).toBe(1)
    expect(canary.connections()).toBe(0)
  })
})

describe('a webhook that only fieldpost listen is given', () => {
  it('may have any URL, because the relay never calls it', async () => {
    const canary = await startCanary()
    const relay = makeApp()
    const { call, clock, get, submit, worker } = relay
    const form = await relay.publish('ada')
    const url = `http://127.0.0.1:${canary.port}/hook`
    const { id } = await relay.addWebhook('ada', form.id, { url, listen: true })
    const moved = { url: `http://[::1]:${canary.port}/hook` }
    expect(await get(`PATCH /api/webhooks/${id}`, { as: 'ada', body: moved })).toMatchObject(moved)
    // What was never judged must not become what is called.
    const answer = await call(`PATCH /api/webhooks/${id}`, { as: 'ada', body: { listen: false } })
    expect(await problemOf(answer)).toMatchObject({ code: 'invalid-body', issues: [{ field: 'listen' }] })

    await submit(form.id, { name: 'Ada' })
    worker.start()
    const lease = await get<{ items: { deliveryId: string }[] }>(`POST /api/webhooks/${id}/lease`, {
      as: 'ada',
      body: { waitSeconds: 0 },
    })
    expect(lease.items).toHaveLength(1)
    await call(`POST /api/webhooks/${id}/lease/end`, { as: 'ada', body: {} })
    clock.advance(3_600_000)
    worker.wake()
    const tested = await call(`POST /api/webhooks/${id}/test`, { as: 'ada' })
    expect(await problemOf(tested)).toMatchObject({ status: 409, code: 'nobody-listens' })
    const probed = await call(`POST /api/webhooks/${id}/probe`, { as: 'ada' })
    expect(await problemOf(probed)).toMatchObject({ status: 409, code: 'not-probeable' })
    const since = new Date(clock.now() - 7_200_000).toISOString()
    await get(`POST /api/webhooks/${id}/recover`, { as: 'ada', body: { since } })
    await get(`POST /api/deliveries/${lease.items[0]?.deliveryId}/resend`, { as: 'ada' })

    // Whoever comes after it was served, so it would have been by now.
    const after = await startReceiver()
    onTestFinished(() => after.close())
    const other = await stored(relay, form.id, 'https://127.0.0.1/')
    await submit(form.id, { name: 'Grace' })
    await failure(relay, other, 1)
    expect((await deliveriesOf(relay, id)).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['pending', 0],
      ['pending', 0],
    ])
    expect(canary.connections()).toBe(0)
  })
})
