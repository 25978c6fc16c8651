import { expect, it } from 'vitest'
import { createVault, deriveKey, ownHeaders, sealHeaders, sealSecrets, signingSecrets } from './secrets.ts'

const appKey = Buffer.alloc(32, 7)
const vault = createVault(appKey)

it('opens what it sealed, also with a vault of a later process', () => {
  const sealed = vault.seal('webhook a', 'geheim ✓')
  expect(vault.open('webhook a', sealed)).toBe('geheim ✓')
  expect(createVault(appKey).open('webhook a', sealed)).toBe('geheim ✓')
})

it('seals the same text differently each time and shows nothing of it', () => {
  const [first, second] = [vault.seal('a', 'whsec_secret'), vault.seal('a', 'whsec_secret')]
  expect(first).not.toBe(second)
  expect(first).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
  expect(Buffer.from(first.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('whsec_secret')
})

it.each([
  [
    'another owner of the text',
    (sealed: string) => createVault(appKey).open('webhook b', sealed),
    /changed or belongs/,
  ],
  [
    'another key',
    (sealed: string) => createVault(Buffer.alloc(32, 8)).open('webhook a', sealed),
    /another APP_KEY/,
  ],
  ['a flipped bit', (sealed: string) => vault.open('webhook a', flipped(sealed)), /changed or belongs/],
  ['a cut text', (sealed: string) => vault.open('webhook a', sealed.slice(0, 20)), /changed or belongs/],
  ['no sealed text', () => vault.open('webhook a', 'whsec_plain'), /unknown format/],
])('refuses to open with %s', (_, open, message) => {
  expect(() => open(vault.seal('webhook a', 'secret'))).toThrow(message)
})

function flipped(sealed: string): string {
  const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
  bytes[14] = (bytes[14] ?? 0) ^ 1
  return [...sealed.split('.').slice(0, 2), bytes.toString('base64url')].join('.')
}

it('opens as well after more texts than it keeps', () => {
  const many = Array.from({ length: 1_100 }, (_, index) => vault.seal(`w${index}`, `text ${index}`))
  const openAll = () => many.map((sealed, index) => vault.open(`w${index}`, sealed))
  expect(openAll()).toEqual(openAll())
  expect(vault.open('w0', many[0] ?? '')).toBe('text 0')
})

it('derives another key for another purpose', () => {
  expect(deriveKey(appKey, 'one')).toHaveLength(32)
  expect(deriveKey(appKey, 'one')).not.toEqual(deriveKey(appKey, 'two'))
})

it('signs with the old secret only until its overlap ends', () => {
  const secrets = sealSecrets(vault, 'w', [
    { secret: 'new', until: null },
    { secret: 'old', until: 1_000 },
  ])
  const at = (now: number) =>
    signingSecrets(vault, { id: 'w', secrets, headers: null }, now).map(({ secret }) => secret)
  expect(at(999)).toEqual(['new', 'old'])
  expect(at(1_000)).toEqual(['new'])
})

it('keeps nothing for a webhook without secrets and headers', () => {
  expect(sealSecrets(vault, 'w', [])).toBeNull()
  expect(sealHeaders(vault, 'w', {})).toBeNull()
  expect(signingSecrets(vault, { id: 'w', secrets: null, headers: null }, 0)).toEqual([])
  expect(ownHeaders(vault, { id: 'w', secrets: null, headers: null })).toEqual({})
})

it("does not take a webhook's headers for its secrets", () => {
  const headers = sealHeaders(vault, 'w', { Authorization: 'Bearer x' })
  expect(ownHeaders(vault, { id: 'w', secrets: null, headers })).toEqual({ Authorization: 'Bearer x' })
  expect(() => signingSecrets(vault, { id: 'w', secrets: headers, headers: null }, 0)).toThrow(/belongs/)
})
