/**
 * Reads `multipart/form-data` as it comes, for forms that take files: texts are held, within bounds, and each file is
 * passed on as a stream. What has no files is read by `form-data.ts`, whole.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { limits } from '@fieldpost/shared/limits.ts'
import { StoreUnavailable } from '../store/store.ts'
import { UploadsUnavailable } from '../uploads/uploads.ts'
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
}

/** The entries, in the order in which they came. Whatever `takeFile` throws ends the reading. */
export async function readParts(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { contentType, most, takeFile }: PartsOptions,
): Promise<Entries> {
  const parser = await multipartParser(contentType)
  const pairs: Pairs = []
  let texts = 0
  let failure: unknown
  let current: Readable | undefined
  let inTurn: Promise<void> = Promise.resolve()

  /** The first failure is the one that counts; what comes after it is not read. */
  function fail(error: unknown) {
    failure ??= error
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
    if (!part.readableEnded) for await (const _ of bytes);
  }

  /** Also an input for files that was left empty, which sends a part without a name and nothing in it. */
  async function readText(name: string, part: Readable): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of part) {
      texts += chunk.length
      if (texts > limits.bodyBytes) throw tooLarge(limits.bodyBytes)
      chunks.push(chunk)
    }
    pairs.push([name, decode(Buffer.concat(chunks))])
  }

  async function* bounded(chunks: AsyncIterable<Uint8Array>) {
    let size = 0
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > most) throw tooLarge(most)
      yield chunk
    }
  }

  try {
    await pipeline(Readable.fromWeb(body), bounded, parser)
  } catch (error) {
    failure ??= error
    current?.destroy(new Error('The body ended too early'))
  }
  await inTurn
  if (
    failure instanceof ProblemError ||
    failure instanceof UploadsUnavailable ||
    failure instanceof StoreUnavailable
  )
    throw failure
  if (failure !== undefined) throw malformed()
  return gather(pairs)
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
