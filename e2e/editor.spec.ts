// The owner's screens: building, webhooks and their deliveries, responses.
import { readFileSync } from 'node:fs'
import { addField, goTo, makeForm, openEditor, previewOf, publish } from './editor.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

const three: FieldInput[] = ['One', 'Two', 'Three'].map((label, index) => ({
  id: `f${index + 1}`,
  name: label.toLowerCase(),
  kind: 'text',
  label,
}))

test('fields are reordered with the keyboard, and it is said where they are', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm({ fields: three })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  const labels = () =>
    previewOf(page)
      .getByRole('textbox')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).name))
  await expect.poll(labels).toEqual(['one', 'two', 'three'])

  const handle = page.getByRole('button', { name: /^Move One/ })
  await handle.focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(labels).toEqual(['two', 'one', 'three'])
  await expect(page.getByText('One is now number 2 of 3')).toBeAttached()
  await expect(handle).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect.poll(labels).toEqual(['two', 'three', 'one'])
  await page.keyboard.press('ArrowUp')
  await expect.poll(labels).toEqual(['two', 'one', 'three'])

  await publish(page)
  const published = await (await fetch(`${relay.url}/v1/forms/${form.id}`)).json()
  const { pages } = (published as { definition: { pages: { fields: { name: string }[] }[] } }).definition
  expect(pages[0]?.fields.map(({ name }) => name)).toEqual(['two', 'one', 'three'])
})

test('fields are reordered with the mouse', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ fields: three })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  const handle = await page.getByRole('button', { name: /^Move One/ }).boundingBox()
  const last = await page.getByRole('button', { name: 'Three three' }).boundingBox()
  if (!handle || !last) throw new Error('The fields are not on the screen.')
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(last.x + 20, last.y + 5, { steps: 5 })
  await page.mouse.move(last.x + 20, last.y + last.height - 2, { steps: 5 })
  await page.mouse.up()
  await expect
    .poll(() =>
      page
        .getByRole('button', { name: /^Move / })
        .evaluateAll((all) => all.map((one) => one.ariaLabel?.split(/[ :]/)[1])),
    )
    .toEqual(['Two', 'Three', 'One'])
})

test('a field is removed, and comes back with undo', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ fields: three })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  await page.getByRole('button', { name: 'Two two' }).click()
  await page.getByRole('button', { name: 'Remove Two' }).click()
  await expect(previewOf(page).getByRole('textbox')).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(previewOf(page).getByRole('textbox')).toHaveCount(3)
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(previewOf(page).getByRole('textbox')).toHaveCount(2)
})

test('edits are saved by themselves, and visitors see them only when they are published', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm({ fields: three })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  await page.getByRole('button', { name: 'One one' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('First')
  await page.getByRole('textbox', { name: 'Title of the form' }).fill('Renamed')
  await expect(page.getByText('Unpublished changes')).toBeVisible()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Title of the form' })).toHaveValue('Renamed')
  await expect(previewOf(page).getByLabel('First')).toBeVisible()
  const seen = async () => JSON.stringify(await (await fetch(`${relay.url}/v1/forms/${form.id}`)).json())
  expect(await seen()).not.toContain('First')
  await publish(page)
  expect(await seen()).toContain('First')
})

test('an edit that was made while the relay was away is saved when it is back', async ({ page, start }) => {
  const relay = await start.relay()
  await openEditor(page, relay)
  await makeForm(page, 'Contact')
  await relay.kill()
  await addField(page, 'Short text', 'Name')
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /not saved|cannot|could not|offline/i })
      .first(),
  ).toBeVisible()
  await relay.restart()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.reload()
  await expect(previewOf(page).getByLabel('Name')).toBeVisible()
})

test('what is missing is said before publishing, and leads to its field', async ({ page, relay }) => {
  await openEditor(page, relay)
  await makeForm(page, 'Unfinished')
  await addField(page, 'Short text', '')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'missing' })
  await expect(alert).toContainText('This field needs a label.')
  await alert.getByRole('button', { name: 'Short text' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('Name')
  await publish(page)
})

