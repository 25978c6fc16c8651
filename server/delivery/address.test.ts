import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressPolicy, type Lookup } from './address.ts'

const strict = addressPolicy({ allow: '' })
const somewhere = new URL('https://hook.example/')

/** range, first, last, the address before and the one after where those are public */
const IPV4_RANGES: [string, string, string, string | null, string | null][] = [
  ['0/8', '0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['10/8', '10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64/10', '100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127/8', '127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['168.63.129.16', '168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
  ['169.254/16', '169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16/12', '172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0/24', '192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2/24', '192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196/24', '192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193/24', '192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99/24', '192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168/16', '192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48/24', '192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18/15', '198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100/24', '198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113/24', '203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224/4', '224.0.0.0', '239.255.255.255', '223.255.255.255', null],
  ['240/4', '240.0.0.0', '255.255.255.255', null, null],
]

const IPV6_RANGES: [string, string, string, string | null, string | null][] = [
  ['below 2000::/3', '::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '2000::'],
  ['above 2000::/3', '4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:1000::', null],
  ['2001::/23', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::ffff', '2001:200::'],
  [
    '2001:db8::/32',
    '2001:db8::',
    '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db9::',
  ],
  [
    '2002::/16',
    '2002::',
    '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2003::',
  ],
  [
    '2620:4f:8000::/48',
    '2620:4f:8000::',
    '2620:4f:8000:ffff:ffff:ffff:ffff:ffff',
    '2620:4f:7fff:ffff:ffff:ffff:ffff:ffff',
    '2620:4f:8001::',
  ],
  [
    '3fff::/20',
    '3fff::',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff',
    '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '3fff:1000::',
  ],
]

describe('an address', () => {
  test.each([...IPV4_RANGES, ...IPV6_RANGES])('in %s is refused, its neighbours are not', (...row) => {
    const [, first, last, before, after] = row
    for (const blocked of [first, last]) {
      expect(strict.checkAddress(blocked, somewhere), blocked).toMatchObject({ ok: false })
    }
    for (const free of [before, after]) {
      if (free) expect(strict.checkAddress(free, somewhere), free).toEqual({ ok: true })
    }
  })

  test.each([
    '8.8.8.8',
    '168.63.129.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:4860:4860:0:0:0:0:8888',
    '2606:4700::6810:84e5',
  ])('%s is public', (ip) => {
    expect(strict.checkAddress(ip, somewhere)).toEqual({ ok: true })
  })

  test.each([
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['::ffff:8.8.8.8', 'wraps an IPv4'],
    ['::ffff:7f00:1', 'wraps an IPv4'],
    ['::8.8.8.8', 'wraps an IPv4'],
    ['64:ff9b::8.8.8.8', 'wraps an IPv4'],
    ['64:ff9b:1::1', 'reserved'],
    ['fd12:3456::1', 'private'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['100::1', 'reserved'],
    ['5f00::1', 'reserved'],
    ['169.254.169.254', 'link-local'],
    ['168.63.129.16', 'cloud'],
  ])('%s is refused as %s', (ip, what) => {
    const verdict = strict.checkAddress(ip, somewhere)
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining(what) })
  })

  test.each([
    '',
    'garbage',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '8.8.8.8 ',
    '8.8.8.8:443',
    '8.8.8',
    '08.8.8.8',
    '256.1.1.1',
    '[2606:4700::1111]',
    '2606:4700::1111%eth0',
    'fe80::1%eth0',
    '2606:4700::1111/64',
  ])('spelled %j is refused, because it is not a plain address', (text) => {
    expect(strict.checkAddress(text, somewhere)).toMatchObject({ ok: false })
  })

  test('is public exactly when no range holds it', () => {
    const ranges = IPV4_RANGES.map(([, first, last]) => [ipv4Number(first), ipv4Number(last)] as const)
    const nearEdges = fc
      .constantFrom(...ranges.flat())
      .chain((edge) => fc.integer({ min: -2, max: 2 }).map((by) => (edge + by) >>> 0))
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 0xffffffff }), nearEdges), (value) => {
        const blocked = ranges.some(([first, last]) => value >= first && value <= last)
        expect(strict.checkAddress(ipv4Text(value), somewhere).ok).toBe(!blocked)
      }),
    )
  })

  test('outside 2000::/3 is never public', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const first = Number.parseInt(ip.startsWith('::') ? '0' : (ip.split(':')[0] ?? ''), 16)
        fc.pre(first < 0x2000 || first > 0x3fff)
        expect(strict.checkAddress(ip, somewhere).ok).toBe(false)
      }),
    )
  })

  test('is never read from a string that is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4Extended()), (text) => {
        fc.pre(isIP(text) === 0)
        expect(strict.checkAddress(text, somewhere).ok).toBe(false)
      }),
    )
  })
})

