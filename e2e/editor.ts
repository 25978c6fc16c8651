// What an owner does in the editor, by the names that they read on it.
import type { Page } from '@playwright/test'
import { admin, type Relay } from './stack.ts'
import { expect } from './test.ts'

/** Opens the editor at a path, signed in as the owner. */
export async function openEditor(page: Page, relay: Relay, path = '/'): Promise<void> {
  const { email, password } = admin
  const response = await page.request.post(`${relay.publicUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: relay.publicUrl },
    // A password's hash takes a busy machine long.
    timeout: 30_000,
  })
  expect(response.status(), await response.text()).toBe(200)
  await page.goto(relay.publicUrl + path)
  await expect(page.getByRole('main')).toBeVisible()
}

/** Makes a form of this title, without fields; its Build screen is open then. */
export async function makeForm(page: Page, title: string): Promise<string> {
  // An empty list has one more in its middle.
  await page.getByRole('button', { name: 'New form' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New form' })
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByRole('button', { name: 'Make the form' }).click()
  await expect(page.getByRole('button', { name: 'Add a field' })).toBeVisible()
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** Adds a field of the kind that the picker's words begin so with; its settings are open then. */
export async function addField(page: Page, kind: string, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a field' }).click()
  await page
    .getByRole('dialog', { name: 'Add a field' })
    .getByRole('button', { name: new RegExp(`^${kind}`) })
    .click()
  await page.getByRole('textbox', { name: 'Label' }).fill(label)
}

export async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published', { exact: true })).toBeVisible()
}

/** The tabs of a form: Build, Integrations, Responses, Share. */
export const goTo = (page: Page, part: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Parts of the form' }).getByRole('link', { name: part }).click()

/** What a visitor of the draft sees. */
export const previewOf = (page: Page) => page.getByRole('region', { name: 'Preview' })
