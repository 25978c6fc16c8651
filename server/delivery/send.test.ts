import { getEventListeners, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Certificate, makeCertificate } from '../test/certificate.ts'
import { type Receiver, type ReceiverOptions, startReceiver } from '../test/receiver.ts'
import { type AddressPolicy, addressPolicy, type Lookup } from './address.ts'
import { systemLookup } from './connect.ts'
import { createSender, type Outcome, type Sender, type SenderOptions, type SendRequest } from './send.ts'

/** Long enough for a busy machine, where a test expects no timeout. */
const PATIENT_MS = 4_000
/** For tests that expect one. */
const BRIEF_MS = 300
const LOCAL = addressPolicy({ allow: '127.0.0.1/32' })
const toLoopback: Lookup = async () => [{ address: '127.0.0.1' }]

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
})

function sender(options: Partial<SenderOptions> = {}): Sender {
  const made = createSender({ policy: LOCAL, lookup: toLoopback, ...options })
  cleanups.push(() => made.close())
  return made
}

async function receiver(options?: ReceiverOptions): Promise<Receiver> {
  const started = await startReceiver(options)
  cleanups.push(() => started.close())
  return started
}

interface RawServer {
  url: string
  port: number
  sockets: Socket[]
  /** Everything that was sent to it. */
  received: () => string
  /** Waits until something was sent to it. */
  bytes: () => Promise<void>
  /** Waits until so many requests were sent to it. */
  requests: (count: number) => Promise<void>
  /** Waits until so many connections were made and all of them are closed. */
  closed: (count: number) => Promise<void>
}

/** A TCP server for what a well-behaved HTTP server cannot be made to do. */
async function rawServer(
  serve: (socket: Socket, index: number) => void,
  host = '127.0.0.1',
): Promise<RawServer> {
  const sockets: Socket[] = []
  const chunks: Buffer[] = []
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    open.add(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      server.emit('bytes')
    })
    socket.once('close', () => {
      open.delete(socket)
      server.emit('gone')
    })
    serve(socket, sockets.length - 1)
  })
  server.listen(0, host)
  await once(server, 'listening')
  cleanups.push(async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  })
  const { port } = server.address() as AddressInfo
  const received = () => Buffer.concat(chunks).toString('latin1')
  return {
    url: `http://${host}:${port}/`,
    port,
    sockets,
    received,
    async bytes() {
      if (chunks.length === 0) await once(server, 'bytes')
    },
    async requests(count) {
      while ((received().match(/POST/g)?.length ?? 0) < count) await once(server, 'bytes')
    },
    async closed(count) {
      while (sockets.length < count || open.size > 0) await once(server, 'gone')
    },
  }
}

function request(url: string, more: Partial<SendRequest> = {}): SendRequest {
  return { url, method: 'POST', headers: {}, body: '{"a":1}', timeoutMs: PATIENT_MS, ...more }
}

