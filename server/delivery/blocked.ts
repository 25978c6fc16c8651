// The addresses that no callback URL may lead to: everything that is not one public machine on the internet.
import { type Cidr, contains, type Ip, parseCidr } from './cidr.ts'

interface Row {
  range: Cidr
  /** Completes the sentence "10.0.0.5 is …". */
  what: string
}

const BLOCKED_IPV4 = rows([
  ['0.0.0.0/8', 'an address of this network itself'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'a private address of a provider'],
  ['127.0.0.0/8', 'a loopback address'],
  ['168.63.129.16/32', "an address of a cloud's own services"],
  ['169.254.0.0/16', 'a link-local address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'a reserved address'],
  ['192.0.2.0/24', 'an address for documentation'],
  ['192.31.196.0/24', 'a reserved address'],
  ['192.52.193.0/24', 'a reserved address'],
  ['192.88.99.0/24', 'a reserved address'],
  ['192.168.0.0/16', 'a private address'],
  ['192.175.48.0/24', 'a reserved address'],
  ['198.18.0.0/15', 'an address for benchmarks'],
  ['198.51.100.0/24', 'an address for documentation'],
  ['203.0.113.0/24', 'an address for documentation'],
  ['224.0.0.0/4', 'a multicast address'],
  ['240.0.0.0/4', 'a reserved address'],
])

const GLOBAL_IPV6 = parseCidr('2000::/3')
const BLOCKED_GLOBAL_IPV6 = rows([
  ['2001::/23', 'a reserved address'],
  ['2001:db8::/32', 'an address for documentation'],
  ['2002::/16', 'an address that wraps an IPv4 one'],
  ['2620:4f:8000::/48', 'a reserved address'],
  ['3fff::/20', 'an address for documentation'],
])

/** All of IPv6 outside 2000::/3 is blocked; these rows only give some of it a better name. */
const NAMED_IPV6 = rows([
  ['::/128', 'the unspecified address'],
  ['::1/128', 'a loopback address'],
  ['::/96', 'an address that wraps an IPv4 one'],
  ['::ffff:0:0/96', 'an address that wraps an IPv4 one'],
  ['64:ff9b::/96', 'an address that wraps an IPv4 one'],
  ['fc00::/7', 'a private address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a private address'],
  ['ff00::/8', 'a multicast address'],
])

/** What a blocked address is, completing "10.0.0.5 is …", or undefined for a public one. */
export function describeBlocked(ip: Ip): string | undefined {
  if (ip.family === 4) return find(BLOCKED_IPV4, ip)
  if (contains(GLOBAL_IPV6, ip)) return find(BLOCKED_GLOBAL_IPV6, ip)
  return find(NAMED_IPV6, ip) ?? 'a reserved address'
}

function find(table: Row[], ip: Ip): string | undefined {
  return table.find(({ range }) => contains(range, ip))?.what
}

function rows(table: [cidr: string, what: string][]): Row[] {
  return table.map(([cidr, what]) => ({ range: parseCidr(cidr), what }))
}
