import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { patched, settingsOf } from './change.ts'
import { WebhookInput, WebhookPatch } from './settings.ts'

const made = (input: object = {}) =>
  settingsOf(v.parse(WebhookInput, { url: 'https://example.com/hook', ...input }), 'form')
const changed = (settings: ReturnType<typeof made>, patch: object) =>
  patched(settings, v.parse(WebhookPatch, patch), 'form')

describe('a webhook that names no event', () => {
  const created = { form: ['form.submission.created'], survey: ['survey.response.created'] }

  test.each(['form', 'survey'] as const)('of a %s gets what is created', (kind) => {
    for (const named of [{}, { events: [] }]) {
      const input = v.parse(WebhookInput, { url: 'https://example.com/hook', ...named })
      expect(settingsOf(input, kind).events).toEqual(created[kind])
    }
    expect(patched(made({ events: ['form.submission.flagged'] }), { events: [] }, kind).events).toEqual(
      created[kind],
    )
  })
})

test('named events are kept, each once', () => {
  const events = ['form.submission.erased', 'form.submission.created', 'form.submission.erased']
  expect(made({ events }).events).toEqual(['form.submission.erased', 'form.submission.created'])
})

test('the secret is not among the settings', () => {
  expect(made({ secret: 'x' })).not.toHaveProperty('secret')
  expect(changed(made(), { secret: 'x' })).toEqual(made())
})

test('what a change does not name stays', () => {
  const settings = made({ name: 'CRM', headers: { A: '1' }, events: ['form.submission.flagged'] })
  expect(changed(settings, {})).toEqual(settings)
  expect(changed(settings, { active: false })).toEqual({ ...settings, active: false })
})

test('retry is merged, its schedule and the headers are replaced', () => {
  const settings = made({ headers: { A: '1' } })
  expect(changed(settings, { retry: { schedule: [5] }, headers: { B: '2' } })).toEqual({
    ...settings,
    retry: { ...settings.retry, schedule: [5] },
    headers: { B: '2' },
  })
})

test('a masked header keeps its value, and a mask without one is dropped', () => {
  const settings = made({ headers: { Authorization: 'Bearer x', 'X-Old': '1' } })
  expect(
    changed(settings, { headers: { authorization: '••••', 'X-New': '2', 'X-None': '••••' } }).headers,
  ).toEqual({ authorization: 'Bearer x', 'X-New': '2' })
})

test.each([
  [
    'the style alone',
    { header: 'X-Sig', style: 'hex' },
    { style: 'base64' },
    { header: 'X-Sig', style: 'base64' },
  ],
  ['the header alone', { header: 'X-Sig', style: 'hex' }, { header: 'X-B' }, { header: 'X-B', style: 'hex' }],
  [
    'to standard',
    { header: 'X-Sig' },
    { style: 'standard' },
    { header: 'webhook-signature', style: 'standard' },
  ],
  ['from standard', { style: 'standard' }, { style: 'hex' }, { header: 'X-Signature', style: 'hex' }],
  [
    'the header under standard, which has its own',
    { style: 'standard' },
    { header: 'X-B' },
    { header: 'webhook-signature', style: 'standard' },
  ],
])('the signature changes by %s', (_, before, patch, after) => {
  expect(changed(made({ signature: before }), { signature: patch }).signature).toEqual(after)
})
