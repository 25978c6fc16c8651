import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { describe, expect, it } from 'vitest'
import { elementsOf, formDataOf, tagsOf, textOf } from '../test/html.ts'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

type Field = DefinitionInput['pages'][number]['fields'][number]

const pictured = (option: { value: string; label: string }) => ({
  ...option,
  image: `https://pictures.example/${encodeURIComponent(option.value)}`,
})

/** One field of every kind, with this text wherever an owner can write one. */
const everyKind = (text: string): Field[] => {
  const options = [
    { value: text, label: text },
    { value: 'plain', label: 'Plain' },
  ]
  const asked = { label: text, help: text }
  return [
    { id: 'a', name: 'a', kind: 'text', ...asked, placeholder: text },
    { id: 'b', name: 'b', kind: 'long-text', ...asked, placeholder: text },
    { id: 'c', name: 'c', kind: 'email', ...asked, placeholder: text },
    { id: 'd', name: 'd', kind: 'phone', ...asked, placeholder: text },
    { id: 'e', name: 'e', kind: 'url', ...asked, placeholder: text },
    { id: 'f', name: 'f', kind: 'number', ...asked, placeholder: text, unit: text.slice(0, 20) },
    { id: 'g', name: 'g', kind: 'date', ...asked },
    { id: 'h', name: 'h', kind: 'single-choice', ...asked, options },
    { id: 'i', name: 'i', kind: 'multiple-choice', ...asked, options },
    { id: 'j', name: 'j', kind: 'dropdown', ...asked, options, placeholder: text },
    { id: 'k', name: 'k', kind: 'yes-no', ...asked },
    { id: 'l', name: 'l', kind: 'consent', ...asked },
    { id: 'm', name: 'm', kind: 'rating', ...asked, lowLabel: text, highLabel: text },
    { id: 'n', name: 'n', kind: 'nps', ...asked, lowLabel: text, highLabel: text },
    { id: 'o', name: 'o', kind: 'smiley', ...asked },
    { id: 'p', name: 'p', kind: 'hidden', default: text },
    { id: 'q', name: 'q', kind: 'statement', ...asked },
    { id: 's', name: 's', kind: 'time', ...asked },
    { id: 't', name: 't', kind: 'picture-choice', ...asked, options: options.map(pictured) },
    { id: 'u', name: 'u', kind: 'scale', ...asked, lowLabel: text, highLabel: text },
    { id: 'v', name: 'v', kind: 'slider', ...asked, unit: text.slice(0, 20) },
    { id: 'w', name: 'w', kind: 'matrix', ...asked, rows: options, columns: options },
    { id: 'x', name: 'x', kind: 'ranking', ...asked, options },
    { id: 'y', name: 'y', kind: 'address', ...asked },
    { id: 'z', name: 'z', kind: 'file', ...asked },
    { id: 'za', name: 'za', kind: 'signature', ...asked },
    { id: 'zb', name: 'zb', kind: 'single-choice', ...asked, options, other: true, otherLabel: text },
    { id: 'zc', name: 'zc', kind: 'text', ...asked, pattern: '[a-z]+', patternMessage: text },
    { id: 'r', name: 'r', kind: 'text', label: 'Ruled' },
  ]
}

const written = (text: string) =>
  makeForm({
    fields: everyKind(text),
    rules: [{ if: { field: 'h', is: 'equal', to: text }, then: { show: 'r' } }],
    thanks: { title: text, text },
    settings: { submitLabel: text },
    translations: { de: { title: text, 'fields.a.label': text, 'thanks.title': text } },
  })

const payloads = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '</textarea></select></title><svg onload=alert(1)>',
  '<!--',
  '&quot;&gt;&lt;b&gt;',
  '[x](javascript:alert(1))',
  '**<b>**',
  '" autofocus onfocus="alert(1)',
  'a\u2028`alert(1)`',
]

