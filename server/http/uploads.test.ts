import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { serve } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { jpeg, pdf, png } from '../test/files.ts'
import { type AppOptions, makeApp, makeForm, problemOf, textField } from '../test/make.ts'

type Fields = DefinitionInput['pages'][number]['fields']

const fileField = (name: string, more: object = {}): Fields[number] => ({
  id: name,
  name,
  kind: 'file',
  label: `The ${name}`,
  ...more,
})
const signature: Fields[number] = { id: 'sign', name: 'sign', kind: 'signature', label: 'Sign here' }

async function makeRelay(
  fields: Fields = [fileField('cv')],
  { settings = {}, ...options }: AppOptions & { settings?: object } = {},
) {
  const relay = makeApp(options)
  const form = await relay.publish('ada', makeForm({ fields, settings }))
  const base = `${relay.publicUrl}/v1/forms/${form.id}/uploads`
  /** Sends a file as a visitor's browser does. */
  const send = async (
    body: Uint8Array | string | ReadableStream,
    query = '?field=cv&name=cv.pdf',
    headers = {},
  ) =>
    relay.app.request(
      new Request(base + query, { method: 'POST', body, headers, duplex: 'half' } as RequestInit),
    )
  /** The same, which must be taken. */
  async function upload(body: Uint8Array | string, query?: string): Promise<UploadedFile> {
    const answer = await send(body, query)
    expect({ status: answer.status, text: await answer.clone().text() }).toMatchObject({ status: 201 })
    return answer.json() as Promise<UploadedFile>
  }
  const remove = (id: string) => relay.call(`DELETE /v1/forms/${form.id}/uploads/${id}`)
  const answer = (answers: object) =>
    relay.call(`POST /v1/forms/${form.id}/submissions`, { body: { answers } })
  /** Ids of what is kept; nothing may be left on its way in. */
  const kept = () => {
    expect(readdirSync(join(relay.uploadsFolder, 'incoming'))).toEqual([])
    return readdirSync(relay.uploadsFolder).filter((name) => name !== 'incoming')
  }
  const read = (id: string) => readFileSync(join(relay.uploadsFolder, id))
  return { ...relay, form, base, send, upload, remove, answer, kept, read }
}

