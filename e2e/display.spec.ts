// Forms that come over the page: what each way of display is to the visitor, to the page, and to their browser.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Page } from '@playwright/test'
import { strictCsp } from './hosts.ts'
import { axeProblems, scrollsSideways } from './looks.ts'
import type { Owner } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, watchErrors } from './visitor.ts'

type Display = NonNullable<DefinitionInput['display']>

const TITLE = 'How was your visit?'
const modes = ['popup', 'slide-in', 'floating', 'bar'] as const

const makeForm = (owner: Owner, display: Display, title = TITLE) =>
  owner.makeForm({
    title,
    definition: {
      pages: [
        {
          id: 'p1',
          fields: [
            { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
            { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
          ],
        },
      ],
      display,
    },
  })

const dialog = (page: Page, name = TITLE) => page.getByRole('dialog', { name })
const over = (page: Page, mode: Display['mode']) =>
  mode === 'bar' ? page.getByRole('region', { name: TITLE }) : dialog(page)

/** Everything that came by itself has had its chance: the display is armed, and two frames have gone by. */
async function settle(page: Page, armed: Promise<unknown>) {
  await armed
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}
const armedOn = (page: Page) => page.waitForResponse(/\/assets\/display-/)

/** As a script of the page would. */
const call = (page: Page, method: 'open' | 'close', id: string) =>
  page.evaluate(
    ([method, id]) =>
      (window as unknown as { Fieldpost: Record<string, (id: string) => void> }).Fieldpost[method]?.(id),
    [method, id] as const,
  )

const stored = (page: Page) =>
  page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }))

async function open(
  page: Page,
  start: { host: (name: 'long', given: { relay: string; form: string }) => Promise<{ url: string }> },
  relay: { publicUrl: string },
  form: { id: string },
) {
  const host = await start.host('long', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  return host
}

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

test('after a delay it comes where its address pattern still fits, also in a page that never reloads', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, {
    mode: 'slide-in',
    triggers: [{ on: 'delay', seconds: 10 }],
    urls: ['/pricing/*'],
  })
  await page.clock.install()
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await armed
  const turnTo = (path: string) => page.evaluate((path) => history.pushState(null, '', path), path)
  await page.clock.runFor(11_000)
  await expect(dialog(page)).toBeHidden()
  await turnTo('/pricing/teams')
  await page.clock.runFor(9_000)
  await expect(dialog(page)).toBeHidden()
  await turnTo('/about')
  await page.clock.runFor(11_000)
  await expect(dialog(page), 'the page has turned meanwhile').toBeHidden()
  await turnTo('/pricing/teams')
  await page.clock.runFor(11_000)
  await expect(dialog(page)).toBeVisible()
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

test('a popup does not come between visitors and what they write', async ({ page, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'delay', seconds: 5 }] })
  const host = await start.page(`<!doctype html><html lang="en"><title>Shop</title>
    <label>Search <input></label><div data-fieldpost="${form.id}"></div>
    <script async src="${relay.publicUrl}/embed.js"></script></html>`)
  await page.clock.install()
  const armed = armedOn(page)
  await page.goto(host.url)
  await armed
  const search = page.getByLabel('Search')
  for (const letter of 'kettles') {
    await search.press(letter)
    await page.clock.runFor(1_000)
  }
  await expect(search).toHaveValue('kettles')
  await expect(dialog(page)).toBeHidden()
  await page.clock.runFor(6_500)
  await expect(dialog(page)).toBeVisible()
})

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

test('it comes when a pointer leaves at the top, and not at the side', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'popup', triggers: [{ on: 'exit' }] })
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  const leave = (clientX: number, clientY: number) =>
    page.evaluate(
      (at) =>
        document.body.dispatchEvent(
          new MouseEvent('mouseout', { ...at, bubbles: true, relatedTarget: null }),
        ),
      { clientX, clientY },
    )
  await leave(-1, 300)
  await expect(dialog(page)).toBeHidden()
  await leave(300, -1)
  await expect(dialog(page)).toBeVisible()
})

test('it comes when a finger scrolls back up in haste', async ({ browser, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'slide-in', triggers: [{ on: 'exit' }] })
  const context = await browser.newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 375, height: 640 },
  })
  const page = await context.newPage()
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  const scroll = (from: number, to: number, by: number) =>
    page.evaluate(
      async ({ from, to, by }) => {
        for (let top = from; Math.abs(top - to) >= by; top += Math.sign(to - from) * by) {
          scrollTo(0, top)
          await new Promise(requestAnimationFrame)
        }
      },
      { from, to, by },
    )
  await scroll(0, 1_800, 60)
  await scroll(1_800, 1_500, 5)
  await expect(dialog(page)).toBeHidden()
  await scroll(1_500, 300, 80)
  await expect(dialog(page)).toBeVisible()
  await context.close()
})

