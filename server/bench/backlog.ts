/**
 * A deep backlog: a million deliveries wait behind a receiver that is dead, first one that hangs and then one that
 * refuses. A healthy webhook's first attempt must not be late for it, nor a claim slow, nor anything that looks at
 * the queue. Fails when a bound is broken.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyDefinition } from '@fieldpost/shared/form.ts'
import Database from 'better-sqlite3'
import { request } from 'undici'
import { systemClock } from '../clock.ts'
import type { NewDelivery, NewWebhookRow } from '../store/rows.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import { byValue, ms, percentile } from './numbers.ts'
import { type BenchRelay, startRelay, submissionBody } from './relay.ts'

const WAITING = 1_000_000
const ARRIVALS = 200
const CLAIMS = 400
/** A healthy webhook's first attempt, half of them, after the visitor's POST. */
const MOST_ARRIVAL_MS = 100
/** A claim's time over that with nothing waiting, half of them. */
const MOST_CLAIM_RATIO = 2

/** Of submissions: every key is another one. */
let serial = 1

/** A server on a free port, for as long as the benchmark runs. */
async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Puts down what came in an hour, all of it still to be tried for the first time. */
function pileUp(file: string, webhook: string): void {
  const client = new Database(file)
  client
    .prepare(
      `WITH RECURSIVE serial(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM serial WHERE n < @count - 1)
       INSERT INTO deliveries (id, webhook_id, workspace_id, submission_id, event_id, event_type, content_type,
         body, state, due_at, created_at)
       SELECT printf('dlv_01000000-0000-7000-8000-%012x', n), id, workspace_id,
         printf('sub_01000000-0000-7000-8000-%012x', n), printf('evt_01000000-0000-7000-8000-%012x', n),
         'form.submission.created', 'application/json', @body, 'pending', @since + n, @since + n
       FROM serial JOIN webhooks ON webhooks.id = @webhook`,
    )
    .run({
      webhook,
      count: WAITING,
      since: Date.now() - 3_600_000,
      body: JSON.stringify(JSON.parse(submissionBody(0)).answers),
    })
  client.close()
}

/** From the visitor's POST, which is before the commit, to the healthy receiver, one at a time; in ms, sorted. */
async function arrivals(relay: BenchRelay, arrival: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < ARRIVALS; i++) {
    const there = arrival()
    const begun = performance.now()
    const reply = await request(`${relay.url}/v1/forms/${relay.form}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: submissionBody(serial++),
    })
    if (reply.statusCode !== 201) throw new Error(`A submission was answered ${reply.statusCode}`)
    await reply.body.dump()
    times.push((await there) - begun)
  }
  return times.sort(byValue)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** A store with a form and two webhooks, whose claims are timed one by one. */
async function claiming(file: string, prepare: (file: string, webhook: string) => void) {
  const { store } = openSqlite({ file, clock: systemClock })
  const [workspaceId, formId] = ['workspace', 'form']
  await store.createForm({ id: formId, workspaceId, title: '', kind: 'form', definition: emptyDefinition() })
  const webhooks = ['whk_dead', 'whk_healthy'].map((id) => webhook(id, workspaceId, formId))
  for (const each of webhooks) await store.createWebhook(each)
  prepare(file, 'whk_dead')
  const times: number[] = []
  return {
    times,
    close: () => store.close(),
    /** Claims one delivery of each webhook: one more is owed to both before. */
    async next() {
      const id = (kind: string) =>
        `${kind}_02000000-0000-7000-8000-${(serial++).toString(16).padStart(12, '0')}`
      const submission = { id: id('sub'), formId, workspaceId, version: 1, key: null, answers: '{}' }
      const owed = (webhookId: string): NewDelivery => ({
        id: id('dlv'),
        webhookId,
        eventId: id('evt'),
        eventType: 'form.submission.created',
        contentType: 'application/json',
        body: '{}',
      })
      await store.acceptSubmission({ ...submission, context: {} }, () =>
        webhooks.map((each) => owed(each.id)),
      )
      const begun = performance.now()
      const { deliveries } = await store.claimDeliveries({
        claim: id('clm'),
        lease: 3_600_000,
        limit: 64,
        room: { webhook: () => 1, host: () => 64 },
        after: '',
      })
      times.push(performance.now() - begun)
      if (deliveries.length !== webhooks.length) throw new Error(`${deliveries.length} were claimed, not 2`)
    },
  }
}

function webhook(id: string, workspaceId: string, formId: string): NewWebhookRow {
  const url = `https://${id}.example/`
  return {
    id,
    workspaceId,
    formId,
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
      retry: { maxAttempts: 6, schedule: [60], clientErrors: false },
      condition: null,
      listen: false,
    },
  }
}