describe('sending a file', () => {
  it('is refused while the form is closed', async () => {
    const { send, kept } = await makeRelay(undefined, { settings: { closesAt: '2020-01-01T00:00:00Z' } })
    expect(await problemOf(await send(pdf()))).toMatchObject({ status: 410, code: 'form-closed' })
    expect(kept()).toEqual([])
  })

  it('keeps it, and answers with what it is', async () => {
    const { send, kept, read } = await makeRelay()
    const answer = await send(pdf(), '?field=cv&name=My%20CV.pdf', { origin: 'https://shop.example' })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const file = (await answer.json()) as UploadedFile
    expect(file).toEqual({
      id: expect.stringMatching(/^upl_[0-9a-f]{32}$/),
      name: 'My CV.pdf',
      type: 'application/pdf',
      size: pdf().length,
    })
    expect(kept()).toEqual([file.id])
    expect(read(file.id)).toEqual(pdf())
  })

  it('believes the content, not the name and not the header', async () => {
    const { upload, send } = await makeRelay()
    expect(await upload(png(), '?field=cv&name=setup.exe')).toMatchObject({
      type: 'image/png',
      name: 'setup.exe.png',
    })
    const typed = await send(jpeg(), '?field=cv&name=page.html', { 'content-type': 'text/html' })
    expect(await typed.json()).toMatchObject({ type: 'image/jpeg', name: 'page.html.jpg' })
    expect(await upload('just words', '?field=cv')).toMatchObject({ type: 'text/plain', name: 'file.txt' })
  })

  it.each([
    ['HTML that is called a picture', '<html><script>alert(1)</script>', 'a.png'],
    ['SVG that is called a picture', '<svg onload="alert(1)"/>', 'a.png'],
    ['SVG by its own name', '<?xml version="1.0"?><svg/>', 'a.svg'],
    ['a program that is called a document', 'MZ\0\0\0', 'cv.pdf'],
  ])('refuses %s', async (_what, content, name) => {
    const { send, kept } = await makeRelay()
    const answer = await send(content, `?field=cv&name=${name}`, { 'content-type': 'image/png' })
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'upload-type' })
    expect(kept()).toEqual([])
  })

  it('takes no path for a name, and puts nothing anywhere else', async () => {
    const { upload, kept } = await makeRelay()
    const file = await upload(png(), `?field=cv&name=${encodeURIComponent('../../../../tmp/evil/../x.png')}`)
    expect(file.name).toBe('x.png')
    expect(kept()).toEqual([file.id])
  })

  it('takes only what the field asks for', async () => {
    const { send, upload } = await makeRelay([fileField('photo', { accept: ['image'] }), signature])
    await upload(jpeg(), '?field=photo')
    const wrong = await problemOf(await send(pdf(), '?field=photo'))
    expect(wrong).toMatchObject({ status: 415, code: 'upload-type' })
    expect(wrong.detail).toBe('The content is application/pdf. This field takes: image.')
    expect(await upload(png(20), '?field=sign')).toMatchObject({ type: 'image/png', name: 'file.png' })
    expect(await problemOf(await send(jpeg(), '?field=sign'))).toMatchObject({ code: 'upload-type' })
  })

  it('takes no more bytes than the field, the relay and a signature have', async () => {
    const fields = [
      fileField('small', { maxBytes: 5_000 }),
      fileField('large', { maxBytes: 50_000 }),
      signature,
    ]
    const { send, upload, kept } = await makeRelay(fields, { uploadBytes: 20_000 })
    const text = (size: number) => 'a'.repeat(size)
    const file = await upload(text(5_000), '?field=small')
    for (const [field, size] of [
      ['small', 5_001],
      ['large', 20_001],
      ['sign', 20_001],
    ] as const) {
      const announced = await send(text(size), `?field=${field}`, { 'content-length': String(size) })
      expect(await problemOf(announced)).toMatchObject({ status: 413, code: 'upload-too-large' })
      const streamed = await send(new Blob([text(size)]).stream(), `?field=${field}`)
      expect(await problemOf(streamed)).toMatchObject({ status: 413, code: 'upload-too-large' })
    }
    expect(kept()).toEqual([file.id])
  })

  it.each([
    ['nothing', ''],
    ['spaces', ' \n '],
  ])('refuses %s', async (_what, content) => {
    const { send, kept } = await makeRelay()
    const { status, code } = await problemOf(await send(content))
    expect([415, 422]).toContain(status)
    expect(['upload-empty', 'upload-type']).toContain(code)
    expect(kept()).toEqual([])
  })

  it('is for a field for files, of a form that is published', async () => {
    const { send, app, publicUrl } = await makeRelay([fileField('cv'), textField('name')])
    for (const query of ['', '?field=', '?field=name', '?field=other', '?field=__proto__']) {
      expect(await problemOf(await send(pdf(), query))).toMatchObject({ status: 400, code: 'invalid-query' })
    }
    const elsewhere = new Request(`${publicUrl}/v1/forms/nothing/uploads?field=cv`, {
      method: 'POST',
      body: pdf(),
    })
    expect(await problemOf(await app.request(elsewhere))).toMatchObject({ code: 'form-not-found' })
  })

  it('is taken from the pages that the owner listed, as submissions are', async () => {
    const { send, kept } = await makeRelay(undefined, { settings: { origins: ['https://shop.example'] } })
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect(await problemOf(await send(pdf(), undefined, headers))).toMatchObject({ code: 'origin-refused' })
    }
    expect(kept()).toEqual([])
    expect((await send(pdf(), undefined, { origin: 'https://shop.example' })).status).toBe(201)
  })

  it('takes no compressed body', async () => {
    const { send } = await makeRelay()
    const answer = await send(pdf(), undefined, { 'content-encoding': 'gzip' })
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'content-encoding' })
  })

  it('stops when so much waits that nobody has sent', async () => {
    const { send, upload, answer, kept } = await makeRelay(undefined, { uploadBytes: 2_000 })
    // Fifty times the largest file is less than two small ones count, which is 64 KiB each.
    const file = await upload(pdf())
    const full = await send(pdf())
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problemOf(full)).toMatchObject({ status: 503, code: 'unavailable' })
    expect(kept()).toEqual([file.id])
    expect((await answer({ cv: [file] })).status).toBe(201)
    await upload(pdf())
  })

  it('leaves nothing when the store does not take it', async () => {
    const { send, db, kept } = await makeRelay()
    const pages = Number(db.$client.pragma('page_count', { simple: true }))
    db.$client.pragma(`max_page_count = ${pages}`)
    const answers = []
    // The last pages have some room left.
    for (let i = 0; i < 200; i++) {
      const answer = await send(pdf())
      answers.push(answer.status)
      if (answer.status !== 201) expect(await problemOf(answer)).toMatchObject({ code: 'unavailable' })
    }
    expect(answers.at(-1)).toBe(503)
    expect(kept()).toHaveLength(answers.filter((status) => status === 201).length)
  })

  it('can be taken back while it waits', async () => {
    const { upload, remove, kept, answer } = await makeRelay()
    const [kept1, gone] = [await upload(pdf()), await upload(pdf())]
    expect((await remove(gone.id)).status).toBe(204)
    expect(kept()).toEqual([kept1.id])
    expect(await problemOf(await remove(gone.id))).toMatchObject({ status: 404, code: 'no-such-upload' })
    expect((await answer({ cv: [kept1] })).status).toBe(201)
    expect(await problemOf(await remove(kept1.id))).toMatchObject({ code: 'no-such-upload' })
    expect(kept()).toEqual([kept1.id])
  })

  it('needs no preflight to send, and has one to take back', async () => {
    const { call, form } = await makeRelay()
    const preflight = await call(`OPTIONS /v1/forms/${form.id}/uploads/upl_1`, {
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'DELETE' },
    })
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE')
  })
})

