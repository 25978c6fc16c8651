import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContentType } from './body.ts'
import { type FindingCode, findingCodes, findingOf } from './doctor/codes.ts'
import { diagnose, type Patient, type Received, type Sent } from './doctor.ts'
import {
  type SignatureStyle,
  secretBytes,
  secretFrom,
  signatureStyles,
  signedPrefix,
  styleNames,
} from './signature.ts'

const id = 'evt_1'
const timestamp = 1_700_000_000

const signature = (style: SignatureStyle) => ({ header: signatureStyles[style].header, style })

const encoder = new TextEncoder()
const bytesOf = (text: string | Uint8Array) =>
  new Uint8Array(typeof text === 'string' ? encoder.encode(text) : text)

async function mac(secret: Uint8Array | string, text: string | Uint8Array, hash = 'SHA-256') {
  // Web Crypto takes no empty key; HMAC fills a key up with zeros.
  const raw = secret.length > 0 ? bytesOf(secret) : new Uint8Array(1)
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(text)))
}
const sha256 = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
const inHex = (bytes: Uint8Array) => signatureStyles.hex.write([bytes])
const inBase64 = (bytes: Uint8Array) => signatureStyles.base64.write([bytes])

/** What the relay sends. */
async function sentHeaders(
  style: SignatureStyle,
  secret: string,
  body: string,
): Promise<Record<string, string>> {
  const sign = async (each: SignatureStyle) =>
    signatureStyles[each].write([
      await mac(secretBytes(each, secret), signedPrefix(each, id, timestamp) + body),
    ])
  return {
    'X-Webhook-Id': id,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': await sign('standard'),
    [signatureStyles[style].header]: await sign(style),
  }
}
const lines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

interface Case {
  style?: SignatureStyle
  secret?: string
  secrets?: Patient['secrets']
  /** What was signed and sent. */
  sent?: string
  /** What the receiver has of it. */
  body?: string | null
  headers?: string
  computed?: string
  receivedAt?: number
  contentType?: ContentType
  known?: Sent | null
  names?: string[]
}

const usual = {
  secret: 'a secret of an owner, long enough',
  sent: '{"name":"Ada","email":"ada@example.com"}',
}

async function codesOf(given: Case): Promise<FindingCode[]> {
  const { findings } = await diagnosis(given)
  return findings.map(({ code }) => code)
}

async function diagnosis({ style = 'sha256=hex', secret = usual.secret, sent = usual.sent, ...given }: Case) {
  const received: Received = {
    body: given.body === undefined ? sent : given.body,
    headers: given.headers ?? lines(await sentHeaders(style, secret, sent)),
    computed: given.computed,
    receivedAt: given.receivedAt,
  }
  const patient: Patient = {
    signature: signature(style),
    contentType: given.contentType ?? 'application/json',
    secrets: given.secrets ?? [{ secret, state: 'present' }],
    names: given.names ?? [],
  }
  return diagnose(received, patient, given.known ?? null)
}

const styles = fc.constantFrom(...styleNames)
const secrets = fc.oneof(
  fc.string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(...'abcdefghijkXYZ0123456789-+/é') }),
  fc.uint8Array({ minLength: 24, maxLength: 40 }).map(secretFrom),
)
const texts = fc.string({ unit: fc.constantFrom(...'abcXYZ 0189/"\\ü€😀<&'), maxLength: 12 })
const names = fc.string({ unit: fc.constantFrom(...'abcdefgz_'), minLength: 1, maxLength: 5 })
const values = fc.oneof(texts, fc.integer(), fc.boolean(), fc.array(texts, { maxLength: 3 }))
const bodies = fc
  .dictionary(names, values, { minKeys: 2, maxKeys: 4 })
  .map((answers) => JSON.stringify({ ...answers, ü: 'é/ö', n: 42 }))

const runs = { numRuns: 8 }

test('what the relay sends is valid, in every style', async () => {
  await fc.assert(
    fc.asyncProperty(styles, secrets, bodies, async (style, secret, sent) => {
      expect(await diagnosis({ style, secret, sent })).toEqual({
        verdict: 'valid',
        findings: [],
        difference: null,
      })
    }),
    runs,
  )
})

