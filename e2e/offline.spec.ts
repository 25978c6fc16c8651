// The relay or the network is away: the page is unharmed, the visitor is told the truth, and answers arrive once.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Route } from '@playwright/test'
import { browserFlags, findBrowser } from './browser.ts'
import { type FieldInput, ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, submissionsOf } from './visitor.ts'

const contact: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
]

/** Submissions that the page's browser keeps for its site. */
const queued = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('fieldpost:queue:')).length)

/** Answers in the relay's place that it will not have this. */
const refuseEmail = (route: Route) =>
  route.fulfill({
    status: 422,
    contentType: 'application/problem+json',
    headers: { 'access-control-allow-origin': '*' },
    body: JSON.stringify({ issues: [{ field: 'email', code: 'email', message: 'Not an address.' }] }),
  })

test('a page whose relay is down is unharmed', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const tap = await start.tap()
  await tap.close()
  const host = await start.host('plain', { relay: tap.url, form: form.id })
  const thrown: string[] = []
  page.on('pageerror', (error) => thrown.push(String(error)))
  await page.goto(host.url)
  await expect(page.getByText('After the form.')).toBeVisible()
  expect(thrown).toEqual([])

  // The loader may still be in a cache when the relay is gone.
  const cached = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.route(`${relay.publicUrl}/v1/**`, (route) => route.abort('connectionrefused'))
  await page.goto(cached.url)
  await expect(page.getByRole('alert')).toContainText('could not be loaded')
  await expect(page.getByRole('link', { name: 'Open it on its own page' })).toHaveAttribute(
    'href',
    `${relay.publicUrl}/f/${form.id}`,
  )
  await page.unroute(`${relay.publicUrl}/v1/**`)
  await page.getByRole('button', { name: 'Try again' }).click()
  await fillIn(page)
  await send(page)
  expect(thrown).toEqual([])
})

test('answers are saved while the network fails, and are sent once when it is back', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const sent = submissionsOf(page)
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Saved on this device' })).toBeFocused()
  await expect(page.getByRole('status')).toContainText('Not sent yet')
  await expect(page.getByRole('heading', { name: 'Thank you' })).toHaveCount(0)
  expect(await queued(page)).toBe(1)
  expect(await owner.submissions(form.id)).toEqual([])

  await page.unroute('**/submissions')
  await page.getByRole('button', { name: 'Try again now' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
  expect(await queued(page)).toBe(0)
  const keys = sent.map((request) => (request.postDataJSON() as { key: string }).key)
  expect(keys.length).toBeGreaterThanOrEqual(2)
  expect(new Set(keys).size).toBe(1)
})

for (const [why, settings, spoil] of [
  ['does not want them kept', { queue: false }, () => {}],
  [
    'is in a browser that keeps nothing',
    {},
    () =>
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('Storage is off', 'SecurityError')
        },
      }),
  ],
] as const) {
  test(`answers stay on the page while the network fails, when the form ${why}`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await owner.makeForm({ definition: { pages: [{ id: 'p1', fields: contact }], settings } })
    const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
    await page.addInitScript(spoil)
    await page.goto(host.url)
    await fillIn(page)
    await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('status')).toContainText('kept on this page')
    await expect(page.getByLabel('Name')).toHaveValue(ada.name)

    // What changes meanwhile is not sent by itself.
    await page.getByLabel('Name').fill('Ada King')
    await expect(page.getByRole('status')).toHaveText('Not sent yet.')
    await page.unroute('**/submissions')
    await send(page)
    expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
      { ...ada, name: 'Ada King' },
    ])
  })
}

/** Whether a profile's local storage has a text, on disk. */
function isOnDisk(profile: string, text: string): boolean {
  const folder = join(profile, 'Default/Local Storage/leveldb')
  return readdirSync(folder).some((file) => readFileSync(join(folder, file), 'latin1').includes(text))
}

