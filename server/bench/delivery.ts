/**
 * Delivery: signed and recorded deliveries to a local receiver, beside a bare undici loop that posts the same bytes
 * with the same concurrency in the same run; and how long a submission takes to arrive when there is little to do.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { byValue, ms, percentile, perSecond } from './numbers.ts'
import { type Program, startProgram } from './process.ts'
import { type BenchRelay, startRelay, submissionBody } from './relay.ts'

/** As many as the worker keeps in flight for one webhook. */
export const CONCURRENCY = 64
export const DELIVERIES = 10_000
/** Made before those that are timed: the bare loop runs as many requests before its own. */
export const WARM_UP = 10_000
const ARRIVALS = 200
/** Of which the one in the middle counts: the two run one after the other, and a machine is not equally quick at both. */
const ROUNDS = 3

/** For all deliveries of one contestant. */
const PATIENCE_MS = 60_000

/** How many have arrived so far. */
const count = async (sink: Program) => Number(await (await fetch(sink.url)).text())

/** Resolves with how many have arrived, when those are so many or more. */
async function until(sink: Program, target: number, deadline: number): Promise<number> {
  for (;;) {
    const there = await count(sink)
    if (there >= target) return there
    if (performance.now() > deadline) throw new Error(`${target - there} deliveries are missing`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Sets off a warm-up and what is timed, all together, and resolves with the timed ones' rate per second. */
export async function arrivalRate(sink: Program, setOff: () => Promise<unknown>): Promise<number> {
  const before = await count(sink)
  const deadline = performance.now() + PATIENCE_MS
  // Not awaited: it may go on while the first are sent.
  const off = setOff()
  const warm = await until(sink, before + WARM_UP, deadline)
  const begun = performance.now()
  const there = await until(sink, before + WARM_UP + DELIVERIES, deadline)
  const seconds = (performance.now() - begun) / 1_000
  await off
  return (there - warm) / seconds
}

async function bareLoop(sink: Program): Promise<number> {
  const agent = new Agent({ connections: CONCURRENCY })
  const body = JSON.stringify(JSON.parse(submissionBody(0)).answers)
  let left = DELIVERIES
  const begun = performance.now()
  const loop = async () => {
    while (left-- > 0) {
      const headers = { 'content-type': 'application/json' }
      const reply = await request(sink.url, { method: 'POST', headers, body, dispatcher: agent })
      await reply.body.dump()
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, loop))
  const rate = DELIVERIES / ((performance.now() - begun) / 1_000)
  await agent.close()
  return rate
}

/** Where nobody listens: a port that was free a moment ago. */
async function deadUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** Of the submissions that were posted: each has a key of its own. */
let serial = 0

/** Piles up failed deliveries, then recovers them all and times how fast they are worked off, once it is warm. */
export async function workedOff(relay: BenchRelay, sink: Program): Promise<number> {
  const webhook = `/webhooks/${relay.webhook}`
  const agent = new Agent({ connections: 64 })
  const url = `${relay.url}/v1/forms/${relay.form}/submissions`
  // Nobody listens there: every delivery fails at its only attempt, and waits to be recovered.
  await relay.api('PATCH', webhook, { url: await deadUrl(), retry: { maxAttempts: 1 } })
  let left = WARM_UP + DELIVERIES
  const post = async () => {
    while (left-- > 0) {
      const body = submissionBody(++serial)
      const reply = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body,
        dispatcher: agent,
      })
      if (reply.statusCode !== 201) throw new Error(`A submission was answered ${reply.statusCode}`)
      await reply.body.dump()
    }
  }
  await Promise.all(Array.from({ length: 64 }, post))
  await agent.close()
  for (;;) {
    const { items } = await relay.api('GET', `${webhook}/deliveries?state=pending&limit=1`)
    if (items.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await relay.api('PATCH', webhook, { url: sink.url })
  return arrivalRate(sink, () =>
    relay.api('POST', `${webhook}/recover`, { since: new Date(0).toISOString() }),
  )
}

/** From the visitor's POST to the arrival, one at a time, in ms, sorted. */
async function arrivals(): Promise<number[]> {
  let arrived: (at: number) => void = () => {}
  const receiver = createServer((incoming, reply) => {
    arrived(performance.now())
    incoming.resume()
    reply.writeHead(204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const relay = await startRelay(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}`)
  const times: number[] = []
  for (let i = 0; i < ARRIVALS; i++) {
    const there = new Promise<number>((resolve) => {
      arrived = resolve
    })
    const begun = performance.now()
    const reply = await request(`${relay.url}/v1/forms/${relay.form}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: submissionBody(i),
    })
    await reply.body.dump()
    times.push((await there) - begun)
  }
  await relay.stop()
  receiver.close()
  return times.sort(byValue)
}

const median = (values: number[]) => percentile(values.sort(byValue), 0.5)

/** Prints one line: the ratio to the bare loop, both rates, the time to arrive at low load, memory. */
export async function delivery(): Promise<void> {
  const sink = await startProgram('bench/sink.ts')
  await bareLoop(sink)
  const relay = await startRelay(sink.url)
  const rounds: { bare: number; rate: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ bare: await bareLoop(sink), rate: await workedOff(relay, sink) })
  const memory = await relay.memory()
  await relay.stop()
  await sink.stop()
  const ratios = rounds.map(({ bare, rate }) => rate / bare).sort(byValue)
  const times = await arrivals()
  console.log(
    [
      'delivery',
      `ratio ${percentile(ratios, 0.5).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
      `relay ${perSecond(median(rounds.map(({ rate }) => rate)))}`,
      `bare undici ${perSecond(median(rounds.map(({ bare }) => bare)))}`,
      `arrival at low load p50 ${ms(percentile(times, 0.5))}, p99 ${ms(percentile(times, 0.99))}`,
      `memory ${memory} MB`,
    ].join('  '),
  )
}