const sortKeys = (body: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).sort(([a], [b]) => (a < b ? -1 : 1))))
const python = (body: string) => outside(body, (text) => text.replace(/[,:]/g, '$& '))
const ascii = (body: string) =>
  body.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const outside = (body: string, change: (text: string) => string) =>
  body
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, at) => (at % 2 === 0 ? change(piece) : piece))
    .join('')
const slashes = (body: string) => body.replaceAll('/', '\\/')
const latin1Read = (body: string) =>
  Array.from(encoder.encode(body), (byte) => String.fromCharCode(byte)).join('')

/** What frameworks, proxies and people do to a body. */
const bodyDefects: [code: FindingCode[], what: string, change: (body: string) => string][] = [
  [['spaces-added'], 'Python’s json.dumps without ASCII', python],
  [['spaces-added', 'unicode-escaped'], 'Python’s json.dumps', (body) => ascii(python(body))],
  [['unicode-escaped'], 'letters beyond ASCII escaped', ascii],
  [['unicode-escaped', 'slashes-escaped'], 'PHP’s json_encode', (body) => ascii(slashes(body))],
  [['slashes-escaped'], 'slashes escaped', slashes],
  [['pretty-printed'], 'pretty-printed', (body) => JSON.stringify(JSON.parse(body), null, 2)],
  [['pretty-printed'], 'pretty-printed by PHP', (body) => JSON.stringify(JSON.parse(body), null, 4)],
  [['sorted-keys'], 'keys sorted', sortKeys],
  [
    ['numbers-rewritten'],
    'numbers as floats',
    (body) => outside(body, (text) => text.replace(/-?\d+/g, '$&.0')),
  ],
  [['trailing-newline'], 'a line break at the end', (body) => `${body}\n`],
  [['trailing-newline'], 'a Windows line break at the end', (body) => `${body}\r\n`],
  [['whitespace-changed'], 'a space after it', (body) => `${body} `],
  [['bom'], 'a byte order mark', (body) => `\ufeff${body}`],
  [['latin-1'], 'read as Latin-1', latin1Read],
  [['body-quoted'], 'written as a JSON string', (body) => JSON.stringify(body)],
]

describe.each(bodyDefects)('%j: the body with %s', (codes, _, change) => {
  const input = fc
    .record({ style: styles, secret: secrets, sent: bodies })
    .filter(
      ({ sent }) =>
        change(sent) !== sent && !(codes[0] === 'sorted-keys' && Object.keys(JSON.parse(sent)).length > 5),
    )

  test('is named from the signature alone', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ style, secret, sent }) => {
        const found = await diagnosis({ style, secret, sent, body: change(sent) })
        expect(found.findings.map(({ code }) => code).sort()).toEqual(codes.toSorted())
        expect(found.verdict).toBe('invalid')
        expect(found.difference).not.toBeNull()
      }),
      runs,
    )
  })

  test('is named from the delivery on record, with the secret gone', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ style, secret, sent }) => {
        const known = { body: sent, attempts: [{ headers: await sentHeaders(style, secret, sent) }] }
        const given = { style, secret, sent, body: change(sent), known }
        const found = await codesOf({ ...given, secrets: [{ secret: 'another', state: 'present' }] })
        expect(found.sort()).toEqual(codes.toSorted())
      }),
      runs,
    )
  })

  test('is named when the receiver signs it so', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ style, secret, sent }) => {
        const { [signatureStyles[style].header]: computed = '' } = await sentHeaders(
          style,
          secret,
          change(sent),
        )
        expect((await codesOf({ style, secret, sent, computed })).sort()).toEqual(codes.toSorted())
      }),
      runs,
    )
  })
})

