// Where callback URLs may lead. Judged when a webhook is saved, so that the owner learns of a mistake at once,
// and at every connect, because a name can lead elsewhere by then. Pure: names are resolved by the caller.
import { isIP } from 'node:net'
import { describeBlocked } from './blocked.ts'
import { type Cidr, contains, type Ip, parseCidr, parseIp } from './cidr.ts'

/** How long a save waits for the DNS before it lets the owner go on, in milliseconds. */
const RESOLVE_WITHIN_MS = 5_000
/** Ports below are other protocols' (mail, SSH, databases behind a proxy), which a crafted body could speak to. */
const FIRST_FREE_PORT = 1024
const MAX_HOST_LENGTH = 253
const LABEL = /^[a-z0-9_-]{1,63}$/

const MAPPED_IPV4 = parseCidr('::ffff:0:0/96')
const LOOPBACK: Ip[] = [
  { family: 4, value: 0x7f000001n },
  { family: 6, value: 1n },
]
const ONLY_PUBLIC =
  "Callback URLs lead to public addresses only, and to what this relay's operator names in WEBHOOK_ALLOW."

type UrlCode = 'url' | 'scheme' | 'user-info' | 'fragment' | 'host' | 'port' | 'address'

/** A refusal: `reason` is a sentence or two for the owner. */
interface Refusal<Code extends string = UrlCode> {
  ok: false
  code: Code
  reason: string
}

/** `own`: the URL is the relay's own inbox, the one permission that holds for a path and not for a host. */
export type UrlVerdict = { ok: true; url: URL; own: boolean } | Refusal
type AddressVerdict = { ok: true } | { ok: false; reason: string }

/** Resolves a host name to all of its addresses; rejects when it has none. */
export type Lookup = (host: string) => Promise<readonly { address: string }[]>

export interface AddressPolicy {
  /**
   * Whether what this host resolves to may be allowed by the operator, who may then know it by other means than the
   * DNS. All others are public names.
   */
  isNamed(host: string): boolean
  /**
   * Judges everything about a callback URL that needs no DNS: spelling, scheme, user info, fragment, host, port,
   * and the address when it is written as one. Store and send to `url.href`, never the string that was given.
   */
  checkUrl(url: string): UrlVerdict
  /** Judges one address that `url` (judged before) leads to. What is not a plain IP address is refused. */
  checkAddress(ip: string, url: URL): AddressVerdict
  /** Judges all that the host of `url` resolved to. One blocked address refuses them all. */
  checkResolved(addresses: readonly { address: string }[], url: URL): AddressVerdict
  /**
   * `checkUrl`, then the addresses behind the name, for the owner's sake at save. `unresolvable` says only that
   * the DNS gave no answer in time, which may pass: warn and save.
   */
  resolveAndCheck(
    url: string,
    lookup: Lookup,
    withinMs?: number,
  ): Promise<UrlVerdict | Refusal<'unresolvable'>>
}

interface AllowedHost {
  host: string
  port: number | undefined
}

/**
 * The rules for callback URLs: https to a public address on port 443 or from 1024 on, and beyond that only what
 * the operator names in `allow` (WEBHOOK_ALLOW: comma list of host, host:port, CIDR) and the URLs that
 * `ownInbox` knows. Throws an Error naming the entry when `allow` cannot be read.
 *
 * An allowed host, over http too, may resolve to anything; `host:port` opens that port alone, while `host` and
 * CIDR entries keep the rule for ports and add 80 for http. An allowed CIDR counts for the addresses in it,
 * whether they are written in the URL or resolved from a name.
 */
