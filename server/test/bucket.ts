// A real HTTP server that keeps objects as S3 does, and takes nothing that is not signed right (AWS Signature Version 4).
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const ACCESS_KEY_ID = 'AKIDTEST'
const SECRET_ACCESS_KEY = 'the secret of the test’s bucket'
const REGION = 'test-region-1'

export interface Bucket {
  /** What a client needs to know. */
  settings: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string; bucket: string }
  /** What is kept, by key. */
  objects: ReadonlyMap<string, Buffer>
  /** `METHOD key status` of every request, refused ones too. */
  log: readonly string[]
  /** Answers the next requests with these statuses, one each. */
  failWith(...statuses: number[]): void
  close(): Promise<void>
}

/** Starts a store with one bucket on a free port of 127.0.0.1. */
export async function startBucket(bucket = 'files'): Promise<Bucket> {
  const objects = new Map<string, Buffer>()
  const log: string[] = []
  const failures: number[] = []

  async function answer(message: IncomingMessage): Promise<{ status: number; body?: Buffer | string }> {
    const body = Buffer.concat(await message.toArray())
    const failure = failures.shift()
    if (failure !== undefined) return { status: failure, body: '<Error><Code>SlowDown</Code></Error>' }
    const fault = signatureFault(message, body)
    if (fault) return { status: 403, body: `<Error><Code>${fault}</Code></Error>` }
    const [, name, ...path] = decodeURIComponent(message.url ?? '').split('/')
    if (name !== bucket) return { status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' }
    const key = path.join('/')
    switch (message.method) {
      case 'PUT':
        // As the real one: it has to know how much is coming.
        if (message.headers['content-length'] === undefined) return { status: 411 }
        objects.set(key, body)
        return { status: 200 }
      case 'GET': {
        const found = objects.get(key)
        return found
          ? { status: 200, body: found }
          : { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
      }
      case 'DELETE':
        objects.delete(key)
        return { status: 204 }
      default:
        return { status: 405 }
    }
  }

  const server = createServer(async (message, response) => {
    const { status, body } = await answer(message)
    log.push(`${message.method} ${message.url} ${status}`)
    response.writeHead(status).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: REGION,
      accessKeyId: ACCESS_KEY_ID,
      secretAccessKey: SECRET_ACCESS_KEY,
      bucket,
    },
    objects,
    log,
    failWith: (...statuses) => void failures.push(...statuses),
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Why a request is not taken, in S3's own codes; null when it is signed right over what it is. */
function signatureFault({ method = '', url = '', headers }: IncomingMessage, body: Buffer): string | null {
  const [, credential = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), ?SignedHeaders=(\S+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const [id, ...scope] = credential.split('/')
  const signedHeaders = signed.split(';')
  const date = String(headers['x-amz-date'])
  const payload = String(headers['x-amz-content-sha256'])
  if (id !== ACCESS_KEY_ID) return 'InvalidAccessKeyId'
  if (scope.join('/') !== `${date.slice(0, 8)}/${REGION}/s3/aws4_request`)
    return 'AuthorizationHeaderMalformed'
  // Everything of S3's own must be signed, and the host, or the request could be turned against another.
  const mine = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  if (!mine.every((name) => signedHeaders.includes(name))) return 'AccessDenied'
  if (method === 'PUT' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const expected = signatureOf({ method, url, headers, signedHeaders, scope, secret: SECRET_ACCESS_KEY })
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature)) ? null : 'SignatureDoesNotMatch'
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest()

/** The signature that a request must have; for addresses without a query. */
export function signatureOf(request: {
  method: string
  url: string
  headers: IncomingHttpHeaders
  signedHeaders: readonly string[]
  /** `[YYYYMMDD, region, service, 'aws4_request']`. */
  scope: readonly string[]
  secret: string
}): string {
  const { method, url, headers, signedHeaders, scope, secret } = request
  const lines = signedHeaders.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`).join('')
  const canonical = [method, url, '', lines, signedHeaders.join(';'), headers['x-amz-content-sha256']].join(
    '\n',
  )
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), sha256(canonical)].join('\n')
  const key = scope.reduce<Buffer | string>((key, part) => hmac(key, part), `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}