test('it opens at a click on what a selector finds, now or later, and on nothing else', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, {
    mode: 'popup',
    frequency: 'once',
    triggers: [
      { on: 'click', selector: '.later' },
      { on: 'click', selector: 'a[' },
    ],
  })
  const armed = armedOn(page)
  await open(page, start, relay, form)
  await settle(page, armed)
  await page.getByRole('button', { name: 'Menu' }).click()
  await expect(dialog(page)).toBeHidden()
  await page.evaluate(() => {
    const button = document.createElement('button')
    button.className = 'later'
    button.append(Object.assign(document.createElement('span'), { textContent: 'Later' }))
    // A page's own handler may keep the click to itself.
    button.addEventListener('click', (event) => event.stopPropagation())
    document.querySelector('main')?.prepend(button)
  })
  for (const round of [1, 2]) {
    await page.getByText('Later').click()
    await expect(dialog(page), `round ${round}: who asks is not counted`).toBeVisible()
    await page.getByRole('button', { name: 'Close' }).click()
  }
})

for (const [frequency, afterClosing, afterSending] of [
  ['always', true, true],
  ['once', false, false],
  ['session', false, false],
  ['until-submitted', false, false],
  [7, false, false],
] as const) {
  test(`how often, ${frequency}: closed, it comes again: ${afterClosing}; sent: ${afterSending}`, async ({
    browser,
    relay,
    owner,
    start,
  }) => {
    const form = await makeForm(owner, { mode: 'slide-in', frequency, triggers: [{ on: 'load' }] })
    const host = await start.host('long', { relay: relay.publicUrl, form: form.id })
    for (const [deed, again] of [
      ['close', afterClosing],
      ['send', afterSending],
    ] as const) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(host.url)
      await expect(dialog(page)).toBeVisible()
      await page.reload()
      await expect(dialog(page), 'having seen it counts for nothing').toBeVisible()
      expect(await stored(page)).toEqual({ local: {}, session: {} })
      if (deed === 'send') {
        await fillIn(page)
        await send(page)
      }
      await page.getByRole('button', { name: 'Close' }).click()
      const armed = armedOn(page)
      await page.reload()
      await settle(page, armed)
      await expect(dialog(page)).toBeVisible({ visible: again })
      await context.close()
    }
  })
}

test('every seven days is after seven days', async ({ page, relay, owner, start }) => {
  const form = await makeForm(owner, { mode: 'slide-in', frequency: 7, triggers: [{ on: 'load' }] })
  await page.clock.install({ time: new Date('2026-01-01T12:00:00Z') })
  await open(page, start, relay, form)
  await page.getByRole('button', { name: 'Close' }).click()
  for (const [day, visible] of [
    ['2026-01-08T11:59:00Z', false],
    ['2026-01-08T12:01:00Z', true],
  ] as const) {
    await page.clock.setSystemTime(new Date(day))
    const armed = armedOn(page)
    await page.reload()
    await armed
    await page.clock.runFor(500)
    await expect(dialog(page)).toBeVisible({ visible })
  }
})

test('where storage is blocked it works without memory and without an error', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await makeForm(owner, { mode: 'slide-in', frequency: 'once', triggers: [{ on: 'load' }] })
  const errors = watchErrors(page)
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
  })
  await open(page, start, relay, form)
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(dialog(page)).toBeHidden()
  await page.reload()
  await fillIn(page)
  await send(page)
  expect(errors).toEqual([])
})

test('several take turns, with a pause between', async ({ page, relay, owner, start }) => {
  const [first, second] = [
    await makeForm(owner, { mode: 'popup', triggers: [{ on: 'load' }] }, 'First'),
    await makeForm(owner, { mode: 'slide-in', triggers: [{ on: 'load' }] }, 'Second'),
  ]
  const host = await start.page(`<!doctype html><title>Two</title>
    <div data-fieldpost="${first.id}" data-mode="slide-in"></div><div data-fieldpost="${second.id}"></div>
    <script async src="${relay.publicUrl}/embed.js"></script>`)
  await page.clock.install()
  await page.goto(host.url)
  const [one, two] = [
    page.getByRole('dialog', { name: 'First' }),
    page.getByRole('dialog', { name: 'Second' }),
  ]
  await expect(one.or(two)).toBeVisible()
  await page.clock.runFor(60_000)
  expect((await one.isVisible()) !== (await two.isVisible())).toBe(true)
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(one.or(two)).toHaveCount(0)
  await page.clock.runFor(4_000)
  await expect(one.or(two)).toHaveCount(0)
  await page.clock.runFor(1_500)
  await expect(one.or(two)).toBeVisible()
})

test('a form that takes no answers does not come by itself, nor does its button', async ({
  page,
  relay,
  owner,
  start,
}) => {
  for (const mode of modes) {
    const form = await makeForm(owner, { mode, triggers: mode === 'bar' ? [] : [{ on: 'load' }] })
    await page.route(`**/v1/forms/${form.id}?*`, async (route) => {
      const response = await route.fetch()
      await route.fulfill({
        response,
        json: { ...(await response.json()), closed: { reason: 'late', text: 'We are on holiday.' } },
      })
    })
    const armed = armedOn(page)
    await open(page, start, relay, form)
    await settle(page, armed)
    await expect(page.locator('.shell')).toBeHidden()
    await call(page, 'open', form.id)
    await expect(over(page, mode), 'who asks is told').toBeVisible()
  }
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
