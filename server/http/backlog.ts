/** What an owner does with what a webhook is owed: holds it back, lets it go, drops it, sends it again. */
import {
  Discarded,
  Recover,
  Recoverable,
  Recovered,
  ResendSelected,
  Resent,
  Resume,
  ResumedWebhook,
  Webhook,
} from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import type { Clock } from '../clock.ts'
import type { Worker } from '../delivery/worker.ts'
import type { Vault } from '../secrets.ts'
import type { Store } from '../store/store.ts'
import { readJson, readOptionalJson } from './body.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { BODY_LIMITS, ownWebhook, webhookNotFound } from './own-webhook.ts'
import { parse } from './problem.ts'
import { parseQuery, RecoverableQuery } from './query.ts'
import { showWebhooks } from './webhook-view.ts'

interface Deps {
  store: Store
  vault: Vault
  worker: Pick<Worker, 'wake'>
  clock: Clock
}

/** Further than this what could be recovered is not counted. */
const RECOVERABLE_COUNTED = 1_000

export function backlogRoutes({ store, vault, worker, clock }: Deps) {
  const show = showWebhooks({ store, vault, clock })

  return new Hono<OwnerEnv>()
    .post(
      '/webhooks/:id/pause',
      operation({
        summary: 'Pause sending',
        about:
          'What is owed to it is kept and waits (`parked`), and so is what becomes owed meanwhile. An attempt that is under way ends as it ends. Switching off (`active: false`) is different: then nothing new becomes owed.',
        tag: 'webhooks',
        answers: { 200: Webhook },
        problems: ['not-found'],
      }),
      async (c) => {
        const id = c.req.param('id')
        const row = await store.updateWebhook(c.var.owner.workspaceId, id, () => ({ pause: true }))
        if (!row) throw webhookNotFound(id)
        return c.json(await show.one(row))
      },
    )
    .post(
      '/webhooks/:id/resume',
      operation({
        summary: 'Resume sending',
        about:
          'Ends a pause, whoever began it, and switches the webhook on. What waited is sent at once, or discarded first with `discard: true`.',
        tag: 'webhooks',
        body: Resume,
        optionalBody: true,
        answers: { 200: ResumedWebhook },
        problems: ['not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const id = c.req.param('id')
        const { discard } = parse(Resume, await readOptionalJson(c.req.raw, BODY_LIMITS))
        const discarded = discard ? await store.discardDeliveries(workspaceId, id) : 0
        const row = await store.updateWebhook(workspaceId, id, ({ settings }) => ({
          settings: { ...settings, active: true },
          resume: true,
        }))
        if (!row || discarded === null) throw webhookNotFound(id)
        worker.wake()
        const resumed: ResumedWebhook = { ...(await show.one(row)), discarded }
        return c.json(resumed)
      },
    )
    .post(
      '/webhooks/:id/discard',
      operation({
        summary: 'Discard what waits',
        about:
          'Everything that waits now, but an attempt that is under way. Discarded deliveries are kept, and can be sent again.',
        tag: 'webhooks',
        answers: { 200: Discarded },
        problems: ['not-found'],
      }),
      async (c) => {
        const id = c.req.param('id')
        const discarded = await store.discardDeliveries(c.var.owner.workspaceId, id)
        if (discarded === null) throw webhookNotFound(id)
        return c.json({ discarded })
      },
    )
    .post(
      '/webhooks/:id/resend',
      operation({
        summary: 'Send several deliveries again',
        about:
          'The same bytes with the same ids, due at once, whatever became of them before; those of a paused webhook wait for it. Each delivery that cannot be sent again is told with the reason.',
        tag: 'deliveries',
        body: ResendSelected,
        answers: { 200: Resent },
        problems: ['not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const { id } = await ownWebhook(store, workspaceId, c.req.param('id'))
        const { deliveries } = parse(ResendSelected, await readJson(c.req.raw, BODY_LIMITS))
        const outcomes = [...(await store.resendDeliveries(workspaceId, id, deliveries))]
        const refused = outcomes.flatMap(([delivery, outcome]) =>
          outcome === 'due' ? [] : [{ id: delivery, ...refusals[outcome] }],
        )
        const due = outcomes.length - refused.length
        if (due > 0) worker.wake()
        const resent: Resent = { due, refused }
        return c.json(resent)
      },
    )
    .get(
      '/webhooks/:id/recoverable',
      operation({
        summary: 'Count what recovering would send again',
        tag: 'webhooks',
        query: RecoverableQuery,
        answers: { 200: Recoverable },
        problems: ['not-found'],
      }),
      async (c) => {
        const { since = 0 } = parseQuery(RecoverableQuery, c)
        const id = c.req.param('id')
        const { workspaceId } = c.var.owner
        const counted = await store.countRecoverable(workspaceId, id, since, RECOVERABLE_COUNTED)
        if (!counted) throw webhookNotFound(id)
        return c.json(counted)
      },
    )
    .post(
      '/webhooks/:id/recover',
      operation({
        summary: 'Send again what failed since a moment',
        about: 'Every delivery that was made since then and has failed, tests left out.',
        tag: 'webhooks',
        body: Recover,
        answers: { 200: Recovered },
        problems: ['not-found'],
      }),
      async (c) => {
        const { since } = parse(Recover, await readJson(c.req.raw, BODY_LIMITS))
        const id = c.req.param('id')
        const recovered = await store.recoverDeliveries(c.var.owner.workspaceId, id, since)
        if (recovered === null) throw webhookNotFound(id)
        if (recovered > 0) worker.wake()
        return c.json({ recovered })
      },
    )
}

const refusals = {
  missing: { code: 'not-found', detail: 'This webhook has no such delivery.' },
  cancelled: {
    code: 'delivery-cancelled',
    detail: 'What it told of was erased, so there is nothing left to send.',
  },
} as const satisfies Record<string, { code: Resent['refused'][number]['code']; detail: string }>