describe('answers with files', () => {
  const issuesOf = async (answer: Response) =>
    (await problemOf(answer)).issues?.map(({ field, code }) => [field, code])

  it('hold what the relay found, whatever the visitor says of them', async () => {
    const { upload, answer, get } = await makeRelay([fileField('cv', { maxFiles: 2 }), signature])
    const [a, b] = [await upload(pdf()), await upload(png())]
    const sign = await upload(png(), '?field=sign')
    const lies = { ...b, name: '<script>', type: 'text/html', size: 1 }
    const sent = await answer({ cv: [a, lies], sign: [sign] })
    expect(sent.status).toBe(201)
    const { id } = (await sent.json()) as { id: string }
    const stored = await get<{ answers: object }>(`GET /api/submissions/${id}`, { as: 'ada' })
    expect(stored.answers).toEqual({ cv: [a, b], sign: [sign] })
  })

  it('are delivered to webhooks in the same shape', async () => {
    const { upload, answer, store, addWebhook, form } = await makeRelay()
    await addWebhook('ada', form.id)
    const file = await upload(pdf())
    await answer({ cv: [{ ...file, name: 'other.pdf' }] })
    const room = { webhook: () => 9, host: () => 9 }
    const claimed = await store.claimDeliveries({ claim: 'c', lease: 1_000, limit: 9, room, after: '' })
    expect(claimed.deliveries.map(({ body }) => JSON.parse(body))).toEqual([{ cv: [file] }])
  })

  it('take a file once, and answer a repeated key as before', async () => {
    const { upload, call, form } = await makeRelay()
    const file = await upload(pdf())
    const key = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
    const sendAs = (key?: string) =>
      call(`POST /v1/forms/${form.id}/submissions`, { body: { key, answers: { cv: [file] } } })
    const first = await sendAs(key)
    expect(first.status).toBe(201)
    const again = await sendAs(key)
    expect([again.status, await again.json()]).toEqual([
      200,
      { ...((await first.json()) as object), duplicate: true },
    ])
    expect(await issuesOf(await sendAs())).toEqual([['cv', 'upload']])
  })

  it('take it once from twenty at the same time', async () => {
    const { upload, answer, get, form } = await makeRelay()
    const file = await upload(pdf())
    const sent = await Promise.all(Array.from({ length: 20 }, () => answer({ cv: [file] })))
    expect(sent.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)])
    const { items } = await get<{ items: object[] }>(`GET /api/forms/${form.id}/submissions`, { as: 'ada' })
    expect(items).toHaveLength(1)
  })

  it('name no file of another form, of another field, of nobody, or that was taken back', async () => {
    const { upload, answer, remove, publish, call } = await makeRelay([fileField('cv'), fileField('photo')])
    const [photo, gone] = [await upload(png(), '?field=photo'), await upload(pdf())]
    await remove(gone.id)
    const other = await publish('ada', makeForm({ fields: [fileField('cv')] }))
    const mine = await upload(pdf())
    const elsewhere = await call(`POST /v1/forms/${other.id}/submissions`, {
      body: { answers: { cv: [mine] } },
    })
    expect(await issuesOf(elsewhere)).toEqual([['cv', 'upload']])
    for (const file of [photo, gone, { ...mine, id: 'upl_0' }, { ...mine, id: `${mine.id}0` }]) {
      expect(await issuesOf(await answer({ cv: [file] }))).toEqual([['cv', 'upload']])
    }
    expect((await answer({ cv: [mine], photo: [photo] })).status).toBe(201)
  })

  it('are of the shape and the number that the field takes', async () => {
    const { upload, answer } = await makeRelay()
    const file = await upload(pdf())
    expect(await issuesOf(await answer({ cv: [file, await upload(pdf())] }))).toEqual([['cv', 'too-many']])
    expect(await issuesOf(await answer({ cv: [file, file] }))).toEqual([['cv', 'twice']])
    for (const cv of [file, file.id, [file.id], [3], [{ ...file, url: 'x' }], [{ id: file.id }]]) {
      expect(await issuesOf(await answer({ cv }))).toEqual([['cv', 'type']])
    }
  })

  it('keep to the limits of the version that the visitor saw', async () => {
    const { upload, call, form, get } = await makeRelay([fileField('cv', { accept: ['image'] })])
    const definition = makeForm({ fields: [fileField('cv')] })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await get(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    const file = await upload(pdf())
    const of = (version: number) =>
      call(`POST /v1/forms/${form.id}/submissions`, { body: { version, answers: { cv: [file] } } })
    expect(await issuesOf(await of(1))).toEqual([['cv', 'upload']])
    expect((await of(2)).status).toBe(201)
  })
})