describe('the hosted page', () => {
  it('is the form as native HTML in the place of the tag that an owner pastes', async () => {
    const { call, publish } = makeApp({ publicUrl: 'https://relay.example' })
    const { id } = await publish(
      'ada',
      makeForm({ fields: [textField('name', { required: true, autocomplete: 'name', help: 'In *full*' })] }),
    )
    const answer = await call(`GET /f/${id}`)
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toContain('<title>Contact</title>')
    expect(page).toContain('<h1>Contact</h1>')
    expect(page).toContain(
      `<script async src="https://relay.example/embed.js"></script>\n<div data-fieldpost="${id}" data-mode="inline" data-lang="en"><form`,
    )
    expect(elementsOf(page, 'form')).toMatchObject([
      { method: 'post', action: `/v1/forms/${id}/submissions`, 'accept-charset': 'utf-8' },
    ])
    expect(elementsOf(page, 'label')).toMatchObject([{ for: 'i-name' }])
    const input = elementsOf(page, 'input').find(({ name }) => name === 'name')
    expect(input).toMatchObject({
      id: 'i-name',
      autocomplete: 'name',
      required: '',
      'aria-describedby': 'h-name',
    })
    expect(page).toContain('<p class="help" id="h-name">In <em>full</em></p>')
  })

  it('runs nothing of its own, and is told from by no other site', async () => {
    const { call, publish } = makeApp({ publicUrl: 'https://relay.example' })
    const { id } = await publish('ada')
    const answer = await call(`GET /f/${id}`)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'private, no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self' https://relay.example; style-src 'self'; img-src 'self' data: https:; " +
        "connect-src 'self' https://relay.example; font-src 'self'; base-uri 'none'; form-action 'self'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'",
      // Not no-referrer: browsers would then send `Origin: null`, and nothing of the page.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    const page = await answer.text()
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/)
  })

  it('may lead on to the page that the owner set, and where that leads in turn', async () => {
    const { call, publish } = makeApp()
    const policy = async (redirect: string) => {
      const { id } = await publish('ada', makeForm({ thanks: { redirect } }))
      return (await call(`GET /f/${id}`)).headers.get('content-security-policy')
    }
    expect(await policy('https://shop.example/thanks')).toContain("form-action 'self' https:;")
    expect(await policy('http://shop.example/thanks')).toContain("form-action 'self' https: http:;")
  })

  it('has the style under an address that changes with it', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    const page = await (await call(`GET /f/${id}`)).text()
    const href = elementsOf(page, 'link').find(({ rel }) => rel === 'stylesheet')?.href
    const style = await call(`GET ${href}`)
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    expect(style.headers.get('cache-control')).toContain('immutable')
    const etag = style.headers.get('etag') ?? ''
    expect((await call(`GET ${href}`, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await call('GET /f/style.css?v=old')).headers.get('cache-control')).toBe('no-cache')
  })

  it('is filled in by its address, but consents to nothing', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish(
      'ada',
      makeForm({
        fields: [
          textField('firstName'),
          {
            id: 'b',
            name: 'topics',
            kind: 'multiple-choice',
            label: 'T',
            options: [
              { value: 'x', label: 'X' },
              { value: 'y', label: 'Y' },
            ],
          },
          { id: 'c', name: 'score', kind: 'rating', label: 'S' },
          { id: 'd', name: 'ok', kind: 'consent', label: 'OK' },
          { id: 'e', name: 'source', kind: 'hidden', default: 'web' },
          { id: 'f', name: 'long', kind: 'hidden' },
        ],
      }),
    )
    const query = `firstName=A+%26+B&topics=x&topics=y&score=4&ok=true&source=ad&other=1&bad=%ff&long=${'x'.repeat(2_001)}`
    const page = await (await call(`GET /f/${id}?${query}`)).text()
    const data = formDataOf(page)
    expect(data.get('_key')).toMatch(/^[\da-f-]{36}$/)
    expect(data.get('_version')).toBe('1')
    for (const name of ['_key', '_version']) data.delete(name)
    expect([...data]).toEqual([
      ['source', 'ad'],
      ['firstName', 'A & B'],
      ['topics', 'x'],
      ['topics', 'y'],
      ['score', '4'],
    ])
    expect(elementsOf(page, 'div').find((div) => 'data-fieldpost' in div)).toEqual({
      'data-fieldpost': id,
      'data-mode': 'inline',
      'data-lang': 'en',
      'data-prefill-firstName': 'A & B',
      'data-prefill-topics': 'x,y',
      'data-prefill-score': '4',
      'data-prefill-source': 'ad',
    })
  })

  it('has a key of its own each time', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada')
    const key = async () => formDataOf(await (await call(`GET /f/${id}`)).text()).get('_key')
    expect(await key()).not.toBe(await key())
  })

  it('shows all pages, and of each question when it applies', async () => {
    const { call, publish } = makeApp()
    const pages: DefinitionInput['pages'] = [
      {
        id: 'p1',
        title: 'You',
        fields: [textField('name', { required: true }), { id: 's', name: 's', kind: 'hidden' }],
      },
      {
        id: 'p2',
        title: 'Us',
        fields: [textField('why', { required: true }), textField('ad', { required: true })],
      },
    ]
    const rules: DefinitionInput['rules'] = [
      { if: { field: 'name', is: 'equal', to: 'Ada' }, then: { show: 'why' } },
      { if: { field: 's', is: 'equal', to: 'ad' }, then: { show: 'ad' } },
    ]
    const { id } = await publish('ada', { ...makeForm(), ...makeForm({ rules }), pages: pages as never })
    const read = async (query: string) => {
      const page = await (await call(`GET /f/${id}${query}`)).text()
      return { text: textOf(page), inputs: elementsOf(page, 'input').filter(({ type }) => type === 'text') }
    }
    const plain = await read('')
    expect(plain.text).toContain('You The name')
    expect(plain.text).toContain('Us The why Answer this only if “The name” is “Ada”.')
    // A browser that insisted on an answer here would keep everybody else from sending.
    expect(plain.inputs.map(({ name, required }) => [name, required])).toEqual([
      ['name', ''],
      ['why', undefined],
    ])
    // What the visitor cannot change is settled before the page is drawn.
    expect((await read('?s=ad')).inputs.map(({ name, required }) => [name, required])).toEqual([
      ['name', ''],
      ['why', undefined],
      ['ad', ''],
    ])
  })

  it.each(payloads)('has the same tags whatever is written into it: %s', async (payload) => {
    const { call, publish } = makeApp()
    const harmless = await publish('ada', written('x'), { title: 'x' })
    const harmful = await publish('ada', written(payload), { title: payload })
    const query = (text: string) =>
      `${new URLSearchParams(Object.fromEntries('abcdefghijkmnop'.split('').map((name) => [name, text])))}`
    for (const path of ['', '/thanks', '?lang=de&', '/thanks?lang=de&']) {
      const expected = await (
        await call(`GET /f/${harmless.id}${path.includes('?') ? path : `${path}?`}${query('x')}`)
      ).text()
      const answer = await call(
        `GET /f/${harmful.id}${path.includes('?') ? path : `${path}?`}${query(payload)}`,
      )
      const page = await answer.text()
      // A bold of the small markdown is one that it may have.
      const bare = (html: string) => tagsOf(html).filter((tag) => !/^\/?strong/.test(tag))
      expect(bare(page)).toEqual(bare(expected))
      for (const { href = '' } of elementsOf(page, 'a')) expect(href).not.toMatch(/^javascript:/i)
    }
  })

  it('is not there for who may not send from it', async () => {
    const { call, publish } = makeApp({ publicUrl: 'https://relay.example' })
    const show = async (origins: string[]) => {
      const { id } = await publish('ada', makeForm({ settings: { origins } }))
      return call(`GET /f/${id}`)
    }
    expect((await show(['https://relay.example'])).status).toBe(200)
    const refused = await show(['https://shop.example'])
    expect(refused.status).toBe(403)
    expect(textOf(await refused.text())).toContain('This form is filled in elsewhere')
  })
})

