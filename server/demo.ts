/**
 * The demo: a form that is published, with a webhook to the built-in inbox, so that a newcomer sees the whole way
 * within a minute of the first start. It lives in the first workspace, which becomes the first owner's.
 */

import { randomBytes } from 'node:crypto'
import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Demo } from '@fieldpost/shared/resources.ts'
import { settingsOf } from '@fieldpost/shared/webhook/change.ts'
import { WebhookInput } from '@fieldpost/shared/webhook/settings.ts'
import { secretFrom } from '@fieldpost/shared/webhook/signature.ts'
import * as v from 'valibot'
import { formId, secretToken, timedId } from './id.ts'
import { inboxUrl, isInboxOf } from './inbox/address.ts'
import { sealSecrets, type Vault } from './secrets.ts'
import type { Store } from './store/store.ts'

/** The setting that remembers what was made, from before it is made: a start that was cut short finishes it. */
const SETTING = 'demo'
const WORKSPACE_NAME = 'My workspace'
const SECRET_BYTES = 32

const Made = v.object({ formId: v.string(), webhookId: v.string(), complete: v.boolean() })

/** Whether to have the demo: as DEMO says, else on a relay that began empty and was given no owner. */
export async function isDemoWanted(
  config: { demo: boolean | null; admin: object | null },
  store: Pick<Store, 'isEmpty' | 'getSetting'>,
): Promise<boolean> {
  if (config.demo !== null) return config.demo
  if (config.admin !== null) return false
  return (await store.isEmpty()) || (await store.getSetting(SETTING)) !== null
}

interface Deps {
  store: Store
  vault: Vault
  /** `firstWorkspace` gives the workspace that the first owner will have, or has. */
  auth: { firstWorkspace(name: string): Promise<string> }
  publicUrl: string
}

/**
 * The demo, made when it is not there; null when an owner has deleted its form. Safe to call at
 * every start.
 */
export async function prepareDemo({ store, vault, auth, publicUrl }: Deps): Promise<Demo | null> {
  const workspaceId = await auth.firstWorkspace(WORKSPACE_NAME)
  const known = await store.getSetting(SETTING)
  const made =
    known === null
      ? { formId: formId(), webhookId: timedId('whk'), complete: false }
      : v.parse(Made, JSON.parse(known))
  if (known === null) await store.putSetting(SETTING, JSON.stringify(made))

  const form = await store.findForm(workspaceId, made.formId)
  if (!form && made.complete) return null
  if (!form) {
    const definition = v.parse(Definition, demoDefinition)
    await store.createForm({ id: made.formId, workspaceId, title: 'Contact us', kind: 'form', definition })
  }
  if (!form?.version) await store.publishForm(workspaceId, made.formId, form?.revision ?? 1)

  const inboxToken = await store.ensureInbox(workspaceId, secretToken)
  const url = inboxUrl(publicUrl, inboxToken)
  const webhook = await store.findWebhook(workspaceId, made.webhookId)
  if (webhook && webhook.settings.url !== url && isInboxOf(webhook.settings.url, inboxToken)) {
    // The relay is reached by another address than last time.
    const settings = { ...webhook.settings, url }
    await store.updateWebhook(workspaceId, webhook.id, () => ({ settings, host: new URL(url).host }))
  }
  if (!webhook && !made.complete) await createWebhook(workspaceId, url)
  if (!made.complete) await store.putSetting(SETTING, JSON.stringify({ ...made, complete: true }))
  return { formId: made.formId, inboxToken }

  async function createWebhook(workspaceId: string, url: string) {
    const input = v.parse(WebhookInput, { name: 'Built-in inbox', url } satisfies v.InferInput<
      typeof WebhookInput
    >)
    const { headers: _, ...settings } = settingsOf(input, 'form')
    const secret = secretFrom(randomBytes(SECRET_BYTES))
    await store.createWebhook({
      id: made.webhookId,
      workspaceId,
      formId: made.formId,
      settings,
      host: new URL(url).host,
      secrets: sealSecrets(vault, made.webhookId, [{ secret, until: null }]),
      headers: null,
    })
  }
}

const demoDefinition: DefinitionInput = {
  pages: [
    {
      id: 'p1',
      fields: [
        { id: 'name', name: 'name', kind: 'text', label: 'Your name', required: true, autocomplete: 'name' },
        {
          id: 'email',
          name: 'email',
          kind: 'email',
          label: 'Email',
          help: 'Only to answer you.',
          required: true,
        },
        {
          id: 'topic',
          name: 'topic',
          kind: 'single-choice',
          label: 'What is it about?',
          required: true,
          options: [
            { value: 'question', label: 'A question' },
            { value: 'order', label: 'An order' },
            { value: 'feedback', label: 'Feedback' },
          ],
        },
        {
          id: 'order-number',
          name: 'order_number',
          kind: 'text',
          label: 'Order number',
          help: 'On your receipt, like *A-1024*.',
        },
        { id: 'message', name: 'message', kind: 'long-text', label: 'Your message', required: true },
        { id: 'rating', name: 'rating', kind: 'rating', label: 'How do you like our shop?' },
        {
          id: 'consent',
          name: 'consent',
          kind: 'consent',
          label: 'You may store my answers to reply to me.',
          required: true,
        },
      ],
    },
  ],
  rules: [
    {
      if: { all: [{ field: 'topic', is: 'equal', to: 'order' }] },
      then: { show: 'order-number' },
    },
  ],
  thanks: { title: 'Thank you', text: 'Your message is on its way. We usually answer within a day.' },
  settings: { submitLabel: 'Send message' },
}
