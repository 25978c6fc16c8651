/**
 * Makes every due delivery's next attempt: claims what is due, keeps a bounded number in flight, and keeps no
 * webhook and no host waiting for another. It is woken by a commit; polling is only the backstop.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { ClaimedDelivery } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { Deliver, Delivered } from './deliver.ts'
import { createPlaces, type WorkerLimits } from './places.ts'

const LIMITS: WorkerLimits = { all: 512, webhook: 64, failingWebhook: 4, failing: 256, host: 128 }
/** Looks for due deliveries at least this often, whatever was or was not said. */
const POLL_MS = 1_000
/** Longer than any attempt may take, its recording included: a claim that ends early is sent twice. */
export const LEASE_MS = 60_000
/**
 * A place that falls free waits this long for others before it is filled again, so that one claim fills many. What
 * a commit wakes for is claimed at once.
 */
const REFILL_MS = 1
/**
 * While visitors are waiting in numbers, deliveries are claimed by so many at most, this often: what is accepted is
 * on disk and can wait a second, a visitor cannot. Places that hanging receivers hold are not counted, so that they
 * slow nobody down now either.
 */
const BUSY_REFILL_MS = 25
const BUSY_CLAIM = 16
/** Most claimed at once: some milliseconds' work, in which nothing else is done. Room is reckoned anew for the next. */
const CLAIM = 256
/** A clock that lost this much against the monotonic one since it was last looked at was set back. */
const SET_BACK_MS = 10_000
/** What is in flight at a stop may take this long to end by itself. */
const DRAIN_MS = 8_000

export interface WorkerDeps {
  store: Pick<Store, 'claimDeliveries' | 'releaseClaims' | 'claimsRevision' | 'hurryDeliveries'>
  deliver: Deliver
  clock: Clock
  log: { error(data: object, text: string): void; warn(data: object, text: string): void }
  limits?: Partial<WorkerLimits>
  /** Whether the relay has its hands full with what visitors wait for. */
  isBusy?: () => boolean
  /** Milliseconds that only ever go on. */
  monotonic?: () => number
  /** Told of each attempt, for the metrics. */
  observe?: (delivered: Delivered) => void
}

export interface Worker {
  start(): void
  /** Something may be due now. */
  wake(): void
  /** Stops claiming, lets what is in flight end, gives back the rest. */
  stop(): Promise<void>
  /** Makes the attempt of a delivery that is claimed already, at once. */
  sendNow(claimed: ClaimedDelivery): Promise<Delivered>
}

/** A claim that is held: from when it is made until the attempt is on record, or it is given back. */
interface Underway {
  claimed: ClaimedDelivery
  /** Until the receiver has answered. */
  isSending: boolean
}