describe("an owner's download", () => {
  async function taken(bytes: Uint8Array | string = pdf(), name = 'cv.pdf') {
    const relay = await makeRelay()
    const file = await relay.upload(bytes, `?field=cv&name=${encodeURIComponent(name)}`)
    const { id } = (await (await relay.answer({ cv: [file] })).json()) as { id: string }
    return { ...relay, file, submission: id }
  }

  it('is the file, as an attachment that runs nowhere', async () => {
    const { call, file } = await taken(pdf(), 'Lebenslauf – Ada.pdf')
    const answer = await call(`GET /api/uploads/${file.id}`, { as: 'ada' })
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf())
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(pdf().length),
      'content-disposition': `attachment; filename="Lebenslauf _ Ada.pdf"; filename*=UTF-8''Lebenslauf%20%E2%80%93%20Ada.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  it('shows pictures when it is asked to, and nothing else', async () => {
    for (const [bytes, shown] of [
      [png(), true],
      [jpeg(), true],
      [pdf(), false],
      ['text', false],
    ] as const) {
      const { call, file } = await taken(bytes)
      const how = async (query: string) =>
        (await call(`GET /api/uploads/${file.id}${query}`, { as: 'ada' })).headers
          .get('content-disposition')
          ?.split(';')[0]
      expect([await how(''), await how('?inline'), await how('?inline=1')]).toEqual([
        'attachment',
        shown ? 'inline' : 'attachment',
        shown ? 'inline' : 'attachment',
      ])
    }
  })

  it('is for the workspace of the form alone', async () => {
    const { call, file } = await taken()
    const others = await call(`GET /api/uploads/${file.id}`, { as: 'bob' })
    expect(await problemOf(others)).toMatchObject({ status: 404, code: 'no-such-upload' })
    expect(await problemOf(await call(`GET /api/uploads/${file.id}`))).toMatchObject({ status: 401 })
    const session = await call(`GET /api/uploads/${file.id}`, { headers: { cookie: 'session=ada' } })
    expect(session.status).toBe(200)
    const unknown = await call('GET /api/uploads/upl_0', { as: 'ada' })
    expect(await problemOf(unknown)).toMatchObject({ code: 'no-such-upload' })
  })

  it('is not there while no submission has the file', async () => {
    const { upload, call } = await makeRelay()
    const { id } = await upload(pdf())
    expect(await problemOf(await call(`GET /api/uploads/${id}`, { as: 'ada' }))).toMatchObject({
      status: 404,
    })
  })

  it('ends with the submission, or the form, and so do the bytes', async () => {
    const first = await taken()
    expect(first.kept()).toEqual([first.file.id])
    await first.call(`DELETE /api/submissions/${first.submission}`, { as: 'bob' })
    expect(first.kept()).toEqual([first.file.id])
    const erased = await first.call(`DELETE /api/submissions/${first.submission}`, { as: 'ada' })
    expect(erased.status).toBe(204)
    expect(first.kept()).toEqual([])
    expect((await first.call(`GET /api/uploads/${first.file.id}`, { as: 'ada' })).status).toBe(404)
    expect(first.db.$client.prepare('SELECT count(*) AS n FROM uploads').get()).toEqual({ n: 0 })

    const second = await taken()
    await second.upload(png())
    expect(second.kept()).toHaveLength(2)
    await second.call(`DELETE /api/forms/${second.form.id}`, { as: 'ada' })
    expect(second.kept()).toEqual([])
  })
})

describe('over real sockets', () => {
  async function listening(options: AppOptions = {}) {
    const relay = await makeRelay([fileField('cv', { maxBytes: 100 * 1_024 * 1_024 })], options)
    const server = serve({ fetch: relay.app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    onTestFinished(() => {
      server.close()
    })
    const address = server.address()
    if (!address || typeof address === 'string') throw new Error('the server has no port')
    const path = `/v1/forms/${relay.form.id}/uploads?field=cv&name=noise.png`
    return { ...relay, port: address.port, path, url: `http://127.0.0.1:${address.port}${path}` }
  }

  it('a file of 10 MB arrives whole, and is downloaded whole', async () => {
    const { url, read, answer, port } = await listening()
    const bytes = Buffer.concat([png(), randomBytes(10_000_000)])
    const sent = await fetch(url, { method: 'POST', body: new Blob([bytes]) })
    const file = (await sent.json()) as UploadedFile
    expect(file).toMatchObject({ type: 'image/png', size: bytes.length })
    const digest = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    expect(digest(read(file.id))).toBe(digest(bytes))
    await answer({ cv: [file] })
    const download = await fetch(`http://127.0.0.1:${port}/api/uploads/${file.id}`, {
      headers: { authorization: 'Bearer ada' },
    })
    expect(digest(new Uint8Array(await download.arrayBuffer()))).toBe(digest(bytes))
  }, 20_000)

  it('a file of which half comes is not kept, and hurts nobody', async () => {
    const { port, path, kept, logged, url } = await listening()
    const socket = connect(port, '127.0.0.1')
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n`
    await new Promise<void>((resolve) =>
      socket.write(Buffer.concat([Buffer.from(head), png(100)]), () => resolve()),
    )
    await once(socket.resume().end(), 'close')
    expect((await fetch(url, { method: 'POST', body: png() })).status).toBe(201)
    expect(kept()).toHaveLength(1)
    expect(logged).toEqual([])
  })

  it('who sends too much reads why', async () => {
    const { url, kept } = await listening({ uploadBytes: 1_000_000 })
    const refused = await fetch(url, { method: 'POST', body: new Blob([png(2_000)]) })
    expect(await problemOf(refused)).toMatchObject({ status: 413, code: 'upload-too-large' })
    expect(kept()).toEqual([])
  })
})
