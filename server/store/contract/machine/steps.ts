/** What can happen to deliveries, each done to a store and to the model of it. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ClaimedDelivery, NewDelivery } from '../../rows.ts'
import type { ClaimRequest, Owe, Store } from '../../store.ts'
import { attempt, claimOf, deliveryTo, LEASE, submissionOf, unique, WORKSPACE } from '../kit.ts'
import { compare, type Real, take } from './compare.ts'
import { type Held, known, type Model, type ModelWebhook, type Outcome, statusOf } from './model.ts'

export const LISTEN_MS = 30_000
const DAY_MS = 86_400_000

type Step = fc.AsyncCommand<Model, Real>

/** A step that is there with random parameters; it is left out where `isPossible` says no. */
function step<Given>(
  name: string,
  given: fc.Arbitrary<Given>,
  run: (model: Model, real: Real, given: Given) => Promise<void>,
  isPossible: (model: Readonly<Model>) => boolean = () => true,
): fc.Arbitrary<Step> {
  return given.map((given) => ({
    check: isPossible,
    async run(model, real) {
      await run(model, real, given)
      await compare(model, real)
    },
    toString: () => `${name} ${fc.stringify(given)}`,
  }))
}

/** Chooses among what there is when the step comes. */
const any = fc.nat(1_000)
const pick = <Item>(items: Iterable<Item>, at: number): Item => {
  const all = [...items]
  const item = all[at % all.length]
  if (item === undefined) throw new Error('There is nothing to choose from')
  return item
}
const hasWebhook = ({ webhooks }: Readonly<Model>) => webhooks.size > 0
const hasDelivery = ({ deliveries }: Readonly<Model>) => deliveries.size > 0

const accept = step('accept', fc.string({ maxLength: 20 }), async (model, { store, form }, text) => {
  const submission = submissionOf(form)
  const active = [...model.webhooks.values()].filter((webhook) => webhook.active)
  const owed = owing(active, 'form.submission.created', JSON.stringify({ text }))
  expect(await store.acceptSubmission(submission, owed.owe)).toEqual({
    outcome: 'accepted',
    id: submission.id,
    deliveries: active.length,
  })
  model.submissions.add(submission.id)
  for (const delivery of owed.deliveries) model.owe(delivery, submission.id)
})

const erase = step(
  'erase',
  any,
  async (model, { store }, at) => {
    const id = pick(model.submissions, at)
    const active = [...model.webhooks.values()].filter((webhook) => webhook.active)
    const owed = owing(active, 'form.submission.erased', '{}')
    expect(await store.eraseSubmission(WORKSPACE, id, () => owed.owe)).toBe(true)
    model.erase(id)
    for (const delivery of owed.deliveries) model.owe(delivery, id)
  },
  ({ submissions }) => submissions.size > 0,
)

