import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createIntake } from '../intake/accept.ts'
import { createVault } from '../secrets.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import { testClock } from '../test/clock.ts'
import { answerError } from './problem.ts'
import { publishedRoutes } from './published.ts'
import { type SubmissionDeps, submissionRoutes } from './submissions.ts'

const definition: DefinitionInput = {
  pages: [
    {
      id: 'p1',
      fields: [
        { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
        {
          id: 'f2',
          name: 'topic',
          kind: 'single-choice',
          label: 'Topic',
          options: [{ value: 'sales' }, { value: 'help' }],
        },
        { id: 'f3', name: 'company', kind: 'text', label: 'Company' },
        { id: 'f4', name: 'score', kind: 'nps', label: 'Score' },
        { id: 'f5', name: 'source', kind: 'hidden', default: 'web' },
      ],
    },
  ],
  rules: [{ if: { field: 'topic', is: 'equal', to: 'sales' }, then: { show: 'f3' } }],
}

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

/** What the tests read of an answer. */
interface Answer {
  id: string
  code: string
  issues: { field: string; code: string }[]
}
const read = async (response: Response) => (await response.json()) as Answer

const noLog = { error: () => {} }

async function makeRelay(options: Partial<SubmissionDeps> = {}, more: Partial<DefinitionInput> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-'))
  const clock = testClock()
  const { store } = openSqlite({ file: join(folder, 'test.db'), clock })
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const form = await store.createForm({
    id: 'form1',
    workspaceId: 'w',
    title: 'Contact',
    kind: 'form',
    definition: v.parse(Definition, { ...definition, ...more }),
  })
  await store.publishForm('w', form.id, 1)
  const draft = {
    id: 'draft',
    workspaceId: 'w',
    title: 'Draft',
    kind: 'form' as const,
    definition: form.definition,
  }
  await store.createForm(draft)
  const intake = createIntake({ store, clock, wake: () => {} })
  const app = new Hono().route('/v1/forms', publishedRoutes({ intake, store, uploadBytes: 1_024 })).route(
    '/v1/forms',
    submissionRoutes({
      intake,
      clock,
      vault: createVault(Buffer.alloc(32, 1)),
      publicUrl: 'http://relay.test',
      trustedProxies: [],
      submissionsPerMinute: 60,
      uploadBytes: 0,
      uploadGate: async () => {
        throw new Error('No form here has a field for files')
      },
      ...options,
    }),
  )
  app.onError((error, c) => answerError(error, c, noLog))
  const post = (body: Body, headers: Record<string, string> = {}, form = 'form1', address = '') =>
    app.request(
      `/v1/forms/${form}/submissions`,
      {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/plain', ...headers },
        duplex: 'half',
      } as RequestInit,
      { incoming: { socket: { remoteAddress: address } } },
    )
  const stored = async () => (await store.listSubmissions('w', 'form1', {}, { limit: 200 })).items
  return { app, store, post, stored }
}

const body = (answers: unknown, more = {}) => JSON.stringify({ answers, ...more })
const deep = (depth: number) => `{"answers":${'['.repeat(depth)}${']'.repeat(depth)}}`

describe('posting a submission', () => {
  it('stores it and answers 201 with its id', async () => {
    const { post, stored } = await makeRelay()
    const response = await post(body({ name: 'Ada', topic: 'sales', company: 'Engines', score: 0 }))
    expect(response.status).toBe(201)
    const [row] = await stored()
    expect(await response.json()).toEqual({ id: row?.id, duplicate: false })
    expect(row?.answers).toBe('{"name":"Ada","topic":"sales","company":"Engines","score":0,"source":"web"}')
  })

  it('takes application/json too, and hidden fields beside or among the answers', async () => {
    const { post, stored } = await makeRelay()
    const type = { 'content-type': 'application/json; charset=utf-8' }
    expect((await post(body({ name: 'Ada' }, { hidden: { source: 'ad' } }), type)).status).toBe(201)
    expect((await post(body({ name: 'Eve', source: 'mail' }), type)).status).toBe(201)
    expect((await stored()).map((row) => JSON.parse(row.answers).source)).toEqual(['mail', 'ad'])
  })

  it('keeps the order of the form, and nothing that was not answered', async () => {
    const { post, stored } = await makeRelay()
    await post(body({ score: 9, topic: '', name: 'Ada', company: '   ' }))
    expect((await stored())[0]?.answers).toBe('{"name":"Ada","score":9,"source":"web"}')
  })

  it('answers the same key again with the first id, and refuses it for other answers', async () => {
    const { post, stored } = await makeRelay()
    const key = '6F0C8F6E-0000-4000-8000-000000000001'
    const first = await read(await post(body({ name: 'Ada' }, { key })))
    const again = await post(body({ name: 'Ada' }, { key: key.toLowerCase() }))
    expect([again.status, await again.json()]).toEqual([200, { id: first.id, duplicate: true }])
    const other = await post(body({ name: 'Eve' }, { key }))
    expect([other.status, (await read(other)).code]).toEqual([409, 'key-reused'])
    expect(await stored()).toHaveLength(1)
  })

  it('takes the same key a hundred times at once as one submission', async () => {
    const { post, stored } = await makeRelay()
    const text = body({ name: 'Ada' }, { key: '6f0c8f6e-0000-4000-8000-000000000001' })
    const responses = await Promise.all(Array.from({ length: 100 }, () => post(text)))
    const ids = new Set(await Promise.all(responses.map(async (response) => (await read(response)).id)))
    expect(ids.size).toBe(1)
    expect(responses.filter((response) => response.status === 201)).toHaveLength(1)
    expect(await stored()).toHaveLength(1)
  })

  it('takes the version that the visitor saw, and refuses one that never was', async () => {
    const { post, store, stored } = await makeRelay()
    const pages = [{ id: 'p1', fields: [{ id: 'f1', name: 'other', kind: 'text', label: 'Other' }] }]
    await store.updateForm('w', 'form1', { definition: v.parse(Definition, { pages }) })
    await store.publishForm('w', 'form1', 2)
    expect((await post(body({ name: 'Ada' }, { version: 1 }))).status).toBe(201)
    expect((await post(body({ other: 'x' }))).status).toBe(201)
    expect((await post(body({ name: 'Ada' }))).status).toBe(422)
    expect((await post(body({ other: 'x' }, { version: 3 }))).status).toBe(404)
    expect((await stored()).map((row) => row.version)).toEqual([2, 1])
  })

  it('cuts a context that is too long instead of losing the answers', async () => {
    const { post, stored } = await makeRelay()
    const url = `https://example.com/?${'x'.repeat(5_000)}`
    expect((await post(body({ name: 'Ada' }, { context: { url } }))).status).toBe(201)
    expect((await stored())[0]?.context.url).toHaveLength(2_048)
  })

  const bad: [
    what: string,
    body: () => Body,
    status: number,
    code: string,
    headers?: Record<string, string>,
  ][] = [
    ['malformed JSON', () => '{"answers":', 400, 'malformed-json'],
    ['nothing', () => '', 400, 'malformed-json'],
    [
      'invalid UTF-8',
      () => new Uint8Array([...new TextEncoder().encode('{"answers":{"name":"'), 0xff, 0x22, 0x7d, 0x7d]),
      400,
      'invalid-utf8',
    ],
    ['a depth of 100,000 within the size', () => deep(30_000), 400, 'too-deep'],
    [
      'too many keys',
      () => body(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, 1]))),
      400,
      'too-deep',
    ],
    [
      '10 MB with a length',
      () => body({ name: 'x'.repeat(10_000_000) }),
      413,
      'too-large',
      { 'content-length': '10000025' },
    ],
    [
      '10 MB without a length',
      () => new Blob([body({ name: 'x'.repeat(10_000_000) })]).stream(),
      413,
      'too-large',
    ],
    ['XML', () => '<name>Ada</name>', 415, 'wrong-content-type', { 'content-type': 'application/xml' }],
    [
      'no content type',
      () => new TextEncoder().encode(body({ name: 'Ada' })),
      415,
      'wrong-content-type',
      { 'content-type': '' },
    ],
    [
      'a compressed body',
      () => body({ name: 'Ada' }),
      415,
      'content-encoding',
      { 'content-encoding': 'gzip' },
    ],
    ['no answers', () => '{}', 422, 'invalid-body'],
    ['a list', () => '[]', 422, 'invalid-body'],
    ['answers that are a list', () => body(['Ada']), 422, 'invalid-body'],
    ['a key that is no UUID', () => body({ name: 'Ada' }, { key: 'abc' }), 422, 'invalid-body'],
    ['a member nobody knows', () => body({ name: 'Ada' }, { extra: 1 }), 422, 'invalid-body'],
  ]
  it.each(bad)('refuses %s and stores nothing', async (_what, make, status, code, headers) => {
    const { post, stored } = await makeRelay()
    const response = await post(make(), headers)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, code })
    expect(response.status).toBe(status)
    expect(await stored()).toEqual([])
  })

  const invalid: [what: string, answers: string, issues: [string, string][]][] = [
    ['an unknown field', '{"name":"Ada","extra":1}', [['extra', 'unknown']]],
    ['a prototype', '{"name":"Ada","__proto__":{"x":1}}', [['__proto__', 'unknown']]],
    ['a method of objects', '{"name":"Ada","constructor":"x"}', [['constructor', 'unknown']]],
    ['a wrong type', '{"name":["Ada"]}', [['name', 'type']]],
    ['a missing answer', '{}', [['name', 'required']]],
    ['an empty answer', '{"name":" "}', [['name', 'required']]],
    [
      'an answer to a field that is not shown',
      '{"name":"Ada","topic":"help","company":"x"}',
      [['company', 'not-shown']],
    ],
    ['an option that is not offered', '{"name":"Ada","topic":"other"}', [['topic', 'option']]],
    ['a score beyond the scale', '{"name":"Ada","score":11}', [['score', 'too-big']]],
    ['a score between', '{"name":"Ada","score":9.5}', [['score', 'integer']]],
    [
      'everything at once, in the order of the form',
      '{"zzz":1,"score":"9","topic":1}',
      [
        ['name', 'required'],
        ['topic', 'type'],
        ['score', 'type'],
        ['zzz', 'unknown'],
      ],
    ],
  ]
  it.each(invalid)('names %s at its field', async (_what, answers, issues) => {
    const { post, stored } = await makeRelay()
    const response = await post(`{"answers":${answers}}`)
    expect(response.status).toBe(422)
    const problem = await read(response)
    expect(problem.code).toBe('invalid-answers')
    expect(problem.issues.map((issue) => [issue.field, issue.code])).toEqual(issues)
    expect(await stored()).toEqual([])
  })

  it('tells a form that is not there from one that is not published', async () => {
    const { post } = await makeRelay()
    const codes = []
    for (const form of ['nothing', 'draft']) {
      const response = await post(body({ name: 'Ada' }), {}, form)
      codes.push([response.status, (await read(response)).code])
    }
    expect(codes).toEqual([
      [404, 'form-not-found'],
      [404, 'form-not-published'],
    ])
  })

  it('takes only from the pages that the owner listed', async () => {
    const { post } = await makeRelay({}, { settings: { origins: ['https://shop.example'] } })
    const from = async (origin?: string) =>
      (await post(body({ name: 'Ada' }), origin ? { origin } : {})).status
    expect(await from('https://shop.example')).toBe(201)
    expect(await from('https://shop.example.evil')).toBe(403)
    expect(await from('null')).toBe(403)
    expect(await from()).toBe(403)
  })

  it('counts nothing that is sent to forms that do not exist', async () => {
    const { post } = await makeRelay({ submissionsPerMinute: 1 })
    const send = () => post(body({}), {}, 'nothing', '203.0.113.9')
    expect([(await send()).status, (await send()).status]).toEqual([404, 404])
  })

  it('limits how much one address sends to one form, and never this machine', async () => {
    const { post } = await makeRelay({ submissionsPerMinute: 2 })
    const from = async (address: string) => post(body({ name: 'Ada' }), {}, 'form1', address)
    expect([(await from('203.0.113.9')).status, (await from('203.0.113.9')).status]).toEqual([201, 201])
    const refused = await from('203.0.113.9')
    expect([refused.status, (await read(refused)).code]).toEqual([429, 'too-many-requests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await from('203.0.113.10')).status).toBe(201)
    for (let i = 0; i < 5; i++) expect((await from('127.0.0.1')).status).toBe(201)
  })
})