export function createWorker({
  store,
  deliver,
  clock,
  log,
  limits,
  isBusy = () => false,
  monotonic = () => performance.now(),
  observe,
}: WorkerDeps): Worker {
  const most = { ...LIMITS, ...limits }
  const inFlight = new Map<string, Underway>()
  const places = createPlaces(most, () => inFlight.size, monotonic)
  const stopping = new AbortController()
  let running = false
  /** The claim that is under way. */
  let claiming: Promise<void> | null = null
  /** Something was said meanwhile. */
  let again = false
  let lastWebhook = ''
  /** Of the store, when what is in line was claimed. */
  let revision = store.claimsRevision()
  /** How far the clock is ahead of the monotonic one. */
  let ahead = clock.now() - monotonic()
  let timer: NodeJS.Timeout | undefined
  let refill: NodeJS.Timeout | undefined
  let idle: (() => void) | undefined

  const isOutdated = () => store.claimsRevision() !== revision

  function wake() {
    if (!running) return
    if (isBusy()) refill ??= setTimeout(claim, BUSY_REFILL_MS)
    else claim()
  }

  function claim() {
    if (!running) return
    if (claiming) {
      again = true
      return
    }
    claiming = pump().finally(() => {
      claiming = null
      if (!again) return
      again = false
      wake()
    })
  }

  async function pump() {
    clearTimeout(timer)
    clearTimeout(refill)
    refill = undefined
    let wait = POLL_MS
    try {
      if (places.ahead() > 0) await dismiss(places.dismiss(isOutdated()))
      revision = store.claimsRevision()
      const limit = Math.min(most.all - inFlight.size + places.ahead(), isBusy() ? BUSY_CLAIM : CLAIM)
      if (limit > 0) {
        await followClock()
        const { deliveries, nextDue } = await store.claimDeliveries({
          claim: randomUUID(),
          lease: LEASE_MS,
          limit,
          room: places.room,
          after: lastWebhook,
        })
        lastWebhook = deliveries.at(-1)?.webhookId ?? lastWebhook
        if (!running) return await release(deliveries)
        for (const delivery of deliveries) {
          const held = inFlight.get(delivery.id)
          // The clock was set past the end of our own lease: the attempt goes on, under the new claim. One that is
          // only being written down has been due again since, and this is its next attempt.
          if (held?.isSending) held.claimed.claim = delivery.claim
          else {
            const underway = { claimed: delivery, isSending: true }
            inFlight.set(delivery.id, underway)
            if (places.take(delivery)) void attempt(underway)
          }
        }
        if (nextDue !== null) wait = Math.max(0, Math.min(POLL_MS, nextDue - clock.now()))
      }
    } catch (error) {
      log.error({ err: error }, 'due deliveries could not be claimed; trying again')
    }
    if (!running) return
    timer = setTimeout(wake, wait)
    // A relay with nothing else to do may end.
    timer.unref()
  }

  /** Makes an attempt that has its place, up to its record. */
  async function attempt(underway: Underway): Promise<void> {
    const { claimed } = underway
    /** The receiver is free for the next one while this attempt is still being written down. */
    function leavePlace() {
      if (!underway.isSending) return
      underway.isSending = false
      // Nothing that was erased, discarded or paused meanwhile is sent because it was in line.
      const next = places.leave(claimed, !isOutdated())
      const following = next && inFlight.get(next.id)
      if (following) void attempt(following)
      if (!following || places.isLow(claimed.webhookId)) fillSoon()
    }
    try {
      const delivered = await deliver(claimed, stopping.signal, leavePlace)
      if (delivered.recorded === 'released') return await release([claimed])
      if (delivered.recorded === 'stale') {
        log.warn(
          { delivery: claimed.id },
          'an attempt was not recorded: its delivery is gone, was sent again, or outlived its claim',
        )
      }
      places.judge(claimed, {
        succeeded: delivered.state === 'succeeded',
        durationMs: delivered.attempt.durationMs,
      })
      observe?.(delivered)
    } catch (error) {
      // The claim runs out by itself, and the delivery is sent again: at least once.
      log.error({ err: error, delivery: claimed.id }, 'an attempt could not be recorded')
    } finally {
      const wasFull = inFlight.size - places.ahead() >= most.all
      if (inFlight.get(claimed.id) === underway) inFlight.delete(claimed.id)
      leavePlace()
      // Its receiver was free before its record was written, but only now may somebody else be claimed for.
      if (wasFull) fillSoon()
      if (inFlight.size === 0) idle?.()
    }
  }

  function fillSoon() {
    if (running) refill ??= setTimeout(claim, isBusy() ? BUSY_REFILL_MS : REFILL_MS)
  }

  /**
   * What is due by a clock that is then set back by a day would wait for a day. Set forward it makes things due
   * early, which hurts nobody: the places bound what is sent at once.
   */
  async function followClock() {
    const present = clock.now() - monotonic()
    const lost = ahead - present
    if (lost > SET_BACK_MS) await store.hurryDeliveries(lost)
    ahead = present
  }

  /** Gives claims back unused, so that whoever runs next need not wait for them to run out. */
  const release = (claimed: readonly ClaimedDelivery[]) =>
    store.releaseClaims(claimed.map(({ id, claim }) => ({ deliveryId: id, claim })))

  /** The same for those that never had a place. */
  async function dismiss(claimed: readonly ClaimedDelivery[]) {
    for (const { id } of claimed) inFlight.delete(id)
    if (claimed.length > 0) await release(claimed)
  }

  return {
    wake,
    start() {
      running = true
      wake()
    },
    async stop() {
      running = false
      clearTimeout(timer)
      clearTimeout(refill)
      await claiming
      // What cannot be given back is released when the file is opened again.
      await dismiss(places.dismiss(true)).catch((error) =>
        log.error({ err: error }, 'claims could not be given back'),
      )
      const drained = new Promise<void>((resolve) => {
        idle = resolve
        if (inFlight.size === 0) resolve()
      })
      const patience = setTimeout(() => stopping.abort(), DRAIN_MS)
      await drained
      clearTimeout(patience)
    },
    sendNow: async (claimed) => {
      const delivered = await deliver(claimed)
      observe?.(delivered)
      return delivered
    },
  }
}
