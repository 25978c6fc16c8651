/**
 * Gives a webhook's deliveries to who listens to it on a machine of their own. A lease waits until something is due,
 * and what was prepared for it is kept in memory, by its claim, until the lease ends; what came of it is then judged
 * and written down like every other attempt.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LeasedDelivery } from '@fieldpost/shared/webhook/listen.ts'
import type { Clock } from '../clock.ts'
import type { ClaimedDelivery, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { Attempts, Delivered, Prepared } from './deliver.ts'
import { STOPPING } from './failure.ts'
import { createPoll, type Poll } from './poll.ts'
import { createPresence } from './presence.ts'
import type { Outcome } from './send.ts'

/** What a lease has over the webhook's timeout, for the ways to the listener and back. */
const LEASE_MARGIN_MS = 5_000
/** What a test waits over the webhook's timeout for a listener to fetch it and to tell. */
const TEST_MARGIN_MS = 5_000
/** How long after its last lease ended a listener still counts as one. */
const GAP_MS = 15_000
/** The same after its connection broke: it comes back at once, or not at all. */
const BROKEN_GAP_MS = 5_000
/** A lease that was woken for nothing looks again after this: every commit of the relay wakes all that wait. */
const LOOK_EVERY_MS = 20
/** One for which there is no room looks again after this, should nobody wake it. */
const FULL_LOOK_MS = 1_000
/** Deliveries on lease; each is as large as a submission. */
const MOST_HELD = { webhook: 64, workspace: 256, all: 1_024 }
/** Leases that wait. */
const MOST_POLLS = { webhook: 16, workspace: 64, all: 1_000 }

interface ListenDeps {
  store: Pick<Store, 'leaseDeliveries' | 'nextDueOf' | 'findWebhook' | 'stopListening' | 'releaseClaims'>
  attempts: Attempts
  clock: Clock
  /** Tells the worker that something may be its own again. */
  wakeWorker: () => void
  /** Told of each attempt, for the metrics. */
  observe?: (delivered: Delivered) => void
}

interface LeaseAsked {
  /** As it is now: it says how long an attempt may take. */
  webhook: WebhookRow
  /** Tells listeners of the same webhook apart. */
  listener: string
  limit: number
  waitMs: number
  /** What the log shows in place of the callback URL. */
  forward: string | undefined
  /** Aborted when the listener is gone. */
  signal: AbortSignal
}

export interface Listeners {
  /** Something may be due now. */
  wake(): void
  /**
   * What is due, at most `limit`; waits for it up to `waitMs`. `missing`: the webhook was deleted. `crowded`: too many
   * wait already.
   */
  lease(asked: LeaseAsked): Promise<LeasedDelivery[] | 'missing' | 'crowded'>
  /** Writes down what came of a leased delivery; `stale` when its claim is not (any more) one of ours. */
  record(
    workspaceId: string,
    deliveryId: string,
    claim: string,
    outcome: Outcome,
  ): Promise<'recorded' | 'stale'>
  /** A listener ends: what it has on lease is due again, and the relay goes on when nobody else listens. */
  end(webhook: WebhookRow, listener: string): Promise<void>
  /** Hands a claimed test to whoever listens, and waits for what comes of it. */
  test(claimed: ClaimedDelivery): Promise<Delivered>
  /** Ends every lease that waits, at once, and gives back what is out. */
  stop(): Promise<void>
}

interface Held {
  prepared: Prepared
  listener: string
  /** When the lease ends. */
  until: number
}

/** A test that nobody has fetched, or nobody has told of yet. */
interface Test {
  claimed: ClaimedDelivery
  done: (delivered: Promise<Delivered>) => void
}

