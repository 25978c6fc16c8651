import { signatureStyles, styleNames } from '@fieldpost/shared/webhook/signature.ts'
import { ownVector, publishedVectors } from '@fieldpost/shared/webhook/vectors.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { type AttemptToSign, signedHeaders } from './sign.ts'

const secret = 'a secret of an owner, long enough'
const attempt = (given: Partial<AttemptToSign> = {}): AttemptToSign => ({
  signature: { header: 'X-Signature', style: 'sha256=hex' },
  secrets: [secret],
  id: 'event-1',
  timestampSeconds: 1_700_000_000,
  body: '{"name":"Ada"}',
  attempt: 1,
  eventType: 'form.submission.created',
  contentType: 'application/json',
  headers: {},
  version: '1.2.3',
  ...given,
})
const sign = (given: Partial<AttemptToSign> = {}) => signedHeaders(attempt(given))

describe('the headers of a delivery', () => {
  test('are complete', () => {
    expect(sign({ attempt: 3, headers: { Authorization: 'Bearer x' } })).toEqual({
      Authorization: 'Bearer x',
      'Content-Type': 'application/json',
      'User-Agent': 'Fieldpost/1.2.3',
      'X-Webhook-Id': 'event-1',
      'X-Webhook-Event': 'form.submission.created',
      'X-Webhook-Attempt': '3',
      'webhook-id': 'event-1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      'X-Signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
    })
  })

  test('say nothing of a signature when there is no secret', () => {
    expect(Object.keys(sign({ secrets: [] }))).toEqual([
      'Content-Type',
      'User-Agent',
      'X-Webhook-Id',
      'X-Webhook-Event',
      'X-Webhook-Attempt',
    ])
  })

  test("are the relay's own where the owner has set the same, in whatever capitals", () => {
    const headers = {
      'content-type': 'text/plain',
      'USER-AGENT': 'x',
      'x-webhook-id': 'x',
      'Webhook-Signature': 'x',
      'x-signature': 'x',
      'X-Mine': 'x',
    }
    expect(sign({ headers })).toEqual({ 'X-Mine': 'x', ...sign() })
  })

  test('hold an owner’s header of any lawful name', () => {
    const headers = Object.fromEntries([['__proto__', 'x']])
    expect(Object.entries(sign({ headers }))).toContainEqual(['__proto__', 'x'])
  })

  test('say when, to receivers that read it beside their signature', () => {
    const time = { 'X-Rateup-Triggered-At': '2023-11-14T22:13:20.000Z' }
    expect(sign({ signature: { header: 'x-rateup-signature', style: 'base64' } })).toMatchObject(time)
    expect(sign({ signature: { header: 'X-Rateup-Signature', style: 'hex' }, secrets: [] })).toMatchObject(
      time,
    )
    expect(sign()).not.toHaveProperty('X-Rateup-Triggered-At')
  })

  test('carry one signature where the configured style is the standard one', () => {
    const headers = sign({ signature: { header: 'webhook-signature', style: 'standard' } })
    expect(Object.keys(headers).filter((name) => /signature/i.test(name))).toEqual(['webhook-signature'])
  })
})

describe('while a secret is rotated', () => {
  const secrets = ['new secret', 'old secret']

  test('the standard header has a signature of each, the newest first', () => {
    const both = sign({ secrets })['webhook-signature']?.split(' ')
    expect(both).toEqual(secrets.map((secret) => sign({ secrets: [secret] })['webhook-signature']))
  })

  test.each(['sha256=hex', 'hex', 'base64'] as const)('the style %s has that of the newest', (style) => {
    const signature = { header: 'X-Signature', style }
    expect(sign({ signature, secrets })['X-Signature']).toBe(
      sign({ signature, secrets: ['new secret'] })['X-Signature'],
    )
  })
})

test('attempts differ in their number and time, not in what they are', () => {
  const first = sign()
  const second = sign({ attempt: 2, timestampSeconds: 1_700_000_060 })
  const differing = Object.keys(first).filter((name) => first[name] !== second[name])
  expect(differing).toEqual(['X-Webhook-Attempt', 'webhook-timestamp', 'webhook-signature'])
})

describe('vectors', () => {
  test.each(publishedVectors.map((vector) => [vector.source, vector] as const))(
    'published: %s',
    (_, { style, header, secret, body, value, id = 'event-1', timestamp = 0 }) => {
      const headers = sign({
        signature: { header, style },
        secrets: [secret],
        body,
        id,
        timestampSeconds: timestamp,
      })
      expect(headers[header]).toBe(value)
    },
  )

  test.each(styleNames)('ours, in the style %s', (style) => {
    const { secret, id, timestamp, body, values } = ownVector
    const { header } = signatureStyles[style]
    const headers = sign({
      signature: { header, style },
      secrets: [secret],
      body,
      id,
      timestampSeconds: timestamp,
    })
    expect(headers[header]).toBe(values[style])
    expect(headers['webhook-signature']).toBe(values.standard)
  })
})

describe('the Standard Webhooks library', () => {
  const timestampSeconds = Math.floor(Date.now() / 1000)
  const made = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

  test.each(styleNames)('verifies every delivery, whatever else signs it: %s', (style) => {
    const signature = { header: style === 'standard' ? 'webhook-signature' : 'X-Signature', style }
    const headers = sign({ signature, secrets: [made], timestampSeconds })
    expect(new Webhook(made).verify('{"name":"Ada"}', headers)).toEqual({ name: 'Ada' })
    expect(() => new Webhook(made).verify('{"name":"Eve"}', headers)).toThrow('No matching signature')
  })

  test('verifies with a secret of the owner’s own words', () => {
    const headers = sign({ timestampSeconds })
    expect(new Webhook(secret, { format: 'raw' }).verify('{"name":"Ada"}', headers)).toEqual({ name: 'Ada' })
  })

  test('verifies with the old secret and with the new one while they are rotated', () => {
    const old = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const headers = sign({ secrets: [made, old], timestampSeconds })
    for (const known of [made, old])
      expect(new Webhook(known).verify('{"name":"Ada"}', headers)).toEqual({ name: 'Ada' })
  })
})

test.each(styleNames)('our own verify() takes what is signed in the style %s', async (style) => {
  const header = style === 'standard' ? 'webhook-signature' : 'X-Other'
  const { body, timestampSeconds } = attempt()
  const headers = sign({ signature: { header, style } })
  const now = timestampSeconds * 1000
  expect(await verify({ body, headers, secret, style, header, now })).toEqual({ valid: true })
  expect(await verify({ body, headers, secret, style: 'standard', now })).toEqual({ valid: true })
})
