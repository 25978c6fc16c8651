// What must not get in does not: bad submissions, bad callback URLs, clients that never finish.
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Problem } from '@fieldpost/shared/problem.ts'
import { type FieldInput, ownerOf } from './owner.ts'
import type { Relay } from './stack.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

const MEGABYTE = 1_024 * 1_024

const fields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'age', kind: 'number', label: 'Age' },
  {
    id: 'f3',
    name: 'topic',
    kind: 'single-choice',
    label: 'Topic',
    options: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
  },
  { id: 'f4', name: 'more', kind: 'text', label: 'More' },
]
const definition = {
  pages: [{ id: 'p1', fields }],
  rules: [{ if: { field: 'topic', is: 'equal' as const, to: 'b' }, then: { show: 'f4' } }],
}

interface Posted {
  body: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  /** Send it in chunks, without saying how long it is. */
  chunked?: boolean
}

/** Posts it as it is. */
const postRaw = (relay: Relay, path: string, { body, headers = {}, chunked = false }: Posted) =>
  fetch(new URL(path, relay.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    // A stream has no length to announce.
    ...(chunked ? { body: new Blob([body]).stream(), duplex: 'half' } : { body }),
  })

const refused: Record<string, Posted & { status: number; code: string }> = {
  'malformed JSON': { body: '{"answers": {', status: 400, code: 'malformed-json' },
  'an empty body': { body: '', status: 400, code: 'malformed-json' },
  'bytes that are not UTF-8': {
    body: Buffer.concat([Buffer.from('{"answers":{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}}')]),
    status: 400,
    code: 'invalid-utf8',
  },
  'a depth of 100,000 in a small body': {
    body: `{"answers":{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`,
    status: 400,
    code: 'too-deep',
  },
  'a depth of 100,000': {
    body: `{"answers":{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    status: 413,
    code: 'too-large',
  },
  'ten megabytes that are announced': {
    body: JSON.stringify({ answers: { name: 'a'.repeat(10 * MEGABYTE) } }),
    status: 413,
    code: 'too-large',
  },
  'ten megabytes that are not announced': {
    body: JSON.stringify({ answers: { name: 'a'.repeat(10 * MEGABYTE) } }),
    chunked: true,
    status: 413,
    code: 'too-large',
  },
  'a compressed body': {
    body: gzipSync(JSON.stringify({ answers: { name: 'Ada' } })),
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    code: 'content-encoding',
  },
  'another content type': {
    body: '<answers/>',
    headers: { 'content-type': 'application/xml' },
    status: 415,
    code: 'wrong-content-type',
  },
  'something that is no submission': { body: '[1, 2]', status: 422, code: 'invalid-body' },
  'a missing required answer': { body: '{"answers":{}}', status: 422, code: 'invalid-answers' },
  'an answer of the wrong type': {
    body: '{"answers":{"name":"Ada","age":"36"}}',
    status: 422,
    code: 'invalid-answers',
  },
  'an option that there is not': {
    body: '{"answers":{"name":"Ada","topic":"c"}}',
    status: 422,
    code: 'invalid-answers',
  },
  'an unknown field': { body: '{"answers":{"name":"Ada","x":1}}', status: 422, code: 'invalid-answers' },
  'a field named __proto__': {
    body: '{"answers":{"name":"Ada","__proto__":{"admin":true}}}',
    status: 422,
    code: 'invalid-answers',
  },
  'an answer for a field that was hidden': {
    body: '{"answers":{"name":"Ada","topic":"a","more":"x"}}',
    status: 422,
    code: 'invalid-answers',
  },
}

for (const [what, { status, code, ...given }] of Object.entries(refused)) {
  test(`${what} is refused with ${status} ${code}, and nothing is stored`, async ({ relay, owner }) => {
    const form = await owner.makeForm({ definition })
    const answer = await postRaw(relay, `/v1/forms/${form.id}/submissions`, given)
    await expectProblem(answer, status, code)
    expect(answer.headers.get('access-control-allow-origin'), 'pages elsewhere can read why').toBe('*')
    expect(await owner.submissions(form.id)).toEqual([])
  })
}

test('every issue of a refused submission names its field', async ({ relay, owner }) => {
  const form = await owner.makeForm({ definition })
  const body = JSON.stringify({ answers: { age: 'old', topic: 'c', x: 1 } })
  const answer = await postRaw(relay, `/v1/forms/${form.id}/submissions`, { body })
  const { issues = [] } = (await answer.json()) as Problem
  expect(issues.map(({ field }) => field).sort()).toEqual(['age', 'name', 'topic', 'x'])
  for (const { message } of issues) expect(message).toMatch(/\w/)
})

test('forms that are unknown or not published take nothing', async ({ relay, owner }) => {
  const body = JSON.stringify({ answers: { name: 'Ada' } })
  const draft = await owner.createForm({ title: 'Draft', definition })
  await expectProblem(
    await postRaw(relay, `/v1/forms/${draft.id}/submissions`, { body }),
    404,
    'form-not-published',
  )
  await expectProblem(await postRaw(relay, '/v1/forms/nothing/submissions', { body }), 404, 'form-not-found')
  expect(await owner.submissions(draft.id)).toEqual([])
})

async function expectProblem(response: Response, status: number, code: string) {
  const body = await response.text()
  expect(response.status, body).toBe(status)
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const problem = JSON.parse(body) as Problem
  expect(problem).toMatchObject({ status, code, type: expect.any(String), title: expect.any(String) })
  expect(problem.detail.length).toBeGreaterThan(10)
  expect(body, 'no stack trace').not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d/)
}

/** Grouped by what is wrong with them. */
const callbackUrls = {
  'plain http': ['http://example.com/hook', 'http://1.1.1.1/hook'],
  'another scheme': ['ftp://1.1.1.1/hook', 'javascript:alert(1)', 'file:///etc/passwd', 'hook', ''],
  loopback: [
    'https://127.0.0.1/hook',
    'https://127.1/hook',
    'https://0x7f.1/hook',
    'https://0177.0.0.1/hook',
    'https://2130706433/hook',
    'https://①②⑦.⓪.⓪.①/hook',
    'https://127。0。0。1/hook',
    'https://%31%32%37.0.0.1/hook',
    'https://[::1]/hook',
    'https://[0:0:0:0:0:0:0:1]/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'https://[::ffff:7f00:1]/hook',
    'https://[::127.0.0.1]/hook',
    'https://[64:ff9b::7f00:1]/hook',
    'https://localhost/hook',
    'https://LOCALHOST/hook',
    'https://localhost./hook',
  ],
  'a private or reserved address': [
    'https://0.0.0.0/hook',
    'https://10.0.0.1/hook',
    'https://100.64.0.1/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://172.16.0.1/hook',
    'https://192.168.1.1/hook',
    'https://198.18.0.1/hook',
    'https://224.0.0.1/hook',
    'https://255.255.255.255/hook',
    'https://168.63.129.16/hook',
    'https://[::]/hook',
    'https://[fc00::1]/hook',
    'https://[fe80::1]/hook',
    'https://[2001:db8::1]/hook',
    'https://[2002:7f00:1::]/hook',
  ],
  'user info': ['https://user@1.1.1.1/hook', 'https://user:password@1.1.1.1/hook'],
  'a fragment': ['https://1.1.1.1/hook#part'],
  'a port of another protocol': ['https://1.1.1.1:22/hook', 'https://1.1.1.1:80/hook'],
}

test('callback URLs that lead elsewhere than to public https are refused when they are saved', async ({
  start,
}) => {
  const relay = await start.relay({ env: { WEBHOOK_ALLOW: undefined } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const good = await owner.createWebhook(form.id, { url: 'https://1.1.1.1/hook' })
  for (const [what, urls] of Object.entries(callbackUrls)) {
    for (const url of urls) {
      const created = await relay.api(`/api/forms/${form.id}/webhooks`, { method: 'POST', body: { url } })
      expect(created.status, `${what}: creating with ${url}`).toBe(422)
      const { issues = [] } = (await created.json()) as Problem
      expect(
        issues.map(({ field }) => field),
        `${what}: ${url}`,
      ).toEqual(['url'])
      const changed = await relay.api(`/api/webhooks/${good.id}`, { method: 'PATCH', body: { url } })
      expect(changed.status, `${what}: changing to ${url}`).toBe(422)
    }
  }
  const { items } = await owner.call<{ items: { url: string }[] }>(`/api/forms/${form.id}/webhooks`)
  expect(items.map(({ url }) => url)).toEqual(['https://1.1.1.1/hook'])
})

test('WEBHOOK_ALLOW opens exactly the host and port that it names', async ({ start }) => {
  const receiver = await start.receiver()
  const other = await start.receiver()
  const relay = await start.relay({ env: { WEBHOOK_ALLOW: `127.0.0.1:${receiver.port}` } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  const refusal = await relay.api(`/api/forms/${form.id}/webhooks`, {
    method: 'POST',
    body: { url: other.url },
  })
  expect(refusal.status).toBe(422)
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  expect(other.connections()).toBe(0)
})

test('a redirect is not followed', async ({ start, relay, owner, receiver }) => {
  const elsewhere = await start.receiver()
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  receiver.replyWith({ status: 307, headers: { location: `${elsewhere.url}/hook` } })
  await submit(relay, form.id, ada)
  await expect.poll(async () => (await owner.deliveries(webhook.id))[0]?.state).toBe('failed')
  const [delivery] = await owner.deliveries(webhook.id)
  expect(delivery).toMatchObject({
    attempts: 1,
    lastStatus: 307,
    lastError: expect.stringContaining('redirect'),
  })
  expect(elsewhere.connections()).toBe(0)
})

test('clients that never finish a request are cut, while others are served', async ({ relay, owner }) => {
  const form = await owner.makeForm()
  const began = performance.now()
  const head = `POST /v1/forms/${form.id}/submissions HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\n`
  const cut = Promise.all([
    dripUntilCut(relay, head),
    dripUntilCut(relay, `${head}Content-Length: 5000\r\n\r\n{"answers": {"name": "`),
  ])
  await submit(relay, form.id, ada)
  await cut
  expect(performance.now() - began).toBeLessThan(30_000)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

/** Sends the beginning of a request, then a byte every second, until the relay has had enough. */
async function dripUntilCut(relay: Relay, beginning: string): Promise<void> {
  const { hostname, port } = new URL(relay.url)
  const socket = connect(Number(port), hostname)
  // Cut is cut, with a reset too.
  socket.on('error', () => {})
  socket.resume()
  const closed = once(socket, 'close')
  socket.write(beginning)
  const drip = setInterval(() => socket.write('a'), 1_000)
  await closed
  clearInterval(drip)
}
