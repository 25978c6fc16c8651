// One visit to a page by somebody who was never there, on a slow phone: what they wait for, and what it costs them.
import type { Browser, CDPSession } from 'playwright'
import { probe, type Seen } from './probe.ts'
import { questions } from './questions.ts'

/** A processor a quarter as fast as this one. */
export const CPU_SLOWDOWN = 4
/** A phone on a mobile network that is not at its best: 1.6 Mbit/s down. */
const MOBILE = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 }
const HEIGHT_PX = 900
const PLACE = '#place'
/** How long everything is watched once the form can be used. */
const AFTER_MS = 2_000
const PATIENCE_MS = 60_000
const TYPED = 'Ada'
const TYPED_LATER = ' Lovelace'

export interface Visit extends Seen {
  /** All that was loaded but the page itself, over the wire, heads included. */
  bytes: number
  requests: number
}

export interface Circumstances {
  /** Of the window, in CSS pixels. */
  width: number
  /** A mobile network between; else there is none. */
  mobile: boolean
}

/** Rejects when no input ever becomes usable, or the form loses what is typed with real keys. */
export async function visit(browser: Browser, url: string, { width, mobile }: Circumstances): Promise<Visit> {
  // A context of its own is a cold cache.
  const context = await browser.newContext({ viewport: { width, height: HEIGHT_PX } })
  context.setDefaultTimeout(PATIENCE_MS)
  try {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    const wire = await weigh(cdp, url)
    if (mobile) await cdp.send('Network.emulateNetworkConditions', { offline: false, ...MOBILE })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    await page.addInitScript(probe, {
      place: PLACE,
      labels: questions.map(({ label }) => label),
      afterMs: AFTER_MS,
      typed: TYPED,
    })
    await page.goto(url, { waitUntil: 'commit' })
    const seen = await within(
      page.evaluate(() => (window as unknown as { seen: Promise<Seen> }).seen),
      `No input of ${url} became usable`,
    )
    await page.keyboard.type(TYPED_LATER)
    const value = await page.evaluate(typedValue)
    if (value !== TYPED + TYPED_LATER) throw new Error(`The first input of ${url} holds "${value}"`)
    return { ...seen, ...wire() }
  } finally {
    await context.close()
  }
}

function typedValue() {
  let focused = document.activeElement
  while (focused?.shadowRoot) focused = focused.shadowRoot.activeElement
  return (focused as HTMLInputElement | null)?.value
}

/** Rejects when it takes longer than anybody would wait. */
async function within<Value>(promise: Promise<Value>, otherwise: string): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${otherwise} within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Counts what comes over the wire from now on, in gzip, which every contestant is served in. */
async function weigh(cdp: CDPSession, pageUrl: string) {
  const counted = new Set<string>()
  const sum = { bytes: 0, requests: 0 }
  const own = new URL(pageUrl).origin
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { protocol, origin } = new URL(request.url)
    if (/^https?:$/.test(protocol) && origin !== own) counted.add(requestId)
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!counted.has(requestId)) return
    sum.requests++
    sum.bytes += encodedDataLength
  })
  await cdp.send('Network.enable')
  await cdp.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': 'gzip' } })
  return () => sum
}
