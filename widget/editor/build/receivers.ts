/** Who gets what the form sends, and what an edit would take away from them. */
import type { Definition } from '@fieldpost/shared/form.ts'
import type { Form } from '@fieldpost/shared/resources.ts'
import { changeText, type PayloadChange, payloadChanges } from '@fieldpost/shared/webhook/payload/changes.ts'
import { getVersion, listWebhooks } from '../api.ts'
import { webhookName } from '../integrations/list.tsx'

export interface Receivers {
  /** The webhooks' names; at least one. */
  webhooks: readonly string[]
  version: number
  /** What the newest version asks, by which they know the answers. */
  definition: Definition
}

/** Null while nobody gets anything: there is no webhook, or no version. */
export async function loadReceivers(
  { id, version }: Pick<Form, 'id' | 'version'>,
  signal?: AbortSignal,
): Promise<Receivers | null> {
  if (version === null) return null
  const { items } = await listWebhooks(id, signal)
  if (items.length === 0) return null
  const { definition } = await getVersion(id, version, signal)
  return { webhooks: items.map(webhookName), version, definition }
}

export const changesFor = (receivers: Receivers | null, definition: Definition): PayloadChange[] =>
  receivers ? payloadChanges(receivers.definition, definition) : []

/** So many are called by their names. */
const NAMED = 2

export function receiversText({ webhooks }: Receivers): string {
  if (webhooks.length > NAMED) return `Receivers of ${webhooks.length} webhooks`
  return `Receivers of ${webhooks.map((name) => `“${name}”`).join(' and ')}`
}

/** A change as a whole sentence. */
export const changeSentence = (receivers: Receivers, change: PayloadChange): string =>
  `${receiversText(receivers)} ${changeText(change)} once this is published.`
