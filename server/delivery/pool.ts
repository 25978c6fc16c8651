// The sender's connections. One undici Client is one connection; undici's own Pool is not used, because a
// request that waits in it cannot be given up, nor can it be told to take a fresh socket, and the connection
// attempts of a dead receiver would stay in it and hold the places of later requests.
import type { Socket } from 'node:net'
import Client from 'undici/lib/dispatcher/client.js'
import type { Connect } from './connect.ts'
import { SendError } from './failure.ts'

/** Servers close idle connections after 5 s (Node), 15 s (Apache), 60 s (nginx); this is before all of them. */
const IDLE_FOR_MS = 4_000
/** After this a connection is not used again, so that a receiver that moved in the DNS is followed. */
const USED_FOR_MS = 60_000
const MAX_IDLE_PER_KEY = 64
const MAX_IDLE = 256
const MAX_HEADER_BYTES = 16 * 1024
/**
 * Bytes on the wire for one reply. Headers and body have bounds of their own, but informational replies, a reason
 * phrase, the extensions of a chunk or empty lines may go on for ever, and reading them at full speed took a whole
 * core until the deadline. A body of one-byte chunks reaches its bound with 96 KB.
 */
const MAX_WIRE_BYTES = 256 * 1024

/** One connection and what a request on it needs to know. */
export interface Connection {
  readonly client: Client
  readonly key: string
  /** Where the socket leads; '' until it is connected. */
  address: string
  /** Whether the socket has carried a request before. */
  isReused: boolean
  socket: Socket | undefined
  connectedAt: number
  /** What the socket had read before the request that is under way. */
  readBefore: number
  isIdle: boolean
}

export interface Pool {
  /** A kept connection of that key, or else a fresh one. `url` says where a new socket leads. */
  take(key: string, url: URL): Connection
  /** A connection that no request has used. */
  open(key: string, url: URL): Connection
  /** Takes a connection back after a complete reply, to be kept for a while. */
  keep(connection: Connection): void
  /** Closes a connection, at once and whatever its state. */
  drop(connection: Connection): void
  /** Closes all of them, idle or not. */
  close(): Promise<void>
}

/**
 * Makes a pool. Connections are only shared within a key. Idle ones are bounded per key and in all; how many are
 * in use is the caller's to bound. `now` is a monotonic clock in milliseconds.
 */
export function createPool({ connect, now }: { connect: Connect; now: () => number }): Pool {
  /** The last one kept is the first one taken, so that what a peak has left over gets old and closes. */
  const idle = new Map<string, Connection[]>()
  const all = new Set<Connection>()
  let idleCount = 0

  function open(key: string, url: URL): Connection {
    const client = new Client(url.origin, {
      connect: (_options, connected) => {
        connection.socket = connect(url, (...result) => {
          const [, socket] = result
          if (socket) {
            connection.address = socket.remoteAddress ?? ''
            connection.isReused = false
            connection.connectedAt = now()
            connection.readBefore = 0
            socket.on('readable', () => {
              if (socket.bytesRead - connection.readBefore > MAX_WIRE_BYTES) void client.destroy(tooMuch(url))
            })
          }
          connected(...result)
        })
      },
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      // The sender's own deadline covers both, to the millisecond; these measure gaps, to the second.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_FOR_MS,
      keepAliveMaxTimeout: IDLE_FOR_MS,
    })
    const connection: Connection = {
      client,
      key,
      address: '',
      isReused: false,
      socket: undefined,
      connectedAt: 0,
      readBefore: 0,
      isIdle: false,
    }
    // In use, a lost connection is the request's to report, or undici's to replace while nothing was written.
    client.on('disconnect', () => {
      if (connection.isIdle) drop(connection)
    })
    all.add(connection)
    return connection
  }

  function take(key: string, url: URL): Connection {
    for (;;) {
      const connection = idle.get(key)?.pop()
      if (!connection) return open(key, url)
      connection.isIdle = false
      idleCount -= 1
      if (connection.socket && !connection.socket.destroyed) return connection
      drop(connection)
    }
  }

  function keep(connection: Connection): void {
    const list = idle.get(connection.key) ?? []
    if (
      idleCount >= MAX_IDLE ||
      list.length >= MAX_IDLE_PER_KEY ||
      now() - connection.connectedAt >= USED_FOR_MS
    ) {
      drop(connection)
      return
    }
    connection.isReused = true
    connection.isIdle = true
    connection.readBefore = connection.socket?.bytesRead ?? 0
    list.push(connection)
    idle.set(connection.key, list)
    idleCount += 1
  }

  function drop(connection: Connection): Promise<void> {
    all.delete(connection)
    const list = idle.get(connection.key)
    if (list && connection.isIdle) {
      list.splice(list.indexOf(connection), 1)
      connection.isIdle = false
      idleCount -= 1
    }
    // Here and not when the last one is taken: that would be as often as there are requests.
    if (list?.length === 0) idle.delete(connection.key)
    const closed = connection.client.destroy()
    // undici waits for a socket that is still connecting; nobody needs it any more.
    connection.socket?.destroy()
    return closed
  }

  async function close(): Promise<void> {
    await Promise.all([...all].map(drop))
  }

  return {
    take,
    open,
    keep,
    drop: (connection) => void drop(connection),
    close,
  }
}

const tooMuch = (url: URL) =>
  new SendError('protocol', `${url.host} sent more than 256 KB without coming to the end of its reply.`)
