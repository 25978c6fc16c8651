/** A webhook's settings as the inputs have them, and the way there and back. */
import type { FormKind } from '@fieldpost/shared/form.ts'
import { schemaIssues } from '@fieldpost/shared/problem.ts'
import type { Webhook } from '@fieldpost/shared/resources.ts'
import type { Condition } from '@fieldpost/shared/rule.ts'
import type { BodyFormat, ContentType } from '@fieldpost/shared/webhook/body.ts'
import { createdEvent, eventTypes } from '@fieldpost/shared/webhook/event.ts'
import { type Preset, presets } from '@fieldpost/shared/webhook/presets.ts'
import {
  WebhookInput,
  WebhookPatch,
  webhookDefaults,
  type webhookMethods,
} from '@fieldpost/shared/webhook/settings.ts'
import type { SignatureStyle } from '@fieldpost/shared/webhook/signature.ts'
import * as v from 'valibot'

/** An event that webhooks subscribe to; tests come unasked. */
export type Subscribable = (typeof eventTypes)[number]

export interface Values {
  name: string
  url: string
  /** Whether it is for listeners alone, for good: its URL may be any. */
  listen: boolean
  active: boolean
  /** `made`: the relay makes one. `given`: typed below. `none`: unsigned. `kept`: as it is, when editing. */
  secretFrom: 'made' | 'given' | 'none' | 'kept'
  secret: string
  events: Subscribable[]
  method: (typeof webhookMethods)[number]
  contentType: ContentType
  format: BodyFormat
  signatureHeader: string
  signatureStyle: SignatureStyle
  timeoutSeconds: string
  maxAttempts: string
  /** Waits between attempts: seconds, separated by commas. */
  schedule: string
  clientErrors: boolean
  headers: { name: string; value: string }[]
  /** What must hold of the answers; null for every submission. */
  condition: Condition | null
}

export const newValues = (kind: FormKind): Values => ({
  ...fromSettings(webhookDefaults),
  name: '',
  url: '',
  listen: false,
  active: true,
  secretFrom: 'made',
  secret: '',
  events: [createdEvent(kind)],
  headers: [],
  condition: null,
})

export const valuesOf = (webhook: Webhook): Values => ({
  ...fromSettings(webhook),
  name: webhook.name,
  url: webhook.url,
  listen: webhook.listen,
  active: webhook.active,
  secretFrom: webhook.signed ? 'kept' : 'none',
  secret: '',
  events: eventTypes.filter((event) => webhook.events.includes(event)),
  headers: Object.entries(webhook.headers).map(([name, value]) => ({ name, value })),
  condition: webhook.condition,
})

/** What a preset sets. */
type Sending = Pick<
  Values,
  | 'method'
  | 'contentType'
  | 'format'
  | 'signatureHeader'
  | 'signatureStyle'
  | 'timeoutSeconds'
  | 'maxAttempts'
  | 'schedule'
  | 'clientErrors'
>

interface SendingSettings {
  method: Values['method']
  contentType: ContentType
  format: BodyFormat
  signature: { readonly header: string; readonly style: SignatureStyle }
  timeoutMs: number
  retry: {
    readonly maxAttempts: number
    readonly schedule: readonly number[]
    readonly clientErrors: boolean
  }
}

const fromSettings = (settings: SendingSettings): Sending => ({
  method: settings.method,
  contentType: settings.contentType,
  format: settings.format,
  signatureHeader: settings.signature.header,
  signatureStyle: settings.signature.style,
  timeoutSeconds: String(settings.timeoutMs / 1_000),
  maxAttempts: String(settings.retry.maxAttempts),
  schedule: settings.retry.schedule.join(', '),
  clientErrors: settings.retry.clientErrors,
})

export const withPreset = (values: Values, preset: Preset): Values => ({
  ...values,
  ...fromSettings(preset.settings),
})

/** The preset that these values are, if they are one. */
export const presetOf = (values: Values): Preset | undefined =>
  presets.find(({ settings }) =>
    Object.entries(fromSettings(settings)).every(([key, value]) => values[key as keyof Sending] === value),
  )

/** What the relay is sent, checked by the same schema as there; or what is wrong, by the path of the value. */
export function bodyOf(
  values: Values,
  changes: 'new' | 'patch',
): { ok: true; body: v.InferInput<typeof WebhookInput> } | { ok: false; issues: Record<string, string> } {
  const issues: Record<string, string> = {}
  const headers: Record<string, string> = {}
  for (const { name, value } of values.headers) {
    if (!name.trim() && !value) continue
    if (Object.hasOwn(headers, name.trim())) issues.headers = 'Two headers have the same name.'
    headers[name.trim()] = value
  }
  const body = {
    name: values.name,
    url: values.url.trim(),
    active: values.active,
    ...(values.secretFrom === 'given' && { secret: values.secret }),
    ...(values.secretFrom === 'none' && { secret: null }),
    events: values.events,
    method: values.method,
    contentType: values.contentType,
    format: values.format,
    signature: { header: values.signatureHeader.trim(), style: values.signatureStyle },
    timeoutMs: Math.round(numberOf(values.timeoutSeconds) * 1_000),
    retry: {
      maxAttempts: numberOf(values.maxAttempts),
      schedule: values.schedule
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(numberOf),
      clientErrors: values.clientErrors,
    },
    headers,
    condition: values.condition,
  }
  const checked = v.safeParse(changes === 'new' ? WebhookInput : WebhookPatch, body)
  if (!checked.success) {
    for (const { field, message } of schemaIssues(checked.issues)) issues[placeOf(field)] ??= message
  }
  if (values.secretFrom === 'given' && !values.secret) issues.secret = 'Enter the secret.'
  if (body.retry.schedule.some(Number.isNaN)) issues['retry.schedule'] = 'Write numbers, separated by commas.'
  if (values.events.length === 0) issues.events = 'Choose at least one event, or switch the webhook off.'
  return Object.keys(issues).length > 0 ? { ok: false, issues } : { ok: true, body }
}

/** The input that a path of the relay's belongs to: lists have one input for all of them. */
export const placeOf = (path: string): string =>
  path
    .replace(/^(headers|events|condition|retry\.schedule)\..*/, '$1')
    .replace(/^signature$/, 'signature.header')

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
