import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { limitKey, visitorAddress } from './address.ts'

async function seen(trusted: string[], socket: string | undefined, forwarded?: string) {
  const address = visitorAddress(trusted)
  const app = new Hono().get('/', (c) => c.json(address(c)))
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: socket } } })
  return response.json()
}

describe("a visitor's address", () => {
  it('is the socket’s, whatever an untrusted sender says', async () => {
    expect(await seen([], '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(await seen([], '::ffff:203.0.113.9')).toBe('203.0.113.9')
    expect(await seen(['10.0.0.0/8'], '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  })

  it('is the last one that a trusted proxy did not write of itself', async () => {
    expect(await seen(['10.0.0.0/8'], '10.1.2.3', '198.51.100.1')).toBe('198.51.100.1')
    expect(await seen(['10.0.0.0/8'], '10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9')).toBe('198.51.100.1')
    expect(await seen(['127.0.0.1', 'fd00::/8'], '127.0.0.1', '2001:db8::5, fd00::1')).toBe('2001:db8::5')
  })

  it('is unknown where nobody can tell', async () => {
    expect(await seen([], undefined)).toBeNull()
    expect(await seen([], '127.0.0.1', '198.51.100.1')).toBeNull()
    expect(await seen([], '::1')).toBeNull()
    expect(await seen(['10.0.0.0/8'], '10.1.2.3', 'garbage')).toBeNull()
    expect(await seen(['10.0.0.0/8'], '10.1.2.3')).toBeNull()
  })
})

describe('what a limit counts by', () => {
  it('is an IPv4 address, or the /64 of an IPv6 one', () => {
    expect(limitKey('203.0.113.9')).toBe('203.0.113.9')
    expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(limitKey('2001:DB8:1:2::9')).toBe(limitKey('2001:db8:0001:2:ffff::1'))
    expect(limitKey('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(limitKey('::1')).toBe('0:0:0:0::/64')
  })
})