const claim = step(
  'claim',
  fc.record({
    limit: fc.constantFrom(1, 2, 3, 5, 64),
    webhookRoom: fc.constantFrom(100, 100, 100, 100, 2, 1, 0),
    hostRoom: fc.constantFrom(100, 100, 100, 100, 3, 1, 0),
    after: fc.option(any, { nil: null }),
    atOnce: fc.constantFrom(1, 1, 2),
  }),
  async (model, { store, fixture }, { limit, webhookRoom, hostRoom, after, atOnce }) => {
    const now = fixture.clock.now()
    const room: ClaimRequest['room'] = {
      webhook(id, isFailing) {
        expect(isFailing).toBe(known(model.webhooks, id).failingSince !== null)
        return webhookRoom
      },
      host: () => hostRoom,
    }
    const last = after === null || model.webhooks.size === 0 ? '' : pick(model.webhooks.keys(), after)
    const requests = Array.from({ length: atOnce }, () => claimOf({ limit, room, after: last }))
    const dueBefore = model.due()
    const results = await Promise.all(requests.map((request) => store.claimDeliveries(request)))
    for (const [index, { deliveries }] of results.entries()) {
      expect(deliveries.length).toBeLessThanOrEqual(limit)
      expect(most(deliveries, ({ webhookId }) => webhookId)).toBeLessThanOrEqual(webhookRoom)
      expect(most(deliveries, ({ webhook }) => webhook.host)).toBeLessThanOrEqual(hostRoom)
      for (const row of deliveries) {
        expect(model.isOpen(model.webhookOf(row))).toBe(true)
        take(model, row, requests[index]?.claim ?? '')
      }
    }
    // What is left could not be given, or was more than was asked for.
    const left = model.due()
    const [first] = results
    if (!first || atOnce > 1) return
    if (webhookRoom < 100 || hostRoom < 100) return
    const served = new Set(first.deliveries.map(({ webhookId }) => webhookId))
    const owed = new Set(dueBefore.map(({ webhookId }) => webhookId))
    expect(served.size).toBe(Math.min(limit, owed.size))
    if (limit >= dueBefore.length * owed.size) expect(left).toEqual([])
    const waiting = [...model.webhooks.values()].filter(model.isOpen).flatMap(model.of)
    const next = waiting.reduce((least, { dueAt }) => Math.min(least, dueAt ?? Infinity), Infinity)
    if (next === Infinity) expect(first.nextDue).toBeNull()
    else if (next > now) expect(first.nextDue).toBe(next)
    else expect(first.nextDue).toBeLessThanOrEqual(now)
  },
)

const listen = step(
  'listen',
  fc.record({ at: any, limit: fc.constantFrom(1, 2, 64) }),
  async (model, { store, fixture }, { at, limit }) => {
    const webhook = pick(model.webhooks.values(), at)
    const due = model.isParking(webhook) ? [] : model.dueOf(webhook)
    const { claim, lease } = claimOf()
    const request = { workspaceId: WORKSPACE, webhookId: webhook.id, claim, lease, limit }
    const leased = await store.leaseDeliveries({ ...request, listenFor: LISTEN_MS })
    webhook.listenedUntil = fixture.clock.now() + LISTEN_MS
    expect(leased?.deliveries).toHaveLength(Math.min(limit, due.length))
    for (const row of leased?.deliveries ?? []) {
      expect(row.webhookId).toBe(webhook.id)
      expect(model.isParking(webhook)).toBe(false)
      take(model, row, claim)
    }
  },
  hasWebhook,
)

const stopListening = step(
  'stop listening',
  any,
  async (model, { store }, at) => {
    const webhook = pick(model.webhooks.values(), at)
    expect(await store.stopListening(WORKSPACE, webhook.id)).toBe(true)
    webhook.listenedUntil = null
  },
  hasWebhook,
)

const crash = step('crash', fc.constant(null), async (model, real) => {
  real.store = await real.fixture.reopen()
  const dueAts = new Map<string, number | null>()
  for (const { id } of model.deliveries.values()) {
    const found = await real.store.findDelivery(WORKSPACE, id)
    dueAts.set(id, found?.delivery.dueAt ?? null)
  }
  model.crash((delivery) => {
    const dueAt = dueAts.get(delivery.id) ?? null
    if (dueAt !== delivery.dueAt) expect(dueAt).toBeLessThanOrEqual(real.fixture.clock.now())
    return dueAt
  })
})

const wait = step(
  'wait',
  fc.constantFrom(1, LISTEN_MS, LEASE - 1, LEASE, LEASE + 1, 3_600_000, DAY_MS, 5 * DAY_MS),
  async (_, { fixture }, ms) => fixture.clock.advance(ms),
)

const setBack = step(
  'set the clock back',
  fc.constantFrom(1, LEASE, 3_600_000, DAY_MS),
  async (model, { store, fixture }, ms) => {
    fixture.clock.advance(-ms)
    await store.hurryDeliveries(ms)
    model.hurry(ms)
  },
)

