import { problemCodes } from '@fieldpost/shared/problem.ts'
import { describe, expect, it } from 'vitest'
import { makeApp } from '../test/make.ts'
import type { ApiDocument } from './docs.ts'

const documentOf = ({ get }: ReturnType<typeof makeApp>) => get<ApiDocument>('GET /api/openapi.json')

/** Pages and files: what is there to be looked at, not to be called. */
const UNDOCUMENTED = /^\/(api\/(openapi|docs)|api\/auth\/|inbox\/|f\/style\.css)/

describe('the document', () => {
  it('has every call of the relay', async () => {
    const relay = makeApp({ demo: { formId: 'f', inboxToken: 'i' } })
    const { paths } = await documentOf(relay)
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = relay.app.routes
      .filter(({ method, path }) => !['ALL', 'OPTIONS'].includes(method) && !UNDOCUMENTED.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(documented.filter((call) => !call.includes('/api/auth/')).sort()).toEqual(
      [...new Set(routes)].sort(),
    )
    expect(documented).toContain('POST /api/auth/sign-in/email')
  })

  it('says of each call what can go wrong, in codes that there are', async () => {
    const { paths } = await documentOf(makeApp())
    const known = new Set<string>(problemCodes.map(({ code }) => code))
    const problems = (path: string, method: string) =>
      Object.values(paths[path]?.[method]?.responses ?? {}).flatMap((response) => response['x-codes'] ?? [])
    for (const [path, item] of Object.entries(paths)) {
      for (const method of Object.keys(item).filter((key) => key !== 'parameters')) {
        const codes = problems(path, method)
        expect(codes, `${method} ${path}`).toContain('internal')
        expect(codes.filter((code) => !known.has(code))).toEqual([])
      }
    }
    expect(problems('/api/forms/{id}/webhooks', 'post')).toEqual(
      expect.arrayContaining(['not-signed-in', 'form-not-found', 'callback-url-refused', 'malformed-json']),
    )
    expect(problems('/v1/forms/{form}/submissions', 'post')).not.toContain('not-signed-in')
  })

  it('refers only to schemas that it has', async () => {
    const document = await documentOf(makeApp())
    const text = JSON.stringify(document)
    const references = new Set(Array.from(text.matchAll(/"\$ref":"([^"]+)"/g), ([, to]) => to))
    const schemas = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.size).toBeGreaterThan(20)
    expect([...references].filter((to) => !schemas.includes(to ?? ''))).toEqual([])
    expect(text).not.toContain('x-valibot')
    expect(text).not.toContain('$schema')
  })

  it('is made of the schemas that are used: defaults, limits, recursion', async () => {
    const { schemas } = (await documentOf(makeApp())).components
    expect(schemas.WebhookInput?.properties?.retry?.properties?.maxAttempts).toMatchObject({
      default: 6,
      maximum: 20,
    })
    expect(schemas.WebhookInput?.required).toEqual(['url'])
    expect(schemas.Condition?.anyOf).toHaveLength(3)
    expect(schemas.Form?.properties?.definition).toEqual({ $ref: '#/components/schemas/Definition' })
  })
})

describe('the page', () => {
  it('has an anchor for every problem, and no link that leads nowhere', async () => {
    const { call } = makeApp()
    const answer = await call('GET /api/docs')
    expect(answer.headers.get('content-type')).toContain('text/html')
    const page = await answer.text()
    const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { code } of problemCodes) expect(ids).toContain(`problem-${code}`)
    const links = Array.from(page.matchAll(/href="#([^"]+)"/g), ([, id]) => id)
    expect(links.length).toBeGreaterThan(60)
    expect(links.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('loads nothing from elsewhere and runs nothing', async () => {
    const { call } = makeApp()
    const answer = await call('GET /api/docs')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    const page = await answer.text()
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|\ssrc=/)
    expect(Array.from(page.matchAll(/<link [^>]*href="([^"]+)"/g), ([, href]) => href)).toEqual([
      '/api/docs.css',
    ])
    const style = await call('GET /api/docs.css')
    expect(style.headers.get('content-type')).toContain('text/css')
    expect(await style.text()).not.toMatch(/url\(|@import/)
  })
})
