// When, where and how often forms come over the page, and what a visitor's browser remembers for that.
import { armedOn, call, dialog, makeForm, modes, open, over, settle, stored } from './over-the-page.ts'
import { expect, test } from './test.ts'
import { fillIn, send, watchErrors } from './visitor.ts'

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