export function addressPolicy(options: { allow: string; ownInbox?: (url: URL) => boolean }): AddressPolicy {
  const { hosts, ranges } = parseAllow(options.allow)
  const isOwn = options.ownInbox ?? (() => false)

  function isAllowedHost(url: URL): boolean {
    return hosts.some((entry) => entry.host === url.hostname && (entry.port ?? portOf(url)) === portOf(url))
  }

  function isAllowedIp(ip: Ip): boolean {
    return !contains(MAPPED_IPV4, ip) && ranges.some((range) => contains(range, ip))
  }

  function isAllowedPort(url: URL): boolean {
    const port = portOf(url)
    if (port === 443 || port >= FIRST_FREE_PORT) return true
    if (url.protocol === 'http:' && port === 80) return true
    return hosts.some((entry) => entry.host === url.hostname && entry.port === port)
  }

  /** Whether http is permitted, or may turn out to be once the name is resolved. */
  function mayUseHttp(url: URL): boolean {
    if (isAllowedHost(url)) return true
    const ip = parseIp(bareHost(url))
    return ip ? isAllowedIp(ip) : ranges.length > 0
  }

  function checkUrl(text: string): UrlVerdict {
    const url = URL.parse(text)
    if (!url) {
      return refuse('url', 'This is not a URL. Write it in full, like https://example.com/hooks/form.')
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return refuse('scheme', `A callback URL starts with https://, not with ${url.protocol}`)
    }
    if (url.username !== '' || url.password !== '') {
      return refuse(
        'user-info',
        'Take the user name and password out of the URL. Send them as an Authorization header instead.',
      )
    }
    if (url.href.includes('#')) {
      return refuse(
        'fragment',
        'Take the # and what follows it out of the URL. It is never sent to a server.',
      )
    }
    if (isOwn(url)) return { ok: true, url, own: true }
    const badName = judgeName(url.hostname)
    if (badName) return refuse('host', badName)
    if (url.protocol === 'http:' && !mayUseHttp(url)) {
      return refuse(
        'scheme',
        'A callback URL starts with https://, so that nobody on the way can read answers.',
      )
    }
    if (!isAllowedPort(url)) {
      return refuse('port', `Port ${portOf(url)} is not open to callback URLs. Use 443, or 1024 and above.`)
    }
    if (isAllowedHost(url)) return { ok: true, url, own: false }
    if (/(^|\.)localhost$/.test(url.hostname) && !LOOPBACK.some(isAllowedIp)) {
      return refuse('address', `${url.hostname} is the relay's own machine. ${ONLY_PUBLIC}`)
    }
    if (isLiteral(url)) {
      const verdict = checkAddress(bareHost(url), url)
      if (!verdict.ok) return refuse('address', verdict.reason)
    }
    return { ok: true, url, own: false }
  }

  function checkAddress(text: string, url: URL): AddressVerdict {
    const ip = parseIp(text)
    if (!ip) return { ok: false, reason: `"${text}" is not an IP address that a callback URL can lead to.` }
    if (isOwn(url) || isAllowedHost(url) || isAllowedIp(ip)) return { ok: true }
    const blocked = describeBlocked(ip)
    if (blocked) return { ok: false, reason: `${text} is ${blocked}. ${ONLY_PUBLIC}` }
    if (url.protocol !== 'https:') return { ok: false, reason: `${text} is reached over https only.` }
    return { ok: true }
  }

  function checkResolved(addresses: readonly { address: string }[], url: URL): AddressVerdict {
    if (addresses.length === 0) return { ok: false, reason: `${url.hostname} resolves to no address.` }
    for (const { address } of addresses) {
      const verdict = checkAddress(address, url)
      if (!verdict.ok) {
        return { ok: false, reason: `${url.hostname} resolves to ${address}. ${verdict.reason}` }
      }
    }
    return { ok: true }
  }

  async function resolveAndCheck(text: string, lookup: Lookup, withinMs = RESOLVE_WITHIN_MS) {
    const verdict = checkUrl(text)
    if (!verdict.ok || isLiteral(verdict.url)) return verdict
    const { url } = verdict
    const addresses = await resolveWithin(lookup, url.hostname, withinMs)
    if (!addresses || addresses.length === 0) {
      return refuse(
        'unresolvable' as const,
        `${url.hostname} could not be found in the DNS just now. Check the spelling; deliveries will keep trying.`,
      )
    }
    const resolved = checkResolved(addresses, url)
    return resolved.ok ? verdict : refuse('address', resolved.reason)
  }

  const isNamed = (host: string) => ranges.length > 0 || hosts.some((entry) => entry.host === host)

  return { isNamed, checkUrl, checkAddress, checkResolved, resolveAndCheck }
}

/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export function bareHost(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
}

function isLiteral(url: URL): boolean {
  return isIP(bareHost(url)) !== 0
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function refuse<Code extends string>(code: Code, reason: string): Refusal<Code> {
  return { ok: false, code, reason }
}

/** What is wrong with the spelling of a host as the URL parser gives it, or undefined. */
function judgeName(host: string): string | undefined {
  if (host.startsWith('[')) return undefined
  if (host.endsWith('.')) return `Write the host name without the dot at its end.`
  const labels = host.split('.')
  if (host.length > MAX_HOST_LENGTH || !labels.every((label) => LABEL.test(label))) {
    return `"${host}" is not a host name.`
  }
  return undefined
}

async function resolveWithin(lookup: Lookup, host: string, withinMs: number) {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, withinMs, undefined)
  try {
    return await Promise.race([lookup(host), late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function parseAllow(allow: string): { hosts: AllowedHost[]; ranges: Cidr[] } {
  const hosts: AllowedHost[] = []
  const ranges: Cidr[] = []
  for (const part of allow.split(',')) {
    const entry = part.trim()
    if (entry === '') continue
    if (/^[^/]+\/[^/]*$/.test(entry)) ranges.push(parseRange(entry))
    else hosts.push(parseHost(entry))
  }
  return { hosts, ranges }
}

function parseRange(entry: string): Cidr {
  try {
    const range = parseCidr(entry)
    if (range.family === 6 && contains(MAPPED_IPV4, { family: 6, value: range.network << range.hostBits })) {
      throw new Error(`"${entry}" wraps IPv4 addresses. Write them as an IPv4 range.`)
    }
    return range
  } catch (cause) {
    throw new Error(`WEBHOOK_ALLOW: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** Reads the host with the URL parser, so that it is spelled as the hosts it will be compared with. */
function parseHost(entry: string): AllowedHost {
  const [, host = '', port] =
    /^(\[[^\]]+\]|[^:/\\@?#*[\]\s]+)(?::(\d{1,5}))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? []
  const url = host === '' ? null : URL.parse(`http://${host}`)
  const badPort = port !== undefined && (Number(port) < 1 || Number(port) > 65_535)
  if (!url || badPort || judgeName(url.hostname)) {
    throw new Error(
      `WEBHOOK_ALLOW: "${entry}" is not an entry. Write a host (crm.internal), a host with its port ` +
        '(localhost:3000), or a CIDR range (10.0.0.0/8), without http:// and without *.',
    )
  }
  return { host: url.hostname, port: port === undefined ? undefined : Number(port) }
}
