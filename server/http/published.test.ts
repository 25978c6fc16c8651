import type { PublishedForm } from '@fieldpost/shared/form.ts'
import { SubmissionReceipt } from '@fieldpost/shared/submission.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

const DAY_MS = 86_400_000
const KEY = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'

describe('a form in other languages', () => {
  const translations = {
    de: {
      title: 'Kontakt',
      'fields.name.label': 'Name?',
      'thanks.title': 'Danke',
      'settings.closedText': 'Zu',
    },
    'pt-BR': { 'fields.name.label': 'Nome' },
  }
  const definition = makeForm({
    translations,
    settings: { closedText: 'Shut', closesAt: '2026-02-01T00:00:00Z' },
  })

  it.each([
    ['de', 'de', 'Kontakt', 'Name?'],
    ['de-AT', 'de', 'Kontakt', 'Name?'],
    ['pt', 'pt-BR', 'Contact', 'Nome'],
    ['fr', 'en', 'Contact', 'The name'],
    ['fr,de', 'de', 'Kontakt', 'Name?'],
    ['', 'en', 'Contact', 'The name'],
    [`${'x'.repeat(5_000)},,`, 'en', 'Contact', 'The name'],
  ])('is for %j in %s, and has no words of the others', async (lang, language, title, label) => {
    const { get, publish } = makeApp()
    const { id } = await publish('ada', definition)
    const form = await get<PublishedForm>(`GET /v1/forms/${id}?lang=${lang}`)
    expect(form).toMatchObject({ language, title, definition: { settings: { language } } })
    expect(form.definition.pages[0]?.fields[0]?.label).toBe(label)
    expect(JSON.stringify(form)).not.toContain('translations')
    expect(JSON.stringify(form)).not.toMatch(/Shut|Zu|closesAt|opensAt|quota|partialMinutes|origins/)
  })

  it('has an ETag for each language', async () => {
    const { call, publish } = makeApp()
    const { id } = await publish('ada', definition)
    const answered = async (lang: string, etag: string) => {
      const answer = await call(`GET /v1/forms/${id}?lang=${lang}`, { headers: { 'if-none-match': etag } })
      return [answer.status, answer.headers.get('etag')]
    }
    expect(await answered('de', '')).toEqual([200, '"1-de"'])
    expect(await answered('de', '"1-de"')).toEqual([304, '"1-de"'])
    expect(await answered('de-CH', 'W/"1-de"')).toEqual([304, '"1-de"'])
    expect(await answered('en', '"1-de"')).toEqual([200, '"1-en"'])
  })
})

describe('a form that is closed', () => {
  const open = {
    opensAt: '2026-01-16T12:00:00Z',
    closesAt: '2026-01-17T12:00:00+01:00',
    closedText: 'Not *now*',
  }

  async function formWith(settings: object, translations = {}) {
    const app = makeApp()
    const form = await app.publish('ada', makeForm({ settings, translations }))
    const path = `/v1/forms/${form.id}`
    const send = (body: object = {}) =>
      app.call(`POST ${path}/submissions`, { body: { answers: { name: 'Ada' }, ...body } })
    const read = () => app.get<PublishedForm>(`GET ${path}`)
    const etag = async () => (await app.call(`GET ${path}`)).headers.get('etag')
    return { ...app, form, path, send, read, etag }
  }

  it('takes answers between its dates only, and says so before', async () => {
    const { send, read, etag, clock } = await formWith(open)
    expect(await problemOf(await send())).toMatchObject({
      status: 410,
      code: 'form-closed',
      detail: 'Not *now*',
    })
    expect((await read()).closed).toEqual({ reason: 'early', text: 'Not *now*' })
    expect(await etag()).toBe('"1-en-early"')

    clock.advance(DAY_MS)
    expect((await send()).status).toBe(201)
    expect((await read()).closed).toBeUndefined()
    expect(await etag()).toBe('"1-en"')

    clock.advance(DAY_MS)
    expect(await problemOf(await send())).toMatchObject({ status: 410, code: 'form-closed' })
    expect((await read()).closed).toMatchObject({ reason: 'late' })
    expect(await etag()).toBe('"1-en-late"')
  })

  it('takes no more than its quota, in whatever versions and however many at once', async () => {
    const { send, read, etag, form, get } = await formWith({ quota: 10 })
    expect((await read()).closed).toBeUndefined()
    const statuses = (await Promise.all(Array.from({ length: 40 }, () => send({ version: 1 })))).map(
      ({ status }) => status,
    )
    expect(statuses.filter((status) => status === 201)).toHaveLength(10)
    expect(statuses.filter((status) => status === 410)).toHaveLength(30)
    expect((await read()).closed).toEqual({ reason: 'full', text: '' })
    expect(await etag()).toBe('"1-en-full"')
    const { detail } = await problemOf(await send())
    expect(detail).toBe('This form has all the answers that it takes.')
    expect(await get(`GET /api/forms/${form.id}`, { as: 'ada' })).toMatchObject({ submissions: 10 })
  })

  it.each([
    ['its date', { closesAt: '2026-01-16T00:00:00Z' }],
    ['its quota', { quota: 1 }],
  ])('over %s knows what it took before, and refuses what it did not', async (_, settings) => {
    const { send, clock } = await formWith({ ...settings, partial: true })
    const first = v.parse(SubmissionReceipt, await (await send({ key: KEY })).json())
    clock.advance(DAY_MS)
    const again = await send({ key: KEY })
    expect([again.status, await again.json()]).toEqual([200, { id: first.id, duplicate: true }])
    expect((await send({ key: KEY, answers: { name: 'Eve' } })).status).toBe(409)
    const other = { key: KEY.replace('0b', '1b') }
    expect((await send({ ...other, partial: true })).status).toBe(410)
    expect((await send(other)).status).toBe(410)
  })

  it('is closed for old pages, too, and says why in the words of who asks', async () => {
    const { send, form, call, get, clock } = await formWith({})
    const definition = makeForm({
      settings: { closesAt: '2026-01-16T00:00:00Z', closedText: 'Too late' },
      translations: { de: { 'settings.closedText': 'Zu spät' } },
    })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await call(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    clock.advance(DAY_MS)
    expect((await problemOf(await send({ version: 1 }))).detail).toBe('Too late')
    expect(
      (await problemOf(await send({ version: 1, answers: {}, context: { language: 'de-AT' } }))).detail,
    ).toBe('Zu spät')
  })

  it('obeys the pages that its newest version names', async () => {
    const { send, form, get, call } = await formWith({})
    const definition = makeForm({ settings: { origins: ['https://shop.example'] } })
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition } })
    await call(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    expect((await problemOf(await send({ version: 1 }))).code).toBe('origin-refused')
  })
})

