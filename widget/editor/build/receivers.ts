/** Who gets what the form sends, and what an edit would take away from them. */
import type { Definition } from '@fieldpost/shared/form.ts'
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import {
  changeText,
  type PayloadChange,
  payloadChanges,
  reaches,
} from '@fieldpost/shared/webhook/payload/changes.ts'
import { getVersion, listWebhooks } from '../api.ts'
import { webhookName } from '../integrations/list.tsx'

export interface Receivers {
  /** At least one. */
  webhooks: readonly Pick<Webhook, 'name' | 'url' | 'format' | 'events'>[]
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
  return { webhooks: items, version, definition }
}

/** What an edit changes for any of them. */
export const changesFor = (receivers: Receivers | null, definition: Definition): PayloadChange[] =>
  receivers
    ? payloadChanges(receivers.definition, definition).filter(
        (change) => meeting(receivers, [change]).length > 0,
      )
    : []

/** The names of the webhooks whose receivers meet one of these changes. */
export const meeting = ({ webhooks }: Receivers, changes: readonly PayloadChange[]): string[] =>
  webhooks.filter((webhook) => changes.some((change) => reaches(change, webhook))).map(webhookName)

/** So many are called by their names. */
const NAMED = 2

export function receiversText(receivers: Receivers, changes: readonly PayloadChange[]): string {
  const names = meeting(receivers, changes)
  if (names.length > NAMED) return `Receivers of ${names.length} webhooks`
  return `Receivers of ${names.map((name) => `“${name}”`).join(' and ')}`
}

/** A change as a whole sentence. */
export const changeSentence = (receivers: Receivers, change: PayloadChange): string =>
  `${receiversText(receivers, [change])} ${changeText(change)} once this is published.`
