// What the specs of forms that come over the page share.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Page } from '@playwright/test'
import type { Owner } from './owner.ts'

export type Display = NonNullable<DefinitionInput['display']>

export const TITLE = 'How was your visit?'
export const modes = ['popup', 'slide-in', 'floating', 'bar'] as const

export const makeForm = (owner: Owner, display: Display, title = TITLE) =>
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

export const dialog = (page: Page, name = TITLE) => page.getByRole('dialog', { name })
export const over = (page: Page, mode: Display['mode']) =>
  mode === 'bar' ? page.getByRole('region', { name: TITLE }) : dialog(page)

/** Everything that came by itself has had its chance: the display is armed, and two frames have gone by. */
export async function settle(page: Page, armed: Promise<unknown>) {
  await armed
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}
export const armedOn = (page: Page) => page.waitForResponse(/\/assets\/display-/)

/** As a script of the page would. */
export const call = (page: Page, method: 'open' | 'close', id: string) =>
  page.evaluate(
    ([method, id]) =>
      (window as unknown as { Fieldpost: Record<string, (id: string) => void> }).Fieldpost[method]?.(id),
    [method, id] as const,
  )

export const stored = (page: Page) =>
  page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }))

export async function open(
  page: Page,
  start: { host: (name: 'long', given: { relay: string; form: string }) => Promise<{ url: string }> },
  relay: { publicUrl: string },
  form: { id: string },
) {
  const host = await start.host('long', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  return host
}
