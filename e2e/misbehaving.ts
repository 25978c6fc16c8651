// Receivers that no relay should have to meet. Run as a program it starts them all and says where they are: in a
// process of its own, so that what they pour out does not slow those who measure.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { type Certificate, makeCertificate } from '@fieldpost/server/test/certificate.ts'

/** Of a webhook that leads to one of them, in milliseconds. */
export const TIMEOUT_MS = 4_000

export interface Misbehaviour {
  /** What it does with a connection, after the handshake where it speaks TLS. */
  serve: (socket: Socket) => void
  tls?: (authority: Certificate) => Certificate
  /** The URL says https; without `tls` it never finishes the handshake. */
  isSecure?: true
  /** What the owner reads of an attempt: the status of the reply, or why there is none. */
  shows: number | RegExp
  /** The same where the machine is so busy that a second passes unseen. */
  orShows?: RegExp
}

/** To where nobody may follow. */
const redirect = (status: number): Misbehaviour => ({
  serve: answering(
    `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${process.env.CANARY}\r\ncontent-length: 0\r\n\r\n`,
  ),
  shows: /a redirect, which is never followed/,
})

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
const NOT_HTTP = /did not reply in valid HTTP/
/** The latter where machines are so busy that the time runs out first. */
const NO_END = /sent more than 256 KB without coming to the end of its reply|did not finish its reply within/
const LOST = /closed the connection without a complete reply/

