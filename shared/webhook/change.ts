/** From what an owner sends to the settings that a webhook has. */
import type { FormKind } from '../form.ts'
import { createdEvent, type EventType } from './event.ts'
import { headerMask } from './headers.ts'
import type { WebhookInput, WebhookPatch, WebhookSettings } from './settings.ts'
import { type Signature, signatureStyles } from './signature.ts'

/** The settings of a new webhook of a form of this kind. Its secret is handled apart, because it is kept apart. */
export function settingsOf(input: WebhookInput, kind: FormKind): WebhookSettings {
  const { secret: _, events, ...settings } = input
  return { ...settings, events: subscription(events, kind) }
}

/**
 * The settings after a change. `signature` and `retry` are merged, so that one value of them can be set alone;
 * `events`, `headers` and the retry schedule are replaced, but a masked header keeps its value. The style
 * `standard` brings its header along.
 */
export function patched(settings: WebhookSettings, patch: WebhookPatch, kind: FormKind): WebhookSettings {
  const { secret: _, events, signature, retry, headers, ...plain } = patch
  return {
    ...settings,
    ...plain,
    events: events ? subscription(events, kind) : settings.events,
    signature: signature ? patchedSignature(settings.signature, signature) : settings.signature,
    retry: { ...settings.retry, ...retry },
    headers: headers ? unmasked(headers, settings.headers) : settings.headers,
  }
}

/** A webhook that names no event gets the one that its form makes of an accepted submission. */
const subscription = (named: readonly EventType[] | undefined, kind: FormKind): EventType[] =>
  named?.length ? [...new Set(named)] : [createdEvent(kind)]

function patchedSignature(current: Signature, patch: Partial<Signature>): Signature {
  const style = patch.style ?? current.style
  if (style === 'standard') return { header: signatureStyles.standard.header, style }
  const kept = current.style === 'standard' ? signatureStyles[style].header : current.header
  return { header: patch.header ?? kept, style }
}

/** A mask without a value behind it stands for nothing. */
function unmasked(headers: Record<string, string>, current: Record<string, string>): Record<string, string> {
  const known = new Map(Object.entries(current).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const meant = value === headerMask ? known.get(name.toLowerCase()) : value
      return meant === undefined ? [] : [[name, meant] as const]
    }),
  )
}
