// Words without an end, as in pasted addresses, break; they do not push the form out of the page.
import { openEditor } from './editor.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'

const endless = 'Donaudampfschifffahrtsgesellschaft'.repeat(5)

const fields: FieldInput[] = [
  { id: 'f1', name: 'one', kind: 'text', label: endless, required: true },
  { id: 'f2', name: 'two', kind: 'single-choice', label: 'Two', options: [{ value: 'a', label: endless }] },
  { id: 'f3', name: 'three', kind: 'rating', label: 'Three', help: `https://example.com/${endless}` },
]

test.use({ viewport: { width: 375, height: 700 } })

const sidewards = () => document.documentElement.scrollWidth - document.documentElement.clientWidth

for (const javaScriptEnabled of [true, false]) {
  test(`the hosted page does not scroll sidewards, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    relay,
    owner,
  }) => {
    const form = await owner.makeForm({ fields })
    const page = await browser.newPage({ javaScriptEnabled, viewport: { width: 375, height: 700 } })
    await page.goto(`${relay.publicUrl}/f/${form.id}`)
    await expect(page.getByRole('radio', { name: endless })).toBeVisible()
    expect(await page.evaluate(sidewards)).toBe(0)
    await page.close()
  })
}

test('the editor does not scroll sidewards', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ fields })
  await openEditor(page, relay, `/forms/${form.id}`)
  await expect(page.getByRole('button', { name: 'Add a field' })).toBeVisible()
  expect(await page.evaluate(sidewards)).toBe(0)
  await page.getByRole('radio', { name: 'Preview' }).check()
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible()
  expect(await page.evaluate(sidewards)).toBe(0)
})
