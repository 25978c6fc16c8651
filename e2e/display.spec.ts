// Forms that come over the page: what each way of display is to the visitor and to the page.
import { strictCsp } from './hosts.ts'
import { axeProblems, scrollsSideways } from './looks.ts'
import { armedOn, call, dialog, makeForm, modes, open, over, settle, stored, TITLE } from './over-the-page.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, watchErrors } from './visitor.ts'

for (const mode of modes) {
  test(`${mode}: comes by itself, takes no room, and loads the form only then`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await makeForm(owner, { mode, triggers: [{ on: 'click', selector: 'h1' }] })
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    const errors = watchErrors(page)
    await page.addInitScript(() => {
      const shifts: number[] = []
      Object.defineProperty(window, 'shifts', { value: shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const armed = armedOn(page)
    await open(page, start, relay, form)
    await settle(page, armed)
    expect(loaded.filter((path) => path.includes('/assets/form-'))).toEqual([])
    const heading = page.getByRole('heading', { name: 'Kettles' })
    const before = await heading.boundingBox()
    // By a script, as nobody moved: what shifts within half a second of a visitor's click does not count.
    await heading.dispatchEvent('click')
    await expect(over(page, mode).getByLabel('Name')).toBeVisible()
    expect(await heading.boundingBox()).toEqual(before)
    expect((await page.locator('[data-fieldpost]').boundingBox())?.height).toBe(0)
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
    await fillIn(page)
    await send(page)
    expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
    expect(errors).toEqual([])
  })

  test(`${mode}: has nothing that axe finds, light and dark, and fits into 320 px`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await makeForm(owner, { mode, triggers: [{ on: 'load' }] })
    const host = await start.host('long', { relay: relay.publicUrl, form: form.id })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 1280, height: 720 })
      await page.goto(host.url)
      await expect(over(page, mode).getByLabel('Name')).toBeVisible()
      expect(await axeProblems(page, '[data-fieldpost]'), colorScheme).toEqual([])
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByLabel('Please check your answers')).toBeFocused()
      expect(await axeProblems(page, '[data-fieldpost]'), `${colorScheme}, errors`).toEqual([])
    }
    await page.setViewportSize({ width: 320, height: 480 })
    await page.goto(host.url)
    await expect(over(page, mode).getByLabel('Name')).toBeVisible()
    expect(await scrollsSideways(page)).toBe(0)
    const close = page.getByRole('button', { name: 'Close' })
    for (const part of [close, over(page, mode)]) {
      const box = await part.boundingBox()
      if (!box) throw new Error('It is not on the page.')
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.y).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(320)
      expect(box.y + box.height).toBeLessThanOrEqual(480)
    }
    const box = await close.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
    // What does not fit is scrolled inside.
    await fillIn(page)
    await send(page)
  })

  test(`${mode}: works under the strictest policy, and keys in it are no shortcuts of the page`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await makeForm(owner, { mode, triggers: [{ on: 'load' }] })
    const host = await start.host(
      'strict-csp',
      { relay: relay.publicUrl, form: form.id },
      { csp: strictCsp(relay.publicUrl) },
    )
    const errors = watchErrors(page)
    await page.goto(host.url)
    await page.evaluate(() => {
      document.title = 'keys:'
      document.addEventListener('keydown', ({ key }) => {
        document.title += key
      })
    })
    await fillIn(page)
    await page.getByRole('button', { name: 'Close' }).focus()
    await page.keyboard.press('x')
    await send(page)
    expect(await page.title()).toBe('keys:')
    expect(errors).toEqual([])
  })
}

test('a popup is modal: the focus goes in, stays in, and goes back to where it was', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'click', selector: '.ask' }] })
  const armed = armedOn(page)
  const host = await open(page, start, relay, form)
  await settle(page, armed)
  const link = page.getByRole('link', { name: 'Ask us' })
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: TITLE })).toBeFocused()
  expect(page.url(), 'the link is for visitors without scripts').toBe(host.url)
  const inside = () => page.evaluate(() => document.activeElement?.matches('[data-fieldpost], body') ?? false)
  for (let turn = 0; turn < 8; turn++) {
    await page.keyboard.press('Tab')
    expect(await inside()).toBe(true)
  }
  await page.getByLabel('Name').fill('Ada')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(link).toBeFocused()

  await link.click()
  await expect(page.getByLabel('Name'), 'answers stay').toHaveValue('Ada')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(link).toBeFocused()
})

test('a click beside a popup closes it, unless the visitor has begun to answer', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'click', selector: '.ask' }] })
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  const link = page.getByRole('link', { name: 'Ask us' })
  await link.click()
  // In the very middle of the window, too.
  await page.getByLabel('Name').click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.mouse.click(5, 400)
  await expect(dialog(page)).toBeHidden()

  await link.click()
  await page.getByLabel('Name').fill('Ada')
  await page.mouse.click(5, 400)
  await expect(dialog(page)).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Ada')
})

