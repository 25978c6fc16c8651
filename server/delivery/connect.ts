// Opens sockets for the sender, to judged addresses only. undici's own connector cannot be used: Node calls the
// lookup hook for names but not for IP literals, and nothing there looks at where the socket arrived.
import { lookup as systemResolve } from 'node:dns/promises'
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type AddressPolicy, bareHost, type Lookup } from './address.ts'
import { explainConnectError, explainLookupError, SendError } from './failure.ts'

/**
 * How long one of several addresses may take before the next is tried. Node's 250 ms gives up on receivers on
 * the other side of the world.
 */
const NEXT_ADDRESS_AFTER_MS = 500
/** Lets the system notice, between requests, that the other end is gone. */
const TCP_KEEPALIVE_AFTER_MS = 60_000

/** Called once, with the socket when it is ready for HTTP, or with the reason why it never will be. */
type Connected = (...result: [error: null, socket: Socket] | [error: SendError, socket: null]) => void

/** Starts to connect to the host of a URL. Destroying the socket gives up; there is none for a blocked address. */
export type Connect = (url: URL, connected: Connected) => Socket | undefined

const resolving = new Map<string, ReturnType<typeof resolveAll>>()
const resolveAll = (host: string) => systemResolve(host, { all: true })

/**
 * The system's resolver. Questions for the same host share one answer, because each holds one of the four
 * threads that all of Node's blocking work shares, for many seconds when a name server is dead.
 */
export const systemLookup: Lookup = (host) => {
  const running = resolving.get(host)
  if (running) return running
  const answer = resolveAll(host).finally(() => resolving.delete(host))
  resolving.set(host, answer)
  return answer
}

/**
 * Makes the function that opens every connection of a sender: resolves, judges every address, connects, and
 * judges the address it arrived at before anything is written. TLS is verified, whatever the environment says.
 */
export function createConnect({ policy, lookup }: { policy: AddressPolicy; lookup: Lookup }): Connect {
  return (url, connected) => {
    const host = bareHost(url)
    const isSecure = url.protocol === 'https:'
    // Node asks the lookup hook about names only.
    if (isIP(host) !== 0) {
      const verdict = policy.checkAddress(host, url)
      if (!verdict.ok) {
        process.nextTick(connected, new SendError('blocked', verdict.reason), null)
        return undefined
      }
    }
    const target = {
      host,
      port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
      lookup: judgedLookup(policy, lookup, url),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    }
    let socket: Socket
    if (isSecure) {
      socket = connectTls({
        ...target,
        ...(isIP(host) === 0 && { servername: host }),
        rejectUnauthorized: true,
        ALPNProtocols: ['http/1.1'],
      })
    } else {
      socket = connectTcp(target)
    }
    socket.setNoDelay(true)
    socket.setKeepAlive(true, TCP_KEEPALIVE_AFTER_MS)

    let isHandshaking = false
    let isDone = false
    const fail = (error: SendError) => {
      if (isDone) return
      isDone = true
      socket.destroy()
      connected(error, null)
    }

    // First of all listeners, so that a refused address does not even get a TLS hello.
    socket.prependOnceListener('connect', () => {
      const verdict = policy.checkAddress(socket.remoteAddress ?? '', url)
      if (!verdict.ok) fail(new SendError('blocked', verdict.reason))
      isHandshaking = isSecure
    })
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      if (isDone) return
      isDone = true
      connected(null, socket)
    })
    socket.on('error', (error) => fail(explainConnectError(error, url, isHandshaking)))
    socket.once('close', () => fail(new SendError('connection', `The connection to ${url.host} was closed.`)))
    return socket
  }
}

function judgedLookup(policy: AddressPolicy, lookup: Lookup, url: URL): LookupFunction {
  return (host, options, callback) => {
    const answer = (error: SendError | null, addresses: { address: string; family: number }[]) => {
      const [first] = addresses
      if (error) process.nextTick(callback, error, '')
      else if (options.all) process.nextTick(callback, null, addresses)
      else process.nextTick(callback, null, first?.address, first?.family)
    }
    lookup(host).then(
      (found) => {
        if (found.length === 0) return answer(new SendError('dns', `${host} resolves to no address.`), [])
        const verdict = policy.checkResolved(found, url)
        if (!verdict.ok) return answer(new SendError('blocked', verdict.reason), [])
        // The family is read off the address, never believed.
        answer(
          null,
          found.map(({ address }) => ({ address, family: isIP(address) })),
        )
      },
      (cause) => answer(explainLookupError(cause, host), []),
    )
  }
}
