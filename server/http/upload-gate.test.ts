import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { makeForm, problemOf } from '../test/make.ts'
import type { Taken, TakeUpload, UploadField } from '../uploads/take.ts'
import { UploadsUnavailable } from '../uploads/uploads.ts'
import { answerError } from './problem.ts'
import { createUploadGate, type UploadGateDeps } from './upload-gate.ts'

const field: DefinitionInput['pages'][number]['fields'][number] = { id: 'cv', name: 'cv', kind: 'file' }

/** A gate before uploads that do as they are told. */
function makeGate(takeUpload: TakeUpload, more: Partial<UploadGateDeps> = {}) {
  const logged: string[] = []
  const log = { error: (_: object, text: string) => void logged.push(text) }
  const gate = createUploadGate({
    takeUpload,
    uploadBytes: 1_024 * 1_024,
    trustedProxies: [],
    submissionsPerMinute: 60,
    log,
    ...more,
  })
  const [page] = makeForm({ fields: [field] }).pages
  const upload = { field: page?.fields[0] as UploadField, name: 'cv.pdf' }
  const app = new Hono().post('/:form', async (c) => {
    const formId = c.req.param('form')
    return c.json(await gate(c, { formId }, { ...upload, bytes: new Blob(['x']).stream() }), 201)
  })
  app.onError((error, c) => answerError(error, c, log))
  const send = (address = '203.0.113.9', form = 'form1') =>
    app.request(`/${form}`, { method: 'POST' }, { incoming: { socket: { remoteAddress: address } } })
  return { send, logged }
}

const taken = (size: number): Taken => ({
  outcome: 'taken',
  file: { id: 'upl_1', name: 'cv.pdf', type: 'application/pdf', size },
})

describe('the gate before uploads', () => {
  it('counts files by address and form, and never those of this machine', async () => {
    const { send } = makeGate(async () => taken(1), { perMinute: 2 })
    expect([(await send()).status, (await send()).status]).toEqual([201, 201])
    const refused = await send()
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' })
    expect((await send('203.0.113.10')).status).toBe(201)
    expect((await send('203.0.113.9', 'form2')).status).toBe(201)
    for (let i = 0; i < 5; i++) expect((await send('127.0.0.1')).status).toBe(201)
  })

  it('counts bytes by address, over all forms', async () => {
    const { send } = makeGate(async () => taken(10 * 1_024 * 1_024))
    for (const form of ['a', 'b', 'c']) expect((await send('203.0.113.9', form)).status).toBe(201)
    expect(await problemOf(await send('203.0.113.9', 'd'))).toMatchObject({ code: 'too-many-requests' })
    expect((await send('203.0.113.10')).status).toBe(201)
  })

  it('counts nothing where submissions are not counted', async () => {
    const { send } = makeGate(async () => taken(1e9), { perMinute: 1, submissionsPerMinute: 0 })
    for (let i = 0; i < 5; i++) expect((await send()).status).toBe(201)
  })

  it('lets in eight at once from one address, and two hundred in all', async () => {
    const { promise, resolve } = Promise.withResolvers<Taken>()
    const { send } = makeGate(() => promise, { perMinute: 1_000 })
    const waiting = Array.from({ length: 8 }, () => send())
    const ninth = await send()
    expect(ninth.headers.get('retry-after')).toBe('5')
    expect(await problemOf(ninth)).toMatchObject({ status: 503, code: 'unavailable' })
    for (let i = 0; i < 192; i++) waiting.push(send(`198.51.100.${i}`))
    expect(await problemOf(await send('203.0.113.99'))).toMatchObject({ status: 503 })
    resolve(taken(1))
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(201)
    expect((await send()).status).toBe(201)
  })

  it.each([
    [{ outcome: 'too-large', most: 5 }, 413, 'upload-too-large'],
    [{ outcome: 'wrong-type', type: null }, 415, 'upload-type'],
    [{ outcome: 'empty' }, 422, 'upload-empty'],
    [{ outcome: 'broken-off' }, 408, 'broken-off'],
    [{ outcome: 'full' }, 503, 'unavailable'],
    [{ outcome: 'no-room' }, 503, 'unavailable'],
    [{ outcome: 'form-missing' }, 404, 'form-not-found'],
  ] as const)('says why not: %j', async (outcome, status, code) => {
    const { send } = makeGate(async () => outcome)
    expect(await problemOf(await send())).toMatchObject({ status, code })
  })

  it('tells the operator, and not the visitor, what is wrong with where files are kept', async () => {
    const { send, logged } = makeGate(async () => {
      throw new UploadsUnavailable('s3://secret-bucket: 403')
    })
    const problem = await problemOf(await send())
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' })
    expect(problem.detail).not.toContain('secret-bucket')
    expect(logged).toEqual(['an upload could not be kept'])
  })
})