describe('signals', () => {
  it.each(['text/plain', 'text/plain;charset=UTF-8', 'application/json'])(
    'come from any page as %s, without a preflight where browsers need none',
    async (type) => {
      const { call, publish, get } = makeApp()
      const { id } = await publish('ada', makeForm({ fields: [textField('name')] }))
      const answer = await call(`POST /v1/forms/${id}/signals`, {
        body: JSON.stringify({ type: 'page', page: 'p1' }),
        headers: { 'content-type': type, origin: 'https://shop.example' },
      })
      expect(answer.status).toBe(204)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      const report = await get<{ steps: unknown }>(`GET /api/forms/${id}/report`, { as: 'ada' })
      expect(report.steps).toEqual([{ id: 'p1', title: '', reached: 1, abandoned: 0 }])
    },
  )
})

describe('what the widget is told', () => {
  it('has no English thanks in another language, where the owner has written none', async () => {
    const thanked = async (definition: Parameters<typeof makeForm>[0]) => {
      const { get, publish } = makeApp()
      const { id } = await publish('ada', makeForm(definition))
      return (await get<PublishedForm>(`GET /v1/forms/${id}`)).definition.thanks.title
    }
    expect(await thanked({})).toBe('Thank you')
    expect(await thanked({ settings: { language: 'de' } })).toBe('')
    expect(await thanked({ settings: { language: 'de' }, thanks: { title: 'Danke' } })).toBe('Danke')
  })

  it('has no larger file in it than the relay takes', async () => {
    const { get, publish } = makeApp({ uploadBytes: 2_000 })
    const cv = { id: 'cv', name: 'cv', kind: 'file' as const, label: 'CV' }
    const { id } = await publish(
      'ada',
      makeForm({ fields: [cv, { ...cv, id: 'b', name: 'b', maxBytes: 1_500 }] }),
    )
    const { definition } = await get<PublishedForm>(`GET /v1/forms/${id}`)
    expect(definition.pages[0]?.fields).toMatchObject([{ maxBytes: 2_000 }, { maxBytes: 1_500 }])
  })

  it('comes compressed to who can read that', async () => {
    const { call, publish } = makeApp()
    const fields = Array.from({ length: 20 }, (_, n) => textField(`field${n}`))
    const { id } = await publish('ada', makeForm({ fields }))
    const path = `GET /v1/forms/${id}` as const
    const reply = await call(path, { headers: { 'accept-encoding': 'gzip' } })
    expect(reply.headers.get('content-encoding')).toBe('gzip')
    expect(reply.headers.get('vary')).toMatch(/accept-encoding/i)
    expect((await call(path)).headers.get('content-encoding')).toBeNull()
    const etag = reply.headers.get('etag') ?? ''
    expect((await call(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })
})
