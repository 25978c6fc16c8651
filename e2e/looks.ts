// What can be told of a screen without looking at it.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * What axe has against it, one line per problem; what it cannot decide counts too. `part` is a selector of what to look at, the whole
 * page without one.
 */
export async function axeProblems(page: Page, part?: string): Promise<string[]> {
  await hideBehindDialog(page)
  const builder = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } })
  if (part) builder.include(part)
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

/** By how many pixels the page is wider than its window. */
export const scrollsSideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** axe knows of no top layer, and takes an open dialog for something that the inert page behind it covers. */
const hideBehindDialog = (page: Page) =>
  page.evaluate(() => {
    if (!document.querySelector('dialog:modal')) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      'body :not(:has(dialog:modal), dialog:modal, dialog:modal *) { display: none !important }',
    )
    document.adoptedStyleSheets.push(sheet)
  })
