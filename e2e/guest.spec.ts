// The page that the tag is pasted into is left as it was: its policy, its storage, its globals, its keys.
import { chromium, type Page } from '@playwright/test'
import { browserFlags, findBrowser } from './browser.ts'
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

test('twenty places of one form on a page ask for it once, and each works by itself', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.page(`<!doctype html><html lang="en"><title>Twenty</title>
    ${`<div data-fieldpost="${form.id}"></div>`.repeat(20)}
    <script async src="${relay.publicUrl}/embed.js"></script></html>`)
  const asked: string[] = []
  page.on('request', (request) => request.method() === 'GET' && asked.push(request.url()))
  const errors = watchErrors(page)
  await page.setViewportSize({ width: 1280, height: 8_000 })
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toHaveCount(20)
  expect(asked.filter((url) => url.includes(`/v1/forms/${form.id}?`))).toHaveLength(1)
  expect(new Set(asked).size).toBe(asked.length)
  const last = page.locator('[data-fieldpost]').nth(19)
  await fillIn(last)
  await send(last)
  await expect(page.getByLabel('Name')).toHaveCount(19)
  await expect(page.getByLabel('Name').first()).toHaveValue('')
  expect(await owner.submissions(form.id)).toHaveLength(1)
  expect(errors).toEqual([])
})

test('a page that replaces what every page has, as older libraries do, does not break the form, nor it them', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    fields: [
      { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
      { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
      { id: 'f3', name: 'stars', kind: 'rating', label: 'Stars' },
      {
        id: 'f4',
        name: 'sizes',
        kind: 'multiple-choice',
        label: 'Sizes',
        options: [{ value: 's', label: 'Small' }],
      },
    ],
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const errors = watchErrors(page)
  await page.addInitScript(() => {
    // Plain loops that do what the standard says, enumerable as an assignment makes them.
    const array = Array.prototype as unknown as Record<string, unknown>
    array.map = function (this: unknown[], call: (...given: unknown[]) => unknown, self?: unknown) {
      const result = []
      for (let index = 0; index < this.length; index++)
        result[index] = call.call(self, this[index], index, this)
      return result
    }
    array.filter = function (this: unknown[], call: (...given: unknown[]) => unknown, self?: unknown) {
      const result = []
      for (let index = 0; index < this.length; index++)
        if (call.call(self, this[index], index, this)) result[result.length] = this[index]
      return result
    }
    array.find = function (this: unknown[], call: (...given: unknown[]) => unknown) {
      for (let index = 0; index < this.length; index++) if (call(this[index], index, this)) return this[index]
      return undefined
    }
    array.includes = function (this: unknown[], wanted: unknown) {
      for (let index = 0; index < this.length; index++) if (this[index] === wanted) return true
      return false
    }
    array.last = function (this: unknown[]) {
      return this[this.length - 1]
    }
    // Prototype.js: no second argument.
    Array.from = ((list: ArrayLike<unknown>) => {
      const result = []
      for (let index = 0; index < list.length; index++) result[index] = list[index]
      return result
    }) as typeof Array.from
    const { fetch } = window
    const { parse } = JSON
    window.fetch = (...given) => fetch(...given)
    JSON.parse = (text: string) => parse(text)
    class Later<Value> extends Promise<Value> {}
    Object.defineProperty(window, 'Promise', { value: Later, writable: true, configurable: true })
  })
  await page.goto(host.url)
  await fillIn(page)
  // What the page does to its own fetch later is its own business.
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new Error('Offline by decree'))
  })
  await page.getByRole('radio', { name: '4 of 5' }).check()
  await page.getByRole('checkbox', { name: 'Small' }).check()
  await send(page)
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
    { name: 'Ada Lovelace', email: 'ada@example.com', stars: 4, sizes: ['s'] },
  ])
  expect(errors).toEqual([])
})

test('two versions of the tag on one page draw each form once, and the first keeps the name', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  // What somebody's cache still has after an upgrade: a loader that asks for files of before.
  const current = await (await fetch(`${relay.url}/embed.js`)).text()
  const older = current.replaceAll(/\/assets\/(form|display)-[\w-]{8}\.js/g, '/assets/$1-0lDeR123.js')
  expect(older).not.toBe(current)
  await page.route('**/embed.js?v=1', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: older }),
  )
  const host = await start.page(`<!doctype html><html lang="en"><title>Two versions</title>
    <div data-fieldpost="${form.id}"></div>
    <script src="${relay.publicUrl}/embed.js?v=1"></script>
    <script>window.first = window.Fieldpost</script>
    <script async src="${relay.publicUrl}/embed.js"></script>
    <script async src="${relay.publicUrl}/embed.js?v=2" data-form="${form.id}"></script></html>`)
  const errors = watchErrors(page)
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toHaveCount(2)
  expect(await page.evaluate(() => Reflect.get(window, 'first') === Reflect.get(window, 'Fieldpost'))).toBe(
    true,
  )
  const place = page.locator('[data-fieldpost]')
  await fillIn(place)
  await send(place)
  expect(await owner.submissions(form.id)).toHaveLength(1)
  expect(errors).toEqual([])
})