test('options are added, and a rule shows a field only with one of them', async ({ page, relay }) => {
  await openEditor(page, relay)
  await makeForm(page, 'Options')
  await addField(page, 'Single choice', 'Topic')
  const options = page.getByRole('group', { name: 'Options' })
  await options.getByRole('textbox').nth(0).fill('Sales')
  await options.getByRole('textbox').nth(1).fill('Support')
  await options.getByRole('button', { name: 'Add option' }).click()
  await options.getByRole('textbox').nth(2).fill('Other')
  await addField(page, 'Short text', 'What else?')
  await page.getByRole('combobox', { name: 'Shown', exact: true }).selectOption('Only when…')
  await page
    .getByRole('combobox', { name: /value|answer|to/i })
    .last()
    .selectOption('Other')
  const preview = previewOf(page)
  await expect(preview.getByLabel('What else?')).toBeHidden()
  await preview.getByRole('radio', { name: 'Other' }).check()
  await expect(preview.getByLabel('What else?')).toBeVisible()
})

test('a callback URL that leads into the network of the relay is refused at its field', async ({
  page,
  start,
}) => {
  const relay = await start.relay({ env: { WEBHOOK_ALLOW: undefined } })
  await openEditor(page, relay)
  await makeForm(page, 'Contact')
  await goTo(page, 'Integrations')
  await page.getByRole('link', { name: 'Add a webhook' }).click()
  await page.getByLabel('Callback URL').fill('https://169.254.169.254/hook')
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  await expect(page.getByLabel('Callback URL')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Callback URL')).toHaveAccessibleDescription(/169\.254\.169\.254/)
})

test('a secret that was made is shown once', async ({ page, relay, owner, receiver }) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/integrations/new`)
  await page.getByLabel('Callback URL').fill(`${receiver.url}/hook`)
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? ''
  expect(secret.length).toBeGreaterThan(40)
  await page.getByRole('link', { name: 'Go to the webhook' }).click()
  const webhook = page.getByRole('navigation', { name: 'About this webhook' })
  await webhook.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByLabel('Callback URL')).toHaveValue(`${receiver.url}/hook`)
  expect(await page.content()).not.toContain(secret)
})

test('a delivery that failed shows why, and is sent again by hand', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  receiver.replyWith({ status: 422, body: 'no such customer' })
  await submit(relay, form.id, ada)
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}`)
  await page.getByRole('link', { name: 'form.submission.created' }).click()
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer).toContainText('Failed')
  await expect(drawer).toContainText('422')
  await expect(drawer).toContainText('no such customer')
  receiver.replyWith({})
  await drawer.getByRole('button', { name: 'Send again' }).click()
  await expect(drawer).toContainText('Delivered')
  const [first, second] = await receiver.waitFor(2)
  expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id'])
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true)
})

test('responses are searched, exported and deleted', async ({ page, relay, owner }) => {
  const form = await owner.makeForm()
  await submit(relay, form.id, ada)
  await submit(relay, form.id, { name: '=1+1', email: 'mallory@example.com' })
  await openEditor(page, relay, `/forms/${form.id}/responses`)
  await expect(page.getByText('2 responses')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const csv = readFileSync(await (await download).path(), 'utf8')
  expect(csv).toContain('Ada Lovelace')
  expect(csv, 'no spreadsheet computes an answer').toContain("'=1+1")

  await page.getByLabel('Search the answers').fill('Lovelace')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page
    .getByRole('row', { name: /Lovelace/ })
    .getByRole('button')
    .click()
  const drawer = page.getByRole('dialog', { name: 'Response' })
  await drawer.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete the response' }).click()
  await expect(page.getByRole('row', { name: /Lovelace/ })).toHaveCount(0)
  expect((await owner.submissions(form.id)).map(({ answers }) => answers.name)).toEqual(['=1+1'])
})

test('what a visitor writes is text in the editor, never markup', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ fields: three })
  const attack = '"><img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
  await submit(relay, form.id, { one: attack, two: 'javascript:alert(1)' })
  await openEditor(page, relay, `/forms/${form.id}/responses`)
  await expect(page.getByRole('cell', { name: /onerror/ })).toBeVisible()
  await page.getByRole('row').nth(1).getByRole('button').click()
  await expect(page.getByRole('dialog', { name: 'Response' })).toContainText('onerror')
  expect(await page.title()).not.toContain('owned')
})
