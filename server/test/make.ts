/** Builders for tests: forms, and a relay without its sockets. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { Problem } from '@fieldpost/shared/problem.ts'
import type { Demo, Form, NewWebhook } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { expect, onTestFinished } from 'vitest'
import { type AppAuth, createApp } from '../app.ts'
import type { AuthDeps } from '../auth/auth.ts'
import { addressPolicy, type Lookup } from '../delivery/address.ts'
import { createAttempts, createDeliver } from '../delivery/deliver.ts'
import { createListeners } from '../delivery/listen.ts'
import { createSender } from '../delivery/send.ts'
import { createWorker } from '../delivery/worker.ts'
import type { Assets } from '../http/assets.ts'
import type { Identity } from '../http/guard.ts'
import { isOwnInbox } from '../inbox/address.ts'
import { createAbandonment } from '../intake/abandoned.ts'
import { createIntake } from '../intake/accept.ts'
import { createMetrics } from '../metrics.ts'
import { createVault, webhookSecrets } from '../secrets.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import type * as schema from '../store/sqlite/schema.ts'
import { folderUploads } from '../uploads/folder.ts'
import { createIncoming } from '../uploads/incoming.ts'
import { createSweeper } from '../uploads/sweep.ts'
import { createTakeUpload } from '../uploads/take.ts'
import { testClock } from './clock.ts'

type FieldInput = DefinitionInput['pages'][number]['fields'][number]

export const textField = (name: string, more: object = {}): FieldInput => ({
  id: name,
  name,
  kind: 'text',
  label: `The ${name}`,
  ...more,
})

/** A definition with these fields on one page; a text field named `name` unless told otherwise. */
export const makeForm = ({
  fields = [textField('name')],
  ...more
}: Partial<Omit<DefinitionInput, 'pages'>> & { fields?: FieldInput[] } = {}): Definition =>
  v.parse(Definition, { pages: [{ id: 'p1', fields }], ...more })

/** Two owners, each with a workspace; `ada` is signed in by a cookie, and both have a key. */
export const owners = {
  ada: {
    userId: 'usr_ada',
    name: 'Ada',
    email: 'ada@example.com',
    workspaceId: 'wsp_ada',
    workspaceName: 'Ada & Co',
  },
  bob: {
    userId: 'usr_bob',
    name: 'Bob',
    email: 'bob@example.com',
    workspaceId: 'wsp_bob',
    workspaceName: 'Bobs',
  },
} as const
export type Who = keyof typeof owners

const isWho = (name: string | undefined): name is Who => name !== undefined && Object.hasOwn(owners, name)

/** Knows `Bearer ada` and `Cookie: session=ada`. */
const testAuth = (publicUrl: string, hasOwner: boolean): AppAuth => ({
  async identify(headers): Promise<Identity | null> {
    const key = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1]
    if (isWho(key)) return { ...owners[key], via: 'key' }
    const session = /^session=(\w+)$/.exec(headers.get('cookie') ?? '')?.[1]
    return isWho(session) ? { ...owners[session], via: 'session' } : null
  },
  isForeign: (headers) => {
    const site = headers.get('sec-fetch-site') ?? 'none'
    return (headers.get('origin') ?? publicUrl) !== publicUrl || !['same-origin', 'none'].includes(site)
  },
  hasOwner: async () => hasOwner,
  handler: async () => new Response(null, { status: 204 }),
  claimSetup: async () => ({ outcome: 'already-set-up' }),
})

export interface Call {
  /** Whose API key goes along; nobody's when absent. */
  as?: Who
  body?: unknown
  headers?: Record<string, string>
}

export interface AppOptions {
  publicUrl?: string
  /** Other accounts than the two of `owners`. */
  auth?: (deps: Omit<AuthDeps<typeof schema>, 'provider' | 'appKey'>) => AppAuth
  hasOwner?: boolean
  /** WEBHOOK_ALLOW. */
  allow?: string
  /** The DNS, at save and at send. Without one names are public at save, and the system's resolver is asked at send. */
  lookup?: Lookup
  /** From 0 up to, not including, 1; in the middle unless told otherwise, where waits are as scheduled. */
  random?: () => number
  built?: Assets | null
  demo?: Demo | null
  /** UPLOAD_BYTES. */
  uploadBytes?: number
}

