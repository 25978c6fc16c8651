import * as v from 'valibot'
import { expect, test } from 'vitest'
import { presets, timeHeaderFor } from './presets.ts'
import { WebhookInput, webhookDefaults } from './settings.ts'

test.each(presets)('$title is a webhook that an owner could post', ({ settings }) => {
  expect(v.parse(WebhookInput, { url: 'https://example.com/hook', ...settings })).toMatchObject(settings)
})

test.each(presets)('$title has a wait before each further attempt', ({ settings: { retry } }) => {
  expect(retry.schedule).toHaveLength(retry.maxAttempts - 1)
  expect(retry.schedule).toEqual(retry.schedule.toSorted((a, b) => a - b))
})

test('presets are told apart by their ids, and the first is the default', () => {
  expect(new Set(presets.map((preset) => preset.id)).size).toBe(presets.length)
  expect(webhookDefaults).toMatchObject(presets[0]?.settings ?? {})
})

test('a time goes with the signature header whose receivers read one', () => {
  expect(timeHeaderFor('x-rateup-signature')).toBe('X-Rateup-Triggered-At')
  expect(timeHeaderFor('X-Signature')).toBeUndefined()
})
