import { afterEach, expect, test } from 'vitest'
import { type Receiver, type ReceiverOptions, startReceiver } from './receiver.ts'

const open: Receiver[] = []

async function receiver(options?: ReceiverOptions): Promise<Receiver> {
  const started = await startReceiver(options)
  open.push(started)
  return started
}

function post(url: string, body: string | Uint8Array<ArrayBuffer> = '{}'): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'x-test': 'yes' } })
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

test('keeps the raw bytes, headers and path of what it gets, and replies 200', async () => {
  const { url, requests, waitFor } = await receiver()
  const before = Date.now()
  const bytes = new Uint8Array([0, 255, 10, 13])
  const response = await post(`${url}/hook?a=1`, bytes)
  expect(response.status).toBe(200)
  expect(await waitFor(1)).toEqual(requests)
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/hook?a=1', body: Buffer.from(bytes) })
  expect(requests[0]?.headers).toMatchObject({ 'x-test': 'yes' })
  expect(requests[0]?.receivedAt).toBeGreaterThanOrEqual(before)
})

test('replies as told, by value and by function, and changes its mind', async () => {
  const { url, replyWith } = await receiver({
    reply: { status: 503, headers: { 'retry-after': '9' }, body: { a: 1 } },
  })
  const busy = await post(url)
  expect([busy.status, busy.headers.get('retry-after'), await busy.json()]).toEqual([503, '9', { a: 1 }])
  replyWith(async ({ body }) => ({ body: `got ${body}` }))
  expect(await (await post(url, 'x')).text()).toBe('got x')
  replyWith({ write: (response) => response.writeHead(418).end('tea') })
  expect((await post(url)).status).toBe(418)
  replyWith('reset')
  await expect(post(url)).rejects.toThrow('fetch failed')
})

test('waits for a count, and for a request that fits, whether it came before or comes after', async () => {
  const { url, waitFor } = await receiver()
  const two = waitFor(2)
  const b = waitFor(({ path }) => path === '/b')
  await post(`${url}/a`)
  await post(`${url}/b`)
  expect((await two).map(({ path }) => path)).toEqual(['/a', '/b'])
  expect((await b).path).toBe('/b')
  expect((await waitFor(({ path }) => path === '/a')).path).toBe('/a')
})

test('tells who still waits at its close what had come', async () => {
  const { url, waitFor, close } = await receiver()
  const late = expect(waitFor(2)).rejects.toThrow('closed while waiting for 2 requests; 1 had come')
  await post(url)
  await close()
  await late
})

test('refuses connections while it is stopped, and comes back on the same port with what it had', async () => {
  const { url, requests, waitFor, stop, start, replyWith } = await receiver()
  await post(url)
  replyWith('hang')
  const hanging = expect(post(url)).rejects.toThrow('fetch failed')
  await waitFor(2)
  await stop()
  await hanging
  await expect(post(url)).rejects.toThrow('fetch failed')
  await start()
  replyWith({})
  expect((await post(url)).status).toBe(200)
  expect(requests).toHaveLength(3)
})
