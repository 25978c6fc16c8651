/** What an owner does with a webhook: tests it, rotates its secret. */
import { randomUUID } from 'node:crypto'
import { RotatedWebhook, RotateSecret, TestResult } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import type { Clock } from '../clock.ts'
import type { Listeners } from '../delivery/listen.ts'
import { LEASE_MS, type Worker } from '../delivery/worker.ts'
import { succession } from '../former-secrets.ts'
import { sealSecrets, type Vault } from '../secrets.ts'
import type { Store } from '../store/store.ts'
import { readOptionalJson } from './body.ts'
import { shownAttempt } from './deliveries.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import {
  assertFits,
  BODY_LIMITS,
  makeSecret,
  ownWebhook,
  testDelivery,
  webhookNotFound,
} from './own-webhook.ts'
import { ProblemError, parse } from './problem.ts'
import { showWebhooks } from './webhook-view.ts'

interface Deps {
  store: Store
  vault: Vault
  worker: Pick<Worker, 'sendNow'>
  listeners: Pick<Listeners, 'test'>
  clock: Clock
}

export function webhookActionRoutes({ store, vault, worker, listeners, clock }: Deps) {
  const show = showWebhooks({ store, vault, clock })

  return new Hono<OwnerEnv>()
    .post(
      '/webhooks/:id/test',
      operation({
        summary: 'Send a test',
        about:
          'Sends a `webhook.test` event with sample answers, signed like every other, and waits for what comes back; through whoever listens to the webhook, if somebody does.',
        tag: 'webhooks',
        answers: { 200: TestResult },
        problems: ['not-found', 'nobody-listens'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const webhook = await ownWebhook(store, workspaceId, c.req.param('id'))
        const isListenedTo = (webhook.listenedUntil ?? 0) > clock.now()
        if (webhook.settings.listen && !isListenedTo) {
          throw new ProblemError(
            'nobody-listens',
            'Only fieldpost listen is given what this webhook gets, and it is not running. Start it on your machine, then test again.',
          )
        }
        const delivery = await testDelivery(store, webhook)
        const claim = { claim: randomUUID(), lease: LEASE_MS }
        const claimed = await store.createClaimedDelivery(webhook, delivery, claim)
        const { attempt } = await (isListenedTo ? listeners.test(claimed) : worker.sendNow(claimed))
        const result: TestResult = { ...shownAttempt(attempt), deliveryId: delivery.id }
        return c.json(result)
      },
    )
    .post(
      '/webhooks/:id/rotate-secret',
      operation({
        summary: 'Replace the signing secret',
        about:
          'The new secret is shown in this answer and never again. During the overlap the old one signs too: beside the new one where the style has room for both; elsewhere in an attempt that follows at once when the receiver answers 400, 401 or 403.',
        tag: 'webhooks',
        body: RotateSecret,
        optionalBody: true,
        answers: { 200: RotatedWebhook },
        problems: ['not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const { id } = await ownWebhook(store, workspaceId, c.req.param('id'))
        const wanted = parse(RotateSecret, await readOptionalJson(c.req.raw, BODY_LIMITS))
        const secret = wanted.secret ?? makeSecret()
        const now = clock.now()
        const end = now + wanted.overlapSeconds * 1_000
        const row = await store.updateWebhook(workspaceId, id, (present) => {
          assertFits({ ...present.settings, headers: {} }, wanted.secret)
          const secrets = succession(vault, present, secret, { now, end })
          return { secrets: sealSecrets(vault, id, secrets) }
        })
        if (!row) throw webhookNotFound(id)
        const rotated: RotatedWebhook = { ...(await show.one(row)), secret }
        return c.json(rotated)
      },
    )
}