/** Calls back once for each request on a kept connection, which the tests make small enough for one chunk. */
function onRequest(socket: Socket, answer: (count: number) => void): void {
  let count = 0
  socket.on('data', () => {
    count += 1
    answer(count)
  })
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

describe('a reply', () => {
  test('is given with its status, headers, body and address', async () => {
    const { url } = await receiver({
      reply: { status: 422, headers: { 'X-Some': ['a', 'b'], 'Retry-After': '7' }, body: 'why not é' },
    })
    const outcome = await sender().send(request(`${url}/hook?q=1`))
    expect(outcome).toMatchObject({
      kind: 'reply',
      status: 422,
      headers: { 'x-some': 'a, b', 'retry-after': '7' },
      body: 'why not é',
      truncated: false,
      address: '127.0.0.1',
    })
    expect(outcome.durationMs).toBeLessThan(PATIENT_MS)
    expect(Number.isInteger(outcome.durationMs)).toBe(true)
  })

  test('that redirects is given like any other, and not followed', async () => {
    const elsewhere = await receiver()
    const { url, requests } = await receiver({ reply: { status: 307, headers: { location: elsewhere.url } } })
    expect(await sender().send(request(url))).toMatchObject({
      status: 307,
      headers: { location: elsewhere.url },
    })
    expect([requests.length, elsewhere.requests.length]).toEqual([1, 0])
  })

  test('comes after informational ones, which are skipped', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}`))
    })
    const outcome = await sender().send(request(url))
    expect(outcome).toMatchObject({ status: 200, body: 'ok' })
    expect(outcome).not.toHaveProperty('headers.link')
  })

  test('that is not UTF-8, or has NUL in it, is still text that every database takes', async () => {
    const { url } = await receiver({ reply: { body: Buffer.from([0x61, 0, 0xff, 0x62]) } })
    expect(await sender().send(request(url))).toMatchObject({ body: 'a\ufffd\ufffdb' })
  })

  test('of as many bytes as are read is whole, one more is cut off', async () => {
    const { url, replyWith, connections } = await receiver({ reply: { body: 'x'.repeat(16_384) } })
    const { send } = sender()
    expect(await send(request(url))).toMatchObject({ body: 'x'.repeat(16_384), truncated: false })
    replyWith({ body: `${'x'.repeat(16_384)}y` })
    expect(await send(request(url))).toMatchObject({ body: 'x'.repeat(16_384), truncated: true, status: 200 })
    expect(connections()).toBe(1)
  })

  test('in chunks of one byte is read like any other', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => {
        const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
        socket.write(`${head}${'1\r\nx\r\n'.repeat(16_384)}0\r\n\r\n`)
      })
    })
    expect(await sender().send(request(url))).toMatchObject({ body: 'x'.repeat(16_384), truncated: false })
  })

  test('without end is cut off, and its connection closed', async () => {
    const flood = (response: ServerResponse) => {
      const piece = Buffer.alloc(65_536, 'x')
      const pour = () => {
        while (response.write(piece));
      }
      response.on('drain', pour)
      pour()
    }
    const closed = Promise.withResolvers<number>()
    const { url } = await receiver({
      reply: {
        write: (response) => {
          const { socket } = response
          response.on('close', () => closed.resolve(socket?.bytesWritten ?? 0))
          flood(response)
        },
      },
    })
    const outcome = await sender({ maxReplyBytes: 1_000 }).send(request(url))
    expect(outcome).toMatchObject({ status: 200, body: 'x'.repeat(1_000), truncated: true })
    expect(await closed.promise).toBeLessThan(20_000_000)
  })

  test('that unpacks to a gigabyte is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const { url, requests } = await receiver({
      reply: { headers: { 'content-encoding': 'gzip' }, body: bomb },
    })
    const outcome = await sender().send(request(url))
    expect(outcome).toMatchObject({ status: 200, truncated: false })
    expect(outcome.kind === 'reply' && outcome.body.length).toBeLessThanOrEqual(bomb.length)
    expect(requests[0]?.headers['accept-encoding']).toBe('identity')
  })
})

describe('a request', () => {
  test('carries exactly the bytes, method and headers it was given', async () => {
    const { url, requests } = await receiver()
    const { send } = sender()
    const bytes = Buffer.from([0x7b, 0xff, 0, 0x7d])
    await send(
      request(`${url}/a%20b?c=d%26e`, {
        method: 'PUT',
        headers: { 'X-Signature': 'sha256=00' },
        body: bytes,
      }),
    )
    await send(request(url, { body: '{"naïve":"é"}' }))
    expect(requests[0]).toMatchObject({ method: 'PUT', path: '/a%20b?c=d%26e', body: bytes })
    expect(requests[0]?.headers).toMatchObject({ 'x-signature': 'sha256=00', 'content-length': '4' })
    expect(requests[1]).toMatchObject({ method: 'POST', path: '/', body: Buffer.from('{"naïve":"é"}') })
  })

  test('keeps the headers of the connection to itself', async () => {
    const { url, port, requests } = await receiver()
    const headers = {
      Host: 'admin.internal',
      'Content-Length': '999',
      'Transfer-Encoding': 'chunked',
      Connection: 'close',
      'Accept-Encoding': 'gzip',
      Expect: '100-continue',
      Upgrade: 'h2c',
    }
    expect(await sender().send(request(url, { headers }))).toMatchObject({ status: 200 })
    expect(requests[0]?.headers).toEqual({
      host: `127.0.0.1:${port}`,
      connection: 'keep-alive',
      'accept-encoding': 'identity',
      'content-length': '7',
    })
  })

  test('that cannot be written ends as an error, and writes nothing', async () => {
    const { url, requests } = await receiver()
    const outcome = await sender().send(request(url, { headers: { 'x-note': 'a\r\nx-other: b' } }))
    expect(outcome).toMatchObject({
      kind: 'error',
      code: 'protocol',
      message: expect.stringContaining('x-note'),
    })
    expect(requests).toHaveLength(0)
  })
})

describe('a receiver', () => {
  test('that hangs costs its time and nothing more', async () => {
    const { url, sockets, closed } = await rawServer(() => {})
    const startedAt = performance.now()
    const outcome = await sender().send(request(url, { timeoutMs: BRIEF_MS }))
    expect(outcome).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/did not reply within 0.3 s/),
    })
    const elapsed = performance.now() - startedAt
    expect(elapsed).toBeGreaterThanOrEqual(BRIEF_MS - 2)
    expect(elapsed).toBeLessThan(BRIEF_MS + 1_000)
    expect(outcome.durationMs).toBeGreaterThanOrEqual(BRIEF_MS - 2)
    expect(outcome.durationMs).toBeLessThanOrEqual(Math.ceil(elapsed))
    await closed(1)
    expect(sockets).toHaveLength(1)
  })

  test('that sends a byte at a time is cut off at the same deadline', async () => {
    const { url, closed } = await rawServer((socket) => {
      onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n'))
      const drip = setInterval(() => socket.write('x'), 10)
      socket.once('close', () => clearInterval(drip))
    })
    const outcome = await sender().send(request(url, { timeoutMs: BRIEF_MS }))
    expect(outcome).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/did not finish its reply/),
    })
    expect(outcome.durationMs).toBeLessThan(BRIEF_MS + 1_000)
    await closed(1)
  })

  test('that sends a byte of its headers at a time is cut off too', async () => {
    const { url, closed } = await rawServer((socket) => {
      onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nx-long: '))
      const drip = setInterval(() => socket.write('x'), 10)
      socket.once('close', () => clearInterval(drip))
    })
    expect(await sender().send(request(url, { timeoutMs: BRIEF_MS }))).toMatchObject({ code: 'timeout' })
    await closed(1)
  })

  test('that sends informational replies for ever is cut off too', async () => {
    const { url, closed } = await rawServer((socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5)
      socket.once('close', () => clearInterval(drip))
    })
    expect(await sender().send(request(url, { timeoutMs: BRIEF_MS }))).toMatchObject({ code: 'timeout' })
    await closed(1)
  })

  test('that sends headers without end is cut off before they fill memory', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, () => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const pour = () => {
          while (socket.writable && socket.write(`x-more: ${'y'.repeat(1_000)}\r\n`));
        }
        socket.on('drain', pour)
        pour()
      })
    })
    const outcome = await sender().send(request(server.url))
    expect(outcome).toMatchObject({ code: 'protocol', message: expect.stringContaining('16 KB of headers') })
    await server.closed(1)
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(20_000_000)
  })

  test.each([
    ['informational replies', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
    ['a reason phrase', 'HTTP/1.1 200 ', 'O'.repeat(1_000)],
    [
      'the extension of a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;',
      'x'.repeat(1_000),
    ],
    ['empty lines', '', '\r\n'.repeat(1_000)],
  ])('that sends %s without end is cut off soon', async (_what, head, piece) => {
    const server = await rawServer((socket) => {
      onRequest(socket, () => {
        socket.write(head)
        const pour = () => {
          while (socket.writable && socket.write(piece));
        }
        socket.on('drain', pour)
        pour()
      })
    })
    const outcome = await sender().send(request(server.url))
    expect(outcome).toMatchObject({ code: 'protocol', message: expect.stringContaining('more than 256 KB') })
    await server.closed(1)
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(20_000_000)
  })

  test('that sends a little with each of many replies is not cut off for all of them', async () => {
    const { url, connections } = await receiver({ reply: { body: 'x'.repeat(16_384) } })
    const { send } = sender()
    for (let count = 0; count < 20; count++) expect(await send(request(url))).toMatchObject({ status: 200 })
    expect(connections()).toBe(1)
  })

  test('that resets the connection is a connection error, tried once', async () => {
    const { url, requests } = await receiver({ reply: 'reset' })
    expect(await sender().send(request(url))).toMatchObject({
      code: 'connection',
      message: expect.stringContaining('closed the connection'),
    })
    expect(requests).toHaveLength(1)
  })

  test('that ends within its reply is a connection error, or one of protocol', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'))
    })
    expect(await sender().send(request(url))).toMatchObject({ kind: 'error', code: 'connection' })
  })

  test('that is not there is a connection error', async () => {
    const { url, stop } = await receiver()
    await stop()
    expect(await sender().send(request(url))).toMatchObject({
      code: 'connection',
      message: expect.stringContaining('Nothing accepts connections'),
    })
  })

  test.each([
    ['speaks another protocol', '220 mail.example ESMTP\r\n'],
    [
      'switches protocols unasked',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['gives two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['gives a status that is none', 'HTTP/1.1 099 Early\r\ncontent-length: 0\r\n\r\n'],
    ['sends a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('that %s is a protocol error', async (_what, bytes) => {
    const { url, closed } = await rawServer((socket) => {
      onRequest(socket, () => socket.write(bytes))
    })
    expect(await sender().send(request(url))).toMatchObject({ code: 'protocol' })
    await closed(1)
  })

  test('is connected to again after each of many timeouts, and keeps no connection of theirs', async () => {
    let isUp = false
    const { url, closed } = await rawServer((socket) => {
      onRequest(socket, () => isUp && socket.write(OK))
    })
    const { send } = sender()
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => send(request(url, { timeoutMs: BRIEF_MS }))),
    )
    const codes = outcomes.map((outcome) => outcome.kind === 'error' && outcome.code)
    expect(new Set(codes)).toEqual(new Set(['timeout']))
    await closed(1)
    isUp = true
    expect(await send(request(url))).toMatchObject({ kind: 'reply', status: 200 })
  })
})

describe('TLS', () => {
  let authority: Certificate
  beforeAll(() => {
    authority = makeCertificate({ name: 'Test Authority', isAuthority: true })
    const trusted = getCACertificates('default')
    setDefaultCACertificates([...trusted, authority.cert])
    return () => setDefaultCACertificates(trusted)
  })

  const secure = (certificate: Certificate) => receiver({ tls: certificate })

  test('is spoken to a host whose certificate is good, under its name', async () => {
    const { port, requests } = await secure(makeCertificate({ name: 'hook.test', by: authority }))
    const { send } = sender()
    const url = `https://hook.test:${port}/`
    expect(await send(request(url))).toMatchObject({ kind: 'reply', status: 200 })
    expect(await send(request(url))).toMatchObject({ kind: 'reply', status: 200 })
    expect(requests[0]?.headers.host).toBe(`hook.test:${port}`)
  })

  test('names the host to servers that serve many, and speaks HTTP/1.1 only', async () => {
    const server = await rawServer(() => {})
    const { signal, abort } = controller()
    const outcome = sender().send(request(`https://hook.test:${server.port}/`, { signal }))
    await server.bytes()
    abort()
    expect(await outcome).toMatchObject({ code: 'aborted' })
    await server.closed(1)
    expect(server.received()).toContain('hook.test')
    // ALPN: a list of 9 bytes, which is one name of 8.
    expect(server.received()).toContain('\x00\x09\x08http/1.1')
  })

  test('is waited for no longer than the deadline', async () => {
    const server = await rawServer(() => {})
    const url = `https://hook.test:${server.port}/`
    const outcome = await sender().send(request(url, { timeoutMs: BRIEF_MS }))
    expect(outcome).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/No connection to hook.test/),
    })
  })

  test.each([
    ['self-signed', 'hook.test', () => makeCertificate({ name: 'hook.test' }), 'self-signed'],
    [
      'for another host',
      'hook.test',
      () => makeCertificate({ name: 'other.test', by: authority }),
      'another host',
    ],
    [
      'out of date',
      'hook.test',
      () => makeCertificate({ name: 'hook.test', by: authority, notAfter: new Date(Date.now() - 60_000) }),
      'has expired',
    ],
    [
      'of an unknown authority',
      'hook.test',
      () => makeCertificate({ name: 'hook.test', by: makeCertificate({ name: 'Who', isAuthority: true }) }),
      'known authority',
    ],
    [
      'for a name when the URL has an address',
      '127.0.0.1',
      () => makeCertificate({ name: 'hook.test', by: authority }),
      'another host',
    ],
  ])('is refused when the certificate is %s', async (_what, host, certificate, says) => {
    const { port, requests } = await secure(certificate())
    const outcome = await sender().send(request(`https://${host}:${port}/`))
    expect(outcome).toMatchObject({ code: 'tls', message: expect.stringContaining(says) })
    expect(requests).toHaveLength(0)
  })

  test('bounds what comes through it as well', async () => {
    const { port } = await receiver({
      tls: makeCertificate({ name: 'hook.test', by: authority }),
      reply: {
        write: ({ socket }) => {
          const pour = () => {
            while (socket?.writable && socket.write('O'.repeat(1_000)));
          }
          socket?.write('HTTP/1.1 200 ')
          socket?.on('drain', pour)
          pour()
        },
      },
    })
    const outcome = await sender().send(request(`https://hook.test:${port}/`))
    expect(outcome).toMatchObject({ code: 'protocol', message: expect.stringContaining('more than 256 KB') })
  })

  test('is verified even where the environment says not to', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    onTestFinished(() => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    })
    const { port } = await secure(makeCertificate({ name: 'hook.test' }))
    expect(await sender().send(request(`https://hook.test:${port}/`))).toMatchObject({ code: 'tls' })
  })

  test('is refused by a server that speaks none', async () => {
    const { port } = await receiver()
    expect(await sender().send(request(`https://hook.test:${port}/`))).toMatchObject({ code: 'tls' })
  })
})