describe('a body', () => {
  const text = 'first\nsecond\nthird'
  test.each<[FindingCode, Case]>([
    ['crlf', { sent: text, body: text.replaceAll('\n', '\r\n') }],
    ['crlf', { sent: text.replaceAll('\n', '\r\n'), body: text }],
    ['trailing-newline', { sent: `${text}\n`, body: text }],
    ['empty-body', { body: '' }],
    ['body-object', { body: '[object Object]' }],
    ['bytes-printed', { sent: '{"a":"it\'s ü\\n"}', body: `b'{"a":"it\\'s \\xc3\\xbc\\\\n"}'` }],
    ['reordered-keys', { sent: '{"b":1,"a":2,"c":3}', body: '{"c":3,"b":1,"a":2}' }],
    [
      'urlencoded-parsed',
      {
        contentType: 'application/x-www-form-urlencoded',
        sent: 'name=Ada+L&tags=a&tags=b&at%5Bcity%5D=X',
        body: '{"name":"Ada L","tags":["a","b"],"at":{"city":"X"}}',
      },
    ],
    [
      'urlencoded-rewritten',
      { contentType: 'application/x-www-form-urlencoded', sent: 'name=Ada+L', body: 'name=Ada%20L' },
    ],
    ['html-escaped', { sent: '{"a":"<b>"}', body: '{"a":"\\u003cb\\u003e"}' }],
    ['no-match', { body: '{"name":"Eve"}' }],
  ])('%s', async (code, given) => {
    expect(await codesOf(given)).toEqual([code])
  })

  test('with many keys is put into the order of the form', async () => {
    const sent = '{"name":"A","email":"b","topic":"c","city":"d","age":1,"note":"e","agree":true}'
    const names = Object.keys(JSON.parse(sent))
    expect(await codesOf({ sent, body: sortKeys(sent), names })).toEqual(['sorted-keys'])
  })

  test('is told apart from the one that was sent, with the place', async () => {
    const known = {
      body: usual.sent,
      attempts: [{ headers: await sentHeaders('sha256=hex', usual.secret, usual.sent) }],
    }
    const found = await diagnosis({ body: usual.sent.replace('Ada', 'Adä'), known })
    expect(found.findings.map(({ code }) => code)).toEqual(['other-body'])
    expect(found.difference).toEqual({
      offset: 11,
      sent: '{"name":"Ada","email":"ada@example.com"…',
      came: '{"name":"Adä","email":"ada@example.com"…',
    })
  })

  test('that lost its end is', async () => {
    const known = {
      body: usual.sent,
      attempts: [{ headers: await sentHeaders('sha256=hex', usual.secret, usual.sent) }],
    }
    expect(await codesOf({ body: usual.sent.slice(0, 20), known })).toEqual(['body-truncated'])
  })
})

/** What a receiver's own code makes wrong of the key. */
const keyDefects: [code: FindingCode, what: string, key: (secret: string) => string | Uint8Array][] = [
  ['secret-whitespace', 'a line break after it', (secret) => `${secret}\n`],
  ['secret-whitespace', 'a space after it', (secret) => `${secret} `],
  ['secret-quoted', 'quotes', (secret) => `"${secret}"`],
  ['secret-quoted', 'single quotes', (secret) => `'${secret}'`],
  ['secret-missing', 'nothing in it', () => ''],
  ['secret-missing', 'undefined in it', () => 'undefined'],
]

describe.each(keyDefects)('%s: a secret with %s', (code, _, key) => {
  test('is named', async () => {
    await fc.assert(
      fc.asyncProperty(styles, secrets, bodies, async (style, secret, sent) => {
        const bytes = signedPrefix(style, id, timestamp) + sent
        const computed = signatureStyles[style].write([await mac(key(secret), bytes)])
        expect(await codesOf({ style, secret, sent, computed })).toEqual([code])
      }),
      runs,
    )
  })
})

