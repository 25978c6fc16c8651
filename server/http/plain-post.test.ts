import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../store/store.ts'
import { elementsOf, formDataOf, tagsOf, textOf } from '../test/html.ts'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

type Field = DefinitionInput['pages'][number]['fields'][number]

const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' }
/** What a browser says that it takes when it sends a form. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const KEY = '6f0c8f6e-0000-4000-8000-000000000001'

const options = [
  { value: 'x', label: 'Ex' },
  { value: 'y', label: 'Why' },
]
const everyKind: Field[] = [
  textField('text', { required: true }),
  { id: 'f2', name: 'long', kind: 'long-text', label: 'Long' },
  { id: 'f3', name: 'email', kind: 'email', label: 'Email', required: true },
  { id: 'f4', name: 'phone', kind: 'phone', label: 'Phone' },
  { id: 'f5', name: 'url', kind: 'url', label: 'Url' },
  { id: 'f6', name: 'number', kind: 'number', label: 'Number', min: 0 },
  { id: 'f7', name: 'date', kind: 'date', label: 'Date' },
  { id: 'f8', name: 'single', kind: 'single-choice', label: 'Single', options },
  { id: 'f9', name: 'multiple', kind: 'multiple-choice', label: 'Multiple', options },
  { id: 'f10', name: 'dropdown', kind: 'dropdown', label: 'Dropdown', options },
  { id: 'f11', name: 'yesno', kind: 'yes-no', label: 'Yes?' },
  { id: 'f12', name: 'consent', kind: 'consent', label: 'Consent', required: true },
  { id: 'f13', name: 'rating', kind: 'rating', label: 'Rating' },
  { id: 'f14', name: 'nps', kind: 'nps', label: 'Nps' },
  { id: 'f15', name: 'smiley', kind: 'smiley', label: 'Smiley' },
  { id: 'f16', name: 'hidden', kind: 'hidden', default: 'web' },
  { id: 'f17', name: 'statement', kind: 'statement', label: 'Statement' },
]
const answersOfEveryKind = {
  text: 'Ada "Ä" <3',
  long: 'one\ntwo',
  email: 'ada@example.com',
  phone: '+1 555 010 9999',
  url: 'https://example.com',
  number: 1.5,
  date: '2026-01-31',
  single: 'y',
  multiple: ['x', 'y'],
  dropdown: 'x',
  yesno: false,
  consent: true,
  rating: 4,
  nps: 0,
  smiley: 'good',
  hidden: 'ad',
}

async function setUp(definition = makeForm({ fields: [textField('name', { required: true })] }), more = {}) {
  const relay = makeApp(more)
  const form = await relay.publish('ada', definition)
  const path = `/v1/forms/${form.id}/submissions`
  const post = (
    body: string | URLSearchParams | FormData,
    headers: Record<string, string> = {},
    to = `${relay.publicUrl}${path}`,
  ) => {
    const type: Record<string, string> = typeof body === 'string' ? URLENCODED : {}
    return relay.app.request(
      new Request(to, { method: 'POST', body, headers: { ...browser, ...type, ...headers } }),
    )
  }
  const show = async (query = '') => (await relay.call(`GET /f/${form.id}${query}`)).text()
  const stored = async () =>
    (await relay.store.listSubmissions('wsp_ada', form.id, {}, { limit: 200 })).items.map(
      ({ answers, ...row }) => ({ ...row, answers: JSON.parse(answers) }),
    )
  return { ...relay, form, path, post, show, stored }
}

/** Fills a page's form in as a visitor would; lists check several boxes. */
function fill(page: string, answers: Readonly<Record<string, unknown>>): URLSearchParams {
  const data = formDataOf(page)
  for (const [name, answer] of Object.entries(answers)) {
    data.delete(name)
    for (const value of [answer].flat()) {
      const text = String(value).replaceAll('\n', '\r\n')
      const boxes = elementsOf(page, 'input').filter(
        (input) => input.name === name && ['radio', 'checkbox'].includes(input.type ?? ''),
      )
      if (boxes.length > 0) expect(boxes.map((box) => box.value)).toContain(text)
      data.append(name, text)
    }
  }
  return data
}

