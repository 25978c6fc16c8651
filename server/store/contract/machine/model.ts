/**
 * What a store should hold, as plainly as it can be said: `../machine.ts` does the same things to this and to a store,
 * and compares.
 */
import type { AttemptRow, NewDelivery, StoredDeliveryState, WebhookRow } from '../../rows.ts'

/** A webhook that has failed everything for this long, and was last seen to within it, is paused. */
const FAILING_LIMIT_MS = 5 * 86_400_000
/** Failures are noted, and pause, at most this often. */
const FAILURE_NOTED_EVERY_MS = 5 * 3_600_000

export interface ModelWebhook
  extends Pick<WebhookRow, 'id' | 'host' | 'paused' | 'failingSince' | 'lastFailureAt'> {
  active: boolean
  /** Only for who listens. */
  listen: boolean
  listenedUntil: number | null
  /** Why it was paused by the relay, as long as that lasts. */
  notices: ('gone' | 'failing')[]
}

export interface ModelDelivery extends NewDelivery {
  submissionId: string | null
  state: StoredDeliveryState
  dueAt: number | null
  claim: string | null
  /** Attempts that were written down, erased ones too. */
  attempts: number
  attemptsBefore: number
  lastStatus: number | null
  /** What is left of the attempts. */
  statuses: AttemptRow['status'][]
  createdAt: number
}

/** A claim as its holder keeps it in memory. */
export interface Held {
  deliveryId: string
  claim: string
  /** The attempt that it is for. */
  number: number
}

export type Outcome = 'succeeded' | 'pending' | 'failed' | 'gone'
export const statusOf = { succeeded: 200, pending: 503, failed: 404, gone: 410 } as const

export class Model {
  readonly webhooks = new Map<string, ModelWebhook>()
  readonly deliveries = new Map<string, ModelDelivery>()
  /** Those that were not erased. */
  readonly submissions = new Set<string>()
  /** Every claim that was given, and whose holder has not crashed; most are long void. */
  claims: Held[] = []
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  webhookOf = ({ webhookId }: { webhookId: string }): ModelWebhook => known(this.webhooks, webhookId)
  of = (webhook: ModelWebhook) => [...this.deliveries.values()].filter((row) => row.webhookId === webhook.id)

  /** What is pending of it is parked. */
  isParking = ({ paused, active }: ModelWebhook) => paused !== null || !active
  shownState = (delivery: ModelDelivery) =>
    delivery.state === 'pending' && this.isParking(this.webhookOf(delivery)) ? 'parked' : delivery.state

  /** The worker may be given its deliveries. */
  isOpen = (webhook: ModelWebhook) =>
    !this.isParking(webhook) && !webhook.listen && (webhook.listenedUntil ?? 0) <= this.now()
  isDue = (delivery: ModelDelivery) => delivery.dueAt !== null && delivery.dueAt <= this.now()
  isLive = (delivery: ModelDelivery) => delivery.claim !== null && !this.isDue(delivery)
  dueOf = (webhook: ModelWebhook) => this.of(webhook).filter(this.isDue)
  /** The worker's due deliveries. */
  due = () => [...this.webhooks.values()].filter(this.isOpen).flatMap(this.dueOf)

  /** What owners are told: a webhook that they switched off themselves is nothing to tell of. */
  notices = () =>
    [...this.webhooks.values()].flatMap(({ id, active, notices }) =>
      active ? notices.map((reason) => [id, reason]) : [],
    )

  /** Whose attempt would be written down. */
  isCurrent = ({ deliveryId, claim }: Held) => this.deliveries.get(deliveryId)?.claim === claim

  owe(delivery: NewDelivery, submissionId: string | null) {
    const now = this.now()
    this.deliveries.set(delivery.id, {
      ...delivery,
      submissionId,
      state: 'pending',
      dueAt: now,
      claim: null,
      attempts: 0,
      attemptsBefore: 0,
      lastStatus: null,
      statuses: [],
      createdAt: now,
    })
  }

  claim(id: string, claim: string, lease: number) {
    const delivery = known(this.deliveries, id)
    Object.assign(delivery, { claim, dueAt: this.now() + lease })
    this.claims.push({ deliveryId: id, claim, number: delivery.attempts + 1 })
  }

