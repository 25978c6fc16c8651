/**
 * The widget beside others, as guests of the same page: in a Chromium with a slowed processor, contestant after
 * contestant, round after round, each visit with a cold cache. One line each, and one of ratios.
 */
import { availableParallelism, loadavg } from 'node:os'
import { byValue, ms, percentile } from '@fieldpost/server/bench/numbers.ts'
import { type Browser, chromium } from 'playwright'
import { browserFlags, ensureBrowser } from '../browser.ts'
import { hostPage, startRelay } from '../stack.ts'
import { bare } from './bare.ts'
import { type Contestant, hostHtml } from './contestant.ts'
import { fieldpost } from './fieldpost.ts'
import { posthog, posthogFiles } from './posthog.ts'
import { questions } from './questions.ts'
import { startShelf } from './shelf.ts'
import { surveyjs, surveyjsFiles } from './surveyjs.ts'
import { type Circumstances, CPU_SLOWDOWN, type Visit, visit } from './visit.ts'

interface Setting extends Circumstances {
  /** Whether the page keeps room for the form. */
  room: boolean
  rounds: number
}

/** With room kept, without which any form moves the page; and so wide that no contestant draws itself twice. */
const judged: Setting = { room: true, width: 1_280, mobile: false, rounds: 7 }
const forInformation: Record<string, Setting> = {
  'over a mobile network (1.6 Mbit/s, 150 ms)': { ...judged, mobile: true, rounds: 3 },
  'in a narrow window': { ...judged, width: 412, rounds: 3 },
  'without room reserved': { ...judged, room: false, rounds: 3 },
}

/** What is compared; less is better. */
const measures = {
  usable: { of: (visit: Visit) => visit.usableMs, show: ms },
  'long tasks': { of: (visit: Visit) => visit.longTasks, show: String },
  'in them': { of: (visit: Visit) => visit.longTasksMs, show: (value: number) => `${Math.round(value)} ms` },
  CLS: { of: (visit: Visit) => visit.cls, show: (value: number) => (value === 0 ? '0' : value.toFixed(3)) },
  loaded: { of: (visit: Visit) => visit.bytes, show: (value: number) => `${(value / 1_000).toFixed(1)} KB` },
} as const
type Measure = keyof typeof measures
const names = Object.keys(measures) as Measure[]

type Results = Map<Contestant, Visit[]>

type Closing = { close(): Promise<void> }

/** Prints the lines; fails the process when a peer is before us in anything, or our form moves the page. */
export async function widget(): Promise<void> {
  const [load = 0] = loadavg()
  const open: Closing[] = []
  const opened = <Thing extends Closing>(thing: Thing): Thing => {
    open.push(thing)
    return thing
  }
  try {
    const browser = opened(await chromium.launch({ executablePath: ensureBrowser(), args: browserFlags }))
    const relay = opened(await startRelay())
    // Whatever ends this process, the relay ends with it.
    process.once('exit', () => void relay.kill())
    const shelf = opened(await startShelf({ ...surveyjsFiles, ...posthogFiles }, `${relay.url}/embed.js`))
    const ours = await fieldpost(relay)
    const peers = [surveyjs(shelf.origin), posthog(shelf.origin)]
    const everybody = [bare, ours, ...peers]
    // What is compiled, packed or read for the first time is paid for here.
    await compare(browser, everybody, { ...judged, rounds: 1 })

    const results = await compare(browser, everybody, judged)
    for (const [{ name }, visits] of results) console.log(`widget  ${line(name, visits)}`)
    console.log(`widget  ratio to ours  ${peers.map((peer) => ratios(peer, ours, results)).join('  ')}`)
    for (const [what, setting] of Object.entries(forInformation)) {
      console.log(`For information, ${what}:`)
      for (const [{ name }, visits] of await compare(browser, everybody, setting))
        console.log(`  ${line(name, visits)}`)
    }
    console.log('To know:')
    for (const { name, limits } of peers) console.log(`  ${name}: ${limits.join('; ')}.`)
    console.log(
      `  Medians of ${judged.rounds} visits (for information: fewer), fastest to slowest in parentheses, each with a ` +
        `cold cache;\n  Chromium ${browser.version()}, CPU slowed ${CPU_SLOWDOWN}×; ${availableParallelism()} cores, ` +
        `load ${load.toFixed(1)} before the first.\n  Bytes are gzip -9 with heads, without the page. Where no network ` +
        'lies between, they cost next to no time.',
    )
    const faults = judge(ours, peers, results)
    for (const fault of faults) console.error(`FAILED  ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    for (const thing of open.reverse()) await thing.close()
  }
}

/** One visit to each in turn, so that a busy moment of the machine strikes all alike. */
async function compare(
  browser: Browser,
  contestants: readonly Contestant[],
  { room, rounds, ...circumstances }: Setting,
): Promise<Results> {
  const results: Results = new Map(contestants.map((contestant) => [contestant, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [contestant, visits] of results) {
      const host = await hostPage(hostHtml(contestant, room))
      try {
        visits.push(await visit(browser, host.url, circumstances))
      } catch (cause) {
        throw new Error(`${contestant.name} could not be measured`, { cause })
      } finally {
        await host.close()
      }
    }
  }
  return results
}

const sorted = (visits: readonly Visit[], measure: Measure) => visits.map(measures[measure].of).sort(byValue)
const median = (visits: readonly Visit[] = [], measure: Measure) => percentile(sorted(visits, measure), 0.5)

function line(name: string, visits: readonly Visit[]): string {
  const say = (measure: Measure) => `${measure} ${measures[measure].show(median(visits, measure))}`
  const times = sorted(visits, 'usable')
  const [last] = visits.slice(-1)
  const lost = Math.max(...visits.map((visit) => visit.lost))
  return [
    name.padEnd(16),
    `${say('usable')} (${ms(times[0] ?? Number.NaN)} to ${ms(times.at(-1) ?? Number.NaN)})`,
    `${say('long tasks')}, ${say('in them')}`,
    say('CLS'),
    last?.requests ? `${say('loaded')} in ${last.requests} requests` : 'nothing loaded',
    `${last?.labels} of ${questions.length} questions drawn`,
    ...(lost > 0 ? [`usable input taken away ${lost}×`] : []),
  ].join('  ')
}

function ratios(peer: Contestant, ours: Contestant, results: Results): string {
  const ratio = (measure: Measure) => {
    const [theirs, own] = [median(results.get(peer), measure), median(results.get(ours), measure)]
    return own === 0 ? [] : [`${measure} ${(theirs / own).toFixed(1)}×`]
  }
  return `${peer.name}: ${names.flatMap(ratio).join(', ')}`
}

function judge(ours: Contestant, peers: readonly Contestant[], results: Results): string[] {
  const own = results.get(ours) ?? []
  const faults: string[] = []
  if (own.some(({ cls }) => cls > 0)) faults.push('our form moved the page')
  if (own.some(({ lost }) => lost > 0)) faults.push('our form took a usable input away')
  if (own.some(({ labels }) => labels < questions.length)) faults.push('our form did not show every question')
  for (const peer of peers) {
    for (const measure of names) {
      const [theirs, mine] = [median(results.get(peer), measure), median(own, measure)]
      const { show } = measures[measure]
      if (theirs < mine) faults.push(`${measure}: ${peer.name} ${show(theirs)}, ours ${show(mine)}`)
    }
  }
  return faults
}
