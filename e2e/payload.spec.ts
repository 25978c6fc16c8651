// What a webhook sends, shown to who writes its receiver, and the warnings before an edit takes it away.
import { addField, openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

const fields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
]

test('the payload of a webhook is shown as example, types and schema, and is downloaded', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  const webhook = await owner.createWebhook(form.id, {
    url: `${receiver.url}/hook`,
    events: ['form.submission.created', 'form.submission.partial'],
  })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/payload`)
  const example = page.getByRole('textbox', { name: 'payload.example.json' })
  await expect(example).toHaveValue(/"name": "Sample text"/)
  await submit(relay, form.id, ada)
  await page.reload()
  await expect(example).toHaveValue(JSON.stringify(ada, null, 2))

  const side = (name: string) => page.getByRole('radio', { name }).locator('..').click()
  await side('TypeScript')
  const types = page.getByRole('textbox', { name: 'payload.d.ts' })
  await expect(types).toHaveValue(/\n {2}email: string\n/)
  await inspect(page, 'types')
  await page.getByLabel('Event').selectOption('form.submission.partial')
  await expect(types).toHaveValue(/\n {2}email\?: string\n/)
  await page.getByLabel('Event').selectOption('All of these')
  await expect(types).toHaveValue(/export type Payload =/)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/payload\.d\.ts$/)
  await side('JSON Schema')
  await expect(page.getByRole('textbox', { name: 'payload.schema.json' })).toHaveValue(
    /json-schema\.org\/draft\/2020-12/,
  )
})

test('the payload of a form that is not published is that of its draft, and says so', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.createForm({
    title: 'Draft',
    definition: { pages: [{ id: 'p1', fields }] },
  })
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/payload`)
  await expect(page.getByText('This form is not published yet.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'payload.example.json' })).toHaveValue(/"email"/)
  await inspect(page, 'unpublished payload')
})

test('an edit that takes something from receivers is told at the field and before publishing', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  await owner.createWebhook(form.id, { name: 'CRM', url: `${receiver.url}/hook` })
  await openEditor(page, relay, `/forms/${form.id}/build`)

  await page.getByRole('button', { name: /^Email\b.*email/ }).click()
  await page.getByText('Advanced').click()
  await page.getByRole('textbox', { name: 'Key' }).fill('mail')
  const told = page.getByText('Receivers of “CRM” get “mail” instead of “email” once this is published.')
  await expect(told).toBeVisible()
  await inspect(page, 'a field that receivers know by another name')
  await page.getByRole('button', { name: 'Keep email' }).click()
  await expect(told).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Key' })).toHaveValue('email')

  await page.getByRole('switch', { name: 'Required' }).click()
  await expect(page.getByText('may get nothing for “email”')).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: /^Name\b.*name/ }).click()
  await page.getByRole('button', { name: 'Remove Name' }).click()
  const toast = page.getByText('Removed Name. Receivers of “CRM” have been getting “name”')
  await expect(toast).toBeVisible()
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: /^Name\b.*name/ }).click()
  await page.getByRole('button', { name: 'Remove Name' }).click()

  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Receivers will get something else' })
  await expect(dialog.getByRole('listitem')).toHaveText([
    'no longer get “name” (Name)',
    'may get nothing for “email”, which was always there (Email)',
  ])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toHaveCount(0)
  expect(await owner.call<{ version: number }>(`/api/forms/${form.id}`)).toMatchObject({ version: 1 })
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(dialog).toBeVisible()
  await inspect(page, 'what receivers lose')
  await dialog.getByRole('button', { name: 'Publish all the same' }).click()
  const version = async () => (await owner.call<{ version: number }>(`/api/forms/${form.id}`)).version
  await expect.poll(version).toBe(2)
})

test('a form without webhooks, and an edit that only adds, are published without a question', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  await page.getByRole('button', { name: /^Name\b.*name/ }).click()
  await page.getByRole('button', { name: 'Remove Name' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published as version 2')).toBeVisible()
  await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await addField(page, 'Short text', 'Company')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published as version 3')).toBeVisible()
})
