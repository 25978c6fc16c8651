import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { WebhookInput, WebhookPatch, webhookDefaults } from './settings.ts'

const url = 'https://example.com/hook'
const parse = (input: object) => v.parse(WebhookInput, { url, ...input })
const messages = (schema: typeof WebhookInput | typeof WebhookPatch, input: unknown) =>
  v.safeParse(schema, input).issues?.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`) ?? []
const refused = (input: object) => messages(WebhookInput, { url, ...input })

test('a webhook needs its URL alone', () => {
  expect(v.parse(WebhookInput, { url })).toEqual({
    name: '',
    url,
    active: true,
    method: 'POST',
    contentType: 'application/json',
    format: 'fields',
    signature: { header: 'X-Signature', style: 'sha256=hex' },
    timeoutMs: 10_000,
    retry: { maxAttempts: 6, schedule: [60, 300, 900, 3600, 21600], clientErrors: false },
    headers: {},
    condition: null,
    listen: false,
  })
  expect(messages(WebhookInput, {})).toEqual(['url: A webhook needs "url"'])
})

test('every setting can be set alone, and the rest keeps its default', () => {
  const alone = {
    name: 'CRM',
    secret: null,
    active: false,
    events: ['form.submission.flagged'],
    method: 'PUT',
    contentType: 'application/x-www-form-urlencoded',
    format: 'responses',
    signature: { header: 'X-Sig', style: 'base64' },
    timeoutMs: 1_000,
    retry: { maxAttempts: 1, schedule: [1], clientErrors: true },
    headers: { Authorization: 'Bearer x' },
  }
  for (const [name, value] of Object.entries(alone))
    expect(parse({ [name]: value })).toEqual({ ...parse({}), [name]: value })
})

test('parts of retry and signature have their defaults too', () => {
  expect(parse({ retry: { maxAttempts: 2 } }).retry).toEqual({ ...webhookDefaults.retry, maxAttempts: 2 })
  expect(parse({ signature: { header: 'X-Sig' } }).signature).toEqual({
    header: 'X-Sig',
    style: 'sha256=hex',
  })
  expect(parse({ signature: { style: 'hex' } }).signature).toEqual({ header: 'X-Signature', style: 'hex' })
})

test('defaults are not shared between webhooks', () => {
  parse({}).retry.schedule.push(1)
  expect(parse({}).retry.schedule).toHaveLength(5)
})

test.each([
  ['{}', {}, []],
  ['not an object', 'x', [': A webhook is an object']],
  ['an unknown setting', { retires: 3 }, ['retires: A webhook has no setting "retires"']],
  ['an unknown part', { retry: { attempts: 3 } }, ['retry.attempts: retry has no setting "attempts"']],
])('a change that is %s', (_, input, expected) => {
  expect(messages(WebhookPatch, input)).toEqual(expected)
})

test('a change brings no defaults', () => {
  const patch = { retry: { clientErrors: true }, signature: { style: 'hex' }, secret: null }
  expect(v.parse(WebhookPatch, patch)).toEqual(patch)
})

describe('the callback URL', () => {
  test.each(['http://localhost:8080/x', ' https://example.com/a?b=c ', 'https://müller.example/ü'])(
    '%s is written like one',
    (url) => {
      expect(parse({ url }).url).toBe(url.trim())
    },
  )

  test.each(['', 'example.com', 'ftp://example.com', 'javascript:alert(1)', 'https://', '/x'])(
    '%j is not',
    (url) => {
      expect(refused({ url })).toEqual(['url: A callback URL is written like https://example.com/webhook'])
    },
  )

  test('has a longest length', () => {
    const longest = `${url}/`.padEnd(2048, 'x')
    expect(refused({ url: longest })).toEqual([])
    expect(refused({ url: `${longest}x` })).toEqual(['url: At most 2048 characters'])
  })
})

describe('the secret', () => {
  test('is any line of text', () => {
    for (const secret of ['x', ' pass phrase ', 'ß😀', 'whsec_x', 'x'.repeat(256)])
      expect(parse({ secret }).secret).toBe(secret)
  })

  test.each([
    ['', 'secret: A secret is not empty; null sends without a signature'],
    ['x'.repeat(257), 'secret: At most 256 characters'],
    ['x\n', 'secret: A secret is one line; was a line break or a tab pasted with it?'],
    ['\ud800', 'secret: A secret has no broken characters'],
    [1, 'secret: A secret is a text'],
  ])('is not %j', (secret, message) => {
    expect(refused({ secret })).toEqual([message])
  })

  test('that begins with whsec_ is base64 where Standard Webhooks decodes it', () => {
    const signature = { style: 'standard' }
    expect(refused({ signature, secret: 'whsec_AQID' })).toEqual([])
    expect(refused({ signature, secret: 'whsec_AQI' })).toEqual([
      'secret: After whsec_ comes base64, with its padding',
    ])
  })
})

describe('the signature', () => {
  test('of the style standard has the header of the standard', () => {
    const signature = { header: 'webhook-signature', style: 'standard' }
    expect(parse({ signature: { style: 'standard' } }).signature).toEqual(signature)
    expect(parse({ signature }).signature).toEqual(signature)
  })

  test.each([
    { style: 'standard', header: 'X-Signature' },
    { style: 'hex', header: 'Webhook-Signature' },
    { header: 'x-webhook-id' },
    { header: 'Host' },
    { header: 'content-length' },
  ])('is not %j', (signature) => {
    const message = expect.stringContaining(
      'signature: The style standard goes with the header webhook-signature',
    )
    expect(refused({ signature })).toEqual([message])
    expect(messages(WebhookPatch, { signature })).toEqual([message])
  })

  test.each(['', 'X Signature', 'X-Signatüre', 'X:Y', 'a\r\nb'])('has no header %j', (header) => {
    expect(refused({ signature: { header } })[0]).toMatch(/^signature.header: A header's name has letters/)
  })

  test('has one of four styles', () => {
    expect(refused({ signature: { style: 'md5' } })).toEqual([
      'signature.style: One of: sha256=hex, hex, base64, standard',
    ])
  })
})

describe("the owner's headers", () => {
  test('may authorize', () => {
    const headers = { Authorization: 'Basic YTpi', 'X-API-Key': 'ä\t1', Cookie: '' }
    expect(parse({ headers }).headers).toEqual(headers)
  })

  test.each([
    'host',
    'CONTENT-LENGTH',
    'Transfer-Encoding',
    'connection',
    'Content-Type',
    'user-agent',
    'x-webhook-attempt',
    'Webhook-Id',
  ])('are never %s', (name) => {
    expect(refused({ headers: { [name]: 'x' } })).toEqual([
      `headers.${name}: This header is set by the relay, or no request may have it set`,
    ])
  })

  test.each(['a\r\nX-Evil: 1', 'a\nb', '\0', 'Ł', '\x7f', '\x85'])('have no value %j', (value) => {
    expect(refused({ headers: { 'X-A': value } })).toEqual([
      "headers.X-A: A header's value has Latin characters only, and no line breaks",
    ])
  })

  test('may be sent back masked to a webhook that has them, but not to a new one', () => {
    const headers = { Authorization: '••••' }
    expect(v.parse(WebhookPatch, { headers })).toEqual({ headers })
    expect(refused({ headers })).toHaveLength(1)
  })

  test('are not what the signature sends', () => {
    const signature = { header: 'X-Rateup-Signature', style: 'base64' }
    const rule = 'headers: One of these headers is sent by the signature that this webhook has'
    for (const name of ['x-rateup-signature', 'x-rateup-triggered-at'])
      expect(refused({ signature, headers: { [name]: 'x' } })).toEqual([rule])
    expect(refused({ headers: { 'x-signature': 'x' } })).toEqual([rule])
    expect(refused({ headers: { 'X-Rateup-Triggered-At': 'x' } })).toEqual([])
  })

  test('have different names, and are not too many', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`X-${at}`, 'x']))
    expect(refused({ headers: { 'X-A': '1', 'x-a': '2' } })).toEqual([
      'headers: Two headers have the same name; capitals do not tell headers apart',
    ])
    expect(refused({ headers: many(20) })).toEqual([])
    expect(refused({ headers: many(21) })).toEqual(['headers: At most 20 headers'])
  })
})

test.each([
  [{ timeoutMs: 999 }, 'timeoutMs: At least 1000'],
  [{ timeoutMs: 30_001 }, 'timeoutMs: At most 30000'],
  [{ timeoutMs: 1000.5 }, 'timeoutMs: This is a whole number'],
  [{ retry: { maxAttempts: 0 } }, 'retry.maxAttempts: At least 1'],
  [{ retry: { maxAttempts: 21 } }, 'retry.maxAttempts: At most 20'],
  [{ retry: { schedule: [] } }, 'retry.schedule: At least one wait'],
  [{ retry: { schedule: Array(21).fill(1) } }, 'retry.schedule: At most 20 waits'],
  [{ retry: { schedule: [60, 0] } }, 'retry.schedule.1: At least 1'],
  [{ retry: { schedule: [86_401] } }, 'retry.schedule.0: At most 86400'],
  [{ method: 'GET' }, 'method: One of: POST, PUT, PATCH'],
  [{ format: 'xml' }, 'format: One of: fields, event, responses'],
  [{ active: 1 }, 'active: This is true or false'],
  [{ name: 'x'.repeat(101) }, 'name: At most 100 characters'],
])('%j is refused', (input, message) => {
  expect(refused(input)).toEqual([message])
  expect(messages(WebhookPatch, input)).toEqual([message])
})

test('a test cannot be subscribed to', () => {
  expect(refused({ events: ['webhook.test'] })).toEqual([
    expect.stringMatching(/^events.0: One of: form.submission/),
  ])
})
