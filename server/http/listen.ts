/** Listening: a webhook's deliveries go to who leases them here, and what came of them comes back. */
import { DeliverySummary } from '@fieldpost/shared/resources.ts'
import { Leased, LeaseEnd, LeaseRequest, OutcomeReport } from '@fieldpost/shared/webhook/listen.ts'
import { Hono } from 'hono'
import type { Listeners } from '../delivery/listen.ts'
import type { Outcome } from '../delivery/send.ts'
import type { Store } from '../store/store.ts'
import { readJson, readOptionalJson } from './body.ts'
import { deliveryNotFound, deliverySummary } from './deliveries.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { BODY_LIMITS, ownWebhook, webhookNotFound } from './own-webhook.ts'
import { ProblemError, parse } from './problem.ts'

/** A reply of 16 KB and as much of headers, each character escaped. */
const OUTCOME_LIMITS = { ...BODY_LIMITS, bytes: 256 * 1_024 }

interface Deps {
  store: Pick<Store, 'findWebhook' | 'findDelivery'>
  listeners: Pick<Listeners, 'lease' | 'record' | 'end'>
}

export function listenRoutes({ store, listeners }: Deps) {
  return new Hono<OwnerEnv>()
    .post(
      '/webhooks/:id/lease',
      operation({
        summary: 'Lease deliveries, to make their next attempts elsewhere',
        about:
          'What `fieldpost listen` does. Waits until something is due. While somebody leases, the relay itself sends nothing ' +
          'to this webhook; a lease ends a few seconds after the timeout of its webhook, and what was not told of by then is ' +
          'due again. Each request is signed at this moment, and is to be made exactly as it is given.',
        tag: 'deliveries',
        body: LeaseRequest,
        optionalBody: true,
        answers: { 200: Leased },
        problems: ['not-found', 'too-many-requests'],
      }),
      async (c) => {
        const asked = parse(LeaseRequest, await readOptionalJson(c.req.raw, BODY_LIMITS))
        const webhook = await ownWebhook(store, c.var.owner.workspaceId, c.req.param('id'))
        const { limit, listener, forward, waitSeconds } = asked
        const { signal } = c.req.raw
        const items = await listeners.lease({
          webhook,
          limit,
          listener,
          forward,
          waitMs: waitSeconds * 1_000,
          signal,
        })
        if (items === 'missing') throw webhookNotFound(webhook.id)
        if (items === 'crowded') {
          throw new ProblemError('too-many-requests', 'Too many listen already. Try again shortly.', {
            headers: { 'retry-after': '5' },
          })
        }
        const leased: Leased = { items, parked: webhook.paused !== null || !webhook.settings.active }
        return c.json(leased)
      },
    )
    .post(
      '/webhooks/:id/lease/end',
      operation({
        summary: 'Stop listening',
        about: 'What is on lease to this listener is due again at once, and the relay sends again by itself.',
        tag: 'deliveries',
        body: LeaseEnd,
        optionalBody: true,
        answers: { 204: { about: 'It ended.' } },
        problems: ['not-found'],
      }),
      async (c) => {
        const { listener } = parse(LeaseEnd, await readOptionalJson(c.req.raw, BODY_LIMITS))
        const webhook = await ownWebhook(store, c.var.owner.workspaceId, c.req.param('id'))
        await listeners.end(webhook, listener)
        return c.body(null, 204)
      },
    )
    .post(
      '/deliveries/:id/outcome',
      operation({
        summary: 'Tell what came of a leased delivery',
        about:
          'A `status`, with what else is known of the reply, or an `error`. It is judged and written down like every attempt of ' +
          "the relay's own; the answer says what becomes of the delivery.",
        tag: 'deliveries',
        body: OutcomeReport,
        answers: { 200: DeliverySummary },
        problems: ['not-found', 'claim-stale'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const id = c.req.param('id')
        const { claim, ...told } = parse(OutcomeReport, await readJson(c.req.raw, OUTCOME_LIMITS))
        const recorded = await listeners.record(workspaceId, id, claim, outcomeOf(told))
        const found = await store.findDelivery(workspaceId, id)
        if (!found) throw deliveryNotFound(id)
        if (recorded === 'stale') {
          throw new ProblemError(
            'claim-stale',
            'The lease ended, or this was told before. What is still owed is due again by itself.',
          )
        }
        return c.json(deliverySummary(found.delivery))
      },
    )
}

function outcomeOf({
  status,
  error,
  headers,
  body,
  truncated,
  durationMs,
}: Omit<OutcomeReport, 'claim'>): Outcome {
  if (status !== undefined)
    return { kind: 'reply', status, headers, body, truncated, durationMs, address: '' }
  return { kind: 'error', code: 'connection', message: error ?? '', durationMs }
}