describe('a callback URL', () => {
  test.each([
    ['https://hook.example', 'https://hook.example/'],
    ['https://hook.example/a/b?c=d', 'https://hook.example/a/b?c=d'],
    ['HTTPS://Hook.Example:443/', 'https://hook.example/'],
    ['https://hook.example:1024/', 'https://hook.example:1024/'],
    ['https://hook.example:65535/', 'https://hook.example:65535/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://a_b.hook.example/', 'https://a_b.hook.example/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]:8443/', 'https://[2606:4700:4700::1111]:8443/'],
    [' https://hook\t.example/ ', 'https://hook.example/'],
  ])('%s is accepted as %s', (text, href) => {
    const verdict = strict.checkUrl(text)
    expect(verdict).toMatchObject({ ok: true, own: false })
    expect(verdict.ok && verdict.url.href).toBe(href)
  })

  test.each([
    ['', 'url'],
    ['hook.example', 'url'],
    ['/hook', 'url'],
    ['https://', 'url'],
    ['https://256.1.1.1/', 'url'],
    ['https://hook.0x7f/', 'url'],
    ['https://[fe80::1%25eth0]/', 'url'],
    ['https://[fe80::1%eth0]/', 'url'],
    ['https://hook.example:99999/', 'url'],
    ['http://hook.example/', 'scheme'],
    ['http://8.8.8.8/', 'scheme'],
    ['ftp://hook.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user@hook.example/', 'user-info'],
    ['https://:password@hook.example/', 'user-info'],
    ['https://hook.example@127.0.0.1/', 'user-info'],
    ['https://hook.example/#part', 'fragment'],
    ['https://hook.example/#', 'fragment'],
    ['https://hook.example./', 'host'],
    ['https://localhost./', 'host'],
    ['https://./', 'host'],
    ['https://a..example/', 'host'],
    ['https://.hook.example/', 'host'],
    ['https://*.hook.example/', 'host'],
    ["https://hook'.example/", 'host'],
    [`https://${'a'.repeat(64)}.example/`, 'host'],
    [`https://${'a.'.repeat(126)}example/`, 'host'],
    ['https://hook.example:0/', 'port'],
    ['https://hook.example:22/', 'port'],
    ['https://hook.example:80/', 'port'],
    ['https://hook.example:444/', 'port'],
    ['https://hook.example:1023/', 'port'],
  ])('%s is refused for its %s', (text, code) => {
    expect(strict.checkUrl(text)).toEqual({ ok: false, code, reason: expect.stringMatching(/\w.*[.:]$/) })
  })

  test.each([
    'https://localhost/',
    'https://LOCALHOST/',
    'https://loc\u00adalhost/',
    'https://ⓛocalhost/',
    'https://relay.localhost/',
    'https://127.0.0.1/',
    'https://127.0.0.1./',
    'https://127.0.0.1:8080/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://127.1/',
    'https://127.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://１２７.0.0.1/',
    'https://%31%32%37.0.0.1/',
    'https://0/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https:\\\\127.0.0.1\\',
    'https:127.0.0.1',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data/',
  ])('%s is refused for its address', (text) => {
    expect(strict.checkUrl(text)).toMatchObject({ ok: false, code: 'address' })
  })

  test('is judged alike in every spelling of an IPv4 address', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (value) => {
        const { ok } = strict.checkAddress(ipv4Text(value), somewhere)
        const [a, b, c, d] = ipv4Text(value).split('.').map(Number) as [number, number, number, number]
        const spellings = [
          `${value}`,
          `0x${value.toString(16)}`,
          `0${value.toString(8)}`,
          `${a}.${(b << 16) | (c << 8) | d}`,
          `0x${a.toString(16)}.0${b.toString(8)}.${(c << 8) | d}`,
          `${a}。${b}．${c}｡${d}.`,
        ]
        for (const host of spellings) expect(strict.checkUrl(`https://${host}/`).ok, host).toBe(ok)
      }),
    )
  })

  test('never throws, whatever the string', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^https:[/\\]{0,3}[0-9a-fx.:@#%[\]。①-⑨٠-٩]{0,24}$/),
          fc.webUrl({ withFragments: true }),
        ),
        (text) => {
          const verdict = strict.checkUrl(text)
          expect(verdict.ok || verdict.reason.length > 0).toBe(true)
        },
      ),
    )
  })
})

