import type { Form, FormSummary, List, VersionSummary } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

describe('a new form', () => {
  it('begins with an empty page and no version', async () => {
    const { call } = makeApp()
    const answer = await call('POST /api/forms', { as: 'ada', body: { title: '  Contact ' } })
    const form = (await answer.json()) as Form
    expect(answer.status).toBe(201)
    expect(answer.headers.get('location')).toBe(`/api/forms/${form.id}`)
    expect(form).toMatchObject({
      title: 'Contact',
      kind: 'form',
      version: null,
      changed: true,
      submissions: 0,
      revision: 1,
      createdAt: '2026-01-15T12:00:00.000Z',
      definition: { pages: [{ id: 'p1', fields: [] }], display: { mode: 'inline' } },
    })
  })

  it('takes a definition and gives it back with its defaults', async () => {
    const { get } = makeApp()
    const definition = { pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'email', kind: 'email' }] }] }
    const { id } = await get<Form>('POST /api/forms', {
      as: 'ada',
      body: { title: 'A', kind: 'survey', definition },
    })
    const form = await get<Form>(`GET /api/forms/${id}`, { as: 'ada' })
    expect(form.kind).toBe('survey')
    expect(form.definition.pages[0]?.fields[0]).toMatchObject({ name: 'email', label: '', required: false })
  })

  it.each([
    ['no body', undefined, 415, 'wrong-content-type', undefined],
    ['something that is no JSON', '{', 400, 'malformed-json', undefined],
    ['no title', {}, 422, 'invalid-body', 'title'],
    ['an empty title', { title: ' ' }, 422, 'invalid-body', 'title'],
    ['an unknown kind', { title: 'A', kind: 'poll' }, 422, 'invalid-body', 'kind'],
    ['an unknown key', { title: 'A', colour: 'red' }, 422, 'invalid-body', 'colour'],
    [
      'an unknown field kind',
      { title: 'A', definition: page({ kind: 'magic' }) },
      422,
      'invalid-body',
      'definition.pages.0.fields.0.kind',
    ],
    [
      'a field without a name',
      { title: 'A', definition: page({ kind: 'text', id: 'f' }) },
      422,
      'invalid-body',
      'definition.pages.0.fields.0.name',
    ],
    [
      'a pattern that the relay cannot use',
      { title: 'A', definition: page({ kind: 'text', id: 'f', name: 'f', pattern: 'a{1001}' }) },
      422,
      'invalid-body',
      'definition.pages.0.fields.0.pattern',
    ],
    ['too deep JSON', `{"title":"A","definition":${'['.repeat(100_000)}`, 400, 'too-deep', undefined],
    ['too much JSON', `{"title":"${'x'.repeat(600_000)}"}`, 413, 'too-large', undefined],
  ])('is refused with %s', async (_, body, status, code, field) => {
    const { call, store } = makeApp()
    const problem = await problemOf(
      await call('POST /api/forms', { as: 'ada', ...(body !== undefined && { body }) }),
    )
    expect(problem).toMatchObject({ status, code })
    if (field) expect(problem.issues?.map((issue) => issue.field)).toContain(field)
    expect(await store.isEmpty()).toBe(true)
  })
})

const page = (field: object) => ({ pages: [{ id: 'p1', fields: [field] }] })

describe('a draft', () => {
  it('is saved in parts, and counts its saves', async () => {
    const { get } = makeApp()
    const { id } = await get<Form>('POST /api/forms', { as: 'ada', body: { title: 'A' } })
    const titled = await get<Form>(`PATCH /api/forms/${id}`, { as: 'ada', body: { title: 'B' } })
    expect(titled).toMatchObject({ title: 'B', revision: 2 })
    const drawn = await get<Form>(`PATCH /api/forms/${id}`, {
      as: 'ada',
      body: { definition: makeForm(), revision: 2 },
    })
    expect(drawn).toMatchObject({ title: 'B', revision: 3, definition: makeForm() })
  })

  it('is not overwritten by who read an older one', async () => {
    const { call, get } = makeApp()
    const { id } = await get<Form>('POST /api/forms', { as: 'ada', body: { title: 'A' } })
    await get(`PATCH /api/forms/${id}`, { as: 'ada', body: { title: 'B', revision: 1 } })
    const late = await call(`PATCH /api/forms/${id}`, { as: 'ada', body: { title: 'C', revision: 1 } })
    expect(await problemOf(late)).toMatchObject({ status: 409, code: 'conflict' })
    expect(await get(`GET /api/forms/${id}`, { as: 'ada' })).toMatchObject({ title: 'B' })
  })
})