describe('reading a published form', () => {
  it('gives what the widget needs and keeps the rest', async () => {
    const relay = await makeRelay({}, { settings: { origins: ['https://shop.example'] } })
    const response = await relay.app.request('/v1/forms/form1')
    expect(response.headers.get('etag')).toBe('"1-en"')
    const form = (await response.json()) as object
    expect(form).toMatchObject({ id: 'form1', version: 1, title: 'Contact', kind: 'form' })
    expect(JSON.stringify(form)).not.toContain('shop.example')
    expect(Object.keys(form).sort()).toEqual(['definition', 'id', 'kind', 'language', 'title', 'version'])
    const again = await relay.app.request('/v1/forms/form1', { headers: { 'if-none-match': '"1-en"' } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await relay.app.request('/v1/forms/draft')).status).toBe(404)
  })

  it('counts signals of forms that exist', async () => {
    const relay = await makeRelay()
    const signal = (form: string, text: string) =>
      relay.app.request(`/v1/forms/${form}/signals`, { method: 'POST', body: text })
    expect((await signal('form1', '{"type":"view"}')).status).toBe(204)
    expect((await signal('form1', '{"type":"page","page":"p1"}')).status).toBe(204)
    expect((await signal('nothing', '{"type":"view"}')).status).toBe(404)
    expect((await signal('form1', '{"type":"click"}')).status).toBe(422)
    const { signals } = await relay.store.countActivity('w', 'form1', 0)
    expect(new Map(signals.map(({ type, count }) => [type, count]))).toEqual(
      new Map([
        ['view', 1],
        ['page', 1],
      ]),
    )
  })
})
