/** What was sent to callback URLs, attempt by attempt, and sending it again. */
import { type Attempt, Delivery, DeliveryList, DeliverySummary, listOf } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import type { Worker } from '../delivery/worker.ts'
import type { AttemptRow, DeliveryRow, LogRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ownWebhook } from './own-webhook.ts'
import { ProblemError } from './problem.ts'
import { DeliveryQuery, listed, parseQuery, shownMoment } from './query.ts'

interface Deps {
  store: Pick<
    Store,
    | 'findWebhook'
    | 'findSubmission'
    | 'listDeliveries'
    | 'listDeliveriesOf'
    | 'findDelivery'
    | 'resendDelivery'
  >
  worker: Pick<Worker, 'wake'>
}

export function deliveryRoutes({ store, worker }: Deps) {
  async function ownDelivery(workspaceId: string, id: string): Promise<Delivery> {
    const found = await store.findDelivery(workspaceId, id)
    if (!found) throw deliveryNotFound(id)
    return shownDelivery(found)
  }

  return new Hono<OwnerEnv>()
    .get(
      '/webhooks/:id/deliveries',
      operation({
        summary: "List a webhook's deliveries, newest first",
        about:
          'A part may have fewer deliveries than asked for, or none, and go on: a long log is looked through bit by bit. `searchedTo` says how far back, and `next` goes on from there.',
        tag: 'deliveries',
        query: DeliveryQuery,
        answers: { 200: DeliveryList },
        problems: ['not-found'],
      }),
      async (c) => {
        const { cursor, limit, ...filter } = parseQuery(DeliveryQuery, c)
        const { workspaceId } = c.var.owner
        const id = c.req.param('id')
        await ownWebhook(store, workspaceId, id)
        const part = await store.listDeliveries(workspaceId, id, filter, { cursor, limit })
        const list: DeliveryList = {
          ...listed(part, deliverySummary),
          searchedTo: part.searchedTo === null ? null : shownMoment(part.searchedTo),
        }
        return c.json(list)
      },
    )
    .get(
      '/submissions/:id/deliveries',
      operation({
        summary: "List a submission's deliveries, to whatever webhook, newest first",
        tag: 'deliveries',
        answers: { 200: listOf(DeliverySummary) },
        problems: ['not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const id = c.req.param('id')
        if (!(await store.findSubmission(workspaceId, id))) {
          throw new ProblemError('not-found', `No submission of yours has the id ${id}.`)
        }
        const items = await store.listDeliveriesOf(workspaceId, id)
        return c.json({ items: items.map(deliverySummary), next: null })
      },
    )
    .get(
      '/deliveries/:id',
      operation({
        summary: 'Read a delivery with its attempts',
        tag: 'deliveries',
        answers: { 200: Delivery },
        problems: ['not-found'],
      }),
      async (c) => c.json(await ownDelivery(c.var.owner.workspaceId, c.req.param('id'))),
    )
    .post(
      '/deliveries/:id/resend',
      operation({
        summary: 'Send a delivery again',
        about: 'The same bytes with the same id, due at once, whatever became of it before.',
        tag: 'deliveries',
        answers: { 202: Delivery },
        problems: ['not-found', 'delivery-cancelled'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const id = c.req.param('id')
        const outcome = await store.resendDelivery(workspaceId, id)
        if (outcome === 'missing') throw deliveryNotFound(id)
        if (outcome === 'cancelled') {
          throw new ProblemError(
            'delivery-cancelled',
            'What it told of was erased, so there is nothing left to send.',
          )
        }
        worker.wake()
        return c.json(await ownDelivery(workspaceId, id), 202)
      },
    )
}

export const deliveryNotFound = (id: string) =>
  new ProblemError('not-found', `No delivery of yours has the id ${id}.`)

export const deliverySummary = (row: LogRow): DeliverySummary => ({
  id: row.id,
  webhookId: row.webhookId,
  eventId: row.eventId,
  eventType: row.eventType,
  submissionId: row.submissionId,
  state: row.state,
  attempts: row.attempts,
  lastStatus: row.lastStatus,
  lastError: row.lastError,
  dueAt: row.state === 'pending' && row.dueAt !== null ? shownMoment(row.dueAt) : null,
  createdAt: shownMoment(row.createdAt),
})

export const shownAttempt = ({ reply, ...attempt }: AttemptRow): Attempt => ({
  ...attempt,
  at: shownMoment(attempt.at),
  reply: reply && { ...reply, address: reply.address ?? null },
})

const shownDelivery = ({
  delivery,
  attempts,
}: {
  delivery: DeliveryRow
  attempts: AttemptRow[]
}): Delivery => ({
  ...deliverySummary(delivery),
  contentType: delivery.contentType,
  body: delivery.body,
  attemptList: attempts.map(shownAttempt),
})