export function createListeners({ store, attempts, clock, wakeWorker, observe }: ListenDeps): Listeners {
  /** By the delivery's id: whoever leases it next takes the place of who had it. */
  const held = new Map<string, Held>()
  const polls = new Set<Poll>()
  const presence = createPresence(GAP_MS, () => performance.now())
  const tests = new Map<string, Test>()
  let isStopping = false

  const wake = (webhookId?: string) => {
    for (const poll of polls) if (webhookId === undefined || poll.webhookId === webhookId) poll.wake()
  }

  function forgetEnded() {
    const now = clock.now()
    for (const [id, { until }] of held) if (until <= now) held.delete(id)
  }

  function heldOf(webhookId: string): Held[] {
    forgetEnded()
    return [...held.values()].filter(({ prepared }) => prepared.claimed.webhookId === webhookId)
  }

  /** How many more deliveries a webhook may have out. */
  function room({ id, workspaceId }: WebhookRow): number {
    forgetEnded()
    const left = { webhook: MOST_HELD.webhook, workspace: MOST_HELD.workspace, all: MOST_HELD.all }
    const take = (of: { webhookId: string; workspaceId: string }, count: number) => {
      left.all -= count
      if (of.workspaceId === workspaceId) left.workspace -= count
      if (of.webhookId === id) left.webhook -= count
    }
    for (const { prepared } of held.values()) take(prepared.claimed, 1)
    for (const poll of polls) take(poll, poll.reserved)
    return Math.max(0, Math.min(...Object.values(left)))
  }

  /** Whether one more may wait. */
  function isCrowded({ id, workspaceId }: WebhookRow): boolean {
    const all = [...polls]
    return (
      all.filter(({ webhookId }) => webhookId === id).length >= MOST_POLLS.webhook ||
      all.filter((poll) => poll.workspaceId === workspaceId).length >= MOST_POLLS.workspace ||
      all.length >= MOST_POLLS.all
    )
  }

  function hold(
    claimed: ClaimedDelivery,
    { listener, forward }: LeaseAsked,
    leaseMs: number,
  ): LeasedDelivery {
    const signed = attempts.prepare(claimed)
    const prepared = forward ? { ...signed, request: { ...signed.request, url: forward } } : signed
    held.set(claimed.id, { prepared, listener, until: clock.now() + leaseMs })
    const { method, headers, body, timeoutMs } = prepared.request
    return {
      deliveryId: claimed.id,
      claim: claimed.claim,
      eventId: claimed.eventId,
      eventType: claimed.eventType,
      attempt: prepared.number,
      request: { method, headers, body: body.toString(), timeoutMs },
    }
  }

  const release = (claimed: readonly ClaimedDelivery[]) =>
    store.releaseClaims(claimed.map(({ id, claim }) => ({ deliveryId: id, claim })))

  /** The tests of a webhook that nobody has fetched. */
  const offersOf = (webhookId: string) =>
    [...tests.values()].filter(({ claimed }) => claimed.webhookId === webhookId && !held.has(claimed.id))

  /** What can be had at once, and how long nothing more will be due; null: no such webhook. */
  async function look(asked: LeaseAsked, poll: Poll) {
    const { webhook, limit, waitMs } = asked
    const { id: webhookId, workspaceId } = webhook
    const leaseMs = webhook.settings.timeoutMs + LEASE_MARGIN_MS
    const most = Math.min(limit, room(webhook))
    const offered = offersOf(webhookId).slice(0, most)
    const items = offered.map(({ claimed }) => hold(claimed, asked, leaseMs))
    poll.reserved = most - items.length
    const request = { workspaceId, webhookId, claim: randomUUID(), lease: leaseMs, limit: poll.reserved }
    const leased = await store.leaseDeliveries({ ...request, listenFor: waitMs + GAP_MS })
    poll.reserved = 0
    if (!leased) return null
    if (poll.isOver) {
      // Nobody is there to take them any more.
      for (const { deliveryId } of items) held.delete(deliveryId)
      await release(leased.deliveries)
      return { items: [], waitMs: 0 }
    }
    items.push(...leased.deliveries.map((claimed) => hold(claimed, asked, leaseMs)))
    if (most === 0) return { items, waitMs: FULL_LOOK_MS }
    const { nextDue } = leased
    return { items, waitMs: nextDue === null ? Number.POSITIVE_INFINITY : nextDue - clock.now() }
  }

  /** Whether somebody but this listener is there for the webhook. */
  function othersListen(webhookId: string, listener: string): boolean {
    const isOther = (name: string) => name !== listener
    return (
      [...polls].some((poll) => poll.webhookId === webhookId && isOther(poll.listener)) ||
      heldOf(webhookId).some((each) => isOther(each.listener)) ||
      presence.hasOthers(webhookId, listener)
    )
  }

  /** How long nothing can be had of a webhook; null when something can. */
  async function whenDue({ webhook, limit }: LeaseAsked): Promise<number | null> {
    const { id, workspaceId } = webhook
    if (Math.min(limit, room(webhook)) === 0) return FULL_LOOK_MS
    if (offersOf(id).length > 0) return null
    const due = await store.nextDueOf(id)
    if (due === null) return Number.POSITIVE_INFINITY
    if (due > clock.now()) return due - clock.now()
    // What is parked is due all the time.
    const present = await store.findWebhook(workspaceId, id)
    return present && (present.paused || !present.settings.active) ? Number.POSITIVE_INFINITY : null
  }

  async function attend(asked: LeaseAsked, poll: Poll) {
    const end = performance.now() + asked.waitMs
    let lookedAt = Number.NEGATIVE_INFINITY
    let isFirst = true
    for (;;) {
      const early = lookedAt + LOOK_EVERY_MS - performance.now()
      if (early > 0) await sleep(early)
      lookedAt = performance.now()
      poll.arm()
      // Every commit of the relay wakes it, and only reading is cheap enough to do for each.
      const sleeps = isFirst ? null : await whenDue(asked)
      isFirst = false
      const found = poll.isOver || sleeps ? { items: [], waitMs: sleeps ?? 0 } : await look(asked, poll)
      if (!found) return 'missing'
      const left = end - performance.now()
      if (found.items.length > 0 || poll.isOver || left <= 0) return found.items
      await poll.wait(Math.max(LOOK_EVERY_MS, Math.min(found.waitMs, left)))
    }
  }

  return {
    wake: () => wake(),

    async lease(asked) {
      const { webhook, listener, signal } = asked
      if (isCrowded(webhook)) return 'crowded'
      const poll = createPoll(webhook, listener)
      poll.isOver = isStopping || signal.aborted
      const onGone = () => {
        poll.isOver = true
        poll.wake()
      }
      signal.addEventListener('abort', onGone)
      polls.add(poll)
      try {
        return await attend(asked, poll)
      } finally {
        signal.removeEventListener('abort', onGone)
        polls.delete(poll)
        if (!poll.isOver) presence.note(webhook.id, listener)
        else if (signal.aborted && !isStopping) await miss(webhook, listener)
      }
    },

    async record(workspaceId, deliveryId, claim, outcome) {
      const kept = held.get(deliveryId)
      const { claimed } = kept?.prepared ?? {}
      if (!kept || claimed?.claim !== claim || claimed.workspaceId !== workspaceId) return 'stale'
      held.delete(deliveryId)
      const recording = attempts.record(kept.prepared, outcome)
      const test = tests.get(deliveryId)
      // At once: while it is being written down it must not be offered again.
      tests.delete(deliveryId)
      test?.done(recording)
      let delivered: Delivered
      try {
        delivered = await recording
      } catch (error) {
        // The store may take it at the next try.
        if (!held.has(deliveryId) && !isStopping) held.set(deliveryId, kept)
        throw error
      } finally {
        // There is room again, and a retry may be due sooner than anything that was.
        wake(claimed.webhookId)
      }
      if (delivered.recorded !== 'recorded') return 'stale'
      observe?.(delivered)
      return 'recorded'
    },

    async end({ id, workspaceId }, listener) {
      for (const poll of polls) {
        if (poll.webhookId !== id || poll.listener !== listener) continue
        poll.isOver = true
        poll.wake()
      }
      const own = heldOf(id).filter((each) => each.listener === listener)
      for (const { prepared } of own) held.delete(prepared.claimed.id)
      await release(own.map(({ prepared }) => prepared.claimed).filter((claimed) => !tests.has(claimed.id)))
      presence.forget(id, listener)
      if (!othersListen(id, listener)) await store.stopListening(workspaceId, id)
      wake(id)
      wakeWorker()
    },

    test(claimed) {
      const waitMs = claimed.webhook.settings.timeoutMs + TEST_MARGIN_MS
      const { promise, resolve } = Promise.withResolvers<Delivered>()
      const giveUp = (code: 'timeout' | 'aborted', message: string) => {
        const prepared = held.get(claimed.id)?.prepared ?? attempts.prepare(claimed)
        held.delete(claimed.id)
        tests.delete(claimed.id)
        resolve(attempts.record(prepared, { kind: 'error', code, message, durationMs: waitMs }))
      }
      const timer = setTimeout(() => {
        const what = held.has(claimed.id) ? 'told what came of it' : 'fetched it'
        giveUp(
          'timeout',
          `The listener has not ${what} within ${waitMs / 1_000} s. Is fieldpost listen running?`,
        )
      }, waitMs)
      tests.set(claimed.id, { claimed, done: resolve })
      if (isStopping) giveUp('aborted', STOPPING)
      wake(claimed.webhookId)
      return promise.finally(() => {
        clearTimeout(timer)
        tests.delete(claimed.id)
      })
    },

    async stop() {
      isStopping = true
      for (const poll of polls) poll.isOver = true
      wake()
      const out = [...held.values()].map(({ prepared }) => prepared.claimed)
      held.clear()
      for (const { claimed, done } of tests.values()) {
        out.push(claimed)
        const outcome: Outcome = { kind: 'error', code: 'aborted', message: STOPPING, durationMs: 0 }
        done(attempts.record(attempts.prepare(claimed), outcome))
      }
      if (out.length > 0) await release(out)
    },
  }

  /** A listener's connection broke. */
  async function miss({ id, workspaceId }: WebhookRow, listener: string): Promise<void> {
    presence.forget(id, listener)
    if (othersListen(id, listener)) return
    const nothing = { claim: randomUUID(), lease: 0, limit: 0 }
    await store.leaseDeliveries({ workspaceId, webhookId: id, ...nothing, listenFor: BROKEN_GAP_MS })
  }
}
