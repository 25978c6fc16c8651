// What can be told of a screen without looking at it.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/**
 * What axe has against it, one line per problem; what it cannot decide counts too. `part` is a selector of what to look at, the whole
 * page without one; `rules` are those to go by, all without.
 */
export async function axeProblems(page: Page, part?: string, rules?: string[]): Promise<string[]> {
  await hideBehindDialog(page)
  const builder = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } })
  if (part) builder.include(part)
  if (rules) builder.withRules(rules)
  const { violations, incomplete } = await builder.analyze()
  return [
    ...violations.map((problem) => ({ ...problem, what: 'violation' })),
    ...incomplete.map((problem) => ({ ...problem, what: 'undecided' })),
  ].flatMap(({ what, id, nodes }) =>
    nodes.map(({ target, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message).join('; ')
      return `${what} ${id} at ${target.flat().join(' ')}: ${why}`
    }),
  )
}

/**
 * Wide and light as it was opened, then narrow and dark, with whatever is open on it; `part` is a selector of what to
 * look at, the whole page without one.
 */
export async function inspect(page: Page, name: string, part?: string): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1_280],
    ['dark', 375],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    // Tall, and from the top: what lies under a bar that sticks cannot be judged.
    await page.setViewportSize({ width, height: 1_400 })
    await page.evaluate(() => scrollTo(0, 0))
    const where = `${name}, ${colorScheme}, ${width} px`
    expect.soft(await scrollsSideways(page), where).toBe(0)
    expect.soft(await axeProblems(page, part), where).toEqual([])
  }
}

/** By how many pixels the page is wider than its window. */
export const scrollsSideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** axe knows of no top layer, and takes an open dialog for something that the inert page behind it covers. */
const hideBehindDialog = (page: Page) =>
  page.evaluate(() => {
    // A form that stands over the page has its dialog in a shadow root.
    for (const host of document.querySelectorAll('*'))
      host.toggleAttribute('data-has-modal', Boolean(host.shadowRoot?.querySelector('dialog:modal')))
    if (!document.querySelector('dialog:modal, [data-has-modal]')) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      'body :not(:has(dialog:modal, [data-has-modal]), dialog:modal, dialog:modal *, [data-has-modal]) { display: none !important }',
    )
    document.adoptedStyleSheets.push(sheet)
  })