const outcome = fc.constantFrom<Outcome>(
  'pending',
  'pending',
  'pending',
  'failed',
  'failed',
  'succeeded',
  'gone',
)

const record = step(
  'record',
  fc.record({ at: any, outcome, wait: fc.constantFrom(0, 1_000, LEASE, DAY_MS), all: fc.boolean() }),
  async (model, { store, fixture }, { at, outcome, wait, all }) => {
    const current = model.claims.filter(model.isCurrent)
    const held = all ? current : [pick(current, at)]
    const dueAt = outcome === 'pending' ? fixture.clock.now() + wait : null
    const recorded = await recordAll(store, held, outcome, dueAt)
    expect(recorded).toEqual(held.map(() => 'recorded'))
    for (const each of held) model.record(each, outcome, dueAt)
  },
  (model) => model.claims.some(model.isCurrent),
)

const recordStale = step(
  'record with a stale claim',
  fc.record({ at: any, outcome }),
  async (model, { store, fixture, seen }, { at, outcome }) => {
    const held = pick(
      model.claims.filter((held) => !model.isCurrent(held)),
      at,
    )
    const dueAt = outcome === 'pending' ? fixture.clock.now() : null
    expect(await recordAll(store, [held], outcome, dueAt)).toEqual(['stale'])
    seen.delete(held.deliveryId)
  },
  (model) => model.claims.some((held) => !model.isCurrent(held)),
)

/** Chance alone hardly ever fails for so long without a success. */
const failForDays = step(
  'fail for days',
  fc.integer({ min: 1, max: 7 }),
  async (model, { store, fixture }, days) => {
    for (let day = 0; day < days; day++) {
      fixture.clock.advance(DAY_MS)
      const request = claimOf()
      const { deliveries } = await store.claimDeliveries(request)
      for (const row of deliveries) take(model, row, request.claim)
      const held = model.claims.filter(({ claim }) => claim === request.claim)
      const dueAt = fixture.clock.now()
      expect(await recordAll(store, held, 'pending', dueAt)).toEqual(held.map(() => 'recorded'))
      for (const each of held) model.record(each, 'pending', dueAt)
    }
  },
)

const release = step(
  'release',
  fc.array(any, { minLength: 1, maxLength: 3 }),
  async (model, { store }, at) => {
    const given = at.map((one) => pick(model.claims, one))
    await store.releaseClaims(given)
    for (const held of given) model.release(held)
  },
  ({ claims }) => claims.length > 0,
)

const settings = step(
  'pause, resume, switch off or on',
  fc.record({ at: any, what: fc.constantFrom('pause', 'resume', 'resume', 'off', 'on', 'on') }),
  async (model, { store }, { at, what }) => {
    const webhook = pick(model.webhooks.values(), at)
    if (what === 'pause') model.pause(webhook)
    else if (what === 'resume') model.resume(webhook)
    else webhook.active = what === 'on'
    const { active } = webhook
    await store.updateWebhook(WORKSPACE, webhook.id, ({ settings }) =>
      what === 'pause' || what === 'resume' ? { [what]: true } : { settings: { ...settings, active } },
    )
  },
  hasWebhook,
)

const resend = step(
  'resend',
  any,
  async (model, { store }, at) => {
    const delivery = pick(model.deliveries.values(), at)
    expect(await store.resendDelivery(WORKSPACE, delivery.id)).toBe(model.resend(delivery))
  },
  hasDelivery,
)

const resendSeveral = step(
  'resend several',
  fc.record({ at: any, which: fc.uniqueArray(any, { minLength: 1, maxLength: 4 }) }),
  async (model, { store }, { at, which }) => {
    const webhook = pick(model.webhooks.values(), at)
    const ids = [...new Set(which.map((one) => pick(model.deliveries.keys(), one)))]
    const wanted = ids.map((id) => {
      const delivery = known(model.deliveries, id)
      return [id, delivery.webhookId === webhook.id ? model.resend(delivery) : 'missing'] as const
    })
    expect(await store.resendDeliveries(WORKSPACE, webhook.id, ids)).toEqual(new Map(wanted))
  },
  hasDelivery,
)

