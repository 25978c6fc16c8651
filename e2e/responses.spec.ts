// Responses as owners read them: every kind of answer, files to look at and to save, and what is not finished.
import { readFileSync } from 'node:fs'
import { openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import type { FieldInput } from './owner.ts'
import type { Relay } from './stack.ts'
import { expect, test } from './test.ts'
import { post, submit } from './visitor.ts'

const options = ['Red', 'Green', 'Blue'].map((label) => ({ value: label.toLowerCase(), label }))
const fields: FieldInput[] = [
  { id: 'f1', name: 'call', kind: 'time', label: 'When may we call?' },
  { id: 'f2', name: 'judged', kind: 'matrix', label: 'How are they?', rows: options, columns: options },
  { id: 'f3', name: 'order', kind: 'ranking', label: 'Which first?', options },
  { id: 'f4', name: 'where', kind: 'address', label: 'Where?' },
  { id: 'f5', name: 'cv', kind: 'file', label: 'Papers', maxFiles: 2 },
  { id: 'f6', name: 'sign', kind: 'signature', label: 'Signature' },
]
const definition = { pages: [{ id: 'p1', fields }], settings: { partial: true } }

const pdf = new TextEncoder().encode('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
/** Ten by ten pixels of one colour. */
const png = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  ),
  (character) => character.charCodeAt(0),
)

/** What a visitor's browser does with a file before it sends the answers. */
async function upload(
  relay: Relay,
  form: string,
  field: string,
  name: string,
  body: Uint8Array<ArrayBuffer>,
) {
  const query = new URLSearchParams({ field, name })
  const answer = await fetch(`${relay.url}/v1/forms/${form}/uploads?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  })
  if (answer.ok) return (await answer.json()) as { id: string; name: string; type: string; size: number }
  throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`)
}

test('every kind of answer is read as what it is, and files are saved', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ definition })
  await submit(relay, form.id, {
    call: '14:30',
    judged: { green: 'blue', red: 'red' },
    order: ['blue', 'red', 'green'],
    where: { country: 'Germany', postcode: '10115', city: 'Berlin', line1: 'Main street 1' },
    cv: [
      await upload(relay, form.id, 'cv', 'cv <b>.pdf', pdf),
      await upload(relay, form.id, 'cv', 'me.png', png),
    ],
    sign: [await upload(relay, form.id, 'sign', 'signature.png', png)],
  })
  await openEditor(page, relay, `/forms/${form.id}/responses`)
  const row = page.getByRole('row').nth(1)
  await expect(row.getByRole('cell')).toHaveText([
    '14:30',
    'Red: Red; Green: Blue',
    '1. Blue, 2. Red, 3. Green',
    'Main street 1, 10115 Berlin, Germany',
    'cv <b>.pdf, me.png',
    'Signed',
  ])
  await row.getByRole('button').click()
  const drawer = page.getByRole('dialog', { name: 'Response' })
  const answer = (label: string) => drawer.locator('.answer').filter({ hasText: label }).locator('> dd')
  await expect(answer('How are they?').getByRole('definition')).toHaveText(['Red', 'Blue'])
  await expect(answer('Which first?').getByRole('listitem')).toHaveText(['Blue', 'Red', 'Green'])
  await expect(answer('Where?')).toHaveText('Main street 1\n10115 Berlin\nGermany', { useInnerText: true })

  for (const picture of [answer('Papers').locator('img'), drawer.getByRole('img', { name: 'Signature' })])
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(10)
  const download = page.waitForEvent('download')
  await answer('Papers').getByRole('link', { name: 'cv <b>.pdf' }).click()
  expect(readFileSync(await (await download).path()).equals(pdf)).toBe(true)
  await inspect(page, 'a response with files')
})

test('what a visitor has not finished is marked, and looked at alone', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ definition })
  await submit(relay, form.id, { call: '10:00' })
  const begun = await post(relay, form.id, {
    key: crypto.randomUUID(),
    partial: true,
    answers: { call: '11:00' },
  })
  expect(begun.ok).toBe(true)
  await openEditor(page, relay, `/forms/${form.id}/responses`)
  const rows = page.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows).toHaveText([/Not finished11:00/, /^(?!.*Not finished).*10:00/])
  await inspect(page, 'responses that are not finished', 'main')
  await page.setViewportSize({ width: 1_280, height: 800 })

  await page.getByRole('combobox', { name: 'Responses' }).selectOption('Not finished')
  await expect(rows).toHaveText([/11:00/])
  await rows.getByRole('button').click()
  await expect(page.getByRole('dialog', { name: 'Response' })).toContainText('The visitor has not finished.')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Responses' }).selectOption('Completed')
  await expect(rows).toHaveText([/10:00/])
})
