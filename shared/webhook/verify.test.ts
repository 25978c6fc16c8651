import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { type SignatureStyle, secretBytes, signatureStyles, signedPrefix, styleNames } from './signature.ts'
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
  ])('RFC 4231: %j', async (secret, body, mac) => {
    expect(await verdict({ secret, body, style: 'hex', headers: { 'x-signature': mac } })).toBe('valid')
  })

  test("GitHub's example", async () => {
    const headers = {
      'X-Hub-Signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    }
    const example = { secret: "It's a Secret to Everybody", header: 'X-Hub-Signature-256', headers }
    expect(await verdict({ ...example, body: 'Hello, World!' })).toBe('valid')
    expect(await verdict({ ...example, body: 'Hello, World?' })).toBe('mismatch')
  })

  const standard = {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const judged = ({ id, at, signature, ...given }: typeof standard, now = at) =>
    verdict({
      ...given,
      style: 'standard',
      headers: { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature },
      now: now * 1_000,
    })

  // Those of its libraries in JavaScript, Python, Go and others, and that in Rust.
  test.each([
    standard,
    {
      secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
      id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
      at: 1_649_367_553,
      body: '{"email":"test@example.com","username":"test_user"}',
      signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
    },
  ])('Standard Webhooks: $secret', async (vector) => {
    expect(await judged(vector)).toBe('valid')
    expect(await judged({ ...vector, body: vector.body.replace(':', ': ') })).toBe('mismatch')
    expect(await judged({ ...vector, id: 'msg_other' })).toBe('mismatch')
    expect(await judged(vector, vector.at + 301)).toBe('timestamp-too-old')
    expect(await judged(vector, vector.at - 301)).toBe('timestamp-too-new')
  })

  // The signatures that the same libraries' tests refuse, and the list that they take.
  test.each([
    ['v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=', 'mismatch'],
    ['v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=', 'mismatch'],
    ['v1,dawfeoifkpqwoekfpqoekf', 'malformed-signature'],
    ['v1,g0hM9', 'malformed-signature'],
    ['v1,', 'malformed-signature'],
    ['v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', 'malformed-signature'],
    [
      'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= ' +
        'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=',
      'valid',
    ],
  ])('Standard Webhooks: %s is %s', async (signature, expected) => {
    expect(await judged({ ...standard, signature })).toBe(expected)
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

test.each([[[]], [''], [['good', '']]])('to verify without a secret is a mistake: %j', async (secret) => {
  await expect(verify({ body, headers: {}, secret })).rejects.toThrow("needs the webhook's secret")
})
