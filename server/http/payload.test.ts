import type { Form, Payload, Version } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

const formOf = (...fields: ReturnType<typeof textField>[]) => makeForm({ fields })

describe('a payload', () => {
  it('is of the newest version and of a new submission unless the address says otherwise', async () => {
    const { get, publish, submit } = makeApp()
    const form = await publish('ada', formOf(textField('email', { required: true }), textField('why')))
    const path = `GET /api/forms/${form.id}/payload`
    const made = await get<Payload>(path, { as: 'ada' })
    expect(made).toMatchObject({
      version: 1,
      format: 'fields',
      contentType: 'application/json',
      event: 'form.submission.created',
      real: false,
      schema: { required: ['email'], additionalProperties: false },
    })
    expect(made.types).toContain('  why?: string\n')
    await submit(form.id, { email: 'ada@example.com' })
    const real = await get<Payload>(path, { as: 'ada' })
    expect(real).toMatchObject({ real: true, example: '{"email":"ada@example.com"}' })
  })

  it('is what a webhook of the form is sent', async () => {
    const { get, publish, addWebhook } = makeApp()
    const form = await publish('ada', formOf(textField('email')))
    const webhook = await addWebhook('ada', form.id, {
      format: 'event',
      events: ['form.submission.erased', 'form.submission.partial'],
    })
    const path = `GET /api/forms/${form.id}/payload?webhook=${webhook.id}`
    expect(await get<Payload>(path, { as: 'ada' })).toMatchObject({
      format: 'event',
      event: 'form.submission.partial',
    })
    const all = await get<Payload>(`${path}&event=all`, { as: 'ada' })
    expect(all.types).toContain('Payload = FormSubmissionPartial | FormSubmissionErased | WebhookTest\n')
    expect(JSON.parse(all.example)).toMatchObject({ event_type: 'form.submission.partial' })
    const pairs = `${path}&format=fields&contentType=application/x-www-form-urlencoded`
    expect(await get<Payload>(pairs, { as: 'ada' })).toMatchObject({ example: 'email=Sample+text' })
  })

  it('of an older version stays what it was, and a draft has one before it is published', async () => {
    const { get, publish } = makeApp()
    const form = await publish('ada', formOf(textField('email')))
    const path = `GET /api/forms/${form.id}/payload`
    await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition: formOf(textField('mail')) } })
    expect((await get<Payload>(path, { as: 'ada' })).types).toContain('email')
    const draft = await get<Payload>(`${path}?version=draft`, { as: 'ada' })
    expect(draft).toMatchObject({ version: null, example: '{"mail":"Sample text"}' })
    await get(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    expect(await get<Payload>(`${path}?version=1`, { as: 'ada' })).toMatchObject({
      version: 1,
      schema: { properties: { email: {} } },
    })
    const unpublished = await get<Form>('POST /api/forms', {
      as: 'ada',
      body: { title: 'New', definition: formOf(textField('x')) },
    })
    expect(await get<Payload>(`GET /api/forms/${unpublished.id}/payload`, { as: 'ada' })).toMatchObject({
      version: null,
      real: false,
    })
  })

  it('is downloaded as files for build scripts', async () => {
    const { call, publish } = makeApp()
    const form = await publish('ada', formOf(textField('email')))
    const schema = await call(`GET /api/forms/${form.id}/payload.schema.json`, { as: 'ada' })
    expect(schema.headers.get('content-type')).toBe('application/schema+json')
    expect(schema.headers.get('content-disposition')).toContain(`"${form.id}.payload.schema.json"`)
    expect(await schema.json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
    const types = await call(`GET /api/forms/${form.id}/payload.d.ts?format=event`, { as: 'ada' })
    expect(types.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await types.text()).toContain('event_type: "form.submission.created"')
  })

  it.each([
    ['?version=9', 404, 'not-found'],
    ['?version=newest', 400, 'invalid-query'],
    ['?format=xml', 400, 'invalid-query'],
    ['?event=everything', 400, 'invalid-query'],
    ['?webhook=whk_nobody', 404, 'not-found'],
  ])('asked for with %s is refused', async (query, status, code) => {
    const { call, publish } = makeApp()
    const form = await publish('ada', formOf(textField('email')))
    const answer = await call(`GET /api/forms/${form.id}/payload${query}`, { as: 'ada' })
    expect(await problemOf(answer)).toMatchObject({ status, code })
  })

  it('is nobody else’s: not by the form, and not by a webhook of another form', async () => {
    const { call, publish, addWebhook } = makeApp()
    const form = await publish('ada', formOf(textField('email')))
    const other = await publish('ada', formOf(textField('email')))
    const webhook = await addWebhook('ada', other.id)
    for (const path of ['payload', 'payload.d.ts', 'payload.schema.json', 'versions/1']) {
      const answer = await call(`GET /api/forms/${form.id}/${path}`, { as: 'bob' })
      expect(await problemOf(answer)).toMatchObject({ code: 'form-not-found' })
    }
    const answer = await call(`GET /api/forms/${form.id}/payload?webhook=${webhook.id}`, { as: 'ada' })
    expect(await problemOf(answer)).toMatchObject({ code: 'not-found' })
  })
})

describe('publishing', () => {
  it('tells what receivers of webhooks lose, once there are any', async () => {
    const { get, publish, addWebhook } = makeApp()
    const form = await publish('ada', formOf(textField('email', { required: true }), textField('why')))
    const next = async (...fields: ReturnType<typeof textField>[]) => {
      await get(`PATCH /api/forms/${form.id}`, { as: 'ada', body: { definition: formOf(...fields) } })
      return get<{ changes?: object[] }>(`POST /api/forms/${form.id}/publish`, { as: 'ada' })
    }
    expect(await next(textField('email', { required: true }))).not.toHaveProperty('changes')
    await addWebhook('ada', form.id)
    expect((await next(textField('email'), textField('more'))).changes).toEqual([
      {
        field: 'email',
        code: 'optional',
        message: 'Receivers may get nothing for “email”, which was always there.',
      },
    ])
    expect(await next(textField('email'), textField('more'))).not.toHaveProperty('changes')
    expect(await get<Version>(`GET /api/forms/${form.id}/versions/1`, { as: 'ada' })).toMatchObject({
      version: 1,
      definition: { pages: [{ fields: [{ name: 'email' }, { name: 'why' }] }] },
    })
  })
})