  /** After a crash: what the store has freed by now, and what still waits for its lease to run out. */
  crash(dueAt: (delivery: ModelDelivery) => number | null) {
    for (const delivery of this.deliveries.values()) {
      if (delivery.claim === null) continue
      const due = dueAt(delivery)
      const isFreed = due !== delivery.dueAt
      // Where it is not freed the store cannot tell that its holder is gone, so nobody else may play the holder.
      if (!isFreed)
        this.claims = this.claims.filter((held) => !this.isCurrent(held) || held.deliveryId !== delivery.id)
      if (isFreed) Object.assign(delivery, { claim: null, dueAt: due })
    }
  }

  record({ deliveryId, number }: Held, outcome: Outcome, dueAt: number | null) {
    const delivery = known(this.deliveries, deliveryId)
    const webhook = this.webhookOf(delivery)
    const state = outcome === 'gone' ? 'failed' : outcome
    const lastStatus = statusOf[outcome]
    Object.assign(delivery, { state, dueAt, claim: null, attempts: number, lastStatus })
    delivery.statuses.push(lastStatus)
    const now = this.now()
    const { failingSince, lastFailureAt } = webhook
    webhook.failingSince = outcome === 'succeeded' ? null : (failingSince ?? now)
    if (outcome === 'succeeded') return
    const sinceLast = now - (lastFailureAt ?? Number.NEGATIVE_INFINITY)
    const isNoted = failingSince !== null && sinceLast < FAILURE_NOTED_EVERY_MS
    if (!isNoted) webhook.lastFailureAt = now
    if (webhook.paused) return
    const failingFor = failingSince === null || isNoted ? 0 : now - failingSince
    if (outcome === 'gone') webhook.paused = 'gone'
    else if (failingFor >= FAILING_LIMIT_MS && sinceLast < FAILING_LIMIT_MS) webhook.paused = 'failing'
    if (webhook.paused) webhook.notices.push(webhook.paused)
  }

  release(held: Held) {
    if (this.isCurrent(held))
      Object.assign(known(this.deliveries, held.deliveryId), { claim: null, dueAt: this.now() })
  }

  /** Everything that is due, leased or listened to is so much earlier. */
  hurry(by: number) {
    for (const delivery of this.deliveries.values()) if (delivery.dueAt !== null) delivery.dueAt -= by
    for (const webhook of this.webhooks.values())
      if (webhook.listenedUntil !== null) webhook.listenedUntil -= by
  }

  pause(webhook: ModelWebhook) {
    webhook.paused ??= 'owner'
  }

  resume(webhook: ModelWebhook) {
    if (webhook.active) Object.assign(webhook, { paused: null, failingSince: null, notices: [] })
  }

  private again(delivery: ModelDelivery) {
    Object.assign(delivery, {
      state: 'pending',
      dueAt: this.now(),
      claim: null,
      attemptsBefore: delivery.attempts,
    })
  }

  resend(delivery: ModelDelivery): 'due' | 'cancelled' {
    const { submissionId, eventType } = delivery
    const isErased = submissionId !== null && !this.submissions.has(submissionId)
    if (isErased && eventType !== 'form.submission.erased') return 'cancelled'
    if (!this.isLive(delivery)) this.again(delivery)
    return 'due'
  }

  recover(webhook: ModelWebhook, since: number): number {
    const lost = this.of(webhook).filter(
      ({ state, eventType, createdAt }) =>
        state === 'failed' && eventType !== 'webhook.test' && createdAt >= since,
    )
    for (const delivery of lost) this.again(delivery)
    return lost.length
  }

  /** What was put down after the owner's word, by the clock, is not meant by it. */
  discard(webhook: ModelWebhook): number {
    const waiting = this.of(webhook).filter(
      (delivery) => delivery.state === 'pending' && !this.isLive(delivery),
    )
    for (const delivery of waiting) Object.assign(delivery, { state: 'discarded', claim: null, dueAt: null })
    return waiting.length
  }

  erase(submissionId: string) {
    this.submissions.delete(submissionId)
    for (const delivery of this.deliveries.values()) {
      if (delivery.submissionId !== submissionId) continue
      const state = delivery.state === 'succeeded' ? 'succeeded' : 'cancelled'
      Object.assign(delivery, { state, body: '', claim: null, dueAt: null, statuses: [] })
    }
  }

  deleteWebhook(webhook: ModelWebhook) {
    for (const { id } of this.of(webhook)) this.deliveries.delete(id)
    this.webhooks.delete(webhook.id)
  }
}

/** What the machine did itself must be there. */
export function known<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id)
  if (!value) throw new Error(`The store gave ${id}, which nobody put into it`)
  return value
}
