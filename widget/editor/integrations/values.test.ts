import type { Webhook } from '@fieldpost/shared/resources.ts'
import { presets } from '@fieldpost/shared/webhook/presets.ts'
import { describe, expect, test } from 'vitest'
import { bodyOf, newValues, placeOf, presetOf, valuesOf, withPreset } from './values.ts'

const good = { ...newValues('form'), url: 'https://example.com/hook' }

describe('a new webhook', () => {
  test('needs only its URL, and has a secret made for it', () => {
    const result = bodyOf(good, 'new')
    expect(result).toMatchObject({ ok: true, body: { url: 'https://example.com/hook' } })
    expect(result.ok && 'secret' in result.body).toBe(false)
  })

  test('of a survey gets the event of surveys', () => {
    expect(newValues('survey').events).toEqual(['survey.response.created'])
  })

  test('sends unsigned when asked to', () => {
    expect(bodyOf({ ...good, secretFrom: 'none' }, 'new')).toMatchObject({ body: { secret: null } })
  })

  test('takes the secret that was given', () => {
    expect(bodyOf({ ...good, secretFrom: 'given', secret: 's3cret' }, 'new')).toMatchObject({
      body: { secret: 's3cret' },
    })
  })
})

describe('what is wrong is told at its input', () => {
  test.each([
    [{ url: 'example.com' }, 'url'],
    [{ timeoutSeconds: '' }, 'timeoutMs'],
    [{ timeoutSeconds: '31' }, 'timeoutMs'],
    [{ maxAttempts: 'many' }, 'retry.maxAttempts'],
    [{ schedule: '60, soon' }, 'retry.schedule'],
    [{ schedule: '' }, 'retry.schedule'],
    [{ signatureHeader: 'X Signature' }, 'signature.header'],
    [{ headers: [{ name: 'Host', value: 'x' }] }, 'headers'],
    [
      {
        headers: [
          { name: 'X-Key', value: '1' },
          { name: 'X-Key', value: '2' },
        ],
      },
      'headers',
    ],
    [{ secretFrom: 'given' as const, secret: '' }, 'secret'],
    [{ events: [] }, 'events'],
  ])('%j at %s', (change, place) => {
    const result = bodyOf({ ...good, ...change }, 'new')
    expect(result.ok ? [] : Object.keys(result.issues)).toEqual([place])
  })

  test('in words for who types, and not for who calls the API', () => {
    const result = bodyOf({ ...good, secretFrom: 'given', secret: '', schedule: '60, soon' }, 'new')
    expect(result).toMatchObject({
      issues: { secret: 'Enter the secret.', 'retry.schedule': 'Write numbers, separated by commas.' },
    })
  })

  test('also when the relay tells it', () => {
    expect(placeOf('headers.X-Key')).toBe('headers')
    expect(placeOf('retry.schedule.3')).toBe('retry.schedule')
    expect(placeOf('url')).toBe('url')
  })
})

describe('presets', () => {
  test.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s is recognised once it is set',
    (id, preset) => {
      const values = withPreset(good, preset)
      expect(presetOf(values)?.id).toBe(id)
      expect(bodyOf(values, 'new')).toMatchObject({ ok: true, body: preset.settings })
    },
  )

  test('another value makes it none of them', () => {
    expect(presetOf({ ...good, timeoutSeconds: '11' })).toBeUndefined()
  })

  test('the defaults are the first', () => {
    expect(presetOf(good)).toBe(presets[0])
  })
})

test('a webhook comes back from its inputs as it was', () => {
  const settings = {
    name: 'CRM',
    url: 'https://example.com/hook',
    active: false,
    events: ['form.submission.created', 'form.submission.erased'],
    method: 'PUT',
    contentType: 'application/x-www-form-urlencoded',
    format: 'event',
    signature: { header: 'X-Sig', style: 'base64' },
    timeoutMs: 2_500,
    retry: { maxAttempts: 3, schedule: [5, 10], clientErrors: true },
    headers: { Authorization: '••••' },
    condition: { any: [{ field: 'topic', is: 'equal', to: 'sales' }] },
  } satisfies Partial<Webhook>
  const webhook: Webhook = {
    ...settings,
    id: 'w1',
    formId: 'f1',
    listen: false,
    signed: true,
    secretHint: 'abcd',
    overlapUntil: null,
    paused: null,
    pausedAt: null,
    listening: false,
    probe: null,
    health: {
      lastSuccessAt: null,
      failingSince: null,
      sample: 0,
      successRate: null,
      latencyMs: null,
      backlog: 0,
      backlogIsMore: false,
      oldestWaitingAt: null,
    },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
  expect(bodyOf(valuesOf(webhook), 'patch')).toEqual({ ok: true, body: settings })
})
