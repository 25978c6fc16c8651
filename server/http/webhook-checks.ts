/** Help for receivers that verify: why a signature does not, and whether a forged one is refused. */
import { isDeepStrictEqual } from 'node:util'
import { DiagnoseRequest, Diagnosis, ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import { changesBetween } from '@fieldpost/shared/webhook/doctor/bodies.ts'
import { pastedHeader, readPasted } from '@fieldpost/shared/webhook/doctor/pasted.ts'
import { diagnose } from '@fieldpost/shared/webhook/doctor.ts'
import { deliveryHeaders, standardHeaders } from '@fieldpost/shared/webhook/headers.ts'
import { Hono } from 'hono'
import type { Clock } from '../clock.ts'
import { probe } from '../delivery/probe.ts'
import type { Sender } from '../delivery/send.ts'
import { knownSecrets } from '../former-secrets.ts'
import { isOwnInbox } from '../inbox/address.ts'
import { ownHeaders, signingSecrets, type Vault } from '../secrets.ts'
import type { AttemptRow, DeliveryRow, WebhookRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { readJson } from './body.ts'
import { deliveryNotFound } from './deliveries.ts'
import { ownForm } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { BODY_LIMITS, ownWebhook, testDelivery } from './own-webhook.ts'
import { ProblemError, parse } from './problem.ts'

/** A large body with every character escaped, and headers. */
const DIAGNOSE_LIMITS = { ...BODY_LIMITS, bytes: 4 * 1_024 * 1_024 }
/** The newest deliveries among which one is looked for by its bytes. */
const SEARCHED = 30

interface Deps {
  store: Store
  vault: Vault
  sender: Pick<Sender, 'send'>
  clock: Clock
  version: string
  publicUrl: string
}

export function webhookCheckRoutes({ store, vault, sender, clock, version, publicUrl }: Deps) {
  const isInbox = isOwnInbox(publicUrl)
  /** Probes that are under way, by webhook: another click waits for the same answer. */
  const underWay = new Map<string, Promise<ProbeResult>>()

  return new Hono<OwnerEnv>()
    .post(
      '/webhooks/:id/diagnose',
      operation({
        summary: 'Ask why a signature does not verify',
        about:
          'Give what your receiver got: the body as it has it, and the headers, as lines or as JSON, or the value of the signature alone; and what your own code computed, when you know it. ' +
          'The answer says whether it verifies, or what happened to the body, the secret or the signature, and how to mend it. Causes are computed, not guessed, and the secret stays here. ' +
          'A delivery that is on record is compared with what was sent.',
        tag: 'webhooks',
        body: DiagnoseRequest,
        answers: { 200: Diagnosis },
        problems: ['not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const webhook = await ownWebhook(store, workspaceId, c.req.param('id'))
        const asked = parse(DiagnoseRequest, await readJson(c.req.raw, DIAGNOSE_LIMITS))
        const found = await findSent(webhook, asked)
        const form = await ownForm(store, workspaceId, webhook.formId)
        const diagnosis = await diagnose(
          asked,
          {
            signature: webhook.settings.signature,
            contentType: webhook.settings.contentType,
            secrets: knownSecrets(vault, webhook, clock.now()),
            names: form.definition.pages.flatMap(({ fields }) => fields.map(({ name }) => name)),
          },
          found && {
            body: found.delivery.body,
            attempts: found.attempts.map(({ request }) => ({ headers: request.headers })),
          },
        )
        const answer: Diagnosis = { ...diagnosis, deliveryId: found?.delivery.id ?? null }
        return c.json(answer)
      },
    )
    .post(
      '/webhooks/:id/probe',
      operation({
        summary: 'Try a forged signature',
        about:
          'Sends a `webhook.test` event whose signatures are forged, and waits for the answer. A receiver that verifies answers 4xx: `rejects`. One that answers 2xx takes what anybody sends: `accepts`. ' +
          'Other answers tell nothing. It is no delivery, and appears in no log; the verdict stays with the webhook until its URL or its signature is changed.',
        tag: 'webhooks',
        answers: { 200: ProbeResult },
        problems: ['not-found', 'not-probeable'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const webhook = await ownWebhook(store, workspaceId, c.req.param('id'))
        assertProbeable(webhook)
        const running = underWay.get(webhook.id) ?? probed(webhook)
        underWay.set(webhook.id, running)
        try {
          return c.json(await running)
        } finally {
          underWay.delete(webhook.id)
        }
      },
    )

  function assertProbeable(webhook: WebhookRow) {
    const now = clock.now()
    if (signingSecrets(vault, webhook, now).length === 0)
      throw new ProblemError(
        'not-probeable',
        'This webhook is not signed, so there is nothing to forge. Sign it with a secret first.',
      )
    // One that is no URL (any more) is refused in the sender's own words.
    const url = URL.parse(webhook.settings.url)
    if (url && isInbox(url))
      throw new ProblemError(
        'not-probeable',
        'The inbox takes everything, to show whether it verifies. Probe a receiver of your own.',
      )
    if (webhook.settings.listen || (webhook.listenedUntil ?? 0) > now)
      throw new ProblemError(
        'not-probeable',
        'What this webhook gets goes to fieldpost listen, and not to its URL. Probe the receiver once it has a URL that the relay calls.',
      )
  }

  async function probed(webhook: WebhookRow): Promise<ProbeResult> {
    const { workspaceId } = webhook
    const delivery = await testDelivery(store, webhook)
    const headers = ownHeaders(vault, webhook)
    const result = await probe(sender, { webhook, delivery, headers, now: clock.now(), version })
    const { verdict } = result
    // What is known stays when nothing new was learnt, and another receiver's verdict is none of this one's.
    const { url, signature } = webhook.settings
    if (verdict)
      await store.updateWebhook(workspaceId, webhook.id, ({ settings }) =>
        settings.url === url && isDeepStrictEqual(settings.signature, signature)
          ? { probe: verdict, probedAt: clock.now() }
          : {},
      )
    return result
  }

  /** The delivery that was named, or that the headers name, or whose bytes these are; null when there is none. */
  async function findSent(
    { id, workspaceId }: WebhookRow,
    { deliveryId, headers, body }: { deliveryId: string | null; headers: string; body: string | null },
  ): Promise<Found | null> {
    if (deliveryId !== null) {
      const named = await store.findDelivery(workspaceId, deliveryId)
      if (named?.delivery.webhookId !== id) throw deliveryNotFound(deliveryId)
      return named
    }
    const pasted = readPasted(headers)
    const eventId =
      pasted && (pastedHeader(pasted, deliveryHeaders.id) ?? pastedHeader(pasted, standardHeaders.id))
    if (eventId) {
      const { items } = await store.listDeliveries(workspaceId, id, { q: eventId }, { limit: 1 })
      const [row] = items
      return row?.eventId === eventId ? store.findDelivery(workspaceId, row.id) : null
    }
    if (!body && !pasted?.value) return null
    const { items } = await store.listDeliveries(workspaceId, id, {}, { limit: SEARCHED })
    for (const row of items) {
      const found = await store.findDelivery(workspaceId, row.id)
      if (found && isOf(found, body, pasted?.value ?? null)) return found
    }
    return null
  }
}

type Found = { delivery: DeliveryRow; attempts: AttemptRow[] }

/** Whether the body is a form of the one that was sent, or the signature one that was sent with it. */
function isOf({ delivery, attempts }: Found, body: string | null, signature: string | null): boolean {
  if (signature && attempts.some(({ request }) => Object.values(request.headers).includes(signature)))
    return true
  if (!body) return false
  const [change] = changesBetween(delivery.body, body)
  return change !== 'other-body' && change !== 'body-object'
}
