// The page that the tag is pasted into is left as it was: its policy, its storage, its globals, its keys.
import type { Page } from '@playwright/test'
import { strictCsp } from './hosts.ts'
import { ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { fillIn, send, submissionsOf, watchErrors } from './visitor.ts'

test('under the strictest policy: no violation, no preflight, no cookie, nothing stored', async ({
  page,
  start,
}) => {
  const tap = await start.tap()
  const relay = await start.relay({ env: { PUBLIC_URL: tap.url } })
  tap.leadTo(relay.url)
  const form = await ownerOf(relay).makeForm()
  const host = await start.host('strict-csp', { relay: tap.url, form: form.id }, { csp: strictCsp(tap.url) })
  const errors = watchErrors(page)
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.defineProperty(document, 'violations', { value: violations })
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
    )
  })
  const violations = () => page.evaluate(() => (document as unknown as { violations: string[] }).violations)

  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(await traces(page), 'before the visitor acts').toEqual(nothing)
  const button = page.getByRole('button', { name: 'Send' })
  await button.click()
  await expect(page.getByText('Please check your answers')).toBeVisible()
  expect(await button.evaluate((node) => getComputedStyle(node).fontWeight), 'styles apply').toBe('600')
  await fillIn(page)
  await send(page)

  expect(await violations()).toEqual([])
  expect(errors).toEqual([])
  expect(await traces(page), 'after the form is sent').toEqual(nothing)
  expect(tap.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`).toSorted()).toEqual([
    expect.stringMatching(/^GET \/assets\/form-[\w-]+\.js$/),
    expect.stringMatching(/^GET \/assets\/form-saved-[\w-]+\.js$/),
    'GET /embed.js',
    `GET /v1/forms/${form.id}`,
    `POST /v1/forms/${form.id}/signals`,
    `POST /v1/forms/${form.id}/signals`,
    `POST /v1/forms/${form.id}/submissions`,
  ])
  for (const { path, headers, answer } of tap.requests) {
    expect(headers.cookie, path).toBeUndefined()
    expect(answer.headers?.['set-cookie'], path).toBeUndefined()
  }

  // The same page can break the policy and be preflighted: so both would have been seen.
  await page.evaluate((url) => {
    document.body.setAttribute('style', 'color: red')
    return fetch(url, { method: 'POST', headers: { 'x-other': '1' } }).catch(() => null)
  }, `${tap.url}/v1/forms/${form.id}/submissions`)
  expect(await violations()).toHaveLength(1)
  expect(tap.requests.at(-1)?.method).toBe('OPTIONS')
})

const nothing = { cookies: '', local: 0, session: 0, databases: 0, jar: 0 }

async function traces(page: Page) {
  const inPage = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }))
  return { ...inPage, jar: (await page.context().cookies()).length }
}

test('the page gets one global, Fieldpost, and keeps its own as they were', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const bare = await start.page('<!doctype html><title>No tag</title>')
  const look = () =>
    page.evaluate(() => ({
      globals: Object.getOwnPropertyNames(window).sort(),
      patched: [history.pushState, history.replaceState, fetch, EventTarget.prototype.addEventListener]
        .map(String)
        .filter((source) => !source.includes('[native code]')),
      handlers: Object.keys(Window.prototype)
        .concat(Object.keys(window))
        .filter((name) => name.startsWith('on') && (window as unknown as Record<string, unknown>)[name]),
      styles: document.styleSheets.length + document.adoptedStyleSheets.length,
    }))
  await page.goto(bare.url)
  const before = await look()
  await page.goto(host.url)
  await fillIn(page)
  await send(page)
  const after = await look()
  expect(after.globals.filter((name) => !before.globals.includes(name))).toEqual(['Fieldpost'])
  expect({ ...after, globals: [] }).toEqual({ ...before, globals: [] })
})

test('the form works on a page that is no secure context', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.at('shop.test'))
  expect(await page.evaluate(() => isSecureContext)).toBe(false)
  await fillIn(page)
  await send(page)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test('the script included twice draws one form and sends once', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('twice', { relay: relay.publicUrl, form: form.id })
  const errors = watchErrors(page)
  const sent = submissionsOf(page)
  await page.addInitScript(() => {
    const heard: string[] = []
    Object.defineProperty(window, 'heard', { value: heard })
    for (const event of ['ready', 'start', 'submit']) {
      document.addEventListener(`fieldpost:${event}`, () => heard.push(event))
    }
  })
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toHaveCount(1)
  await fillIn(page)
  await send(page)
  expect(sent).toHaveLength(1)
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
    'ready',
    'start',
    'submit',
  ])
  expect(errors).toEqual([])
})

test('a place that comes later is found, and one that leaves is cleared up', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('spa', { relay: relay.publicUrl, form: form.id })
  const errors = watchErrors(page)
  await page.goto(host.url)
  for (const round of [1, 2]) {
    await page.getByRole('button', { name: 'Contact' }).click()
    await expect(page.getByLabel('Name'), `round ${round}`).toBeVisible()
    const place = await page.locator('[data-fieldpost]').elementHandle()
    await page.getByRole('button', { name: 'Home' }).click()
    await expect(page.getByText('Welcome home.')).toBeVisible()
    await expect.poll(() => place?.evaluate((node) => node.shadowRoot?.childNodes.length)).toBe(0)
  }
  await page.getByRole('button', { name: 'Contact' }).click()
  await fillIn(page)
  await send(page)
  expect(errors).toEqual([])
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test("keys typed into the form do not reach the page's shortcuts", async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await page.evaluate(() => {
    document.title = 'keys:'
    document.addEventListener('keydown', ({ key }) => {
      document.title += key
    })
  })
  await page.getByLabel('Name').pressSequentially('abc')
  await page.getByRole('heading', { name: 'Write to us' }).click()
  await page.keyboard.press('x')
  await expect(page).toHaveTitle('keys:x')
})