describe('WEBHOOK_ALLOW', () => {
  const policy = addressPolicy({
    allow: ' crm.internal, LOCALHOST:3000 ,10.1.0.0/16,,fd12::/16,[::1]:3000, 192.168.1.5:22, ::2,8.8.0.0/16',
  })

  test.each([
    'https://crm.internal/',
    'http://crm.internal/',
    'http://crm.internal:8080/',
    'http://localhost:3000/hook',
    'https://localhost:3000/hook',
    'http://[::1]:3000/',
    'http://[::2]/',
    'http://192.168.1.5:22/',
    'http://10.1.255.255/',
    'https://10.1.0.0:8443/',
    'http://[fd12::9]:8080/',
    'http://8.8.8.8/',
  ])('opens %s', (text) => {
    expect(policy.checkUrl(text)).toMatchObject({ ok: true })
  })

  test.each([
    ['http://crm.internal:22/', 'port'],
    ['https://crm.internal:80/', 'port'],
    ['http://other.crm.internal:22/', 'port'],
    ['http://localhost:3001/', 'address'],
    ['http://localhost/', 'address'],
    ['http://[::1]:3001/', 'scheme'],
    ['http://[::3]/', 'scheme'],
    ['https://192.168.1.5/', 'address'],
    ['http://192.168.1.5:23/', 'scheme'],
    ['http://10.1.0.1:22/', 'port'],
    ['https://10.0.255.255/', 'address'],
    ['https://10.2.0.0/', 'address'],
    ['http://[::ffff:10.1.0.1]/', 'scheme'],
    ['https://[::ffff:10.1.0.1]/', 'address'],
    ['https://user@crm.internal/', 'user-info'],
    ['https://crm.internal/#', 'fragment'],
    ['https://crm.internal./', 'host'],
  ])('keeps %s closed for its %s', (text, code) => {
    expect(policy.checkUrl(text)).toMatchObject({ ok: false, code })
  })

  test('lets an allowed host resolve to anything, and no other host', () => {
    expect(policy.checkAddress('127.0.0.1', new URL('http://crm.internal/'))).toEqual({ ok: true })
    expect(policy.checkAddress('127.0.0.1', new URL('https://hook.example/'))).toMatchObject({ ok: false })
    expect(policy.checkAddress('127.0.0.1', new URL('https://xcrm.internal/'))).toMatchObject({ ok: false })
    expect(policy.checkAddress('127.0.0.1', new URL('https://localhost:3001/'))).toMatchObject({ ok: false })
    expect(policy.checkAddress('garbage', new URL('http://crm.internal/'))).toMatchObject({ ok: false })
  })

  test('opens http to names only as far as they resolve into an allowed range', () => {
    const url = new URL('http://hook.example/')
    expect(policy.checkUrl(url.href)).toMatchObject({ ok: true })
    expect(policy.checkAddress('10.1.2.3', url)).toEqual({ ok: true })
    expect(policy.checkAddress('9.9.9.9', url)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('https'),
    })
    expect(policy.checkAddress('10.2.0.1', url)).toMatchObject({ ok: false })
  })

  test('knows which hosts it may open, whatever they resolve to', () => {
    const exact = addressPolicy({ allow: 'crm.internal,LOCALHOST:3000' })
    const named = ['crm.internal', 'localhost', 'hook.example', 'a.crm.internal'].map(exact.isNamed)
    expect(named).toEqual([true, true, false, false])
    expect(policy.isNamed('hook.example')).toBe(true)
    expect(strict.isNamed('localhost')).toBe(false)
  })

  test('opens localhost when a range holds a loopback address', () => {
    const ranged = addressPolicy({ allow: '127.0.0.0/8' })
    const verdict = ranged.checkUrl('http://localhost:3000/')
    expect(verdict).toMatchObject({ ok: true })
    expect(ranged.checkAddress('127.0.0.1', somewhere)).toEqual({ ok: true })
    expect(ranged.checkAddress('::1', somewhere)).toMatchObject({ ok: false })
  })

  test('never opens an IPv4 address through an IPv6 range', () => {
    const all = addressPolicy({ allow: '::/0' })
    expect(all.checkAddress('::1', somewhere)).toEqual({ ok: true })
    expect(all.checkAddress('127.0.0.1', somewhere)).toMatchObject({ ok: false })
    expect(all.checkAddress('::ffff:127.0.0.1', somewhere)).toMatchObject({ ok: false })
  })

  test.each([
    'http://crm.internal',
    'crm.internal/',
    '*.internal',
    'crm.internal:',
    'crm.internal:0',
    'crm.internal:65536',
    'crm internal',
    'crm.internal.',
    'user@crm.internal',
    '10.0.0.0/33',
    '10.0.0.5/8',
    '10.0.0/8',
    'fd00::/129',
    'fd00::1/8',
    '::ffff:10.0.0.0/104',
    '::ffff:a00:1/128',
    'crm.internal/8',
    'fe80::1%eth0',
    'fe80::%eth0/10',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '256.0.0.1',
  ])('with the entry %j is refused at boot, naming the entry', (entry) => {
    expect(() => addressPolicy({ allow: `crm.internal,${entry}` })).toThrow(`WEBHOOK_ALLOW: "${entry}" `)
  })
})