describe('what is not there', () => {
  it.each(['unknown', 'x/y', 'unknown/thanks'])('is a page too: /f/%s', async (path) => {
    const { call } = makeApp()
    const answer = await call(`GET /f/${path}`)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(textOf(await answer.text())).toMatch(/There is (no form|nothing) here/)
  })

  it('is a form that has only a draft', async () => {
    const { call, get } = makeApp()
    const { id } = await get<{ id: string }>('POST /api/forms', { as: 'ada', body: { title: 'Draft' } })
    const answer = await call(`GET /f/${id}`)
    expect([answer.status, textOf(await answer.text())]).toEqual([
      404,
      expect.stringContaining('There is no form here'),
    ])
  })

  it('is still a problem for who calls the API', async () => {
    const { call } = makeApp()
    expect(
      await problemOf(await call('GET /v1/forms/unknown', { headers: { accept: 'text/html' } })),
    ).toMatchObject({
      code: 'form-not-found',
    })
  })
})

describe('the thanks', () => {
  it("are the owner's words", async () => {
    const { call, publish } = makeApp()
    const { id } = await publish(
      'ada',
      makeForm({ thanks: { title: 'Got it', text: 'We **answer** soon.' } }),
    )
    const answer = await call(`GET /f/${id}/thanks`)
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('<h1>Got it</h1>')
    expect(page).toContain('<p>We <strong>answer</strong> soon.</p>')
    expect(answer.headers.get('content-security-policy')).toContain("style-src 'self'")
  })
})

