// Where the keyboard is after what had the focus has gone: in the content, not at the top of the page.
import { openEditor } from './editor.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

test('after a response is deleted, the focus is in the content', async ({ page, relay, owner }) => {
  const form = await owner.makeForm()
  await submit(relay, form.id, ada)
  await openEditor(page, relay, `/forms/${form.id}/responses`)
  await page.getByRole('row').nth(1).getByRole('button').click()
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete the response' }).click()
  await expect(page.getByText('No responses yet')).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
})

test('after a conflict is settled, the focus is in the content', async ({ page, relay, owner }) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}`)
  await page.getByRole('button', { name: /^Name/ }).click()
  await owner.call(`/api/forms/${form.id}`, { method: 'PATCH', body: { title: 'Saved elsewhere' } })
  await page.getByRole('textbox', { name: 'Help' }).fill('Changed here')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
})