test('a long dropdown in a popup shows what the keys choose', async ({ page, relay, owner, start }) => {
  const options = Array.from({ length: 20 }, (_, index) => ({ value: `${index}`, label: `Shop ${index}` }))
  const form = await owner.makeForm({
    title: TITLE,
    definition: {
      pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'shop', kind: 'dropdown', label: 'Shop', options }] }],
      display: { mode: 'popup', triggers: [{ on: 'click', selector: '.ask' }] },
    },
  })
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  await page.getByRole('link', { name: 'Ask us' }).click()
  const input = page.getByRole('combobox', { name: 'Shop' })
  await input.focus()
  for (const index of [0, 1, 2, 3, 4]) {
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('option', { name: `Shop ${index}`, exact: true })).toBeInViewport({
      ratio: 1,
    })
  }
  await expect(input).toBeInViewport({ ratio: 0.5 })
})

test('the page behind a popup neither scrolls nor shifts, by wheel or keys', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'load' }] })
  await open(page, start, relay, form)
  await expect(dialog(page)).toBeVisible()
  const looks = () =>
    page.evaluate(() => [
      scrollY,
      document.documentElement.clientWidth,
      document.documentElement.style.cssText,
    ])
  const before = await looks()
  for (const [x, y] of [
    [5, 400],
    [640, 360],
  ] as const) {
    await page.mouse.move(x, y)
    for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, 300)
  }
  for (const key of ['PageDown', 'End', 'Space', 'ArrowDown']) await page.keyboard.press(key)
  // What was pressed and turned has come to the page by then, and would have moved it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(await looks()).toEqual(before)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await page.mouse.wheel(0, 300)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
})

test('a slide-in leaves the focus and the page alone', async ({ page, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'slide-in', triggers: [{ on: 'scroll', percent: 50 }] })
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  await expect(dialog(page)).toBeHidden()
  const menu = page.getByRole('button', { name: 'Menu' })
  await menu.focus()
  await page.evaluate(() => scrollTo(0, 1_500))
  await expect(dialog(page)).toBeVisible()
  await expect(menu).toBeFocused()
  await page.mouse.wheel(0, 300)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1_500)

  await page.getByLabel('Name').focus()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(menu).toBeFocused()
})

test('a floating button opens its panel, takes the focus in, and gets it back', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'floating', label: 'Feedback' })
  await open(page, start, relay, form)
  const button = page.getByRole('button', { name: 'Feedback' })
  await expect(button).toHaveAttribute('aria-expanded', 'false')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: TITLE })).toBeFocused()
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(button).toBeFocused()
  await button.click()
  await fillIn(page)
  await send(page)
  await button.click()
  await expect(dialog(page)).toBeHidden()
  await button.click()
  await expect(page.getByLabel('Name'), 'the next one is a new one').toHaveValue('')
})

test('a bar without triggers waits at its edge with its words, and goes when it is sent away', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'bar', edge: 'top', label: 'Win a kettle', frequency: 'once' })
  const host = await open(page, start, relay, form)
  const words = page.getByRole('button', { name: 'Win a kettle' })
  await expect(words).toBeVisible()
  expect((await over(page, 'bar').boundingBox())?.y).toBe(0)
  await words.click()
  await expect(page.getByLabel('Name')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Name')).toBeHidden()
  await expect(words).toBeFocused()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(words).toBeHidden()
  const armed = armedOn(page)
  await page.goto(host.url)
  await settle(page, armed)
  await expect(words).toBeHidden()
})

test('the corner of a page that runs from right to left is the other one', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'floating', label: 'Feedback' })
  const host = await start.host('rtl', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  const box = await page.getByRole('button', { name: 'Feedback' }).boundingBox()
  expect(box?.x).toBeLessThan(50)
})

test('who wants no motion gets none, who does not mind gets some', async ({ page, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'load' }] })
  const host = await start.host('long', { relay: relay.publicUrl, form: form.id })
  for (const [reducedMotion, name] of [
    ['reduce', 'none'],
    ['no-preference', 'come'],
  ] as const) {
    await page.emulateMedia({ reducedMotion })
    await page.goto(host.url)
    await expect(dialog(page)).toBeVisible()
    const animation = await page.locator('.panel').evaluate((node) => getComputedStyle(node).animationName)
    expect(animation).toBe(name)
  }
})