describe('where a request may go', () => {
  test('is judged before anything is connected', async () => {
    const { url, port, connections } = await receiver()
    const { send } = sender({ policy: addressPolicy({ allow: '' }) })
    for (const blocked of [
      url,
      `https://127.0.0.1:${port}/`,
      `https://2130706433:${port}/`,
      `https://[::1]:${port}/`,
    ]) {
      expect(await send(request(blocked)), blocked).toMatchObject({ kind: 'error', code: 'blocked' })
    }
    expect(connections()).toBe(0)
  })

  test('is judged for what a name resolves to, though it resolved well when it was saved', async () => {
    const { port, connections } = await receiver()
    const answers = ['8.8.8.8', '127.0.0.1']
    const lookup: Lookup = async () => [{ address: answers.shift() ?? '' }]
    const policy = addressPolicy({ allow: '' })
    const url = `https://hook.test:${port}/`
    expect(await policy.resolveAndCheck(url, lookup)).toMatchObject({ ok: true })
    const outcome = await sender({ policy, lookup }).send(request(url))
    expect(outcome).toMatchObject({
      code: 'blocked',
      message: expect.stringContaining('hook.test resolves to 127.0.0.1'),
    })
    expect(connections()).toBe(0)
  })

  test('is judged again at every connect', async () => {
    const { port, connections } = await receiver({ reply: { headers: { connection: 'close' } } })
    const answers = ['127.0.0.1', '127.0.0.2']
    const lookup: Lookup = async () => [{ address: answers.shift() ?? '' }]
    const { send } = sender({ lookup })
    const url = `http://hook.test:${port}/`
    expect(await send(request(url))).toMatchObject({ status: 200 })
    expect(await send(request(url))).toMatchObject({ code: 'blocked' })
    expect(connections()).toBe(1)
  })

  test.each([
    ['a blocked one after a good one', ['127.0.0.1', '127.0.0.2']],
    ['a blocked one before a good one', ['::1', '127.0.0.1']],
    ['something that is no address', ['127.0.0.1', 'localhost']],
    ['an address with a zone', ['::1%lo']],
    ['a mapped address', ['::ffff:127.0.0.1']],
  ])('is nowhere when a name resolves to %s', async (_what, addresses) => {
    const { port, requests } = await receiver()
    const { send } = sender({ lookup: async () => addresses.map((address) => ({ address })) })
    expect(await send(request(`http://hook.test:${port}/`))).toMatchObject({ code: 'blocked' })
    expect(requests).toHaveLength(0)
  })

  test.each(['http', 'https'])(
    'is judged by where an %s socket arrived, before a byte is written',
    async (scheme) => {
      const server = await rawServer(() => {})
      const policy: AddressPolicy = { ...LOCAL, checkAddress: () => ({ ok: false, reason: 'Not there.' }) }
      const outcome = await sender({ policy }).send(request(`${scheme}://hook.test:${server.port}/`))
      expect(outcome).toMatchObject({ code: 'blocked', message: 'Not there.' })
      await server.closed(1)
      expect(server.received()).toBe('')
    },
  )

  test("is asked of the system's resolver unless told otherwise, once for all who ask at a time", async () => {
    const { port, requests } = await receiver()
    const { send, close } = createSender({ policy: addressPolicy({ allow: `localhost:${port}` }) })
    cleanups.push(close)
    expect(await send(request(`http://localhost:${port}/`))).toMatchObject({ kind: 'reply', status: 200 })
    expect(requests).toHaveLength(1)
    const first = systemLookup('localhost')
    expect(systemLookup('localhost')).toBe(first)
    await first
    expect(systemLookup('localhost')).not.toBe(first)
  })

  test('may be any of several good addresses, if one does not answer', async () => {
    const { port } = await receiver()
    const policy = addressPolicy({ allow: '127.0.0.0/8' })
    const lookup: Lookup = async () => [{ address: '127.0.0.9' }, { address: '127.0.0.1' }]
    const outcome = await sender({ policy, lookup }).send(request(`http://hook.test:${port}/`))
    expect(outcome).toMatchObject({ status: 200, address: '127.0.0.1' })
  })

  test("is the relay's own inbox by its path, even when a connection to it is open", async () => {
    const { port, requests } = await receiver()
    const policy = addressPolicy({
      allow: '10.0.0.0/8',
      ownInbox: ({ port: own, pathname }) => own === `${port}` && pathname === '/inbox/t0ken',
    })
    const { send } = sender({ policy })
    const origin = `http://relay.test:${port}`
    expect(await send(request(`${origin}/inbox/t0ken`))).toMatchObject({ status: 200 })
    expect(await send(request(`${origin}/api/forms`))).toMatchObject({ code: 'blocked' })
    expect(await send(request(`${origin}/inbox/t0ken`))).toMatchObject({ status: 200 })
    expect(requests.map(({ path }) => path)).toEqual(['/inbox/t0ken', '/inbox/t0ken'])
  })

  test.each([
    [
      'does not exist',
      () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
      /knows no address/,
    ],
    [
      'does not resolve now',
      () => Promise.reject(Object.assign(new Error(), { code: 'EAI_AGAIN' })),
      /did not answer/,
    ],
    ['has no address', async () => [], /no address/],
  ])('is an error of the DNS when the name %s', async (_what, lookup, says) => {
    const outcome = await sender({ lookup }).send(request('http://hook.test:8080/'))
    expect(outcome).toMatchObject({ code: 'dns', message: expect.stringMatching(says) })
  })

  test('is waited for no longer than the deadline', async () => {
    const { send } = sender({ lookup: () => new Promise(() => {}) })
    const outcome = await send(request('http://hook.test:8080/', { timeoutMs: BRIEF_MS }))
    expect(outcome).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/No connection to hook.test:8080/),
    })
  })
})

