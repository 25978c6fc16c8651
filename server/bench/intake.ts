/**
 * Intake: submissions posted over 64 connections to the real relay, each stored durably with one delivery owed and
 * sent, beside a bare echo of the same bytes in the same run.
 */
import autocannon from 'autocannon'
import { ms, perSecond } from './numbers.ts'
import { startProgram } from './process.ts'
import { startRelay, submissionBody } from './relay.ts'

const CONNECTIONS = 64
const WARM_UP_S = 2
const SECONDS = 8

let serial = 0

async function load(url: string, seconds: number) {
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    requests: [{ setupRequest: (request) => ({ ...request, body: submissionBody(serial++) }) }],
  })
}

async function measure(url: string, during: () => Promise<void> = async () => {}) {
  await load(url, WARM_UP_S)
  const [result] = await Promise.all([load(url, SECONDS), during()])
  return result
}

/** Prints one line: the ratio to the echo, both rates, the relay's latencies and memory. */
export async function intake(): Promise<void> {
  const echo = await startProgram('bench/echo.ts')
  const bare = await measure(echo.url)
  await echo.stop()

  const sink = await startProgram('bench/sink.ts')
  const relay = await startRelay(sink.url)
  const idle = await relay.memory()
  let peak = idle
  let watching = true
  const watch = async () => {
    while (watching) {
      peak = Math.max(peak, await relay.memory())
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const url = `${relay.url}/v1/forms/${relay.form}/submissions`
  const measured = measure(url).finally(() => {
    watching = false
  })
  const [result] = await Promise.all([measured, watch()])
  const arrived = Number(await (await fetch(sink.url)).text())
  await relay.stop()
  await sink.stop()

  const rate = result['2xx'] / result.duration
  const baseline = bare['2xx'] / bare.duration
  console.log(
    [
      'intake',
      `ratio ${(rate / baseline).toFixed(2)}`,
      `relay ${perSecond(rate)}`,
      `bare echo ${perSecond(baseline)}`,
      `p50 ${ms(result.latency.p50)}`,
      `p99 ${ms(result.latency.p99)}`,
      `delivered meanwhile ${arrived}`,
      `refused ${result.non2xx + result.errors}`,
      `memory ${idle} MB idle, ${peak} MB at most`,
    ].join('  '),
  )
}
