/** Whether a store holds what the model of it holds. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { ClaimedDelivery, DeliveryRow, FormRow, WebhookRow } from '../../rows.ts'
import type { Store } from '../../store.ts'
import { type Fixture, LEASE, WORKSPACE } from '../kit.ts'
import { known, type Model, type ModelWebhook } from './model.ts'

/** The store, and what else the steps share. */
export interface Real {
  fixture: Fixture
  store: Store
  form: FormRow
  /** Deliveries as they were when they were last looked at. */
  seen: Map<string, string>
}
/** A claim that the store gave: of what is due, whole, and nobody else's. */
export function take(model: Model, row: ClaimedDelivery, claim: string) {
  const delivery = known(model.deliveries, row.id)
  const { eventId, eventType, body, attempts, attemptsBefore, lastStatus } = delivery
  expect(delivery.state).toBe('pending')
  expect(model.isLive(delivery), 'somebody holds a live claim on it').toBe(false)
  expect(model.isDue(delivery), 'it is due').toBe(true)
  expect(row).toMatchObject({ claim, eventId, eventType, body, attempts, attemptsBefore, lastStatus })
  expect(row.webhook.id).toBe(delivery.webhookId)
  model.claim(row.id, claim, LEASE)
}

/** The log of a webhook, whole. */
async function logOf(webhookId: string, { store }: Real) {
  const rows = []
  let cursor: string | undefined
  for (;;) {
    const { items, next } = await store.listDeliveries(WORKSPACE, webhookId, {}, { cursor, limit: 100 })
    rows.push(...items)
    if (next === null) return rows
    cursor = next
  }
}

/**
 * The store holds what the model holds, and nothing else. Bodies and attempts are looked at where something happened;
 * looking at all of them takes most of the time.
 */
export async function compare(model: Model, real: Real) {
  const { store, fixture, form, seen } = real
  const webhooks = await store.listWebhooks(WORKSPACE, form.id)
  same(webhooks.map(shown).sort(byId), [...model.webhooks.values()].map(shownOfModel).sort(byId))

  for (const webhook of model.webhooks.values()) {
    const log = (await logOf(webhook.id, real)).map(row)
    const rows = model.of(webhook).map((delivery) => row({ ...delivery, state: model.shownState(delivery) }))
    same(log.sort(byId), rows.sort(byId))
  }

  const notices = (await store.listNotices(WORKSPACE, 100)).map(({ webhookId, reason }) => [
    webhookId,
    reason,
  ])
  same(notices.sort(), model.notices().sort())

  for (const delivery of model.deliveries.values()) {
    const { id, body, statuses, attempts } = delivery
    const now = JSON.stringify(delivery)
    if (seen.get(id) === now) continue
    seen.set(id, now)
    const found = await store.findDelivery(WORKSPACE, id)
    expect(found?.delivery.body).toBe(body)
    const made = found?.attempts.map(({ number, status }) => ({ number, status }))
    same(
      made,
      statuses.map((status, index) => ({ number: index + 1, status })),
    )
    // All of them, unless they were erased.
    if (body !== '') expect(made).toHaveLength(attempts)
  }

  const now = fixture.clock.now()
  const oldest = model.due().reduce((age, { dueAt }) => Math.max(age, now - (dueAt ?? now)), 0)
  expect(await store.oldestDueAge()).toBe(oldest)
}

const shown = ({ id, paused, pausedAt, failingSince, listenedUntil, settings: { active } }: WebhookRow) => ({
  ...{ id, active, paused, isSince: pausedAt !== null, failingSince, listenedUntil },
})
const shownOfModel = ({ id, active, paused, failingSince, listenedUntil }: ModelWebhook) => ({
  ...{ id, active, paused, isSince: paused !== null, failingSince, listenedUntil },
})

/** What a log says of a delivery. */
const row = ({ id, state, dueAt, attempts, attemptsBefore, lastStatus, submissionId }: LogRow) => ({
  ...{ id, state, dueAt, attempts, attemptsBefore, lastStatus, submissionId },
})
type LogRow = Pick<
  DeliveryRow,
  'id' | 'state' | 'dueAt' | 'attempts' | 'attemptsBefore' | 'lastStatus' | 'submissionId'
>
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

/** `expect` takes ten times as long for what is nearly always the same. */
function same(found: unknown, wanted: unknown) {
  if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted)
}
