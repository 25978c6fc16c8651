// A real HTTP server that plays the owner's receiver: it keeps what it gets and replies as the test says.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

interface ReceivedRequest {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingHttpHeaders
  /** The raw bytes, as a signature is made over them. */
  body: Buffer
  /** When the last byte was there, in milliseconds since the epoch. */
  receivedAt: number
}

/**
 * What the receiver does with a request: a reply (200 with no body unless it says otherwise; an object body is
 * sent as JSON), `hang` (never replies), `reset` (breaks the connection), or `write`, which does whatever it
 * likes to the response or to its socket.
 */
type ReceiverReply =
  | { status?: number; headers?: Record<string, string | string[]>; body?: string | Buffer | object }
  | { write: (response: ServerResponse) => void }
  | 'hang'
  | 'reset'

/** Chooses the reply to a request; may wait before it does. */
type ChooseReply = (request: ReceivedRequest) => ReceiverReply | Promise<ReceiverReply>

export interface ReceiverOptions {
  /** What to do with every request, or with each. Default: 200. */
  reply?: ReceiverReply | ChooseReply
  /** Speak HTTPS with this certificate. */
  tls?: { key: string; cert: string }
}

export interface Receiver {
  /** `http://127.0.0.1:PORT` or `https://…`; the same after a restart. */
  readonly url: string
  readonly port: number
  /** Everything received so far, oldest first; also across restarts. */
  readonly requests: readonly ReceivedRequest[]
  /** How many connections were accepted so far. */
  connections(): number
  /** Waits until so many requests are there, and gives them all. */
  waitFor(count: number): Promise<readonly ReceivedRequest[]>
  /** Waits for the first request that fits, among those already there too. */
  waitFor(fits: (request: ReceivedRequest) => boolean): Promise<ReceivedRequest>
  /** Replies like this from now on. */
  replyWith(reply: ReceiverReply | ChooseReply): void
  /** Stops listening and breaks all connections, as a crash would. */
  stop(): Promise<void>
  /** Listens again, on the same port. */
  start(): Promise<void>
  /** Stops for good; who still waits is told what had come until then. */
  close(): Promise<void>
}

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = []
  /** Each looks at what has come and says whether it has seen enough. */
  const waiting = new Set<{ look: () => boolean; giveUp: () => void }>()
  let reply: ReceiverReply | ChooseReply = options.reply ?? {}
  let connections = 0

  const server = options.tls ? createTlsServer(options.tls, receive) : createServer(receive)
  server.on('connection', () => {
    connections += 1
  })
  let port = 0
  await start()

  async function receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    if (!request) return
    requests.push(request)
    for (const waiter of waiting) {
      if (waiter.look()) waiting.delete(waiter)
    }
    act(typeof reply === 'function' ? await reply(request) : reply, response)
  }

  function wait<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    const found = find()
    if (found !== undefined) return Promise.resolve(found)
    const { promise, resolve, reject } = Promise.withResolvers<Found>()
    waiting.add({
      look: () => {
        const found = find()
        if (found !== undefined) resolve(found)
        return found !== undefined
      },
      giveUp: () => reject(new Error(`The receiver was closed while ${what}; ${requests.length} had come.`)),
    })
    return promise
  }

  function waitFor(count: number): Promise<readonly ReceivedRequest[]>
  function waitFor(fits: (request: ReceivedRequest) => boolean): Promise<ReceivedRequest>
  function waitFor(
    wanted: number | ((request: ReceivedRequest) => boolean),
  ): Promise<readonly ReceivedRequest[] | ReceivedRequest> {
    if (typeof wanted === 'function') return wait('waiting for a request', () => requests.find(wanted))
    return wait(`waiting for ${wanted} requests`, () =>
      requests.length >= wanted ? [...requests] : undefined,
    )
  }

  async function start(): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  async function stop(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  return {
    get url() {
      return `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`
    },
    get port() {
      return port
    },
    requests,
    connections: () => connections,
    waitFor,
    replyWith(next) {
      reply = next
    },
    stop,
    start,
    async close() {
      await stop()
      for (const waiter of waiting) waiter.giveUp()
      waiting.clear()
    },
  }
}

/** The whole request, or undefined when the sender went away before its end. */
async function readRequest(message: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of message) chunks.push(chunk)
  } catch {
    return undefined
  }
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    body: Buffer.concat(chunks),
    receivedAt: Date.now(),
  }
}

function act(reply: ReceiverReply, response: ServerResponse): void {
  if (reply === 'hang') return
  if (reply === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if ('write' in reply) {
    reply.write(response)
    return
  }
  const { status = 200, headers = {}, body = '' } = reply
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body)
  } else {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  }
}