test('twenty submissions made offline survive the browser, and are stored once each', async ({
  start,
  playwright,
}) => {
  test.slow()
  const relay = await start.relay({ env: { SUBMISSIONS_PER_MINUTE: '0' } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const folder = mkdtempSync(join(tmpdir(), 'fieldpost-profile-'))
  const open = () => {
    const executablePath = findBrowser()
    return playwright.chromium.launchPersistentContext(folder, {
      args: browserFlags,
      ...(executablePath && { executablePath }),
    })
  }
  try {
    let context = await open()
    let page = await context.newPage()
    await page.goto(host.url)
    await expect(page.getByLabel('Name')).toBeVisible()
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('form-saved')),
    )
    await context.setOffline(true)
    for (let count = 1; count <= 20; count++) {
      await fillIn(page, { name: `Visitor ${count}`, email: ada.email })
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByRole('heading', { name: 'Saved on this device' })).toBeVisible()
      await page.getByRole('button', { name: 'Fill in again' }).click()
      await expect(page.getByLabel('Name')).toHaveValue('')
    }
    expect(await queued(page)).toBe(20)
    // There is no room for one more: what cannot be saved is not said to be.
    await fillIn(page)
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('status')).toContainText('kept on this page')
    // Chromium puts what a page has stored on disk when its tab goes, and before that only now and then.
    await page.close()
    await expect.poll(() => isOnDisk(folder, 'Visitor 20')).toBe(true)
    await context.close()
    expect(await owner.submissions(form.id)).toEqual([])

    context = await open()
    // Two tabs come back at once.
    const tabs = [await context.newPage(), await context.newPage()]
    const posted = tabs.map(submissionsOf)
    await Promise.all(tabs.map((tab) => tab.goto(host.url)))
    page = tabs[0] as typeof page
    await expect.poll(() => queued(page), { timeout: 30_000 }).toBe(0)
    await context.close()
    const names = (await owner.submissions(form.id)).map(({ answers }) => answers.name)
    expect(names.toSorted()).toEqual(
      Array.from({ length: 20 }, (_, index) => `Visitor ${index + 1}`).toSorted(),
    )
    expect(posted.flat()).toHaveLength(20)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('two tabs on plain http, where there are no locks, send what was saved once', async ({
  context,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const address = host.at('visitor.test')
  const tabs = [await context.newPage(), await context.newPage()]
  await context.route('**/submissions', (route) => route.abort('internetdisconnected'))
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(address)
    expect(await tab.evaluate(() => 'locks' in navigator)).toBe(false)
    await fillIn(tab, { ...ada, name: `Visitor ${index}` })
    await tab.getByRole('button', { name: 'Send' }).click()
    await expect(tab.getByRole('heading', { name: 'Saved on this device' })).toBeVisible()
  }
  await context.unroute('**/submissions')
  // Not by the button, which goes away under who is late: they try again by themselves, too.
  for (const tab of tabs) await tab.evaluate(() => window.dispatchEvent(new Event('online')))
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  const names = (await owner.submissions(form.id)).map(({ answers }) => answers.name)
  expect(names.toSorted()).toEqual(['Visitor 0', 'Visitor 1'])
})

test('a tab that is closed while it sends loses nothing, and stores nothing twice', async ({
  context,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const first = await context.newPage()
  await first.goto(host.url)
  await fillIn(first)
  const reached = Promise.withResolvers<void>()
  // The relay has it, and the page is gone before it hears.
  await first.route('**/submissions', async (route) => {
    await route.fetch()
    reached.resolve()
  })
  await first.getByRole('button', { name: 'Send' }).click()
  await reached.promise
  await first.close({ runBeforeUnload: true })
  const second = await context.newPage()
  await second.goto(host.url)
  await expect.poll(() => queued(second)).toBe(0)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test('a form that is taken away while it sends keeps its answers for another time', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  const reached = Promise.withResolvers<void>()
  await page.route('**/submissions', () => reached.resolve())
  await page.getByRole('button', { name: 'Send' }).click()
  await reached.promise
  await page.evaluate(() => document.querySelector('[data-fieldpost]')?.remove())
  await expect.poll(() => queued(page)).toBe(1)
  expect(await owner.submissions(form.id)).toEqual([])
  await page.unroute('**/submissions')
  await page.reload()
  await expect.poll(() => queued(page)).toBe(0)
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})

test('what the relay refuses later is shown again, also after another visit', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Saved on this device' })).toBeVisible()
  await page.unroute('**/submissions')
  await page.route('**/submissions', refuseEmail)
  await page.getByRole('button', { name: 'Try again now' }).click()
  await expect(page.getByText('Please check your answers')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue(ada.name)

  await page.reload()
  await expect(page.getByText('Please check your answers')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true')
  await page.unroute('**/submissions')
  await page.getByLabel('Email').fill('ada@example.org')
  await send(page)
  expect(await queued(page)).toBe(0)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test('nobody is led away late who is at something else of the page', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const elsewhere = await start.page('<!doctype html><h1>Elsewhere</h1>')
  const form = await owner.makeForm({
    definition: { pages: [{ id: 'p1', fields: contact }], thanks: { redirect: elsewhere.url } },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const led: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(elsewhere.url)) led.push(request.url())
  })
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Saved on this device' })).toBeFocused()
  await page.getByText('After the form.').click()
  await page.unroute('**/submissions')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  // It would have gone before this page comes anew.
  await page.reload()
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(led).toEqual([])
})

test('what is refused later and mended at once is not shown again', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Saved on this device' })).toBeVisible()
  await page.unroute('**/submissions')
  await page.route('**/submissions', refuseEmail)
  await page.getByRole('button', { name: 'Try again now' }).click()
  await expect(page.getByText('Please check your answers')).toBeVisible()
  await page.unroute('**/submissions')
  await page.getByLabel('Email').fill('ada@example.org')
  await send(page)
  expect(await queued(page)).toBe(0)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test('what is refused while the page is out of sight is not sent again', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  const { promise: hidden, resolve: hide } = Promise.withResolvers<void>()
  await page.route('**/submissions', async (route) => {
    await hidden
    await refuseEmail(route)
  })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('status')).toHaveText('Sending…')
  await expect
    .poll(() =>
      page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
        document.dispatchEvent(new Event('visibilitychange'))
        return Object.keys(localStorage).filter((name) => name.startsWith('fieldpost:queue:')).length
      }),
    )
    .toBe(1)
  hide()
  await expect(page.getByText('Please check your answers')).toBeVisible()
  expect(await queued(page)).toBe(0)
})

test('a form that is taken away while it sends has sent, also where nothing is kept', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: { pages: [{ id: 'p1', fields: contact }], settings: { queue: false } },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  const reached = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const failed: string[] = []
  page.on('requestfailed', (request) => failed.push(request.url()))
  await page.route('**/submissions', async (route) => {
    reached.resolve()
    await gone.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Send' }).click()
  await reached.promise
  const root = await page.evaluateHandle(() => {
    const place = document.querySelector('[data-fieldpost]')
    place?.remove()
    return place?.shadowRoot
  })
  await page.waitForFunction((root) => root?.childElementCount === 0, root)
  gone.resolve()
  await expect
    .poll(async () => (await owner.submissions(form.id)).map(({ answers }) => answers))
    .toEqual([ada])
  expect(await root.evaluate((root) => root?.childElementCount)).toBe(0)
  expect(failed).toEqual([])
})

test('a browser that refuses locks sends again all the same', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.addInitScript(() => {
    navigator.locks.request = () => Promise.reject(new DOMException('Storage is off', 'SecurityError'))
  })
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'), { times: 1 })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

test('an answer that was lost on its way is not sent twice', async ({
  page,
  relay,
  owner,
  receiver,
  start,
}) => {
  const form = await owner.makeForm()
  await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  // The relay has it, and the visitor never hears.
  await page.route(
    '**/submissions',
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  expect(await owner.submissions(form.id)).toHaveLength(1)
  await receiver.waitFor(1)
  expect(receiver.requests).toHaveLength(1)
})

test('a relay that restarts meanwhile gets the answers by itself', async ({ page, start }) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await relay.kill()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('status')).toContainText('Not sent yet')
  await relay.restart()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 20_000 })
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})
