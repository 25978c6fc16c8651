/** Leases deliveries, forwards them, tells the relay what came of each; through restarts of the relay, until it is stopped. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliverySummary } from '@fieldpost/shared/resources.ts'
import type { Leased, LeasedDelivery } from '@fieldpost/shared/webhook/listen.ts'
import { forward, type Told } from './forward.ts'
import type { Printer } from './print.ts'
import { Refused, type Relay, Unreachable } from './relay.ts'

/** Deliveries that are forwarded at once. */
const SLOTS = 8
/** How long a lease waits for something to be due. */
const WAIT_SECONDS = 25
/** While every slot is taken, the relay is told this often that somebody is still there. */
const STILL_HERE_MS = 8_000
/** Between tries while the relay is away. */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000]
/** An empty answer that came sooner than this was not waited for: the relay is stopping. */
const AT_ONCE_MS = 200
/** How long a stop waits for what is being forwarded. */
const FINISH_MS = 5_000
/** What the relay's lease has over a webhook's timeout: trying to tell it any later is in vain. */
const TELL_MS = 5_000

interface Listening {
  relay: Relay
  webhookId: string
  to: URL
  print: Printer
  /** Aborted to stop: once gently, and a second time without waiting for what is under way. */
  stop: AbortSignal
  hurry: AbortSignal
}

/** Resolves when it was stopped; rejects with what makes going on pointless, such as a key that is no longer good. */
export async function listen({ relay, webhookId, to, print, stop, hurry }: Listening): Promise<void> {
  const listener = randomUUID()
  const path = `/api/webhooks/${encodeURIComponent(webhookId)}/lease`
  const underway = new Set<Promise<void>>()
  const over = new AbortController()
  let failures = 0
  let isParked = false

  const stopped = aborted(stop)
  const leasing = leaseOn()
  try {
    await Promise.race([leasing, stopped])
    if (underway.size > 0) print.say('Waiting for what is under way. Ctrl-C again leaves it to the next run.')
    const patience = sleep(FINISH_MS, undefined, { ref: false })
    await Promise.race([Promise.all(underway), aborted(hurry), patience])
  } finally {
    await relay.call('POST', `${path}/end`, { body: { listener } }).catch(() => {})
    over.abort()
    await leasing.catch(() => {})
  }

  async function leaseOn(): Promise<void> {
    while (!stop.aborted) {
      const free = SLOTS - underway.size
      if (free === 0) {
        await Promise.race([...underway, sleep(STILL_HERE_MS, undefined, { ref: false })])
        if (underway.size < SLOTS) continue
      }
      // After a failure without waiting, to know soon that the relay is back.
      const waitSeconds = free > 0 && failures === 0 ? WAIT_SECONDS : 0
      const asked = { limit: free, waitSeconds, forward: to.href, listener }
      const askedAt = performance.now()
      try {
        const { items, parked } = await relay.call<Leased>('POST', path, {
          body: asked,
          signal: over.signal,
          waitMs: waitSeconds * 1_000,
        })
        if (failures > 1) print.say('The relay is back.')
        failures = 0
        if (parked && !isParked) {
          print.warn('The webhook is off or paused, so nothing comes. Resume it in the editor.')
        }
        isParked = parked
        // What comes after the stop goes back with its lease.
        if (!stop.aborted) for (const item of items) start(item)
        if (items.length === 0 && free > 0 && performance.now() - askedAt < AT_ONCE_MS) await wait(AT_ONCE_MS)
      } catch (error) {
        if (over.signal.aborted) return
        if (error instanceof Refused && error.status === 404) {
          throw new Refused(404, error.code, 'The webhook was deleted, so there is nothing to listen to.')
        }
        if (!isPassing(error)) throw error
        failures++
        if (failures === 2) print.warn(`${error.message.split('. ')[0]}. Trying again until it is back.`)
        await wait(Math.max(waitOf(failures), error instanceof Refused ? error.retryAfterMs : 0))
      }
    }
  }

  function start(item: LeasedDelivery) {
    const attempt = (async () => {
      const told = await forward(item.request, to, over.signal)
      // Given up with the rest: its lease has ended, and it is due again.
      if (over.signal.aborted) return
      print.delivered(item, told, await tell(item, told))
    })()
    underway.add(attempt)
    void attempt.finally(() => underway.delete(attempt))
  }

  /** What the relay made of it, or why it did not take it. */
  async function tell(item: LeasedDelivery, told: Told): Promise<DeliverySummary | string> {
    const until = performance.now() + TELL_MS
    for (let tries = 1; ; tries++) {
      try {
        return await relay.call<DeliverySummary>(
          'POST',
          `/api/deliveries/${encodeURIComponent(item.deliveryId)}/outcome`,
          { body: { claim: item.claim, ...told } },
        )
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (!isPassing(error) || performance.now() > until) return `Not recorded: ${message}`
        await wait(waitOf(tries))
      }
    }
  }

  async function wait(ms: number) {
    await sleep(ms, undefined, { signal: over.signal }).catch(() => {})
  }
}

/** Whether a failure is the relay’s, or the way’s to it, and no answer to what was asked. */
const isPassing = (error: unknown): error is Error =>
  error instanceof Unreachable || (error instanceof Refused && (error.status >= 500 || error.status === 429))

/** Spread out, so that many who listen do not all come back in the same moment. */
const waitOf = (failures: number) =>
  (WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? 0) * (0.8 + 0.4 * Math.random())

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
