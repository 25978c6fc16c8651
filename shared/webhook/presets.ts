/** Ready settings for receivers that were written for somebody else's deliveries. */
import type { WebhookSettings } from './settings.ts'

export interface Preset {
  id: string
  title: string
  /** A sentence for the owner who chooses. */
  description: string
  settings: Pick<WebhookSettings, 'method' | 'contentType' | 'format' | 'signature' | 'timeoutMs' | 'retry'>
  /** A header of this preset alone, with the time of the attempt in ISO 8601. */
  timeHeader?: string
}

const json = { method: 'POST', contentType: 'application/json' } as const

export const presets: readonly Preset[] = [
  {
    id: 'embeddable',
    title: 'Like Embeddable',
    description: 'The answers alone, signed in X-Signature as sha256= and hex. The default.',
    settings: {
      ...json,
      format: 'fields',
      signature: { header: 'X-Signature', style: 'sha256=hex' },
      timeoutMs: 10_000,
      retry: { maxAttempts: 6, schedule: [60, 300, 900, 3_600, 21_600], clientErrors: false },
    },
  },
  {
    id: 'widgetjar',
    title: 'Like WidgetJar',
    description: 'The answers alone, signed in X-WidgetJar-Signature as sha256= and hex.',
    settings: {
      ...json,
      format: 'fields',
      signature: { header: 'X-WidgetJar-Signature', style: 'sha256=hex' },
      timeoutMs: 10_000,
      retry: { maxAttempts: 6, schedule: [60, 300, 900, 3_600, 21_600], clientErrors: false },
    },
  },
  {
    id: 'workspace',
    title: 'Like workspace webhooks',
    description: 'The answers alone, signed in X-Signature as plain hex. Refusals (4xx) are tried again too.',
    settings: {
      ...json,
      format: 'fields',
      signature: { header: 'X-Signature', style: 'hex' },
      timeoutMs: 10_000,
      retry: { maxAttempts: 6, schedule: [60, 300, 900, 3_600, 21_600], clientErrors: true },
    },
  },
  {
    id: 'ask-users',
    title: 'Like Ask Users',
    description:
      'The event with its form or survey, signed in X-Webhook-Signature as plain hex. The receiver has 30 seconds.',
    settings: {
      ...json,
      format: 'event',
      signature: { header: 'X-Webhook-Signature', style: 'hex' },
      timeoutMs: 30_000,
      retry: { maxAttempts: 6, schedule: [60, 300, 900, 3_600, 21_600], clientErrors: false },
    },
  },
  {
    id: 'rateup',
    title: 'Like Rateup',
    description:
      'A list of questions and answers, signed in X-Rateup-Signature as base64. The receiver has 5 seconds, four times.',
    settings: {
      ...json,
      format: 'responses',
      signature: { header: 'X-Rateup-Signature', style: 'base64' },
      timeoutMs: 5_000,
      retry: { maxAttempts: 4, schedule: [30, 120, 600], clientErrors: true },
    },
    timeHeader: 'X-Rateup-Triggered-At',
  },
  {
    id: 'standard-webhooks',
    title: 'Standard Webhooks',
    description:
      'The event, signed in webhook-signature with its id and time. Tried again for about three days.',
    settings: {
      ...json,
      format: 'event',
      signature: { header: 'webhook-signature', style: 'standard' },
      timeoutMs: 20_000,
      // The specification's own example.
      retry: {
        maxAttempts: 10,
        schedule: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
        clientErrors: true,
      },
    },
  },
]

const timeHeaders = new Map(
  presets.flatMap(({ settings, timeHeader }) =>
    timeHeader ? [[settings.signature.header.toLowerCase(), timeHeader] as const] : [],
  ),
)

/** The header with the attempt's time that receivers of this signature header read; most read none. */
export const timeHeaderFor = (signatureHeader: string): string | undefined =>
  timeHeaders.get(signatureHeader.toLowerCase())
