import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { serve } from '@hono/node-server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { pdf, png } from '../test/files.ts'
import { elementsOf, formDataOf, textOf } from '../test/html.ts'
import { type AppOptions, makeApp, makeForm, problemOf, textField } from '../test/make.ts'

type Fields = DefinitionInput['pages'][number]['fields']

const cv = (more: object = {}): Fields[number] => ({
  id: 'cv',
  name: 'cv',
  kind: 'file',
  label: 'Your CV',
  ...more,
})
const name = textField('name', { required: true })
/** What a browser says that it takes when it sends a form. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

async function setUp(fields: Fields = [name, cv()], options: AppOptions = {}) {
  const relay = makeApp(options)
  const form = await relay.publish('ada', makeForm({ fields }))
  const path = `/v1/forms/${form.id}/submissions`
  const post = (
    body: Uint8Array<ArrayBuffer> | string | FormData | URLSearchParams,
    headers: Record<string, string> = {},
  ) =>
    relay.app.request(
      new Request(relay.publicUrl + path, { method: 'POST', body, headers: { ...browser, ...headers } }),
    )
  /** Sends parts as a browser does, in this order. */
  const send = (parts: [name: string, value: string | File][], headers = {}) => {
    const data = new FormData()
    for (const [name, value] of parts) data.append(name, value)
    return post(data, headers)
  }
  const page = async (answer: Response, status = 422) => {
    const text = await answer.text()
    expect({ status: answer.status, text }).toMatchObject({ status })
    return text
  }
  const stored = async (): Promise<Record<string, unknown>[]> =>
    (await relay.store.listSubmissions('wsp_ada', form.id, {}, { limit: 50 })).items.map((row) =>
      JSON.parse(row.answers),
    )
  const kept = () => {
    expect(readdirSync(join(relay.uploadsFolder, 'incoming'))).toEqual([])
    return readdirSync(relay.uploadsFolder).filter((file) => file !== 'incoming')
  }
  const show = async (query = '') => (await relay.call(`GET /f/${form.id}${query}`)).text()
  return { ...relay, form, path, post, send, page, stored, kept, show }
}

const file = (bytes: Uint8Array<ArrayBuffer> | string, name: string) => new File([bytes], name)
const aPdf = (name = 'cv.pdf') => file(new Uint8Array(pdf()), name)
const aPng = (name = 'me.png', pixels = 1) => file(new Uint8Array(png(pixels)), name)
const filesOf = (answer: unknown) => answer as UploadedFile[]
const id = expect.stringMatching(/^upl_/)

