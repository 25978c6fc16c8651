/** Webhooks: callback URLs and their signing secrets. */
import { isDeepStrictEqual } from 'node:util'
import { listOf, NewWebhook, SavedWebhook, Webhook } from '@fieldpost/shared/resources.ts'
import { patched, settingsOf } from '@fieldpost/shared/webhook/change.ts'
import { conditionIssues } from '@fieldpost/shared/webhook/condition.ts'
import { WebhookInput, WebhookPatch, type WebhookSettings } from '@fieldpost/shared/webhook/settings.ts'
import { Hono } from 'hono'
import type { Clock } from '../clock.ts'
import type { AddressPolicy, Lookup } from '../delivery/address.ts'
import type { Worker } from '../delivery/worker.ts'
import { succession } from '../former-secrets.ts'
import { timedId } from '../id.ts'
import { ownHeaders, sealHeaders, sealSecrets, type Vault } from '../secrets.ts'
import type { FormRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { readJson } from './body.ts'
import { ownForm } from './forms.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { assertFits, BODY_LIMITS, makeSecret, ownWebhook, webhookNotFound } from './own-webhook.ts'
import { ProblemError, parse } from './problem.ts'
import { showWebhooks } from './webhook-view.ts'

export interface WebhookDeps {
  store: Store
  vault: Vault
  policy: Pick<AddressPolicy, 'resolveAndCheck'>
  lookup: Lookup
  worker: Pick<Worker, 'wake'>
  clock: Clock
}

export function webhookRoutes({ store, vault, policy, lookup, worker, clock }: WebhookDeps) {
  const show = showWebhooks({ store, vault, clock })

  /** Where a callback URL leads, as it is stored; `warning` when nobody can tell yet. */
  async function callback(
    given: string,
    listen: boolean,
  ): Promise<{ url: string; host: string; warning: string | null }> {
    // The relay never calls it: it is an address on the listener's own machine.
    if (listen) {
      const url = new URL(given)
      return { url: url.href, host: url.host, warning: null }
    }
    const verdict = await policy.resolveAndCheck(given, lookup)
    if (verdict.ok) return { url: verdict.url.href, host: verdict.url.host, warning: null }
    if (verdict.code === 'unresolvable') {
      const url = new URL(given)
      return { url: url.href, host: url.host, warning: verdict.reason }
    }
    throw new ProblemError('callback-url-refused', verdict.reason, {
      issues: [{ field: 'url', code: verdict.code, message: verdict.reason }],
    })
  }

  /** Refuses a condition that no submission could meet. The draft may be ahead of what visitors see, or behind. */
  async function assertAsked(condition: WebhookSettings['condition'], form: FormRow) {
    if (condition === null) return
    const newest = form.version === null ? null : await store.findVersion(form.id, form.version)
    const asked = newest ? [form.definition, newest.definition] : [form.definition]
    const issues = conditionIssues(condition, asked).map((issue) => ({ field: 'condition', ...issue }))
    const [first] = issues
    if (first) throw new ProblemError('invalid-body', first.message, { issues })
  }

  return new Hono<OwnerEnv>()
    .get(
      '/forms/:id/webhooks',
      operation({
        summary: "List a form's webhooks, oldest first",
        tag: 'webhooks',
        answers: { 200: listOf(Webhook) },
        problems: ['form-not-found'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const form = await ownForm(store, workspaceId, c.req.param('id'))
        const items = await store.listWebhooks(workspaceId, form.id)
        return c.json({ items: await show.all(items), next: null })
      },
    )
    .post(
      '/forms/:id/webhooks',
      operation({
        summary: 'Create a webhook',
        about:
          'Only `url` is needed. The secret is shown in this answer and never again. `condition` is asked of the ' +
          "answers, as a rule of the form is: it is refused when it makes no sense for the form's fields, those of " +
          'the draft or of the newest version.',
        tag: 'webhooks',
        body: WebhookInput,
        answers: { 201: NewWebhook },
        problems: ['form-not-found', 'callback-url-refused'],
      }),
      async (c) => {
        const input = parse(WebhookInput, await readJson(c.req.raw, BODY_LIMITS))
        const { workspaceId } = c.var.owner
        const form = await ownForm(store, workspaceId, c.req.param('id'))
        await assertAsked(input.condition, form)
        const { url, host, warning } = await callback(input.url, input.listen)
        const id = timedId('whk')
        const secret = input.secret === undefined ? makeSecret() : input.secret
        const { headers, ...settings } = settingsOf({ ...input, url }, form.kind)
        const row = await store.createWebhook({
          id,
          workspaceId,
          formId: form.id,
          settings,
          host,
          secrets: sealSecrets(vault, id, secret === null ? [] : [{ secret, until: null }]),
          headers: sealHeaders(vault, id, headers),
        })
        const created: NewWebhook = { ...(await show.one(row)), warning, secret }
        return c.json(created, 201, { location: `/api/webhooks/${id}` })
      },
    )
    .get(
      '/webhooks/:id',
      operation({
        summary: 'Read a webhook',
        tag: 'webhooks',
        answers: { 200: Webhook },
        problems: ['not-found'],
      }),
      async (c) =>
        c.json(await show.one(await ownWebhook(store, c.var.owner.workspaceId, c.req.param('id')))),
    )
    .patch(
      '/webhooks/:id',
      operation({
        summary: 'Change a webhook',
        about:
          'What is left out stays. `headers` and `retry.schedule` are replaced whole; a header that shows `••••` keeps its value. ' +
          'A new `secret` signs at once and alone: `rotate-secret` is gentler.',
        tag: 'webhooks',
        body: WebhookPatch,
        answers: { 200: SavedWebhook },
        problems: ['not-found', 'callback-url-refused'],
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const before = await ownWebhook(store, workspaceId, c.req.param('id'))
        const patch = parse(WebhookPatch, await readJson(c.req.raw, BODY_LIMITS))
        const form = await ownForm(store, workspaceId, before.formId)
        // One that was fine when it was set does not keep anything else from being changed.
        if (patch.condition && !isDeepStrictEqual(patch.condition, before.settings.condition))
          await assertAsked(patch.condition, form)
        const moved = patch.url !== undefined && patch.url !== before.settings.url
        const { url, host, warning } = moved
          ? await callback(patch.url ?? '', before.settings.listen)
          : { url: before.settings.url, host: before.host, warning: null }
        const { id } = before
        const now = clock.now()
        const row = await store.updateWebhook(workspaceId, id, (present) => {
          const known = { ...present.settings, headers: ownHeaders(vault, present) }
          const after = patched(known, { ...patch, ...(patch.url !== undefined && { url }) }, form.kind)
          assertFits(after, patch.secret)
          const { headers, ...settings } = after
          return {
            settings,
            ...(patch.url !== undefined && { host }),
            resume: patch.active === true,
            ...(patch.headers && { headers: sealHeaders(vault, id, headers) }),
            ...(patch.secret !== undefined && {
              secrets: sealSecrets(
                vault,
                id,
                patch.secret === null ? [] : succession(vault, present, patch.secret, { now, end: now }),
              ),
            }),
            // What was found out about another receiver, or another way to sign, says nothing of this one.
            ...((settings.url !== present.settings.url ||
              !isDeepStrictEqual(settings.signature, present.settings.signature) ||
              patch.secret === null) && { probe: null, probedAt: null }),
          }
        })
        if (!row) throw webhookNotFound(id)
        // What was parked is due again once it is active.
        if (row.settings.active) worker.wake()
        const saved: SavedWebhook = { ...(await show.one(row)), warning }
        return c.json(saved)
      },
    )
    .delete(
      '/webhooks/:id',
      operation({
        summary: 'Delete a webhook',
        about: 'Its deliveries go with it, those that are still owed too.',
        tag: 'webhooks',
        answers: { 204: { about: 'It is gone.' } },
        problems: ['not-found'],
      }),
      async (c) => {
        const id = c.req.param('id')
        if (!(await store.deleteWebhook(c.var.owner.workspaceId, id))) throw webhookNotFound(id)
        return c.body(null, 204)
      },
    )
}
