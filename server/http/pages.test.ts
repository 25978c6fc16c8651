import { describe, expect, it } from 'vitest'
import { makeApp, problemOf } from '../test/make.ts'
import type { Assets } from './assets.ts'
import { embedTag } from './pages.ts'

const demo = { formId: 'demo23456789', inboxToken: 'd'.repeat(43) }
const file = {
  bytes: Buffer.from('loader'),
  type: 'text/javascript; charset=utf-8',
  etag: '"1"',
  packed: new Map(),
}
const built: Assets = {
  loader: file,
  types: file,
  assets: new Map(),
  entries: { form: 'form-abc.js', display: 'display-abc.js' },
  editorPage: '<!doctype html><title>Editor</title>',
  demoPage: '<main><!--fieldpost-tag--></main><pre><!--fieldpost-tag-text--></pre>',
}
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the editor', () => {
  it.each([
    '/',
    '/setup',
    '/sign-in',
    '/forms',
    '/forms/x',
    '/forms/x/integrations/y',
    `/inbox/${'x'.repeat(43)}`,
    '/api-keys',
  ])('is the page at %s', async (path) => {
    const { call } = makeApp({ built })
    const answer = await call(`GET ${path}`, { headers: browser })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(built.editorPage)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; " +
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it('is nowhere else', async () => {
    const { call } = makeApp({ built })
    for (const path of ['/nothing', '/api', '/v1/forms', '/demo', '/inbox/x/y']) {
      expect(await problemOf(await call(`GET ${path}`, { as: 'ada', headers: browser }))).toMatchObject({
        status: 404,
      })
    }
  })

  it('is not given to who wants JSON', async () => {
    const { call } = makeApp({ built })
    const answer = await call('GET /', { headers: { accept: 'application/json' } })
    expect(await problemOf(answer)).toMatchObject({ code: 'not-found' })
  })
})

describe('the demo', () => {
  it('embeds its form with the tag that an owner pastes', async () => {
    const { call, get } = makeApp({ built, demo, publicUrl: 'https://relay.example' })
    expect(await get('GET /api/demo')).toEqual(demo)
    const answer = await call('GET /demo', { headers: browser })
    const tag =
      '<script async src="https://relay.example/embed.js"></script>\n<div data-fieldpost="demo23456789"></div>'
    const text =
      '&lt;script async src=&quot;https://relay.example/embed.js&quot;&gt;&lt;/script&gt;\n' +
      '&lt;div data-fieldpost=&quot;demo23456789&quot;&gt;&lt;/div&gt;'
    expect(await answer.text()).toBe(`<main>${tag}</main><pre>${text}</pre>`)
    expect(answer.headers.get('content-security-policy')).toContain(
      "script-src 'self' https://relay.example;",
    )
  })

  it('is not there without one', async () => {
    const { call } = makeApp({ built })
    for (const path of ['/demo', '/api/demo']) {
      expect(await problemOf(await call(`GET ${path}`, { as: 'ada' }))).toMatchObject({ status: 404 })
    }
  })
})

it('escapes what it puts into the tag', () => {
  expect(embedTag('https://relay.example', '"><script>')).toContain(
    'data-fieldpost="&quot;&gt;&lt;script&gt;"',
  )
})
