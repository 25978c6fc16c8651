// Pages whose styles reset, shout or run from right to left: the form looks and works as it does anywhere.
import type { Page } from '@playwright/test'
import { scrollsSideways } from './looks.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send } from './visitor.ts'

/** What of the form's look nobody may change from outside. */
const look = (page: Page) =>
  page.locator('[data-fieldpost]').evaluate((host) => {
    const styles = (selector: string, ...names: string[]) => {
      const node = host.shadowRoot?.querySelector(selector)
      if (!node) throw new Error(`The form has no ${selector}.`)
      const computed = getComputedStyle(node)
      return Object.fromEntries(names.map((name) => [name, computed.getPropertyValue(name)]))
    }
    const text = [
      'color',
      'cursor',
      'display',
      'font-size',
      'font-weight',
      'letter-spacing',
      'line-height',
      'opacity',
      'pointer-events',
      'text-align',
      'text-indent',
      'text-transform',
      'user-select',
      'visibility',
      'white-space',
      'word-spacing',
    ]
    return {
      form: styles('form', 'display', 'direction', 'row-gap'),
      label: styles('label', ...text),
      input: styles('input', ...text, 'background-color', 'border-top-width', 'border-radius', 'min-height'),
      button: styles('button', ...text, 'background-color', 'border-radius', 'padding-left'),
    }
  })

test('on a page that resets and restyles every element, the form looks as on a plain one, and works', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const given = { relay: relay.publicUrl, form: form.id }
  // The same root font size, which the form follows on purpose.
  const plain = await start.host('plain', given)
  await page.goto(plain.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  await page.addStyleTag({ content: 'html { font-size: 62.5% }' })
  const expected = await look(page)

  const hostile = await start.host('hostile-css', given)
  await page.goto(hostile.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(await look(page)).toEqual(expected)
  for (const control of [page.getByLabel('Name'), page.getByRole('button', { name: 'Send' })]) {
    const box = await control.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    expect(box?.width).toBeGreaterThanOrEqual(44)
  }
  await fillIn(page)
  await send(page)
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})

test('on a page that runs from right to left, so does the form', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('rtl', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  const label = page.getByText('Name', { exact: true })
  await expect(label).toBeVisible()
  expect((await look(page)).form.direction).toBe('rtl')
  const [text, input] = [await label.boundingBox(), await page.getByLabel('Name').boundingBox()]
  if (!text || !input) throw new Error('The form is not on the page.')
  expect(text.x + text.width, 'the label begins at the right').toBeCloseTo(input.x + input.width, 0)
  expect(text.x - input.x).toBeGreaterThan(text.width)
  await fillIn(page)
  await send(page)
})

test('at 320 px, and with text of twice the size, nothing has to be scrolled sideways', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(await scrollsSideways(page)).toBe(0)
  await page.addStyleTag({
    content: 'html { font-size: 200% } h1, p { font-size: 1rem; overflow-wrap: anywhere }',
  })
  expect(await scrollsSideways(page)).toBe(0)
  await fillIn(page)
  await send(page)
  expect(await scrollsSideways(page)).toBe(0)
})

test('a place that the page hides stays hidden, and comes back', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  const name = page.getByLabel('Name')
  await expect(name).toBeVisible()
  for (const [property, value] of [
    ['visibility', 'hidden'],
    ['display', 'none'],
  ] as const) {
    const main = page.locator('main')
    await main.evaluate((node, [property, value]) => node.style.setProperty(property, value), [
      property,
      value,
    ] as const)
    await expect(name, `${property}: ${value}`).toBeHidden()
    await main.evaluate((node) => node.removeAttribute('style'))
    await expect(name).toBeVisible()
  }
})