const recover = step(
  'recover',
  fc.record({ at: any, ago: fc.constantFrom(0, LEASE, DAY_MS, 100 * DAY_MS) }),
  async (model, { store, fixture }, { at, ago }) => {
    const webhook = pick(model.webhooks.values(), at)
    const since = fixture.clock.now() - ago
    expect(await store.recoverDeliveries(WORKSPACE, webhook.id, since)).toBe(model.recover(webhook, since))
  },
  hasWebhook,
)

const discard = step(
  'discard',
  any,
  async (model, { store }, at) => {
    const webhook = pick(model.webhooks.values(), at)
    expect(await store.discardDeliveries(WORKSPACE, webhook.id)).toBe(model.discard(webhook))
  },
  hasWebhook,
)

const deleteWebhook = step(
  'delete a webhook',
  any,
  async (model, { store }, at) => {
    const webhook = pick(model.webhooks.values(), at)
    expect(await store.deleteWebhook(WORKSPACE, webhook.id)).toBe(true)
    model.deleteWebhook(webhook)
  },
  // Courses without webhooks show little.
  ({ webhooks }) => webhooks.size > 1,
)

const test = step(
  'test',
  any,
  async (model, { store }, at) => {
    const webhook = await store.findWebhook(WORKSPACE, pick(model.webhooks.keys(), at))
    if (!webhook) throw new Error('A webhook is gone')
    const delivery = { ...deliveryTo(webhook), eventType: 'webhook.test', body: '{"test":true}' }
    const { claim, lease } = claimOf()
    const claimed = await store.createClaimedDelivery(webhook, delivery, { claim, lease })
    expect(claimed).toMatchObject({ ...delivery, claim, attempts: 0, submissionId: null })
    model.owe(delivery, null)
    model.claim(delivery.id, claim, lease)
  },
  hasWebhook,
)

const times = (count: number, step: fc.Arbitrary<Step>) => Array.from({ length: count }, () => step)

/** What everything else is about comes more often; opening a file again takes long. */
export const steps = [
  ...[times(6, accept), times(8, claim), times(8, record), times(2, recordStale), times(4, wait)].flat(),
  ...[settings, settings, listen, stopListening, setBack, resend, resendSeveral, recover, discard, erase],
  ...[test, release, release, failForDays, deleteWebhook, crash],
]

/** What is owed to these webhooks, each with a body of its own, and the function that says so to the store. */
function owing(webhooks: readonly ModelWebhook[], eventType: string, body: string) {
  const eventId = unique('evt')
  const ids = webhooks.map(({ id }) => id)
  const deliveries = ids.map(
    (webhookId): NewDelivery => ({
      id: unique('dlv'),
      webhookId,
      eventId,
      eventType,
      contentType: 'application/json',
      body: `[${JSON.stringify(webhookId)},${body}]`,
    }),
  )
  const owe: Owe = (offered) => {
    expect(offered.map(({ id }) => id).sort()).toEqual(ids.sort())
    return deliveries
  }
  return { deliveries, owe }
}

/** Writes attempts down at once. */
export async function recordAll(store: Store, held: readonly Held[], outcome: Outcome, dueAt: number | null) {
  const records = held.map(({ deliveryId, claim, number }) =>
    store.recordAttempt({
      deliveryId,
      claim,
      attempt: attempt(number, statusOf[outcome]),
      state: outcome === 'gone' ? 'failed' : outcome,
      dueAt,
      gone: outcome === 'gone',
    }),
  )
  // A record may wait for others to share its commit with; here is one.
  await store.probe()
  return Promise.all(records)
}

/** How many there are of what is there most. */
function most(rows: readonly ClaimedDelivery[], of: (row: ClaimedDelivery) => string): number {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
