/** What a job of another queue does: a signed POST as our relay makes one, and what came back as its result. */
import { createHmac, createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

const { SINK, JOBS, CONCURRENCY, BODY } = process.env
if (!SINK || !BODY) throw new Error('This program is started by the benchmark of queues.')

export const [jobs, concurrency, body] = [Number(JOBS), Number(CONCURRENCY), BODY]

const sink = SINK
const key = createSecretKey(Buffer.from('a secret of the benchmark, long enough'))
const agent = new Agent({ connections: concurrency })

/** Sends the bytes and resolves with what is to be kept; throws for a status that is no success. */
export async function deliver(bytes: string, id: string) {
  const signature = `sha256=${createHmac('sha256', key).update(bytes).digest('hex')}`
  const { statusCode, headers, body } = await request(sink, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': signature, 'x-webhook-id': id },
    body: bytes,
    dispatcher: agent,
  })
  const text = await body.text()
  if (statusCode >= 300) throw new Error(`The receiver replied ${statusCode}`)
  return { status: statusCode, headers, body: text }
}

/** Says that the jobs are queued, and begins with them when it is asked to. */
export function beginWhenAsked(begin: () => Promise<unknown>, end: () => Promise<unknown>): void {
  const server = createServer((_, reply) => {
    void begin()
    reply.end()
  })
  server.listen(0, '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  process.once('SIGTERM', async () => {
    server.close()
    await end()
    process.exit()
  })
}
