import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { type SignatureStyle, secretBytes, signatureStyles, signedPrefix, styleNames } from './signature.ts'
import { ownVector, publishedVectors } from './vectors.ts'
import { type Verification, verify } from './verify.ts'

const id = 'event-1'
const timestamp = 1_700_000_000
const now = timestamp * 1000
const secret = 'a secret of an owner, long enough'
const body = '{"name":"Ada"}'

/** Headers as a relay sends them, made with Web Crypto. */
async function signed(style: SignatureStyle, secrets: string[] = [secret], signedBody = body) {
  const macs = await Promise.all(
    secrets.map(async (each) => {
      const hmac = { name: 'HMAC', hash: 'SHA-256' }
      const key = await crypto.subtle.importKey('raw', secretBytes(style, each), hmac, false, ['sign'])
      const content = new TextEncoder().encode(signedPrefix(style, id, timestamp) + signedBody)
      return new Uint8Array(await crypto.subtle.sign('HMAC', key, content))
    }),
  )
  const { header, write } = signatureStyles[style]
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), [header]: write(macs) }
}

const verdict = async (delivery: Partial<Verification>) => {
  const result = await verify({ body, headers: {}, secret, now, ...delivery })
  return result.valid ? 'valid' : result.reason
}

describe('vectors', () => {
  test.each(publishedVectors.map((vector) => [vector.source, vector] as const))(
    'published: %s',
    async (_, { style, header, secret, body, value, id = '', timestamp = 0 }) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), [header]: value }
      const given = { secret, style, header, headers, now: timestamp * 1_000 }
      expect(await verdict({ ...given, body })).toBe('valid')
      expect(await verdict({ ...given, body: 'Hello, World?' })).toBe('mismatch')
    },
  )

  test.each(styleNames)('ours, in the style %s', async (style) => {
    const { secret, id, timestamp, body, values } = ownVector
    const { header } = signatureStyles[style]
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), [header]: values[style] }
    expect(await verdict({ secret, style, headers, body, now: timestamp * 1_000 })).toBe('valid')
  })

  test('what the Standard Webhooks library signs', async () => {
    const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
    }
    expect(await verdict({ secret, style: 'standard', headers })).toBe('valid')
  })
})

describe.each(styleNames)('the style %s', (style) => {
  test('a delivery verifies, its body as text or as bytes', async () => {
    const headers = await signed(style)
    expect(await verdict({ style, headers })).toBe('valid')
    expect(await verdict({ style, headers, body: new TextEncoder().encode(body) })).toBe('valid')
  })

  test('a receiver that only has the parsed body verifies what it writes again', async () => {
    const sent = JSON.stringify({ '10': 1, '9': 2, name: '\ud800', ü: [1e21, true, null] })
    const headers = await signed(style, [secret], sent)
    expect(await verdict({ style, headers, body: JSON.stringify(JSON.parse(sent)) })).toBe('valid')
  })

  test('another body or another secret does not verify', async () => {
    const headers = await signed(style)
    expect(await verdict({ style, headers, body: `${body}\n` })).toBe('mismatch')
    expect(await verdict({ style, headers, secret: `${secret}\n` })).toBe('mismatch')
  })

  test('while a secret is rotated, either of the two verifies', async () => {
    const headers = await signed(style, ['new secret', 'old secret'])
    expect(await verdict({ style, headers, secret: ['old secret', 'new secret'] })).toBe('valid')
    expect(await verdict({ style, headers, secret: 'new secret' })).toBe('valid')
    // Only a list of signatures still serves a receiver that knows nothing of the new secret.
    expect(await verdict({ style, headers, secret: 'old secret' })).toBe(
      style === 'standard' ? 'valid' : 'mismatch',
    )
  })

  test('a missing or malformed signature is told apart from a wrong one', async () => {
    const headers = await signed(style)
    const { header } = signatureStyles[style]
    expect(await verdict({ style, headers: { ...headers, [header]: undefined } })).toBe('missing-signature')
    expect(await verdict({ style, headers: { ...headers, [header]: 'sha1=00' } })).toBe('malformed-signature')
    const zero = signatureStyles[style].write([new Uint8Array(32)])
    expect(await verdict({ style, headers: { ...headers, [header]: zero } })).toBe('mismatch')
  })
})

describe('headers', () => {
  test.each([
    ['a Headers object', (headers: Record<string, string>) => new Headers(headers)],
    [
      'names in capitals',
      (headers: Record<string, string>) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    [
      'lists of values',
      (headers: Record<string, string>) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [` ${value} `]])),
    ],
  ])('are read from %s', async (_, as) => {
    expect(await verdict({ style: 'standard', headers: as(await signed('standard')) })).toBe('valid')
  })

  test('the header may have any name', async () => {
    const headers = await signed('base64')
    const renamed = { 'X-Other': headers['X-Signature'] }
    expect(await verdict({ style: 'base64', header: 'x-other', headers: renamed })).toBe('valid')
    expect(await verdict({ style: 'base64', headers: renamed })).toBe('missing-signature')
  })
})

describe('the time of a standard signature', () => {
  test.each([
    [-300, 'valid'],
    [-301, 'timestamp-too-new'],
    [300, 'valid'],
    [301, 'timestamp-too-old'],
  ])('%i s from now is %s', async (age, expected) => {
    const headers = await signed('standard')
    expect(await verdict({ style: 'standard', headers, now: now + age * 1000 })).toBe(expected)
  })

  test('has a tolerance that the receiver may choose', async () => {
    const headers = await signed('standard')
    expect(await verdict({ style: 'standard', headers, now: now + 11_000, toleranceSeconds: 10 })).toBe(
      'timestamp-too-old',
    )
  })

  test.each([
    ['webhook-id', undefined, 'missing-id'],
    ['webhook-timestamp', undefined, 'missing-timestamp'],
    ['webhook-timestamp', '1e9', 'malformed-timestamp'],
    ['webhook-timestamp', String(timestamp + 1), 'mismatch'],
    ['webhook-id', 'event-2', 'mismatch'],
  ])('with %s %s is %s', async (name, value, expected) => {
    const headers = { ...(await signed('standard')), [name]: value }
    expect(await verdict({ style: 'standard', headers })).toBe(expected)
  })

  test('is no matter to styles that do not sign it', async () => {
    expect(await verdict({ style: 'hex', headers: await signed('hex'), now: 0 })).toBe('valid')
  })
})

test.each(styleNames)('a second secret that is not set is none, in the style %s', async (style) => {
  const headers = await signed(style)
  expect(await verdict({ style, headers, secret: [secret, undefined] })).toBe('valid')
  expect(await verdict({ style, headers, secret: [undefined, 'another'] })).toBe('mismatch')
})

test.each([[undefined], [[]], [[undefined]], [''], [['good', '']]])(
  'to verify without a secret is a mistake: %j',
  async (secret) => {
    await expect(verify({ body, headers: {}, secret })).rejects.toThrow("needs the webhook's secret")
  },
)