for (const mode of modes) {
  test(`${mode}: looks the same on a page that shouts, in an element that cuts off and moves what it has`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await makeForm(owner, { mode, triggers: [{ on: 'load' }] })
    const looks = async () => {
      await expect(over(page, mode).getByLabel('Name')).toBeVisible()
      return page.locator('[data-fieldpost]').evaluate((host) =>
        ['.shell', '.panel', '.cross', '.body', '.name', '.opener'].map((part) => {
          const node = host.shadowRoot?.querySelector(part)
          if (!node) return null
          const { x, y, width, height } = node.getBoundingClientRect()
          const { color, backgroundColor, fontSize, fontWeight, letterSpacing, textTransform, cursor } =
            getComputedStyle(node)
          const style = { color, backgroundColor, fontSize, fontWeight, letterSpacing, textTransform, cursor }
          return { part, x, y, width, height, ...style }
        }),
      )
    }
    const given = { relay: relay.publicUrl, form: form.id }
    const plain = await start.host('plain', given)
    await page.goto(plain.url)
    await page.addStyleTag({ content: 'html { font-size: 62.5% }' })
    const expected = await looks()
    const hostile = await start.host('hostile-css', given)
    await page.goto(hostile.url)
    await page.locator('[data-fieldpost]').evaluate((host) => {
      const box = document.createElement('div')
      box.style.cssText =
        'transform: scale(0.5) !important; overflow: hidden !important; height: 9px !important; contain: paint !important'
      host.replaceWith(box)
      box.append(host)
    })
    await page.waitForFunction(() => document.querySelector('[data-fieldpost]')?.shadowRoot)
    expect(await looks()).toEqual(expected)
    await fillIn(page)
    await send(page)
  })
}

test('a browser that has no top layer for it shows it all the same', async ({
  page,
  relay,
  owner,
  start,
}) => {
  await page.addInitScript(() => {
    for (const name of ['showPopover', 'hidePopover', 'togglePopover'])
      Reflect.deleteProperty(HTMLElement.prototype, name)
  })
  const form = await makeForm(owner, { mode: 'floating', label: 'Feedback' })
  await open(page, start, relay, form)
  await page.getByRole('button', { name: 'Feedback' }).click()
  await fillIn(page)
  await send(page)
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(dialog(page)).toBeHidden()
})

test('what a place says stands for what the form says', async ({ page, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'load' }], frequency: 'once' })
  const host = await start.page(`<!doctype html><title>Shop</title>
    <div data-fieldpost="${form.id}" data-mode="floating" data-manual data-label="Say hello" data-side="start"></div>
    <script async src="${relay.publicUrl}/embed.js"></script>`)
  await page.goto(host.url)
  const button = page.getByRole('button', { name: 'Say hello' })
  await expect(button).toBeVisible()
  await expect(dialog(page)).toBeHidden()
  expect((await button.boundingBox())?.x).toBeLessThan(50)
})

test('a form that is nowhere on the page is opened by a call, with its options, and closed', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'inline' })
  const host = await start.page(`<!doctype html><html lang="en"><title>Shop</title><button>Write</button>
    <script>
      window.heard = []
      window.Fieldpost = { q: [['open', '${form.id}', { prefill: { name: 'Ada Lovelace' } }]] }
      for (const event of ['ready', 'view', 'start', 'submit', 'close'])
        document.addEventListener('fieldpost:' + event, ({ detail }) => heard.push([event, detail.form]))
    </script>
    <script async src="${relay.publicUrl}/embed.js"></script></html>`)
  await page.goto(host.url)
  await expect(dialog(page)).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
  await page.getByLabel('Email').fill(ada.email)
  await call(page, 'close', form.id)
  await expect(dialog(page)).toBeHidden()
  expect(await stored(page), 'a call is no deed of the visitor').toEqual({ local: {}, session: {} })
  await call(page, 'open', form.id)
  await expect(page.getByLabel('Email'), 'answers stay').toHaveValue(ada.email)
  await send(page)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  // A browser says that it has closed a dialog a moment after it has.
  const heard = () => page.evaluate(() => Reflect.get(window, 'heard'))
  await expect
    .poll(heard)
    .toEqual(['ready', 'view', 'start', 'close', 'submit', 'close'].map((event) => [event, form.id]))
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})

test('a popup whose relay is away does not bother anybody, until it is asked for', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'load' }] })
  const host = await start.page(`<!doctype html><html lang="en"><title>Shop</title>
    <div data-fieldpost="${form.id}" data-mode="popup" data-load></div><p>All is well.</p>
    <script async src="${relay.publicUrl}/embed.js"></script></html>`)
  const thrown: string[] = []
  page.on('pageerror', (error) => thrown.push(String(error)))
  for (const part of ['**/v1/**', '**/assets/display-*', '**/assets/form-*']) {
    await page.route(part, (route) => route.abort('connectionrefused'))
    const failed = page.waitForEvent('requestfailed')
    await page.goto(host.url)
    await failed
    await expect(page.getByText('All is well.')).toBeVisible()
    await expect(page.getByRole('alert')).toBeHidden()
    await call(page, 'open', form.id)
    if (part.includes('form')) {
      await expect(dialog(page).getByRole('alert')).toContainText('could not be loaded')
      await page.unroute(part)
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByLabel('Name')).toBeVisible()
    } else {
      await expect(page.getByRole('alert')).toBeHidden()
      await page.unroute(part)
      // Who asks while the last try is still failing hears of that one: they ask again.
      await expect(async () => {
        await call(page, 'open', form.id)
        await expect(page.getByLabel('Name')).toBeVisible({ timeout: 2_000 })
      }).toPass()
    }
  }
  expect(thrown).toEqual([])
})