/** The relay's HTTP over a database of its own; the worker is there, but not started. */
export function makeApp({
  publicUrl = 'http://relay.test',
  hasOwner = true,
  auth = () => testAuth(publicUrl, hasOwner),
  allow = '',
  lookup,
  random = () => 0.5,
  built = null,
  demo = null,
  uploadBytes = limits.fileBytesDefault,
}: AppOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpost-'))
  const file = join(folder, 'test.db')
  const clock = testClock()
  const { db, store } = openSqlite({ file, clock })
  const vault = createVault(Buffer.alloc(32, 1))
  const metrics = createMetrics(store)
  const policy = addressPolicy({ allow, ownInbox: isOwnInbox(publicUrl) })
  const sender = createSender({ policy, ...(lookup && { lookup }) })
  const logged: { data: object; text: string }[] = []
  const note = (data: object, text: string) => void logged.push({ data, text })
  const log = { error: note, warn: note }
  const attempts = createAttempts({
    store,
    secrets: webhookSecrets(vault),
    clock,
    random,
    version: '0.0.0',
  })
  const deliver = createDeliver({ attempts, sender })
  const worker = createWorker({ store, deliver, clock, log, observe: metrics.observeAttempt })
  const listeners = createListeners({
    store,
    attempts,
    clock,
    wakeWorker: worker.wake,
    observe: metrics.observeAttempt,
  })
  const wake = () => {
    worker.wake()
    listeners.wake()
  }
  const intake = createIntake({ store, clock, wake })
  const abandonment = createAbandonment({ store, intake, clock, wake, log })
  const uploads = folderUploads(join(folder, 'uploads'))
  const incoming = createIncoming({ folder: uploads.incoming, clock, reserveBytes: 0 })
  const sweeper = createSweeper({ store, uploads, incoming, clock, log })
  const app = createApp({
    publicUrl,
    version: '0.0.0',
    trustedProxies: [],
    submissionsPerMinute: 0,
    uploadBytes,
    uploads,
    takeUpload: createTakeUpload({ store, uploads, incoming, uploadBytes }),
    sweeper,
    store,
    auth: auth({ db, publicUrl, clock, log }),
    vault,
    intake,
    worker: { wake, sendNow: worker.sendNow },
    listeners,
    sender,
    policy,
    lookup: lookup ?? (async () => [{ address: '93.184.215.14' }]),
    metrics,
    built,
    demo,
    clock,
    log,
  })
  onTestFinished(async () => {
    await listeners.stop()
    await worker.stop()
    await sweeper.stop()
    await sender.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Calls `GET /path` and the like. A body that is no string is sent as JSON. */
  async function call(route: string, { as, body, headers = {} }: Call = {}): Promise<Response> {
    const [method = 'GET', path = ''] = route.split(' ')
    const sent = new Headers(headers)
    if (as) sent.set('authorization', `Bearer ${as}`)
    if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    return app.request(
      new Request(publicUrl + path, { method, headers: sent, ...(text !== undefined && { body: text }) }),
    )
  }

  /** The JSON of an answer that must be good. */
  async function get<Value>(route: string, options: Call = {}): Promise<Value> {
    const answer = await call(route, options)
    const text = await answer.text()
    expect({ status: answer.status, text }).toMatchObject({
      status: expect.toSatisfy((status) => status < 300),
    })
    return JSON.parse(text)
  }

  /** A form that `as` has published. */
  async function publish(as: Who, definition: Definition = makeForm(), more: object = {}): Promise<Form> {
    const form = await get<Form>('POST /api/forms', { as, body: { title: 'Contact', definition, ...more } })
    await get(`POST /api/forms/${form.id}/publish`, { as })
    return form
  }

  /** A submission as a visitor sends it; gives its id. */
  async function submit(formId: string, answers: object): Promise<string> {
    const { id } = await get<{ id: string }>(`POST /v1/forms/${formId}/submissions`, { body: { answers } })
    return id
  }

  const addWebhook = (as: Who, formId: string, body: object = {}) =>
    get<NewWebhook>(`POST /api/forms/${formId}/webhooks`, {
      as,
      body: { url: 'https://receiver.example/hook', ...body },
    })

  return {
    app,
    store,
    db,
    file,
    clock,
    vault,
    worker,
    listeners,
    abandonment,
    sweeper,
    /** Where the bytes of uploads are. */
    uploadsFolder: join(folder, 'uploads'),
    metrics,
    logged,
    publicUrl,
    call,
    get,
    publish,
    submit,
    addWebhook,
  }
}

/** The problem in an answer, which must be one. */
export async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text()
  expect({ type: answer.headers.get('content-type'), text }).toMatchObject({
    type: 'application/problem+json',
  })
  const problem = v.parse(Problem, JSON.parse(text))
  expect(problem.status).toBe(answer.status)
  return problem
}