describe('a secret', () => {
  const made = secretFrom(Uint8Array.from({ length: 32 }, (_, at) => at * 7))
  const decoded = secretBytes('standard', made)
  const bytes = (style: SignatureStyle) => signedPrefix(style, id, timestamp) + usual.sent
  const computed = async (style: SignatureStyle, key: string | Uint8Array) =>
    signatureStyles[style].write([await mac(key, bytes(style))])

  const inner = made.slice('whsec_'.length)
  test.each<[FindingCode, SignatureStyle, string | Uint8Array]>([
    ['secret-decoded', 'sha256=hex', decoded],
    ['secret-not-decoded', 'standard', made],
    ['secret-prefix-dropped', 'hex', inner],
    ['secret-prefix-dropped', 'standard', inner],
  ])('%s in the style %s', async (code, style, key) => {
    expect(await codesOf({ secret: made, style, computed: await computed(style, key) })).toEqual([code])
  })

  test('of hex that was decoded', async () => {
    const secret = '00112233445566778899aabbccddeeff'
    const key = signatureStyles.hex.read(secret.repeat(2))[0]?.slice(0, 16) ?? ''
    const given = { secret, style: 'hex', computed: await computed('hex', key) } as const
    expect(await codesOf(given)).toEqual(['secret-decoded'])
  })

  test('that was replaced, in every style', async () => {
    await fc.assert(
      fc.asyncProperty(styles, secrets, secrets, bodies, async (style, old, present, sent) => {
        fc.pre(old !== present)
        const secrets = [
          { secret: present, state: 'present' },
          { secret: old, state: 'former' },
        ] as const
        expect(await codesOf({ style, secret: old, sent, secrets })).toEqual(['old-secret'])
      }),
      runs,
    )
  })

  test('that still signs for a while is good, and said', async () => {
    const secrets = [
      { secret: 'a new secret', state: 'present' },
      { secret: usual.secret, state: 'overlap' },
    ] as const
    const { verdict, findings } = await diagnosis({ secrets })
    expect([verdict, ...findings.map(({ code }) => code)]).toEqual(['valid', 'overlap-secret'])
  })

  test('that was replaced, over a body that was written again', async () => {
    const secrets = [
      { secret: 'a new secret', state: 'present' },
      { secret: usual.secret, state: 'former' },
    ] as const
    expect(await codesOf({ secrets, body: python(usual.sent) })).toEqual(['spaces-added', 'old-secret'])
  })
})

/** What a receiver's own code makes wrong of all the rest. */
const { sent } = usual
const hex = inHex(await mac(usual.secret, sent))
const inStandard = async (text: string) => `v1,${inBase64(await mac(usual.secret, text))}`
const wrong: [code: FindingCode, style: SignatureStyle, computed: string][] = [
  ['hex-for-base64', 'base64', hex],
  ['base64-for-hex', 'hex', inBase64(await mac(usual.secret, sent))],
  ['upper-case-hex', 'hex', hex.toUpperCase()],
  ['upper-case-hex', 'sha256=hex', `sha256=${hex.toUpperCase()}`],
  ['prefix-missing', 'sha256=hex', hex],
  ['prefix-doubled', 'sha256=hex', `sha256=sha256=${hex}`],
  ['prefix-wrong', 'hex', `sha256=${hex}`],
  ['prefix-missing', 'standard', (await inStandard(`${id}.${timestamp}.${sent}`)).slice(3)],
  ['base64-of-hex', 'base64', inBase64(encoder.encode(hex))],
  ['signature-truncated', 'hex', hex.slice(0, 32)],
  ['signature-truncated', 'sha256=hex', `sha256=${hex.slice(0, 57)}`],
  ['signature-quoted', 'hex', `"${hex}"`],
  ['sha-1', 'hex', inHex(await mac(usual.secret, sent, 'SHA-1'))],
  ['sha-512', 'base64', inBase64(await mac(usual.secret, sent, 'SHA-512'))],
  ['no-hmac', 'hex', inHex(await sha256(usual.secret + sent))],
  ['no-hmac', 'hex', inHex(await sha256(sent))],
  ['key-and-body-swapped', 'hex', inHex(await mac(sent, usual.secret))],
  ['hashed-first', 'hex', inHex(await mac(usual.secret, await sha256(sent)))],
  ['hashed-first', 'hex', inHex(await mac(usual.secret, inHex(await sha256(sent))))],
  ['metadata-unsigned', 'standard', await inStandard(sent)],
  ['metadata-unsigned', 'standard', await inStandard(`${timestamp}.${sent}`)],
  ['metadata-unsigned', 'standard', await inStandard(`${id}.${sent}`)],
  ['metadata-order', 'standard', await inStandard(`${timestamp}.${id}.${sent}`)],
  ['metadata-signed', 'hex', inHex(await mac(usual.secret, `${timestamp}.${sent}`))],
  ['empty-body', 'hex', inHex(await mac(usual.secret, ''))],
  ['body-object', 'hex', inHex(await mac(usual.secret, '[object Object]'))],
  ['comparison', 'hex', hex],
  ['malformed-signature', 'sha256=hex', 'valid: true'],
  ['no-match', 'sha256=hex', 'ab'.repeat(32)],
  ['other-style', 'sha256=hex', await inStandard(`${id}.${timestamp}.${sent}`)],
  ['other-style', 'standard', hex],
]

