import { styleNames } from '@fieldpost/shared/webhook/signature.ts'
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

describe('published vectors', () => {
  // RFC 4231, cases 1, 2 and 4: those whose key is text, as our secrets are.
  const ascending = String.fromCharCode(...Array.from({ length: 25 }, (_, at) => at + 1))
  test.each([
    ['\x0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      'Jefe',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      ascending,
      new Uint8Array(50).fill(0xcd),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
  ])('RFC 4231: %j', (secret, body, mac) => {
    const base64 = Buffer.from(mac, 'hex').toString('base64')
    const expected = { 'sha256=hex': `sha256=${mac}`, hex: mac, base64 }
    for (const style of ['sha256=hex', 'hex', 'base64'] as const) {
      const headers = sign({ signature: { header: 'X-Signature', style }, secrets: [secret], body })
      expect(headers['X-Signature']).toBe(expected[style])
    }
  })

  test("GitHub's example", () => {
    const signature = { header: 'X-Hub-Signature-256', style: 'sha256=hex' } as const
    const headers = sign({ signature, secrets: ["It's a Secret to Everybody"], body: 'Hello, World!' })
    expect(headers['X-Hub-Signature-256']).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    )
  })

  // Those of its libraries in JavaScript, Python, Go and others, and that in Rust.
  test.each([
    [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ],
    [
      'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
      'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
      1_649_367_553,
      '{"email":"test@example.com","username":"test_user"}',
      'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
    ],
  ])('Standard Webhooks: %s', (secret, id, timestampSeconds, body, signature) => {
    const headers = sign({ secrets: [secret], id, timestampSeconds, body })
    expect(headers['webhook-signature']).toBe(signature)
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