describe("the relay's own inbox", () => {
  const policy = addressPolicy({
    allow: '',
    ownInbox: (url) => url.origin === 'http://localhost:4400' && url.pathname === '/inbox/t0ken',
  })

  test('is open by its exact path', () => {
    expect(policy.checkUrl('http://localhost:4400/inbox/t0ken')).toMatchObject({ ok: true, own: true })
    expect(policy.checkAddress('::1', new URL('http://localhost:4400/inbox/t0ken'))).toEqual({ ok: true })
  })

  test.each([
    'http://localhost:4400/inbox/other',
    'http://localhost:4400/inbox/t0ken/../../api/forms',
    'http://localhost:4400/',
    'http://localhost:4401/inbox/t0ken',
    'http://user@localhost:4400/inbox/t0ken',
    'http://127.0.0.1:4400/inbox/t0ken',
  ])('does not open %s', (text) => {
    expect(policy.checkUrl(text)).toMatchObject({ ok: false })
    expect(policy.checkAddress('127.0.0.1', new URL('http://localhost:4400/'))).toMatchObject({ ok: false })
  })
})

describe('resolving at save', () => {
  const answers =
    (...addresses: string[]): Lookup =>
    async () =>
      addresses.map((address) => ({ address }))

  test('accepts a name with public addresses only', async () => {
    const verdict = await strict.resolveAndCheck('https://hook.example/', answers('8.8.8.8', '2606:4700::1'))
    expect(verdict).toMatchObject({ ok: true })
  })

  test('refuses a name with one blocked address among public ones, and names it', async () => {
    const verdict = await strict.resolveAndCheck('https://hook.example/', answers('8.8.8.8', '10.0.0.5'))
    expect(verdict).toMatchObject({ ok: false, code: 'address' })
    expect(!verdict.ok && verdict.reason).toContain(
      'hook.example resolves to 10.0.0.5. 10.0.0.5 is a private',
    )
  })

  test('refuses what needs no DNS without asking it', async () => {
    const asked = () => Promise.reject(new Error('asked'))
    expect(await strict.resolveAndCheck('http://hook.example/', asked)).toMatchObject({ code: 'scheme' })
    expect(await strict.resolveAndCheck('https://127.0.0.1/', asked)).toMatchObject({ code: 'address' })
    expect(await strict.resolveAndCheck('https://8.8.8.8/', asked)).toMatchObject({ ok: true })
  })

  test.each([
    ['fails', () => Promise.reject(new Error('ENOTFOUND'))],
    ['is empty', answers()],
    ['never comes', () => new Promise<never>(() => {})],
  ])('says unresolvable when the answer %s', async (_case, lookup) => {
    const verdict = await strict.resolveAndCheck('https://hook.example/', lookup, 20)
    expect(verdict).toMatchObject({ ok: false, code: 'unresolvable', reason: expect.stringContaining('DNS') })
  })
})

function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

function ipv4Number(text: string): number {
  return text.split('.').reduce((value, part) => value * 256 + Number(part), 0)
}