describe('a form in other languages', () => {
  const definition = makeForm({
    fields: [textField('name', { pattern: '[A-Z].*', patternMessage: 'A capital letter first' })],
    settings: { closesAt: '2026-02-01T00:00:00Z', closedText: 'Shut' },
    thanks: { title: 'Thanks' },
    translations: {
      de: {
        title: 'Kontakt',
        'fields.name.label': 'Ihr Name',
        'fields.name.patternMessage': 'Ein Großbuchstabe zuerst',
        'settings.closedText': 'Zu',
        'thanks.title': 'Danke',
      },
      ar: { 'fields.name.label': 'الاسم' },
    },
  })

  it.each([
    ['', 'fr, de;q=0.8, en;q=0.9', 'en', 'The name'],
    ['', 'fr, de-AT;q=0.9, en;q=0.1', 'de', 'Ihr Name'],
    ['?lang=de', 'en', 'de', 'Ihr Name'],
    ['?lang=it,ar', 'en', 'ar', 'الاسم'],
  ])('is shown for %j and %j in %s', async (query, accept, language, label) => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada', definition)
    const answer = await call(`GET /f/${id}${query}`, { headers: { 'accept-language': accept } })
    const page = await answer.text()
    expect(elementsOf(page, 'html')).toEqual([{ lang: language, ...(language === 'ar' && { dir: 'rtl' }) }])
    expect(textOf(page)).toContain(label)
    expect(elementsOf(page, 'div')).toContainEqual(expect.objectContaining({ 'data-lang': language }))
    expect(answer.headers.get('vary')).toBe('accept-language')
  })

  it('stays in the language that was asked for, from the form to the thanks', async () => {
    const { call, app, publicUrl, publish } = makeApp()
    const { id } = await publish('ada', definition)
    const page = await (await call(`GET /f/${id}?lang=de`)).text()
    const send = (name: string, shown: string) => {
      const body = formDataOf(shown)
      body.set('name', name)
      const url = `${publicUrl}/v1/forms/${id}/submissions`
      return app.request(new Request(url, { method: 'POST', body, headers: { accept: 'text/html' } }))
    }
    const again = await (await send('ada', page)).text()
    expect(textOf(again)).toContain('Ihr Name Ein Großbuchstabe zuerst')
    const location = (await send('Ada', again)).headers.get('location')
    expect(location).toBe(`/f/${id}/thanks?lang=de`)
    expect(textOf(await (await call(`GET ${location}`)).text())).toContain('Danke')
  })

  it('says in it that it is closed, and takes nothing', async () => {
    const { call, app, publicUrl, publish, clock } = makeApp()
    const { id } = await publish('ada', definition)
    clock.advance(30 * 86_400_000)
    const page = await (await call(`GET /f/${id}?lang=de`)).text()
    expect(textOf(page)).toMatch(/Kontakt Kontakt Zu$/)
    expect(elementsOf(page, 'form')).toEqual([])
    const answer = await app.request(
      new Request(`${publicUrl}/v1/forms/${id}/submissions`, {
        method: 'POST',
        body: new URLSearchParams({ name: 'Ada' }),
        headers: { accept: 'text/html', 'accept-language': 'de' },
      }),
    )
    expect([answer.status, textOf(await answer.text())]).toEqual([
      410,
      expect.stringContaining('Nothing was saved Zu'),
    ])
  })
})