describe('a kept connection', () => {
  test('serves the next request, and a second one at the same time gets its own', async () => {
    const received = await receiver()
    const { send } = sender()
    await send(request(received.url))
    await send(request(received.url))
    expect(received.connections()).toBe(1)
    await Promise.all([send(request(received.url)), send(request(received.url))])
    expect(received.connections()).toBe(2)
  })

  test('is not kept when the receiver says so', async () => {
    const received = await receiver({ reply: { headers: { connection: 'close' } } })
    const { send } = sender()
    await send(request(received.url))
    expect(await send(request(received.url))).toMatchObject({ status: 200 })
    expect(received.connections()).toBe(2)
  })

  test('is not kept for ever, so that a receiver can move', async () => {
    let now = 0
    const received = await receiver()
    const { send } = sender({ now: () => now })
    await send(request(received.url))
    now = 59_999
    await send(request(received.url))
    expect(received.connections()).toBe(1)
    now = 60_000
    await send(request(received.url))
    await send(request(received.url))
    expect(received.connections()).toBe(2)
  })

  test.each([
    ['', OK],
    [
      ', even if the receiver would wait longer',
      OK.replace('\r\n\r\n', '\r\nkeep-alive: timeout=600\r\n\r\n'),
    ],
  ])('is closed after four idle seconds%s', async (_case, bytes) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const server = await rawServer((socket) => {
      onRequest(socket, () => socket.write(bytes))
    })
    const { send } = sender()
    await send(request(server.url))
    // undici starts the idle time when the event loop has turned once.
    await setImmediate()
    vi.advanceTimersByTime(3_999)
    await send(request(server.url))
    expect(server.sockets).toHaveLength(1)
    await setImmediate()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(4_000)
    await server.closed(1)
  })

  test('is one of 64 to a receiver and of 256 in all, and makes room when it closes', async () => {
    const { send } = sender()
    const receivers = await Promise.all(Array.from({ length: 5 }, () => receiver()))
    const [first, ...others] = receivers as [Receiver, ...Receiver[]]
    const sendTo = ({ url }: Receiver, count: number) =>
      Promise.all(Array.from({ length: count }, () => send(request(url))))
    await sendTo(first, 65)
    await sendTo(first, 65)
    expect(first.connections()).toBe(66)
    await Promise.all(others.slice(0, 3).map((other) => sendTo(other, 64)))
    const [last] = others.slice(-1) as [Receiver]
    await sendTo(last, 1)
    await sendTo(last, 1)
    expect(last.connections()).toBe(2)
    await first.stop()
    // Ends once the sender has seen them close.
    let before: number
    do {
      before = last.connections()
      await sendTo(last, 1)
    } while (last.connections() > before)
  })

  test('that was closed meanwhile is replaced unseen', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, () => socket.write(OK))
    })
    const { send } = sender()
    await send(request(server.url))
    const gone = server.closed(1)
    server.sockets[0]?.end()
    await gone
    expect(await send(request(server.url))).toMatchObject({ status: 200 })
    expect(server.sockets).toHaveLength(2)
  })

  test('that closes just as it is used is replaced, and its successor counts as fresh', async () => {
    const server = await rawServer((socket, index) => {
      onRequest(socket, () => (index === 0 ? socket.write(OK) : socket.resetAndDestroy()))
    })
    const { send } = sender()
    await send(request(server.url))
    // From here undici sees the end of the connection before it writes, and connects again by itself.
    await setImmediate()
    server.sockets[0]?.destroy()
    expect(await send(request(server.url))).toMatchObject({ code: 'connection' })
    expect(server.sockets).toHaveLength(2)
  })

  test('that is lost is not replaced by another kept one, which is as old', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, (count) => (count === 1 ? socket.write(OK) : socket.resetAndDestroy()))
    })
    const { send } = sender()
    await Promise.all([send(request(server.url)), send(request(server.url))])
    expect(await send(request(server.url))).toMatchObject({ kind: 'reply', status: 200 })
    expect(server.sockets).toHaveLength(3)
    expect(server.received().match(/POST/g)).toHaveLength(4)
  })

  test('that is lost with the request on it is replaced by a fresh one, as the same attempt', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, (count) => (count === 1 ? socket.write(OK) : socket.resetAndDestroy()))
    })
    const { send } = sender()
    await send(request(server.url))
    expect(await send(request(server.url))).toMatchObject({ kind: 'reply', status: 200 })
    expect(server.sockets).toHaveLength(2)
    expect(server.received().match(/POST/g)).toHaveLength(3)
  })

  test('that ends without a reply is replaced as well', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, (count) => (count === 1 ? socket.write(OK) : socket.end()))
    })
    const { send } = sender()
    await send(request(server.url))
    expect(await send(request(server.url))).toMatchObject({ kind: 'reply', status: 200 })
    expect(server.sockets).toHaveLength(2)
  })

  test('is replaced once only', async () => {
    const server = await rawServer((socket, index) => {
      onRequest(socket, (count) => (index === 0 && count === 1 ? socket.write(OK) : socket.resetAndDestroy()))
    })
    const { send } = sender()
    await send(request(server.url))
    expect(await send(request(server.url))).toMatchObject({ kind: 'error', code: 'connection' })
    expect(server.sockets).toHaveLength(2)
  })

  test('is not replaced when it is lost after a second, or after the reply began', async () => {
    let now = 0
    let cut = (socket: Socket) => {
      now += 1_000
      socket.resetAndDestroy()
    }
    const server = await rawServer((socket) => {
      onRequest(socket, (count) => (count === 1 ? socket.write(OK) : cut(socket)))
    })
    const { send } = sender({ now: () => now })
    await send(request(server.url))
    expect(await send(request(server.url))).toMatchObject({ code: 'connection', durationMs: 1_000 })
    expect(server.sockets).toHaveLength(1)
    cut = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')
    await send(request(server.url))
    expect(await send(request(server.url))).toMatchObject({ code: 'connection' })
    expect(server.sockets).toHaveLength(2)
  })
})

