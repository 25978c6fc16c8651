// The addresses of callback URLs' hosts, asked for in a way that no dead name server can hold up the others.
import { Resolver } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lookup } from './address.ts'
import { systemLookup } from './connect.ts'

/** How long a name server may take; it is asked twice, the second time for twice as long. */
const TRY_MS = 2_000
const TRIES = 2
/**
 * What has an IPv4 address waits so long for its IPv6 ones (RFC 8305, 3, says 50 ms; a recursive server may have to ask
 * around). Name servers that never answer for IPv6 are common, and made each connection take six seconds. The other way
 * round nothing is cut short: a relay without IPv6 would be left with nothing that it can reach.
 */
const LATE_AFTER_MS = 250
/** After this the system's list of name servers is read again. */
const SERVERS_FOR_MS = 60_000
/** The DNS has answered, and there is none. */
const NONE = ['ENOTFOUND', 'ENODATA']

export interface LookupOptions {
  /** Hosts that the operator knows by other means than the DNS, such as the system's file of hosts. */
  isNamed: (host: string) => boolean
  /** Instead of the system's name servers, each with its port. */
  servers?: readonly string[]
  /** How long a name server may take at first, in milliseconds. */
  tryMs?: number
  /** A monotonic clock in milliseconds. */
  now?: () => number
}

/**
 * Asks the DNS itself for public names, and the system for those that the operator names. The system's resolver
 * blocks a thread for each question, and libuv lends it two: six names whose name server was silent, ten seconds
 * each, held up every other receiver for half a minute. Questions for the same host share one answer.
 */
export function createLookup({
  isNamed,
  servers,
  tryMs = TRY_MS,
  now = () => performance.now(),
}: LookupOptions): Lookup {
  const running = new Map<string, ReturnType<typeof ask>>()
  let resolver: Resolver | undefined
  let madeAt = 0

  function present(): Resolver {
    if (resolver && now() - madeAt < SERVERS_FOR_MS) return resolver
    resolver = new Resolver({ timeout: tryMs, tries: TRIES })
    if (servers) resolver.setServers(servers)
    madeAt = now()
    return resolver
  }

  async function ask(host: string): Promise<{ address: string }[]> {
    const dns = present()
    // IPv4 first: connecting goes on to the other family after half a second, and more hosts lack IPv6.
    const [four, six] = [dns.resolve4(host), dns.resolve6(host)]
    const answers = await Promise.allSettled([four, unlessLate(six, four)])
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (addresses.length > 0) return addresses.map((address) => ({ address }))
    const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    // Who did not answer may know an address yet.
    const [reason] = reasons.toSorted((a, b) => Number(NONE.includes(a.code)) - Number(NONE.includes(b.code)))
    throw reason
  }

  return (host) => {
    if (isNamed(host)) return systemLookup(host)
    const known = running.get(host)
    if (known) return known
    const answer = ask(host).finally(() => running.delete(host))
    running.set(host, answer)
    return answer
  }
}

/** These addresses, or none when others have been there for a while. */
const unlessLate = (own: Promise<string[]>, others: Promise<string[]>): Promise<string[]> =>
  new Promise((resolve, reject) => {
    own.then(resolve, reject)
    others.then(
      () => sleep(LATE_AFTER_MS, undefined, { ref: false }).then(() => resolve([])),
      () => {},
    )
  })
