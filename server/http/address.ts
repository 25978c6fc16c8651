/** Whose request this is, as far as the network can tell. */
import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'

/** What `@hono/node-server` hands over beside the request; absent when a test calls the app itself. */
interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string | undefined } }
}

/**
 * Gives a function from a request to its visitor's address, or null when nobody can tell: without a socket, or from
 * this machine itself, where a proxy that is not listed as trusted would make all visitors look like one.
 */
export function visitorAddress(trustedProxies: readonly string[]) {
  const trusted = new BlockList()
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    trusted.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  const isTrusted = (address: string) => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }

  return (c: Context): string | null => {
    const socket = plain((c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress)
    if (!socket) return null
    if (!isTrusted(socket)) return isLoopback(socket) ? null : socket
    // The nearest address that no trusted proxy wrote of itself; what is left of it anyone could have made up.
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()))
    const visitor = hops.reverse().find((hop) => hop !== null && !isTrusted(hop))
    return visitor ?? null
  }
}

/** IPv4 in IPv6's clothes is IPv4; anything that is no address is null. */
function plain(address: string | undefined): string | null {
  const text = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  return isIP(text) === 0 ? null : text
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1'

/** What limits count by: an IPv4 address, or the /64 that one IPv6 customer has whole. */
export function limitKey(address: string): string {
  if (isIP(address) === 4) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
