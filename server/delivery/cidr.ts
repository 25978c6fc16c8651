// IP addresses and CIDR ranges as numbers. net.BlockList is not used for this: it answers false for what it
// cannot read, and its `::/0` also matches every IPv4 address.
import { isIP } from 'node:net'

export interface Ip {
  family: 4 | 6
  value: bigint
}

export interface Cidr {
  text: string
  family: 4 | 6
  network: bigint
  /** How many low bits are the host's. */
  hostBits: bigint
}

/** Reads an IPv4 or IPv6 address. Anything else is undefined, an address with a zone (`fe80::1%eth0`) too. */
export function parseIp(text: string): Ip | undefined {
  const family = isIP(text)
  if (family === 4) return { family, value: ipv4Value(text) }
  if (family === 6 && !text.includes('%')) return { family, value: ipv6Value(text) }
  return undefined
}

/**
 * Reads `10.0.0.0/8` or `fd00::/8`. Throws an Error whose message is a sentence about `text` when it is not a
 * range, or when bits are set behind the prefix: `10.0.0.5/8` is more likely a mistake than a wish.
 */
export function parseCidr(text: string): Cidr {
  const slash = text.lastIndexOf('/')
  const ip = parseIp(text.slice(0, Math.max(slash, 0)))
  const prefix = text.slice(slash + 1)
  if (!ip || !/^\d{1,3}$/.test(prefix)) {
    throw new Error(`"${text}" is not a CIDR range. Write one like 10.0.0.0/8 or fd00::/8.`)
  }
  const size = ip.family === 4 ? 32 : 128
  if (Number(prefix) > size) {
    throw new Error(`"${text}" has a prefix that is too long. An IPv${ip.family} range has 0 to ${size}.`)
  }
  const hostBits = BigInt(size - Number(prefix))
  if ((ip.value >> hostBits) << hostBits !== ip.value) {
    throw new Error(`"${text}" sets bits behind its prefix. For that address alone write /${size}.`)
  }
  return { text, family: ip.family, network: ip.value >> hostBits, hostBits }
}

/** Whether the range holds the address. An IPv6 range never holds an IPv4 address, nor the other way round. */
export function contains(cidr: Cidr, ip: Ip): boolean {
  return cidr.family === ip.family && ip.value >> cidr.hostBits === cidr.network
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::')
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const zeros = new Array<bigint>(8 - front.length - back.length).fill(0n)
  return [...front, ...zeros, ...back].reduce((value, group) => (value << 16n) | group, 0n)
}

function groups(text: string): bigint[] {
  if (text === '') return []
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [BigInt(`0x${part}`)]
    const value = ipv4Value(part)
    return [value >> 16n, value & 0xffffn]
  })
}