const multipartOf = (data: URLSearchParams) => {
  const form = new FormData()
  for (const [name, value] of data) form.append(name, value)
  return form
}

const page = async (answer: Response, status: number) => {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=UTF-8'])
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  return answer.text()
}

const three = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }))
const pictures = three.map((option) => ({ ...option, image: 'https://pictures.example/a.png' }))
/** Kinds whose answers a plain form sends in parts, or in texts of other looks. */
const inParts: Field[] = [
  { id: 'f1', name: 'time', kind: 'time', label: 'Time' },
  { id: 'f2', name: 'picture', kind: 'picture-choice', label: 'Picture', options: pictures },
  {
    id: 'f3',
    name: 'pictures',
    kind: 'picture-choice',
    label: 'Pictures',
    options: pictures,
    multiple: true,
  },
  { id: 'f4', name: 'scale', kind: 'scale', label: 'Scale' },
  { id: 'f5', name: 'slider', kind: 'slider', label: 'Slider', step: 0.5 },
  { id: 'f6', name: 'grid', kind: 'matrix', label: 'Grid', rows: three, columns: three },
  { id: 'f7', name: 'rank', kind: 'ranking', label: 'Rank', options: three, top: 2 },
  { id: 'f8', name: 'home', kind: 'address', label: 'Home', parts: ['line1', 'city'] },
  { id: 'f9', name: 'one', kind: 'single-choice', label: 'One', options: three, other: true },
  { id: 'f10', name: 'many', kind: 'multiple-choice', label: 'Many', options: three, other: true },
]
const textsInParts = {
  time: '09:30',
  picture: 'b',
  pictures: ['a', 'c'],
  scale: '7',
  slider: '12.5',
  'grid[a]': 'c',
  'grid[b]': 'a',
  'rank[1]': 'c',
  'rank[2]': 'a',
  'home[line1]': '1 High Street',
  'home[city]': 'Bath',
  one: '_other',
  'one[other]': 'my own',
  many: ['b', '_other'],
  'many[other]': 'mine',
}