describe('a signature that the receiver computed', () => {
  test.each(wrong)('%s in the style %s: %s', async (code, style, computed) => {
    expect(await codesOf({ style, computed })).toEqual([code])
  })

  test('over the body in Latin-1', async () => {
    const sent = '{"a":"é"}'
    const bytes = Uint8Array.from(sent, (char) => char.charCodeAt(0))
    const given = { style: 'hex', sent, computed: inHex(await mac(usual.secret, bytes)) } as const
    expect(await codesOf(given)).toEqual(['latin-1'])
  })
})

const all = await sentHeaders('sha256=hex', usual.secret, usual.sent)
const standard = await sentHeaders('standard', usual.secret, usual.sent)

describe('headers', () => {
  const without = (name: string, from: Record<string, string> = all) =>
    Object.fromEntries(Object.entries(from).filter(([each]) => each !== name))

  test.each([
    ['lines', lines(all)],
    ['JSON', JSON.stringify(all)],
    [
      'JSON in lower case',
      JSON.stringify(all)
        .toLowerCase()
        .replace(/sha256=\w+/, all['X-Signature'] ?? ''),
    ],
    ['a request in JSON', JSON.stringify({ method: 'POST', headers: all })],
    ['pairs', JSON.stringify(Object.entries(all))],
    ['Node’s list', JSON.stringify(Object.entries(all).flat())],
    ['Python’s dict', JSON.stringify(all).replaceAll('"', "'")],
    ['curl -v', `> POST /hook HTTP/1.1\n${lines(all).replace(/^/gm, '> ')}`],
    [
      'PHP’s $_SERVER',
      Object.entries(all)
        .map(([name, value]) => `    [HTTP_${name.toUpperCase().replaceAll('-', '_')}] => ${value}`)
        .join('\n'),
    ],
    ['the signature alone', all['X-Signature'] ?? ''],
  ])('are read from %s', async (_, headers) => {
    expect(await codesOf({ headers })).toEqual([])
  })

  test.each<[FindingCode, Case]>([
    ['header-missing', { headers: lines(without('X-Signature')) }],
    [
      'header-renamed',
      { headers: lines({ ...without('X-Signature'), 'X-Original-Sig': all['X-Signature'] ?? '' }) },
    ],
    ['id-missing', { style: 'standard', headers: lines(without('webhook-id', standard)) }],
    [
      'timestamp-malformed',
      { style: 'standard', headers: lines({ ...standard, 'webhook-timestamp': '2023-11-14' }) },
    ],
    ['other-style', { headers: lines({ ...all, 'X-Signature': all['webhook-signature'] ?? '' }) }],
    ['signature-quoted', { headers: JSON.stringify({ ...all, 'X-Signature': `"${all['X-Signature']}"` }) }],
    ['unreadable-headers', { headers: '{"never closed' }],
    ['signature-needed', { headers: '' }],
    ['malformed-signature', { headers: lines({ ...all, 'X-Signature': 'sha256=' }) }],
    ['body-needed', { body: null }],
    ['unsigned', { secrets: [] }],
    ['timestamp-too-old', { style: 'standard', receivedAt: (timestamp + 301) * 1_000 }],
    ['timestamp-too-new', { style: 'standard', receivedAt: (timestamp - 301) * 1_000 }],
    [
      'timestamp-too-old',
      {
        style: 'standard',
        headers: lines({ ...standard, Date: new Date((timestamp + 900) * 1_000).toUTCString() }),
      },
    ],
  ])('%s', async (code, given) => {
    expect(await codesOf(given)).toContain(code)
  })

  test('are those of the attempt that had the signature, when that alone is pasted', async () => {
    const later = {
      ...standard,
      'webhook-timestamp': String(timestamp + 60),
      'webhook-signature': 'v1,later',
    }
    const known = { body: usual.sent, attempts: [{ headers: standard }, { headers: later }] }
    const headers = standard['webhook-signature'] ?? ''
    expect(await codesOf({ style: 'standard', known, headers })).toEqual([])
  })

  test('of another delivery are known by its signature', async () => {
    const known = { body: usual.sent, attempts: [{ headers: all }] }
    const headers = lines({ ...all, 'X-Signature': `sha256=${'ab'.repeat(32)}` })
    expect(await codesOf({ known, headers })).toEqual(['signature-never-sent'])
  })
})

