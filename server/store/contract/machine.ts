/**
 * Everything that can happen to deliveries, in random order and with a moved clock, done to a store and to a plain
 * model of one. After every step both must hold the same.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimOf, makeForm, makeWebhook, type Opened, WORKSPACE } from './kit.ts'
import { compare, type Real, take } from './machine/compare.ts'
import { Model } from './machine/model.ts'
import { LISTEN_MS, recordAll, steps } from './machine/steps.ts'

/** Random courses of events, and steps in one of them at most. */
const COURSES = 300
const STEPS = 80
/** Fewer courses on a machine that would take longer for them. */
const PATIENCE_MS = 10_000

export function exerciseMachine(opened: Opened) {
  describe('whatever happens, in whatever order', () => {
    it('holds every delivery once, in one state, and to one claim', { timeout: 60_000 }, async () => {
      const fixture = await opened()
      let { store } = fixture
      const end = performance.now() + PATIENCE_MS
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
            // Not fast-check's own limit: that one leaves a course that is under way to itself.
            if (performance.now() > end) return
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
        { numRuns: COURSES },
      )
    })
  })
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
    const held = model.claims.filter((held) => held.claim === request.claim)
    expect(await recordAll(store, held, 'succeeded', null)).toEqual(held.map(() => 'recorded'))
    for (const each of held) model.record(each, 'succeeded', null)
  }
  real.seen.clear()
  await compare(model, real)
  for (const id of model.submissions) expect(await store.findSubmission(WORKSPACE, id)).not.toBeNull()
}
