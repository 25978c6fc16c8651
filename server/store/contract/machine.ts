/**
 * Everything that can happen to deliveries, in random order and with a moved clock, done to a store and to a plain
 * model of one. After every step both must hold the same.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  ClaimedDelivery,
  ClaimRequest,
  DeliveryRow,
  FormRow,
  NewDelivery,
  Owe,
  Store,
} from '../store.ts'
import {
  attempt,
  claimOf,
  deliveryTo,
  type Fixture,
  LEASE,
  makeForm,
  makeWebhook,
  type Opened,
  submissionOf,
  unique,
  WORKSPACE,
} from './kit.ts'
import { type Held, known, Model, type ModelWebhook, type Outcome, statusOf } from './model.ts'

/** Random courses of events, and steps in one of them at most. */
const COURSES = 300
const STEPS = 80
/** Fewer courses on a machine that would take longer for them. */
const PATIENCE_MS = 10_000
const LISTEN_MS = 30_000
const DAY_MS = 86_400_000

/** The store, and what else the steps share. */
interface Real {
  fixture: Fixture
  store: Store
  form: FormRow
  /** Deliveries as they were when they were last looked at. */
  seen: Map<string, string>
}
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
    const recorded = await Promise.all(
      held.map((held) => store.recordAttempt(recordOf(held, outcome, dueAt))),
    )
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
    expect(await store.recordAttempt(recordOf(held, outcome, dueAt))).toBe('stale')
    seen.delete(held.deliveryId)
  },
  (model) => model.claims.some((held) => !model.isCurrent(held)),
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

/** What everything else is about comes more often; opening a file again takes long. */
const steps = [
  ...[
    accept,
    accept,
    accept,
    claim,
    claim,
    claim,
    claim,
    record,
    record,
    record,
    record,
    recordStale,
    wait,
    wait,
  ],
  ...[
    settings,
    settings,
    listen,
    stopListening,
    setBack,
    resend,
    recover,
    discard,
    erase,
    test,
    release,
    release,
  ],
  ...[
    accept,
    accept,
    accept,
    claim,
    claim,
    claim,
    claim,
    record,
    record,
    record,
    record,
    recordStale,
    wait,
    wait,
  ],
  ...[deleteWebhook, crash],
]

export function exerciseMachine(opened: Opened) {
  describe('whatever happens, in whatever order', () => {
    it('holds every delivery once, in one state, and to one claim', { timeout: 60_000 }, async () => {
      const fixture = await opened()
      let { store } = fixture
      const hosts = fc.constantFrom('one.example:443', 'two.example:443')
      const webhooks = fc.array(
        fc.record({ host: hosts, listen: fc.constantFrom(false, false, false, true) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      await fc.assert(
        fc.asyncProperty(
          webhooks,
          fc.commands(steps, { maxCommands: STEPS, size: 'max' }),
          async (webhooks, steps) => {
            const model = new Model(fixture.clock.now)
            const real = { fixture, store, form: await makeForm(store), seen: new Map<string, string>() }
            for (const { host, listen } of webhooks) {
              const { id } = await makeWebhook(store, real.form, host, { listen })
              const fresh = {
                paused: null,
                failingSince: null,
                lastFailureAt: null,
                listenedUntil: null,
                notices: [],
              }
              model.webhooks.set(id, { id, host, listen, active: true, ...fresh })
            }
            try {
              await fc.asyncModelRun(() => ({ model, real }), steps)
              await runOut(model, real)
            } finally {
              store = real.store
              await store.deleteForm(WORKSPACE, real.form.id)
            }
          },
        ),
        { numRuns: COURSES, interruptAfterTimeLimit: PATIENCE_MS },
      )
    })
  })
}

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

/** A claim that the store gave: of what is due, whole, and nobody else's. */
function take(model: Model, row: ClaimedDelivery, claim: string) {
  const delivery = known(model.deliveries, row.id)
  const { eventId, eventType, body, attempts, attemptsBefore, lastStatus } = delivery
  expect(delivery.state).toBe('pending')
  expect(model.isLive(delivery), 'somebody holds a live claim on it').toBe(false)
  expect(model.isDue(delivery), 'it is due').toBe(true)
  expect(row).toMatchObject({ claim, eventId, eventType, body, attempts, attemptsBefore, lastStatus })
  expect(row.webhook.id).toBe(delivery.webhookId)
  model.claim(row.id, claim, LEASE)
}

const recordOf = ({ deliveryId, claim, number }: Held, outcome: Outcome, dueAt: number | null) => ({
  deliveryId,
  claim,
  attempt: attempt(number, statusOf[outcome]),
  state: outcome === 'gone' ? ('failed' as const) : outcome,
  dueAt,
  gone: outcome === 'gone',
})

/** How many there are of what is there most. */
function most(rows: readonly ClaimedDelivery[], of: (row: ClaimedDelivery) => string): number {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
  return Math.max(0, ...counts.values())
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
async function compare(model: Model, real: Real) {
  const { store, fixture, seen } = real
  for (const webhook of model.webhooks.values()) {
    const log = (await logOf(webhook.id, real)).map(row)
    const rows = model.of(webhook).map((delivery) => row({ ...delivery, state: model.shownState(delivery) }))
    same(log.sort(byId), rows.sort(byId))

    const { active, paused, failingSince, listenedUntil } = webhook
    const found = await store.findWebhook(WORKSPACE, webhook.id)
    expect(found).toMatchObject({ paused, failingSince, listenedUntil, settings: { active } })
    expect(found?.pausedAt === null).toBe(paused === null)
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

/**
 * Lets everything come to its end: all webhooks work and are on, nobody crashes any more. Whatever was not given up by
 * the store's caller or its owner has then arrived.
 */
async function runOut(model: Model, real: Real) {
  const { store, fixture } = real
  for (const webhook of model.webhooks.values()) {
    await store.stopListening(WORKSPACE, webhook.id)
    Object.assign(webhook, { listenedUntil: null, active: true })
    await store.updateWebhook(WORKSPACE, webhook.id, ({ settings }) => ({
      settings: { ...settings, active: true },
      resume: true,
    }))
    model.resume(webhook)
  }
  const pending = () => [...model.deliveries.values()].filter(({ state }) => state === 'pending')
  while (pending().length > 0) {
    const next = Math.min(...pending().map(({ dueAt }) => dueAt ?? Infinity))
    fixture.clock.advance(Math.max(0, next - fixture.clock.now()))
    const request = claimOf()
    const given = [await store.claimDeliveries(request)]
    for (const { id, listen } of model.webhooks.values()) {
      if (!listen) continue
      const { claim, lease, limit } = request
      const leased = { workspaceId: WORKSPACE, webhookId: id, claim, lease, limit, listenFor: LISTEN_MS }
      given.push((await store.leaseDeliveries(leased)) ?? { deliveries: [], nextDue: null })
      await store.stopListening(WORKSPACE, id)
    }
    const rows = given.flatMap(({ deliveries }) => deliveries)
    expect(rows, 'something was due').not.toEqual([])
    for (const row of rows) take(model, row, request.claim)
    for (const held of model.claims.filter(model.isCurrent)) {
      if (held.claim !== request.claim) continue
      expect(await store.recordAttempt(recordOf(held, 'succeeded', null))).toBe('recorded')
      model.record(held, 'succeeded', null)
    }
  }
  real.seen.clear()
  await compare(model, real)
  for (const id of model.submissions) expect(await store.findSubmission(WORKSPACE, id)).not.toBeNull()
}