export const misbehaviours: Record<string, Misbehaviour> = {
  hangs: { serve: () => {}, shows: /did not reply within 4 s/ },
  'resets at once': { serve: (socket) => void socket.resetAndDestroy(), shows: LOST },
  'resets within its headers': { serve: breaking('HTTP/1.1 200 OK\r\ncontent-le'), shows: LOST },
  'resets within its body': {
    serve: breaking('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'),
    shows: LOST,
  },
  'drips its headers': {
    serve: dripping('HTTP/1.1 200 OK\r\nx: '),
    shows: /did not finish its reply within/,
  },
  'drips its body': {
    serve: dripping('HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n'),
    shows: /did not finish its reply within 4 s/,
  },
  'sends 10 GB in chunks': { serve: pouring(CHUNKED, `10000\r\n${'x'.repeat(65_536)}\r\n`), shows: 200 },
  'sends 10 GB by length': {
    serve: pouring('HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n', 'x'.repeat(65_536)),
    shows: 200,
  },
  'sends a body of one-byte chunks': { serve: pouring(CHUNKED, '1\r\nx\r\n'.repeat(10_000)), shows: 200 },
  'sends a gzip bomb': {
    serve: (socket) => {
      const bomb = bombed()
      const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`
      socket.once('data', () => socket.write(Buffer.concat([Buffer.from(head), bomb])))
    },
    shows: 200,
  },
  'sends headers without end': {
    serve: pouring('HTTP/1.1 200 OK\r\n', `x-more: ${'y'.repeat(1_000)}\r\n`),
    shows: /replied with more than 16 KB of headers/,
  },
  'sends a header without end': {
    serve: pouring('HTTP/1.1 200 OK\r\nx-more: ', 'y'.repeat(65_536)),
    shows: /replied with more than 16 KB of headers/,
  },
  'sends trailers without end': {
    serve: pouring(`${CHUNKED}2\r\nok\r\n0\r\n`, `x-more: ${'y'.repeat(1_000)}\r\n`),
    shows: /replied with more than 16 KB of headers/,
  },
  'sends informational replies without end': {
    serve: pouring('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1_000)),
    shows: NO_END,
  },
  'drips informational replies': {
    serve: dripping('', 'HTTP/1.1 102 Processing\r\n\r\n'),
    shows: /did not finish its reply within 4 s/,
  },
  'sends a reason phrase without end': {
    serve: pouring('HTTP/1.1 200 ', 'O'.repeat(65_536)),
    shows: NO_END,
  },
  'sends the extension of a chunk without end': {
    serve: pouring(`${CHUNKED}1;`, 'x'.repeat(65_536)),
    shows: NO_END,
  },
  'continues what was not asked for': {
    serve: answering('HTTP/1.1 100 Continue\r\n\r\n'),
    shows: NOT_HTTP,
  },
  'switches protocols': {
    serve: answering('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    shows: NOT_HTTP,
  },
  'speaks another protocol': { serve: answering('220 mail.example ESMTP\r\n'), shows: NOT_HTTP },
  'replies twice': {
    serve: (socket) => void socket.on('data', () => socket.write(`${OK}${OK.replace('200 OK', '500 No')}`)),
    shows: 200,
  },
  'replies before it has read': {
    serve: (socket) => {
      socket.once('data', () => {
        socket.pause()
        socket.write(OK.replace('\r\n', '\r\nconnection: close\r\n'))
      })
    },
    shows: 200,
  },
  'closes kept connections as they are used': {
    serve: (socket) => {
      let count = 0
      socket.on('data', () => (count++ === 0 ? socket.write(OK) : socket.resetAndDestroy()))
    },
    shows: 200,
    // It is asked once more only when the connection was lost within a second.
    orShows: LOST,
  },
  'writes bytes above 0x7f into headers': {
    serve: answering(
      Buffer.from(
        'HTTP/1.1 200 \xe9\xff\r\nx-note: caf\xe9 \xff\r\n__proto__: a\r\ncontent-length: 0\r\n\r\n',
        'latin1',
      ),
    ),
    shows: 200,
  },
  'writes NUL into headers': { serve: answering('HTTP/1.1 200 OK\r\nx-note: a\0b\r\n\r\n'), shows: NOT_HTTP },
  'writes NUL and no UTF-8 into its body': {
    serve: answering(
      Buffer.from('HTTP/1.1 500 Oh\r\ncontent-length: 8\r\n\r\na\0b\xff\xed\xa0\x80\xc3', 'latin1'),
    ),
    shows: 500,
  },
  'has a status that is none': {
    serve: answering('HTTP/1.1 099 Early\r\ncontent-length: 0\r\n\r\n'),
    shows: NOT_HTTP,
  },
  'redirects with 301': redirect(301),
  'redirects with 302': redirect(302),
  'redirects with 303': redirect(303),
  'redirects with 307': redirect(307),
  'redirects with 308': redirect(308),
  'never finishes its handshake': {
    serve: () => {},
    isSecure: true,
    shows: /No connection to localhost:\d+ came about within 4 s/,
  },
  'has a certificate that expired': {
    serve: answering(OK),
    tls: (by) => makeCertificate({ name: 'localhost', by, notAfter: new Date(Date.now() - 60_000) }),
    isSecure: true,
    shows: /The TLS certificate of localhost:\d+ has expired/,
  },
  'has a certificate that it signed itself': {
    serve: answering(OK),
    tls: () => makeCertificate({ name: 'localhost' }),
    isSecure: true,
    shows: /The TLS certificate of localhost:\d+ is self-signed/,
  },
  'has a certificate for another host': {
    serve: answering(OK),
    tls: (by) => makeCertificate({ name: 'other.test', by }),
    isSecure: true,
    shows: /The TLS certificate of localhost:\d+ was issued for another host/,
  },
}

/** What the program prints, as one line of JSON. It is told in `CANARY` where redirects lead. */
export interface Started {
  /** Of each misbehaviour. */
  urls: Record<string, string>
  /** Who has signed the certificates, in PEM. */
  authority: string
  /** For a receiver at localhost that does behave. */
  good: { key: string; cert: string }
}

function answering(reply: string | Buffer) {
  return (socket: Socket) => void socket.on('data', () => socket.write(reply))
}

function breaking(reply: string) {
  return (socket: Socket) =>
    void socket.once('data', () => socket.write(reply, () => setImmediate(() => socket.resetAndDestroy())))
}

/** A piece at once, and one more each second. */
function dripping(head: string, piece = 'x') {
  return (socket: Socket) =>
    void socket.once('data', () => {
      socket.write(head + piece)
      const drip = setInterval(() => socket.write(piece), 1_000)
      socket.once('close', () => clearInterval(drip))
    })
}

/** As fast as it is taken. */
function pouring(head: string, piece: string) {
  const bytes = Buffer.from(piece)
  return (socket: Socket) => {
    const pour = () => {
      while (socket.writable && socket.write(bytes));
    }
    socket.on('drain', pour)
    socket.once('data', () => {
      socket.write(head)
      pour()
    })
  }
}

let bomb: Buffer | undefined
/** 10 MB that unpack to 10 GB: the same gzip member again and again. */
function bombed(): Buffer {
  bomb ??= Buffer.concat(Array.from({ length: 100 }).fill(gzipSync(Buffer.alloc(100_000_000))) as Buffer[])
  return bomb
}

async function start({ serve, tls, isSecure }: Misbehaviour, authority: Certificate): Promise<string> {
  const welcome = (socket: Socket) => {
    socket.on('error', () => {})
    serve(socket)
  }
  const server: Server = tls ? createTlsServer(tls(authority), welcome) : createServer(welcome)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  return isSecure ? `https://localhost:${port}/hook` : `http://127.0.0.1:${port}/hook`
}

if (import.meta.main) {
  bombed()
  const authority = makeCertificate({ name: 'Test Authority', isAuthority: true })
  const urls: [string, string][] = []
  for (const [name, each] of Object.entries(misbehaviours)) urls.push([name, await start(each, authority)])
  const { key, cert } = makeCertificate({ name: 'localhost', by: authority })
  const started: Started = {
    urls: Object.fromEntries(urls),
    authority: authority.cert,
    good: { key, cert },
  }
  console.log(JSON.stringify(started))
}