describe('giving up', () => {
  test.each(['a reply', 'a connection'])('ends a request that waits for %s', async (what) => {
    const server = await rawServer(() => {})
    const { send } = sender(what === 'a connection' ? { lookup: () => new Promise(() => {}) } : {})
    const { signal, abort } = controller()
    const outcome = send(request(`http://hook.test:${server.port}/`, { signal }))
    if (what === 'a reply') await server.requests(1)
    abort()
    expect(await outcome).toMatchObject({ kind: 'error', code: 'aborted' })
    if (what === 'a reply') await server.closed(1)
  })

  test('before the start sends nothing', async () => {
    const { url, connections } = await receiver()
    expect(await sender().send(request(url, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
    })
    expect(connections()).toBe(0)
  })

  test('after the reply changes nothing', async () => {
    const { url, connections } = await receiver()
    const { send } = sender()
    const { signal, abort } = controller()
    expect(await send(request(url, { signal }))).toMatchObject({ status: 200 })
    expect(getEventListeners(signal, 'abort')).toEqual([])
    abort()
    expect(await send(request(url))).toMatchObject({ status: 200 })
    expect(connections()).toBe(1)
  })

  test('at close ends what is under way, closes what is kept, and sends nothing any more', async () => {
    const server = await rawServer((socket) => {
      onRequest(socket, (count) => count === 1 && server.sockets.length === 1 && socket.write(OK))
    })
    const { send, close } = sender()
    await send(request(server.url))
    const outcomes: Promise<Outcome>[] = [send(request(server.url)), send(request(server.url))]
    await server.requests(3)
    const connecting = send(request(server.url))
    await close()
    for (const outcome of [...outcomes, connecting]) {
      expect(await outcome).toMatchObject({ kind: 'error', code: 'aborted' })
    }
    await server.closed(2)
    expect(await send(request(server.url))).toMatchObject({ code: 'aborted' })
  })
})

function controller(): { signal: AbortSignal; abort: () => void } {
  const made = new AbortController()
  return { signal: made.signal, abort: () => made.abort() }
}