/** In turns, so that both have the same share of whatever else the machine does; half of them took less, in ms. */
async function claimTimes(): Promise<{ behind: number; empty: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-bench-'))
  const behind = await claiming(join(folder, 'behind.db'), pileUp)
  const empty = await claiming(join(folder, 'empty.db'), () => {})
  for (let i = 0; i < CLAIMS; i++) {
    await behind.next()
    await empty.next()
  }
  await behind.close()
  await empty.close()
  await rm(folder, { recursive: true, force: true })
  const half = ({ times }: { times: number[] }) => percentile(times.slice(CLAIMS / 4).sort(byValue), 0.5)
  return { behind: half(behind), empty: half(empty) }
}

/** Prints one line for each way of being dead, one for the claims, and one for everything else; throws over a bound. */
export async function backlog(): Promise<void> {
  const broken: string[] = []
  let arrived: (at: number) => void = () => {}
  const healthy = createServer((incoming, reply) => {
    arrived(performance.now())
    incoming.resume()
    reply.writeHead(204).end()
  })
  const arrival = () =>
    new Promise<number>((resolve) => {
      arrived = resolve
    })
  const hanging = createServer((incoming) => incoming.resume())
  const relay = await startRelay(await listen(healthy))
  const hangs = await listen(hanging)
  const dead = await relay.api('POST', `/forms/${relay.form}/webhooks`, { url: hangs })

  const before = await arrivals(relay, arrival)
  const start = await relay.restart((file) => pileUp(file, dead.id))
  const line = (name: string, times: number[]) =>
    `${name} p50 ${ms(percentile(times, 0.5))}, p99 ${ms(percentile(times, 0.99))}`
  const behind = { 'one that hangs': await arrivals(relay, arrival), 'one that refuses': [] as number[] }
  const readyz = await timed(async () => (await fetch(`${relay.url}/readyz`)).text())
  const log = await timed(() => relay.api('GET', `/webhooks/${dead.id}/deliveries?state=pending&limit=50`))
  hanging.closeAllConnections()
  await new Promise((resolve) => hanging.close(resolve))
  behind['one that refuses'] = await arrivals(relay, arrival)
  console.log(
    ['backlog', line('arrival with nothing waiting', before)]
      .concat(Object.entries(behind).map(([name, times]) => line(`behind ${name}`, times)))
      .join('  '),
  )
  for (const [name, times] of Object.entries(behind)) {
    const half = percentile(times, 0.5)
    if (!(half < MOST_ARRIVAL_MS)) broken.push(`an arrival behind ${name} takes ${ms(half)}`)
  }

  // While that goes on, visitors are served.
  let deleting = true
  const deletion = timed(() => relay.api('DELETE', `/webhooks/${dead.id}`)).finally(() => {
    deleting = false
  })
  const meanwhile: number[] = []
  while (deleting) meanwhile.push(await timed(async () => (await fetch(`${relay.url}/readyz`)).text()))
  meanwhile.sort(byValue)
  console.log(
    [
      'backlog',
      `start ${ms(start)}`,
      `/readyz ${ms(readyz)}`,
      `a page of the log ${ms(log)}`,
      `deleting the webhook ${ms(await deletion)}, /readyz meanwhile p50 ${ms(percentile(meanwhile, 0.5))}, at most ${ms(meanwhile.at(-1) ?? Number.NaN)}`,
      `memory ${await relay.memory()} MB`,
    ].join('  '),
  )
  await relay.stop()
  healthy.close()

  const claim = await claimTimes()
  const ratio = claim.behind / claim.empty
  console.log(
    `backlog  claim p50 ${claim.behind.toFixed(2)} ms, with an empty table ${claim.empty.toFixed(2)} ms, ratio ${ratio.toFixed(2)}`,
  )
  if (!(ratio <= MOST_CLAIM_RATIO)) broken.push(`a claim takes ${ratio.toFixed(2)} of its time`)
  if (broken.length > 0)
    throw new Error(`With ${WAITING.toLocaleString('en')} waiting ${broken.join(', and ')}.`)
}
