/**
 * Reads `multipart/form-data` as it comes, for forms that take files: texts are held, within bounds, and each file is
 * passed on as a stream. What has no files is read by `form-data.ts`, whole.
 */
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { limits } from '@fieldpost/shared/limits.ts'
import type { Clock } from '../clock.ts'
import { mostTime } from '../uploads/pace.ts'
import { tooLarge } from './body.ts'
import { decode, type Entries, gather, malformed, type Pairs, tooMany } from './form-data.ts'
import { ProblemError } from './problem.ts'

/** A file's part. What is not read of it is thrown away. */
interface FilePart {
  /** Of the field. */
  name: string
  fileName: string
  bytes: ReadableStream<Uint8Array>
}

interface PartsOptions {
  contentType: string
  /** Most bytes of the whole body. */
  most: number
  /** Gives the text that stands for the file in the entries, or null for none. Called for one file at a time. */
  takeFile(part: FilePart): Promise<string | null>
  clock: Clock
  /** A sender from whom nothing has come for so long is given up. */
  idleMs?: number
}

const IDLE_MS = 15_000

/** The entries, in the order in which they came. Whatever `takeFile` throws ends the reading. */
export async function readParts(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { contentType, most, takeFile, clock, idleMs = IDLE_MS }: PartsOptions,
): Promise<Entries> {
  const parser = await multipartParser(contentType)
  const pairs: Pairs = []
  let texts = 0
  let failure: unknown
  let current: Readable | undefined
  let inTurn: Promise<void> = Promise.resolve()

  const reader = body.getReader()
  /** The first failure is the one that counts; what comes after it is not read. */
  function fail(error: unknown) {
    failure ??= error
    // Ends a read that waits; what comes of it then is no news.
    reader.cancel().catch(() => {})
    parser.destroy(new Error('The rest is not wanted'))
  }
  parser.on('partsLimit', () => fail(tooMany(limits.jsonKeys)))
  parser.on('file', (name, part, fileName) => {
    // A broken body is told on the parts, and who reads them hears of it there.
    part.on('error', () => {})
    inTurn = inTurn
      .then(() => {
        current = part
        if (failure !== undefined) part.resume()
        else return fileName ? readFile(name, fileName, part) : readText(name, part)
      })
      .catch(fail)
  })

  async function readFile(name: string, fileName: string, part: Readable): Promise<void> {
    const bytes = Readable.toWeb(part) as ReadableStream<Uint8Array>
    const text = await takeFile({ name, fileName, bytes })
    if (text !== null) pairs.push([name, text])
    // What was not read of it, so that the next part can come.
    part.resume()
    await finished(part).catch(throwMalformed)
  }

  /** Also an input for files that was left empty, which sends a part without a name and nothing in it. */
  async function readText(name: string, part: Readable): Promise<void> {
    const chunks: Buffer[] = []
    part.on('data', (chunk) => {
      texts += chunk.length
      if (texts > limits.bodyBytes) fail(tooLarge(limits.bodyBytes))
      else chunks.push(chunk)
    })
    await finished(part).catch(throwMalformed)
    pairs.push([name, decode(Buffer.concat(chunks))])
  }

  /** The body as it comes, as long as it does; waiting for us to keep a file is not held against it. */
  async function* bounded() {
    for (let size = 0, waited = 0; ; ) {
      const since = clock.now()
      const timer = setTimeout(() => fail(tooSlow()), idleMs)
      const { done, value } = await reader.read().finally(() => clearTimeout(timer))
      waited += clock.now() - since
      if (done) return
      size += value.length
      if (size > most) throw tooLarge(most)
      if (waited > mostTime(size)) throw tooSlow()
      yield value
    }
  }

  try {
    await pipeline(bounded, parser)
  } catch (error) {
    fail(error instanceof ProblemError ? error : malformed())
    current?.destroy(new Error('The body ended too early'))
  }
  await inTurn
  if (failure !== undefined) throw failure
  return gather(pairs)
}

const tooSlow = () =>
  new ProblemError('broken-off', 'The form took too long. Send it again.', {
    headers: { connection: 'close' },
  })

/** The parser has broken off a part: the body ends before its end. */
function throwMalformed(): never {
  throw malformed()
}

async function multipartParser(contentType: string) {
  const { Busboy } = await import('@fastify/busboy')
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { parts: limits.jsonKeys, headerPairs: 20, headerSize: 16 * 1_024 },
      // Texts come as bytes, too: the parser itself would put U+FFFD where they are not UTF-8.
      isPartAFile: () => true,
    })
  } catch {
    throw malformed()
  }
}
