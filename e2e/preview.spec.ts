// The preview shows the field that is being edited.
import { addField, makeForm, openEditor, previewOf } from './editor.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'

const many: FieldInput[] = Array.from({ length: 20 }, (_, index) => ({
  id: `f${index}`,
  name: `q${index}`,
  kind: 'text',
  label: `Question ${index}`,
}))

test('a field below the window of the preview comes into it when its settings open', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm({ fields: many })
  await openEditor(page, relay, `/forms/${form.id}`)
  const preview = previewOf(page)
  await expect(preview.getByLabel('Question 0')).toBeInViewport()
  await expect(preview.getByLabel('Question 19')).not.toBeInViewport()
  await page.getByRole('button', { name: /^Question 19/ }).click()
  await expect(preview.getByLabel('Question 19')).toBeInViewport()
  await addField(page, 'Recommendation', 'How likely?')
  await expect(preview.getByRole('radio', { name: '10 of 10' })).toBeInViewport()
  await expect(page.getByRole('textbox', { name: 'Label' })).toBeFocused()
})

test('a field on another page turns the preview to that page', async ({ page, relay }) => {
  await openEditor(page, relay)
  await makeForm(page, 'Two pages')
  await addField(page, 'Short text', 'On the first')
  await page.getByRole('button', { name: 'Add a page' }).click()
  await page.getByRole('button', { name: 'Add a field' }).last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Email' }).click()
  await expect(previewOf(page).getByText('Step 2 of 2')).toBeVisible()
  await page.getByRole('button', { name: /^On the first/ }).click()
  await expect(previewOf(page).getByText('Step 1 of 2')).toBeVisible()
})