describe('publishing', () => {
  it('makes a version, and the same one again while nothing changes', async () => {
    const { get, clock } = makeApp()
    const { id } = await get<Form>('POST /api/forms', {
      as: 'ada',
      body: { title: 'A', definition: makeForm() },
    })
    expect(await get(`POST /api/forms/${id}/publish`, { as: 'ada' })).toEqual({ version: 1, warnings: [] })
    expect(await get(`POST /api/forms/${id}/publish`, { as: 'ada', body: { revision: 1 } })).toEqual({
      version: 1,
      warnings: [],
    })
    expect(await get(`GET /api/forms/${id}`, { as: 'ada' })).toMatchObject({ version: 1, changed: false })
    clock.advance(60_000)
    await get(`PATCH /api/forms/${id}`, { as: 'ada', body: { title: 'B' } })
    expect(await get(`GET /api/forms/${id}`, { as: 'ada' })).toMatchObject({ version: 1, changed: true })
    expect(await get(`POST /api/forms/${id}/publish`, { as: 'ada' })).toEqual({ version: 2, warnings: [] })
    expect(await get<List<VersionSummary>>(`GET /api/forms/${id}/versions`, { as: 'ada' })).toEqual({
      items: [
        { version: 2, title: 'B', publishedAt: '2026-01-15T12:01:00.000Z' },
        { version: 1, title: 'A', publishedAt: '2026-01-15T12:00:00.000Z' },
      ],
      next: null,
    })
  })

  it('is refused with every reason for a form that visitors would stumble over', async () => {
    const { call, get } = makeApp()
    const definition = makeForm({
      fields: [
        textField('name', { label: '' }),
        { id: 'f2', name: 'topic', kind: 'dropdown', label: 'Topic' },
      ],
    })
    const { id } = await get<Form>('POST /api/forms', { as: 'ada', body: { title: 'A', definition } })
    const problem = await problemOf(await call(`POST /api/forms/${id}/publish`, { as: 'ada' }))
    expect(problem).toMatchObject({ status: 422, code: 'not-publishable' })
    expect(problem.issues).toMatchObject([
      { field: 'name', code: 'no-label' },
      { field: 'f2', code: 'no-options' },
    ])
  })

  it('is refused for another draft than the one that was looked at', async () => {
    const { call, get } = makeApp()
    const { id } = await get<Form>('POST /api/forms', {
      as: 'ada',
      body: { title: 'A', definition: makeForm() },
    })
    await get(`PATCH /api/forms/${id}`, { as: 'ada', body: { title: 'B' } })
    const problem = await problemOf(
      await call(`POST /api/forms/${id}/publish`, { as: 'ada', body: { revision: 1 } }),
    )
    expect(problem).toMatchObject({ status: 409, code: 'conflict' })
  })
})

describe('the list', () => {
  it('gives parts, newest first, until there is no next', async () => {
    const { get, clock } = makeApp()
    for (const title of ['A', 'B', 'C']) {
      await get('POST /api/forms', { as: 'ada', body: { title } })
      clock.advance(1)
    }
    const first = await get<List<FormSummary>>('GET /api/forms?limit=2', { as: 'ada' })
    expect(first.items.map(({ title }) => title)).toEqual(['C', 'B'])
    const second = await get<List<FormSummary>>(`GET /api/forms?limit=2&cursor=${first.next}`, { as: 'ada' })
    expect(second.items.map(({ title }) => title)).toEqual(['A'])
    expect(second.next).toBeNull()
  })

  it.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1.5', 'cursor=%00%00', 'cursor=***'])(
    'refuses %s',
    async (query) => {
      const { call } = makeApp()
      expect(await problemOf(await call(`GET /api/forms?${query}`, { as: 'ada' }))).toMatchObject({
        status: 400,
        code: 'invalid-query',
        issues: [{ field: query.split('=')[0] }],
      })
    },
  )
})

it('is gone once deleted, with its versions', async () => {
  const { call, publish } = makeApp()
  const { id } = await publish('ada')
  expect((await call(`DELETE /api/forms/${id}`, { as: 'ada' })).status).toBe(204)
  for (const route of [`GET /api/forms/${id}`, `DELETE /api/forms/${id}`, `GET /v1/forms/${id}`]) {
    expect(await problemOf(await call(route, { as: 'ada' }))).toMatchObject({ code: 'form-not-found' })
  }
})
