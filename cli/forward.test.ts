import { once } from 'node:events'
import { createServer as createTcp } from 'node:net'
import { type ReceiverOptions, startReceiver } from '@fieldpost/server/test/receiver.ts'
import { expect, it, onTestFinished } from 'vitest'
import { forward } from './forward.ts'

async function receive(options: ReceiverOptions = {}) {
  const receiver = await startReceiver(options)
  onTestFinished(() => receiver.close())
  const send = (body = 'é', timeoutMs = 5_000) =>
    forward(
      { method: 'PUT', headers: { 'X-Signature': 'abc', 'content-type': 'text/plain' }, body, timeoutMs },
      new URL(`${receiver.url}/hook?a=1`),
    )
  return { receiver, send }
}

it('sends the bytes and headers as they are', async () => {
  const { receiver, send } = await receive({
    reply: { status: 202, headers: { 'x-mine': ['a', 'b'] }, body: 'yes' },
  })
  expect(await send()).toEqual({
    status: 202,
    headers: expect.objectContaining({ 'x-mine': 'a, b' }),
    body: 'yes',
    truncated: false,
    durationMs: expect.any(Number),
  })
  const [request] = receiver.requests
  expect(request).toMatchObject({ method: 'PUT', path: '/hook?a=1', body: Buffer.from('é') })
  expect(request?.headers).toMatchObject({
    'x-signature': 'abc',
    'accept-encoding': 'identity',
    'content-length': '2',
    host: `127.0.0.1:${receiver.port}`,
  })
})

it('follows no redirect', async () => {
  const { receiver, send } = await receive({ reply: { status: 302, headers: { location: '/elsewhere' } } })
  expect(await send()).toMatchObject({ status: 302 })
  expect(receiver.requests).toHaveLength(1)
})

it('reads 16 KB of a reply that has no end', async () => {
  const { send } = await receive({
    reply: {
      write(response) {
        const more = () => {
          while (response.write('x'.repeat(1_024))) if (response.destroyed) return
          response.once('drain', more)
        }
        more()
      },
    },
  })
  const { status, body, truncated } = await send()
  expect({ status, length: body.length, truncated }).toEqual({ status: 200, length: 16_384, truncated: true })
})

it.each([
  ['is silent', { reply: 'hang' } as const, /did not reply within 0.2 s/],
  ['breaks off', { reply: 'reset' } as const, /closed the connection/],
  [
    'does not come to an end',
    { reply: { write: (response: { write(text: string): unknown }) => void response.write('a') } },
    /did not finish its reply within 0.2 s/,
  ],
])('tells of a receiver that %s', async (_, options, message) => {
  const { send } = await receive(options)
  const told = await send('', 200)
  expect(told.error).toMatch(message)
  expect(told.status).toBeUndefined()
})

it('tells of a receiver that is not there', async () => {
  const { receiver, send } = await receive()
  await receiver.stop()
  expect((await send()).error).toMatch(
    /^Nothing accepts connections at 127\.0\.0\.1:\d+\. Is your receiver running\?$/,
  )
})

it('tells of what is no HTTP', async () => {
  const server = createTcp((socket) => void socket.end('SSH-2.0\r\n')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const told = await forward(
    { method: 'POST', headers: {}, body: '', timeoutMs: 5_000 },
    new URL(`http://127.0.0.1:${port}/`),
  )
  expect(told.error).toMatch(/^The request to 127\.0\.0\.1:\d+ failed \(HPE_/)
})
