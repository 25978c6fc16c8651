// The same visit, by keyboard alone and under a strict policy, in Chromium and in Firefox.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { browserFlags, findBrowser, findFirefox } from './browser.ts'
import { strictCsp } from './hosts.ts'
import { expect, test } from './test.ts'

const survey: DefinitionInput = {
  pages: [
    {
      id: 'p1',
      title: 'About you',
      fields: [
        { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
        { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
        {
          id: 'f3',
          name: 'topic',
          kind: 'single-choice',
          label: 'Topic',
          options: [
            { value: 'sales', label: 'Sales' },
            { value: 'help', label: 'Help' },
          ],
        },
      ],
    },
    { id: 'p2', title: 'Skipped', fields: [{ id: 'f4', name: 'budget', kind: 'number', label: 'Budget' }] },
    {
      id: 'p3',
      title: 'Hello {{name}}',
      fields: [
        { id: 'f5', name: 'stars', kind: 'rating', label: 'Stars', required: true },
        { id: 'f6', name: 'why', kind: 'long-text', label: 'Why?' },
        { id: 'f7', name: 'agree', kind: 'consent', label: 'I agree', required: true },
      ],
    },
  ],
  rules: [{ if: { field: 'topic', is: 'equal', to: 'help' }, then: { jump: 'p3' } }],
  thanks: { title: 'Thank you, {{name}}' },
}

const launch = {
  chromium: () => {
    const executablePath = findBrowser()
    return executablePath ? puppeteer.launch({ executablePath, args: browserFlags }) : undefined
  },
  firefox: () => {
    const executablePath = findFirefox()
    return executablePath ? puppeteer.launch({ browser: 'firefox', executablePath }) : undefined
  },
} satisfies Record<string, () => Promise<Browser> | undefined>

for (const [name, start] of Object.entries(launch)) {
  test(`a survey is filled in and sent by keyboard in ${name}`, async ({ relay, owner, start: starters }) => {
    const browser = await start()
    test.skip(!browser, `There is no ${name} here`)
    if (!browser) return
    try {
      const form = await owner.makeForm({ title: 'Survey', definition: survey })
      const host = await starters.host(
        'strict-csp',
        { relay: relay.publicUrl, form: form.id },
        { csp: strictCsp(relay.publicUrl) },
      )
      const page = await browser.newPage()
      const errors: string[] = []
      // Firefox asks for the page's icon by itself, and the page's own policy refuses it.
      const note = (words: string) => words.includes('/favicon.ico') || errors.push(words)
      page.on('pageerror', (error) => note(String(error)))
      page.on('console', (line) => line.type() === 'error' && note(line.text()))
      await page.goto(host.url)

      await focus(page, 'input[name="name"]')
      await page.keyboard.press('Enter')
      await reads(page, 'Please check your answers')
      await focus(page, 'input[name="name"]')
      await page.keyboard.type('Ada')
      await page.keyboard.press('Tab')
      await page.keyboard.type('ada@example.com')
      await page.keyboard.press('Tab')
      await page.keyboard.press(' ')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')

      await reads(page, 'Hello Ada')
      await focus(page, 'input[name="stars"]')
      await page.keyboard.press(' ')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await focus(page, 'textarea')
      await page.keyboard.type('By keyboard')
      await page.keyboard.press('Tab')
      await page.keyboard.press(' ')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')

      await reads(page, 'Thank you, Ada')
      expect(errors).toEqual([])
      expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
        { name: 'Ada', email: 'ada@example.com', topic: 'help', stars: 3, why: 'By keyboard', agree: true },
      ])
    } finally {
      await browser.close()
    }
  })
}

/** Puts the focus where a visitor would have tabbed to, once it is drawn. */
const focus = (page: Page, selector: string) =>
  page.waitForFunction(
    (selector) => {
      const input = document
        .querySelector('[data-fieldpost]')
        ?.shadowRoot?.querySelector<HTMLElement>(selector)
      input?.focus()
      return Boolean(input)
    },
    { timeout: 10_000 },
    selector,
  )

/** Waits until the form says something. */
const reads = (page: Page, words: string) =>
  page.waitForFunction(
    (words) => document.querySelector('[data-fieldpost]')?.shadowRoot?.textContent?.includes(words),
    { timeout: 10_000 },
    words,
  )