test('something else of the name, or a script of before that has it, is left alone', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.page(`<!doctype html><html lang="en"><title>Another</title>
    <script>window.Fieldpost = { version: 0, mount() {}, q: { push() {} } }</script>
    <div data-fieldpost="${form.id}"><a href="${relay.publicUrl}/f/${form.id}">Write to us</a></div>
    <script src="${relay.publicUrl}/embed.js"></script></html>`)
  const errors = watchErrors(page)
  await page.goto(host.url)
  expect(await page.evaluate(() => Reflect.get(Reflect.get(window, 'Fieldpost'), 'version'))).toBe(0)
  await expect(page.getByRole('link', { name: 'Write to us' })).toBeVisible()
  expect(errors).toEqual([])
})

test('where the script is blocked, what is in the place stays', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.page(
    `<!doctype html><html lang="en"><title>Blocked</title>
    <script async src="${relay.publicUrl}/embed.js"></script>
    <div data-fieldpost="${form.id}"><a href="${relay.publicUrl}/f/${form.id}">Write to us</a></div></html>`,
    { csp: "script-src 'none'" },
  )
  await page.goto(host.url)
  await page.getByRole('link', { name: 'Write to us' }).click()
  await expect(page).toHaveURL(`${relay.publicUrl}/f/${form.id}`)
  await fillIn(page.locator('form:visible'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
})

for (const mode of ['inline', 'floating', 'popup'] as const) {
  test(`${mode}: mounted and removed a hundred times, nothing is left`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await owner.makeForm({
      definition: {
        pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
        display: {
          mode,
          triggers: mode === 'popup' ? [{ on: 'load' }, { on: 'delay', seconds: 900 }, { on: 'exit' }] : [],
        },
      },
    })
    await page.addInitScript(() => {
      const running = new Set<unknown>()
      Object.defineProperty(window, 'running', { value: running })
      const { setTimeout: set, clearTimeout: clear } = window
      window.setTimeout = ((call: () => void, ms?: number) => {
        const timer = set(() => {
          running.delete(timer)
          call()
        }, ms)
        running.add(timer)
        return timer
      }) as typeof setTimeout
      window.clearTimeout = ((timer: number) => {
        running.delete(timer)
        clear(timer)
      }) as typeof clearTimeout
    })
    const host = await start.host('spa', { relay: relay.publicUrl, form: form.id })
    const errors = watchErrors(page)
    await page.goto(host.url)
    const cdp = await page.context().newCDPSession(page)
    const rounds = (count: number) =>
      page.evaluate(
        async ({ count, mode }) => {
          const place = () => document.querySelector('[data-fieldpost]')?.shadowRoot
          const until = async (is: () => unknown) => {
            while (!is()) await new Promise(requestAnimationFrame)
          }
          for (let round = 0; round < count; round++) {
            document.getElementById('contact')?.click()
            await until(() => place()?.querySelector(mode === 'floating' ? '.opener' : 'input'))
            if (mode === 'floating') {
              place()?.querySelector<HTMLElement>('.opener')?.click()
              await until(() => place()?.querySelector('input'))
            }
            const root = place()
            document.getElementById('home')?.click()
            await until(() => root?.childNodes.length === 0)
          }
        },
        { count, mode },
      )
    const count = async () => {
      // What nobody holds any more is collected in some number of goes.
      for (let go = 0; go < 3; go++) await cdp.send('HeapProfiler.collectGarbage')
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
      const timers = await page.evaluate(() => (Reflect.get(window, 'running') as Set<unknown>).size)
      return { nodes, jsEventListeners, timers }
    }
    await rounds(10)
    const before = await count()
    await rounds(100)
    await expect.poll(count).toEqual(before)
    expect(errors).toEqual([])
  })
}

test('a page that comes back from the back/forward cache has its answers, and sends them', async ({
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const executablePath = findBrowser()
  // Playwright turns that cache off.
  const browser = await chromium.launch({
    args: browserFlags,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath && { executablePath }),
  })
  try {
    const page = await browser.newPage()
    await page.goto(host.url)
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        document.title = persisted ? 'restored' : 'loaded'
      })
    })
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.goto(`${relay.publicUrl}/healthz`)
    // Playwright's own goBack waits for a load that does not come.
    await page.evaluate(() => history.back())
    await expect(page).toHaveTitle('restored')
    await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
    await page.getByLabel('Email').fill('ada@example.com')
    await send(page)
    expect(await owner.submissions(form.id)).toHaveLength(1)
  } finally {
    await browser.close()
  }
})