it('begins with the answers that the owner set, and with those of parameters of their own', async () => {
  const { call, publish } = makeApp()
  const options = ['x', 'y', 'z'].map((value) => ({ value, label: value }))
  const fields: Field[] = [
    textField('name', { default: 'Ada', param: 'n' }),
    { id: 'b', name: 'topics', kind: 'multiple-choice', label: 'T', options, default: ['x', 'z'] },
    { id: 'c', name: 'score', kind: 'scale', label: 'S', default: 3 },
    { id: 'd', name: 'source', kind: 'hidden', param: 'utm_source' },
  ]
  const { id } = await publish('ada', makeForm({ fields }))
  const data = async (query: string) => {
    const sent = [...formDataOf(await (await call(`GET /f/${id}${query}`)).text())]
    return sent.filter(([name]) => !name.startsWith('_'))
  }
  const topics = ['x', 'z'].map((value) => ['topics', value])
  expect(await data('')).toEqual([['name', 'Ada'], ...topics, ['score', '3']])
  expect(await data('?n=Grace&utm_source=ad&topics=y')).toEqual([
    ['source', 'ad'],
    ['name', 'Grace'],
    ['topics', 'y'],
    ['score', '3'],
  ])
})

it('puts what it knows already into its words', async () => {
  const { call, publish } = makeApp()
  const fields: Field[] = [
    { id: 'a', name: 'who', kind: 'hidden', default: 'you' },
    textField('why', { label: 'Why, {{who}}? {{name|friend}}' }),
    textField('name'),
  ]
  const { id } = await publish('ada', makeForm({ fields }), { title: 'For {{who}}' })
  const read = async (query: string) => textOf(await (await call(`GET /f/${id}${query}`)).text())
  expect(await read('')).toContain('For you Why, you? friend')
  expect(await read('?who=Bob&name=Ada')).toContain('For Bob Why, Bob? Ada')
  expect(await read('?who=<b>*Bob*')).toContain('Why, <b>\u2217Bob\u2217?')
})

it('shuffles what is to be shuffled, for each visitor once', async () => {
  const { call, app, publicUrl, publish } = makeApp()
  const options = Array.from({ length: 12 }, (_, index) => ({ value: `o${index}`, label: `O${index}` }))
  const fields: Field[] = [
    { id: 'a', name: 'a', kind: 'single-choice', label: 'A', options, randomize: true },
    textField('name', { required: true }),
  ]
  const { id } = await publish('ada', makeForm({ fields }))
  const orderOf = (page: string) =>
    elementsOf(page, 'input').flatMap(({ name, value }) => (name === 'a' && value ? [value] : []))
  const pages = await Promise.all(Array.from({ length: 5 }, async () => (await call(`GET /f/${id}`)).text()))
  expect(new Set(pages.map((page) => orderOf(page).join())).size).toBeGreaterThan(1)
  const [page = ''] = pages
  expect(orderOf(page).toSorted()).toEqual(options.map(({ value }) => value).toSorted())
  const url = `${publicUrl}/v1/forms/${id}/submissions`
  const again = await app.request(
    new Request(url, { method: 'POST', body: formDataOf(page), headers: { accept: 'text/html' } }),
  )
  expect(again.status).toBe(422)
  expect(orderOf(await again.text())).toEqual(orderOf(page))
})