describe('the hosted page, sent without a script', () => {
  it('stores what comes in parts, and shows it again when something is wrong', async () => {
    const { post, show, stored } = await setUp(
      makeForm({ fields: [...inParts, textField('name', { required: true })] }),
    )
    const again = await page(await post(fill(await show(), textsInParts)), 422)
    const kept = formDataOf(again)
    for (const [name, texts] of Object.entries(textsInParts))
      expect([name, kept.getAll(name)]).toEqual([name, [texts].flat()])
    expect((await post(fill(again, { name: 'Ada' }))).status).toBe(303)
    expect((await stored())[0]?.answers).toEqual({
      time: '09:30',
      picture: 'b',
      pictures: ['a', 'c'],
      scale: 7,
      slider: 12.5,
      grid: { a: 'c', b: 'a' },
      rank: ['c', 'a'],
      home: { line1: '1 High Street', city: 'Bath' },
      one: 'my own',
      many: ['b', 'mine'],
      name: 'Ada',
    })
  })

  it('leaves out parts that were left out, and asks for those that are missing', async () => {
    const { post, show, stored } = await setUp(makeForm({ fields: inParts }))
    const answers = { 'rank[2]': 'a', 'home[city]': 'Bath', 'grid[a]': 'b' }
    const problem = textOf(await page(await post(fill(await show(), answers)), 422))
    expect(problem).toContain('Rank · Please choose at least 2.')
    expect(problem).toContain('Home · Please fill in every part of the address that is asked for.')
    expect((await post(fill(await show(), { 'grid[a]': 'b' }))).status).toBe(303)
    expect((await stored())[0]?.answers).toEqual({ grid: { a: 'b' } })
  })

  it('ends where the rules say, with the answers in the words, and nothing of them in the address', async () => {
    const endings = [
      { id: 'sorry', title: 'Sorry, {{name}}', text: 'Because of {{home}}' },
      { id: 'gone', title: 'Gone', redirect: 'https://shop.example/bye' },
      { id: 'plain', title: 'Plain' },
    ]
    const rules: DefinitionInput['rules'] = endings.map(({ id }) => ({
      if: { field: 'name', is: 'equal', to: id },
      then: { thanks: id },
    }))
    const fields: Field[] = [
      textField('name'),
      { id: 'f8', name: 'home', kind: 'address', label: 'Home', parts: ['city'] },
    ]
    const { post, show, call, form, clock } = await setUp(makeForm({ fields, rules, endings }))
    const sent = async (name: string) => {
      const data = fill(await show(), { name, 'home[city]': 'Bath *and* more' })
      return (await post(data)).headers.get('location') ?? ''
    }
    expect(await sent('Ada')).toBe(`/f/${form.id}/thanks`)
    expect(await sent('plain')).toBe(`/f/${form.id}/thanks?ending=plain`)
    expect(await sent('gone')).toBe('https://shop.example/bye')
    const location = await sent('sorry')
    expect(location).toMatch(new RegExp(`^/f/${form.id}/thanks\\?ending=sorry&for=`))
    expect(location).not.toContain('Bath')
    const read = async (to: string) => textOf(await (await call(`GET ${to}`)).text())
    expect(await read(location)).toContain('Sorry, sorry Because of Bath \u2217and\u2217 more')
    expect(await read(location.replace(/for=.*/, 'for=made-up'))).toContain('Sorry, Because of')
    clock.advance(3_600_000)
    expect(await read(location)).toContain('Sorry, Because of')
  })

  it.each(['urlencoded', 'multipart'])('stores every kind as JSON would: %s', async (type) => {
    const { post, show, stored, form } = await setUp(makeForm({ fields: everyKind }))
    const data = fill(await show('?hidden=ad'), answersOfEveryKind)
    const answer = await post(type === 'multipart' ? multipartOf(data) : data, {
      referer: 'https://relay.example/f/x?hidden=ad',
      'accept-language': 'de-AT,de;q=0.8',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/f/${form.id}/thanks`])
    expect(await stored()).toMatchObject([
      {
        answers: answersOfEveryKind,
        key: data.get('_key'),
        version: 1,
        context: { url: 'https://relay.example/f/x?hidden=ad', language: 'de-AT' },
      },
    ])
  })

  it('may leave out what may be left out', async () => {
    const { post, show, stored } = await setUp(makeForm({ fields: everyKind }))
    const data = fill(await show(), { text: 'Ada', email: 'ada@example.com', consent: true, single: '' })
    expect((await post(data)).status).toBe(303)
    expect((await stored())[0]?.answers).toEqual({
      text: 'Ada',
      email: 'ada@example.com',
      consent: true,
      hidden: 'web',
    })
  })

  it('sent twice, by a double click or a reload, is stored once', async () => {
    const { post, show, stored } = await setUp()
    const data = fill(await show(), { name: 'Ada' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(data)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect(await stored()).toHaveLength(1)
  })

  it('sent again with other answers asks first, and then stores them too', async () => {
    const { post, show, stored } = await setUp()
    const first = fill(await show(), { name: 'Ada' })
    await post(first)
    const again = await page(await post(fill(await show(), { name: 'Eve', _key: first.get('_key') })), 409)
    expect(textOf(again)).toContain('You have sent this form before, with other answers.')
    const data = formDataOf(again)
    expect(data.get('name')).toBe('Eve')
    expect((await post(data)).status).toBe(303)
    expect((await stored()).map(({ answers }) => answers.name).sort()).toEqual(['Ada', 'Eve'])
  })

  it('keeps where its visitor came from, also through a mistake', async () => {
    const { call, form, post, stored } = await setUp()
    const shown = await call(`GET /f/${form.id}`, { headers: { referer: 'https://search.example/' } })
    const url = `http://relay.test/f/${form.id}`
    const wrong = await page(await post(formDataOf(await shown.text()), { referer: url }), 422)
    await post(fill(wrong, { name: 'Ada' }), { referer: 'http://relay.test/v1/forms/x/submissions' })
    expect((await stored())[0]?.context).toEqual({ url, referrer: 'https://search.example/' })
  })

  it('counts for the version that was seen', async () => {
    const { call, form, post, show, stored } = await setUp()
    const data = fill(await show(), { name: 'Ada' })
    await call(`PATCH /api/forms/${form.id}`, {
      as: 'ada',
      body: { definition: makeForm({ fields: [textField('other')] }) },
    })
    await call(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    expect((await post(data)).status).toBe(303)
    expect((await stored())[0]).toMatchObject({ version: 1, answers: { name: 'Ada' } })
  })

  it('leaves out what the rules do not show', async () => {
    const rules: DefinitionInput['rules'] = [
      { if: { field: 'name', is: 'equal', to: 'Ada' }, then: { show: 'why' } },
    ]
    const definition = makeForm({ fields: [textField('name'), textField('why', { required: true })], rules })
    const { post, show, stored } = await setUp(definition)
    expect((await post(fill(await show(), { name: 'Eve', why: 'x' }))).status).toBe(303)
    const wrong = await page(await post(fill(await show(), { name: 'Ada' })), 422)
    expect(textOf(wrong)).toContain('The why · Please answer this.')
    expect((await stored()).map(({ answers }) => answers)).toEqual([{ name: 'Eve' }])
  })
})

describe('what is wrong', () => {
  it('is said in a summary and at the field, and nothing that was typed is lost', async () => {
    const { post, show, stored } = await setUp(makeForm({ fields: everyKind }))
    const wrong = { ...answersOfEveryKind, email: 'x@y', number: 'abc', date: '2026-02-30' }
    const data = fill(await show('?hidden=ad'), wrong)
    const again = await page(await post(data), 422)
    expect(elementsOf(again, 'section').find((section) => section.class === 'summary')).toMatchObject({
      autofocus: '',
      tabindex: '-1',
      'aria-labelledby': 'summary',
    })
    for (const [id, label, words] of [
      ['f3', 'Email', 'Please enter an email address, like name@example.com.'],
      ['f6', 'Number', 'Please enter a number, like 1234.5.'],
      ['f7', 'Date', 'Please enter a date that exists.'],
    ] as const) {
      expect(again).toContain(`<li><a href="#i-${id}">${label} · ${words}</a></li>`)
      expect(again).toContain(`<p class="error" id="e-${id}"><bdi>${words}</bdi></p>`)
      const input = elementsOf(again, 'input').find((input) => input.id === `i-${id}`)
      expect(input).toMatchObject({
        'aria-invalid': 'true',
        'aria-describedby': expect.stringContaining(`e-${id}`),
      })
    }
    // The widget knows nothing of what was typed: it must not mount over this.
    expect(again).not.toContain('<script')
    // Also the key is the same: nothing was stored under it.
    const kept = formDataOf(again)
    expect([...kept].sort()).toEqual([...data].sort())
    expect(await stored()).toEqual([])
    expect((await post(fill(again, answersOfEveryKind))).status).toBe(303)
    expect((await stored())[0]?.answers).toEqual(answersOfEveryKind)
  })

  it('may be a type that no browser would have sent', async () => {
    const { post, stored } = await setUp(makeForm({ fields: everyKind }))
    const wrong =
      'text=a&text=b&single=z&multiple=q&yesno=maybe&consent=2&rating=9&nps=1.5&smiley=ok&statement=x'
    const text = textOf(await page(await post(wrong), 422))
    for (const name of [
      'The text',
      'Single',
      'Multiple',
      'Yes?',
      'Consent',
      'Rating',
      'Nps',
      'Smiley',
      'Email',
    ]) {
      expect(text).toContain(`${name} · `)
    }
    expect(text).toContain('Statement · This form has no such field.')
    expect(await stored()).toEqual([])
  })

  it('is shown without running any of it', async () => {
    const { post } = await setUp(makeForm({ fields: everyKind }))
    const send = async (text: string) => {
      const names = everyKind.map(({ name }) => name)
      const body = new URLSearchParams(Object.fromEntries([...names, `n${text}`].map((name) => [name, text])))
      const url = `https://x.example/${text}`
      for (const [name, value] of Object.entries({ _url: url, _referrer: url, _key: KEY }))
        body.set(name, value)
      return page(await post(body), 422)
    }
    const harmless = tagsOf(await send('z'))
    for (const payload of [
      '"><script>alert(1)</script>',
      "'><img src=x>",
      '</textarea><svg onload=alert(1)>',
      '<!--',
    ]) {
      expect(tagsOf(await send(payload))).toEqual(harmless)
    }
  })

  it('may be a file, which is said without losing the rest', async () => {
    const { post, stored } = await setUp()
    const data = new FormData()
    data.append('name', 'Ada')
    data.append('cv', new File(['%PDF'], 'cv.pdf'))
    const again = await page(await post(data), 422)
    expect(textOf(again)).toContain('cv · This form takes no files. Please send it without one.')
    expect(formDataOf(again).get('name')).toBe('Ada')
    expect(await stored()).toEqual([])
  })
})

describe("an owner's own form, on another origin", () => {
  const shop = { origin: 'https://shop.example', referer: 'https://shop.example/contact' }

  it('needs nothing but the names', async () => {
    const { post, stored } = await setUp()
    expect((await post('name=Ada', shop)).status).toBe(303)
    expect(await stored()).toMatchObject([
      { answers: { name: 'Ada' }, key: null, context: { url: 'https://shop.example/contact' } },
    ])
  })

  it('cuts an address that is too long', async () => {
    const { post, stored } = await setUp()
    await post('name=Ada', { referer: `https://shop.example/${'x'.repeat(5_000)}` })
    expect((await stored())[0]?.context?.url).toHaveLength(2_048)
  })

  it.each(['other=x', '_other=x', 'constructor=x', '__proto__=x'])(
    'is refused a name that the form has not: %s',
    async (extra) => {
      const { post, stored } = await setUp()
      const text = textOf(await page(await post(`name=Ada&${extra}`, shop), 422))
      expect(text).toContain(`${extra.slice(0, -2)} · This form has no such field.`)
      expect(await stored()).toEqual([])
    },
  )

  it('with a mistake is corrected on our page, from where its owner would not otherwise take it', async () => {
    const definition = makeForm({
      fields: [textField('name', { required: true })],
      settings: { origins: [shop.origin] },
    })
    const { post, publicUrl, stored } = await setUp(definition)
    const ours = { origin: publicUrl }
    const again = await page(await post('name=', shop), 422)
    const corrected = fill(again, { name: 'Ada' })

    const forged = new URLSearchParams(corrected)
    forged.set('_key', KEY)
    await page(await post(forged, ours), 403)
    await page(await post('name=Ada&_origin=https://shop.example', ours), 403)
    expect((await post(corrected, ours)).status).toBe(303)
    expect(await stored()).toMatchObject([{ answers: { name: 'Ada' }, context: { url: shop.referer } }])
  })

  it('from an origin that is not listed is refused, mistakes or not', async () => {
    const definition = makeForm({
      fields: [textField('name', { required: true })],
      settings: { origins: [shop.origin] },
    })
    const { post, stored } = await setUp(definition)
    for (const origin of ['https://evil.example', 'null']) {
      expect(textOf(await page(await post('name=Ada', { origin }), 403))).toContain('filled in elsewhere')
      await page(await post('name=', { origin }), 403)
      const data = new FormData()
      data.append('name', new File(['x'], 'x'))
      expect(formDataOf(await page(await post(data, { origin }), 422)).has('_origin')).toBe(false)
    }
    expect(await stored()).toEqual([])
  })

  it.each([
    ['https://shop.example/thanks?a=1', 'https://shop.example/thanks?a=1'],
    ['https://shop.example/dänke', 'https://shop.example/d%C3%A4nke'],
  ])('leads on to %s', async (redirect, location) => {
    const { post, stored } = await setUp(makeForm({ thanks: { redirect } }))
    const answer = await post('name=Ada')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, location])
    expect(await stored()).toHaveLength(1)
  })
})

describe('a post that cannot be taken is answered with a page', () => {
  it.each<[string, number, string, Record<string, string>]>([
    ['bytes that are not UTF-8', 400, 'name=%ff', {}],
    ['a multipart that is none', 400, 'name=x', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['too many values', 400, Array(1_001).fill('name=x').join('&'), {}],
    ['too many bytes', 413, `name=${'x'.repeat(70_000)}`, {}],
    ['a compressed body', 415, 'name=x', { 'content-encoding': 'gzip' }],
    ['a key that is no UUID', 422, 'name=x&_key=abc', {}],
    ['a version that is no number', 422, 'name=x&_version=abc', {}],
    ['a version that never was', 404, 'name=x&_version=9', {}],
  ])('%s: %i', async (_, status, body, headers) => {
    const { post, stored } = await setUp()
    await page(await post(body, headers), status)
    expect(await stored()).toEqual([])
  })

  it('to a form that is not there: 404', async () => {
    const { post, publicUrl } = await setUp()
    const answer = await post('name=x', {}, `${publicUrl}/v1/forms/unknown/submissions`)
    expect(textOf(await page(answer, 404))).toContain('There is no form here')
  })

  it('while the store cannot take it: 503, with when to try again', async () => {
    const { post, store } = await setUp()
    store.acceptSubmission = async () => {
      throw new StoreUnavailable('The disk is full.')
    }
    const answer = await post('name=x')
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(textOf(await page(answer, 503))).toContain('Reload this page')
  })

  it('for a mistake of ours: 500, logged and not shown', async () => {
    const { post, store, logged } = await setUp()
    store.acceptSubmission = async () => {
      throw new Error('SELECT secret')
    }
    expect(await page(await post('name=x'), 500)).not.toContain('secret')
    expect(logged).toHaveLength(1)
  })
})

describe('who asks for JSON', () => {
  const json = { accept: 'application/json' }

  it('gets it, though it sends a form', async () => {
    const { post, stored } = await setUp()
    const answer = await post(`name=Ada&_key=${KEY}`, json)
    const [row] = await stored()
    expect([answer.status, await answer.json()]).toEqual([201, { id: row?.id, duplicate: false }])
    const again = await post(`name=Ada&_key=${KEY}`, json)
    expect([again.status, await again.json()]).toEqual([200, { id: row?.id, duplicate: true }])
    expect(await problemOf(await post('name=', json))).toMatchObject({
      code: 'invalid-answers',
      issues: [{ field: 'name', code: 'required' }],
    })
    expect(await problemOf(await post('name=%ff', json))).toMatchObject({ code: 'invalid-utf8' })
    const data = new FormData()
    data.append('name', new File(['x'], 'x'))
    expect(await problemOf(await post(data, json))).toMatchObject({
      issues: [{ field: 'name', code: 'file' }],
    })
  })

  it('or sends it never gets a page', async () => {
    const { call, form } = await setUp()
    for (const body of ['{', '{"answers":{}}', '{"answers":{"x":1}}']) {
      const headers = { ...browser, 'content-type': 'text/plain' }
      const answer = await call(`POST /v1/forms/${form.id}/submissions`, { body, headers })
      expect((await problemOf(answer)).status).toBeGreaterThanOrEqual(400)
    }
  })
})