test('every finding says what happened and what to do, with nothing left to fill in', () => {
  for (const code of findingCodes) {
    const { happened, mend } = findingOf(code, signature('sha256=hex'), 'x')
    for (const text of [happened, mend]) {
      expect(text).toMatch(/^[A-Z“].*[.!]$/s)
      expect(text).not.toMatch(/[{}]/)
    }
  }
})

test('nothing that can be pasted breaks it, or passes for valid', async () => {
  const anything = fc.string({ unit: 'binary' })
  await fc.assert(
    fc.asyncProperty(anything, anything, anything, async (body, headers, computed) => {
      expect((await diagnosis({ body, headers, computed })).verdict).not.toBe('valid')
    }),
    runs,
  )
})

test('a large body is told of like a small one', async () => {
  const sent = JSON.stringify({ text: 'ü/'.repeat(10_000) })
  expect(await codesOf({ sent, body: ascii(python(sent)) })).toEqual(['spaces-added', 'unicode-escaped'])
})

test.each([
  ['line breaks', '\n'],
  ['stars', '*'],
  ['quotes', '"'],
  ['backslashes', '\\'],
  ['brackets', '['],
  ['spaces', ' '],
  ['equals signs', '='],
])('long runs of %s take no long time', async (_, mark) => {
  const run = mark.repeat(100_000)
  for (const text of [run, `${run}x`, `x${run}x`]) {
    const headers = `${text.slice(-60_000)}\nX-Signature: sha256=${'ab'.repeat(32)}`
    const { verdict } = await diagnosis({ body: text, headers, known: { body: `${run}y`, attempts: [] } })
    expect(verdict).not.toBe('valid')
  }
})

test('looking for what is not there ends, however large the body', async () => {
  const sent = JSON.stringify({ text: 'ü/'.repeat(50_000) })
  expect(await codesOf({ sent, body: `${sent.slice(0, -3)}x"}` })).toEqual(['no-match'])
})

test('a signature under another name is found among the digests of a proxy, by its name, and not among all', async () => {
  const secret = 'a secret of theirs'
  const body = '{"name":"Ada"}'
  const digests = await Promise.all(Array.from({ length: 150 }, (_, i) => sha256(String(i))))
  const noise = digests.map((bytes, i) => `x-digest-${i}: ${inHex(bytes)}`)
  const value = `sha256=${inHex(await mac(secret, body))}`
  const ask = async (headers: string[]) => {
    const { findings } = await diagnose(
      { body, headers: headers.join('\n') },
      {
        signature: signature('sha256=hex'),
        contentType: 'application/json',
        secrets: [{ secret, state: 'present' }],
      },
    )
    return findings.map(({ code }) => code)
  }
  expect(await ask([...noise, `x-proxy-signature: ${value}`])).toEqual(['header-renamed'])
  expect(await ask([`x-other: ${value}`, ...noise])).toEqual(['header-renamed'])
  // Each that is looked at takes as long as a whole search.
  expect(await ask([...noise, `x-other: ${value}`])).toEqual(['header-missing'])
})