describe('a plain form with files', () => {
  it('is stored with what the relay found of them', async () => {
    const { send, stored, kept } = await setUp()
    const answer = await send([
      ['name', 'Ada Grüße'],
      ['cv', aPdf('Lebenslauf für Köln.exe')],
    ])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining('/thanks')])
    const [answers] = await stored()
    expect(answers).toEqual({
      name: 'Ada Grüße',
      cv: [{ id, name: 'Lebenslauf für Köln.exe.pdf', type: 'application/pdf', size: pdf().length }],
    })
    expect(kept()).toEqual(filesOf(answers?.cv).map((file) => file.id))
  })

  it('may send many files in several fields, before and after its texts', async () => {
    const { send, stored, kept } = await setUp([cv({ maxFiles: 20 }), name, cv({ id: 'p', name: 'photo' })])
    const parts: [string, File | string][] = Array.from({ length: 20 }, (_, i) => [
      'cv',
      aPng(`${i}.png`, i + 1),
    ])
    expect(
      (await send([['_key', crypto.randomUUID()], ...parts, ['name', 'Ada'], ['photo', aPng('me.png', 400)]]))
        .status,
    ).toBe(303)
    const [answers] = await stored()
    const names = filesOf(answers?.cv).map((file) => file.name)
    expect(names).toEqual(Array.from({ length: 20 }, (_, i) => `${i}.png`))
    expect(answers?.photo).toMatchObject([{ name: 'me.png', size: png(400).length }])
    expect(kept()).toHaveLength(21)
  })

  it('may leave them out, unless they are asked for', async () => {
    const empty = file('', '')
    const { send, stored } = await setUp()
    expect(
      (
        await send([
          ['name', 'Ada'],
          ['cv', empty],
        ])
      ).status,
    ).toBe(303)
    expect(await stored()).toEqual([{ name: 'Ada' }])
    const strict = await setUp([name, cv({ required: true })])
    const again = await strict.page(
      await strict.send([
        ['name', 'Ada'],
        ['cv', empty],
      ]),
    )
    expect(textOf(again)).toContain('Your CV · Please answer this.')
  })

  it('is shown again with all that was good, files too', async () => {
    const { send, page, stored, kept, post } = await setUp([
      name,
      cv({ maxFiles: 3 }),
      cv({ id: 'p', name: 'photo' }),
    ])
    const again = await page(
      await send([
        ['name', ''],
        ['cv', aPdf()],
        ['cv', file('<html><script>alert(1)</script>', 'evil.pdf')],
        ['photo', file('', 'empty.png')],
      ]),
    )
    expect(textOf(again)).toContain('Your CV · Files of this type are not taken here.')
    expect(textOf(again)).toContain('Your CV · This file is empty.')
    const [first] = kept()
    expect(kept()).toHaveLength(1)

    const data = formDataOf(again)
    expect(JSON.parse(data.get('cv') ?? '')).toMatchObject({ id: first, name: 'cv.pdf' })
    const still = await page(await post(data))
    expect(textOf(still)).toContain('The name · Please answer this.')
    const right = formDataOf(still)
    right.set('name', 'Ada')
    expect((await post(right)).status).toBe(303)
    expect(await stored()).toMatchObject([{ name: 'Ada', cv: [{ id: first }] }])
  })

  it.each([
    ['HTML', file('<html></html>', 'cv.pdf'), 'Files of this type are not taken here'],
    ['a wrong type', aPng(), 'Files of this type are not taken here'],
    ['nothing', file('', 'cv.pdf'), 'This file is empty'],
    [
      'too many bytes',
      file('%PDF-1.4'.padEnd(3_000), 'cv.pdf'),
      'This file is too large. It may have at most 2 KB',
    ],
  ])('says at its field what is wrong with %s', async (_what, sent, words) => {
    const { send, page, stored, kept } = await setUp([name, cv({ accept: ['pdf'], maxBytes: 2_048 })])
    const again = await page(
      await send([
        ['name', 'Ada'],
        ['cv', sent],
      ]),
    )
    expect(textOf(again)).toContain(`Your CV · ${words}`)
    expect(formDataOf(again).get('name')).toBe('Ada')
    expect([await stored(), kept()]).toEqual([[], []])
    const json = await send(
      [
        ['name', 'Ada'],
        ['cv', sent],
      ],
      { accept: 'application/json' },
    )
    expect(await problemOf(json)).toMatchObject({
      code: 'invalid-answers',
      issues: [{ field: 'cv', message: expect.stringContaining(words) }],
    })
  })

  it('takes one file too many for none', async () => {
    const { send, page, stored } = await setUp()
    const again = await page(await send([['name', 'Ada'], ...Array<[string, File]>(9).fill(['cv', aPdf()])]))
    expect(textOf(again)).toContain('Your CV · Please choose at most 1.')
    expect(await stored()).toEqual([])
  })

  it('takes no file for a field of another kind', async () => {
    const { send, page, kept } = await setUp()
    const again = await page(
      await send([
        ['name', aPdf()],
        ['other', aPdf()],
        ['cv', aPdf()],
      ]),
    )
    expect(textOf(again)).toContain('The name · This form takes no files.')
    expect(kept()).toHaveLength(1)
  })

  it.each([
    ['no boundary', 'multipart/form-data', '--x--\r\n', 'malformed-form'],
    [
      'no end',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nAda',
      'malformed-form',
    ],
    [
      'no end of a file',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="cv"; filename="a.txt"\r\n\r\nwords',
      'malformed-form',
    ],
    ['nothing', 'multipart/form-data; boundary=x', 'x', 'malformed-form'],
  ])('is refused with %s', async (_what, type, body, code) => {
    const { post, stored, kept } = await setUp()
    const answer = await post(body, { 'content-type': type, accept: 'application/json' })
    expect((await problemOf(answer)).code).toBe(code)
    expect([await stored(), kept()]).toEqual([[], []])
  })

  it('is refused when its texts are not UTF-8, too many or too long', async () => {
    const { post, send, stored } = await setUp()
    const json = { accept: 'application/json' }
    const head = '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\n'
    const latin = Buffer.concat([
      Buffer.from(`${head}K`),
      Buffer.from([0xf6]),
      Buffer.from('ln\r\n--x--\r\n'),
    ])
    const type = { 'content-type': 'multipart/form-data; boundary=x', ...json }
    expect((await problemOf(await post(new Uint8Array(latin), type))).code).toBe('invalid-utf8')
    const many = Array<[string, string]>(1_100).fill(['name', 'a'])
    expect((await problemOf(await send(many, json))).code).toBe('too-deep')
    const long: [string, string][] = [['name', 'a'.repeat(70_000)]]
    expect((await problemOf(await send(long, json))).code).toBe('too-large')
    expect(await stored()).toEqual([])
  })

  it('is refused when its files together are too large, as far as they came', async () => {
    const { send, stored } = await setUp([name, cv({ maxFiles: 20 })], { uploadBytes: 100_000 })
    const parts = Array.from({ length: 20 }, (): [string, File] => ['cv', aPng('a.png', 300)])
    const answer = await send([['name', 'Ada'], ...parts], { accept: 'application/json' })
    expect(await problemOf(answer)).toMatchObject({ status: 413, code: 'too-large' })
    expect(await stored()).toEqual([])
  })

  it('that breaks off leaves nothing', async () => {
    const { app, path, kept, logged, stored } = await setUp()
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    onTestFinished(() => {
      server.close()
    })
    await once(server, 'listening')
    const address = server.address()
    if (!address || typeof address === 'string') throw new Error('the server has no port')
    const socket = connect(address.port, '127.0.0.1')
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 999999\r\n\r\n` +
        `--x\r\ncontent-disposition: form-data; name="cv"; filename="a.txt"\r\n\r\n${'words '.repeat(20_000)}`,
    )
    await once(socket.resume().end(), 'close')
    await vi.waitFor(() => expect(kept()).toEqual([]))
    expect([logged, await stored()]).toEqual([[], []])
  })
})

describe('the page of a form with files', () => {
  it('has inputs that offer what is taken, and sends them as parts', async () => {
    const { show } = await setUp([
      cv({ accept: ['image', 'pdf'], maxFiles: 3, required: true }),
      { id: 's', name: 'sign', kind: 'signature', label: 'Sign' },
    ])
    const page = await show()
    expect(elementsOf(page, 'form')).toMatchObject([{ enctype: 'multipart/form-data', method: 'post' }])
    expect(elementsOf(page, 'input').filter(({ type }) => type === 'file')).toEqual([
      {
        class: 'input',
        type: 'file',
        accept: 'image/*,.pdf',
        multiple: '',
        id: 'i-cv',
        name: 'cv',
        required: '',
      },
      {
        class: 'input',
        type: 'file',
        accept: '.png',
        id: 'i-s',
        name: 'sign',
        'aria-describedby': 'n-s',
      },
    ])
    expect(textOf(page)).toContain('A picture of your signature (PNG) will do as well.')
  })

  it('has no files from its address, and other forms send as before', async () => {
    const { show } = await setUp()
    const given = JSON.stringify({ id: 'upl_1', name: 'planted.pdf', type: 'application/pdf', size: 1 })
    expect(await show(`?cv=${encodeURIComponent(given)}`)).not.toContain('planted')
    const plain = await setUp([name])
    expect(elementsOf(await plain.show(), 'form')[0]).not.toHaveProperty('enctype')
  })
})
