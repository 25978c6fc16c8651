/**
 * Reads a request's body without trusting it: bytes, encoding, depth and number of keys are bounded before anything
 * else looks at it. `JSON.parse` takes a depth of a million where `JSON.stringify` gives up at ten thousand, and a
 * lenient decoder turns bad bytes into U+FFFD; either would be stored and hurt later.
 */
import { ProblemError } from './problem.ts'

export interface BodyLimits {
  bytes: number
  depth: number
  keys: number
}

/**
 * Bytes of a body that is read to its end although it is too large, and thrown away. Whoever still writes when the
 * connection closes under them gets a reset, and never the answer that says why.
 */
const MOST_DISCARDED = 16 * 1_024 * 1_024

/** From the headers to the last byte. The server itself waits longer, for files. */
const PATIENCE_MS = 20_000

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** The whole body, at most `most` bytes of it ever held. */
export async function readBytes(
  request: Request,
  most: number,
  patienceMs = PATIENCE_MS,
): Promise<Uint8Array<ArrayBuffer>> {
  assertPlain(request)
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(tooSlow()), patienceMs)
  try {
    return await Promise.race([readAtMost(request, most), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Refuses a body that is compressed: what it unfolds to is bounded by nothing. */
export function assertPlain(request: Request): void {
  const encoding = request.headers.get('content-encoding')
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw new ProblemError('content-encoding', `Send the body as it is, not in ${encoding.slice(0, 40)}.`)
  }
}

async function readAtMost(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const length = request.headers.get('content-length')
  const announced = Number(length)
  // The HTTP server holds the sender to the length that was announced. `request.body` is not touched on this way:
  // the server's adapter makes a whole Request for it, which is as much work as all the rest of reading.
  if (length !== null && announced <= most) return new Uint8Array(await request.arrayBuffer())
  if (!request.body) return new Uint8Array()
  let size = 0
  let chunks: Uint8Array[] = []
  if (announced <= MOST_DISCARDED) {
    const reader = request.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size <= most) chunks.push(value)
      else chunks = []
      if (size > MOST_DISCARDED) {
        await reader.cancel()
        break
      }
    }
  }
  if (Math.max(announced, size) > most) throw tooLarge(most)
  return Buffer.concat(chunks)
}

export const tooLarge = (most: number) =>
  new ProblemError('too-large', `The body may have at most ${most} bytes.`, {
    headers: { connection: 'close' },
  })

const tooSlow = () =>
  new ProblemError('broken-off', 'The body took too long. Send it again.', {
    headers: { connection: 'close' },
  })

/** The value that these bytes spell as JSON in UTF-8, within depth and keys. */
export function parseJson(bytes: Uint8Array, { depth, keys }: BodyLimits): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new ProblemError('invalid-utf8', 'The body has bytes that are not UTF-8.')
  }
  if (tooComplex(text, depth, keys)) {
    throw new ProblemError('too-deep', `JSON may be nested ${depth} deep and have ${keys} values at most.`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ProblemError('malformed-json', 'The body could not be read as JSON.')
  }
}

/**
 * Whether a JSON text is nested deeper, or has more values, than allowed. It walks the text, so it costs nothing
 * that the text has not paid for, and runs before anything recursive does.
 */
function tooComplex(text: string, depth: number, keys: number): boolean {
  let level = 0
  let values = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // a string: on to its end
        for (;;) {
          i = text.indexOf('"', i + 1)
          if (i < 0) return false
          let slashes = 0
          while (text.charCodeAt(i - 1 - slashes) === 0x5c) slashes++
          if (slashes % 2 === 0) break
        }
        break
      case 0x5b:
      case 0x7b:
        if (++level > depth) return true
        break
      case 0x5d:
      case 0x7d:
        level--
        break
      case 0x2c:
        if (++values >= keys) return true
    }
  }
  return false
}

export const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** A JSON body of an owner's request. Anything but JSON is refused: that is what keeps plain HTML forms out. */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    throw new ProblemError('wrong-content-type', 'Send the body as application/json.')
  }
  return parseJson(await readBytes(request, limits.bytes), limits)
}

/** The same where a body may be left out; `{}` then. */
export async function readOptionalJson(request: Request, limits: BodyLimits): Promise<unknown> {
  if (request.headers.has('content-type')) return readJson(request, limits)
  const bytes = await readBytes(request, limits.bytes)
  if (bytes.byteLength > 0) throw new ProblemError('wrong-content-type', 'Send the body as application/json.')
  return {}
}
