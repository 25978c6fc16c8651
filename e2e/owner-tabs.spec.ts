// What an owner decides beside the fields: rules, translations, times. It is what visitors get.
import { goTo, openEditor, publish } from './editor.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send } from './visitor.ts'

test('rules that an owner makes choose the thanks that a visitor gets', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/logic`)
  await page.getByRole('button', { name: 'Add a thank-you' }).click()
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Hello {{name}}')
  await page.getByRole('button', { name: 'Add a rule' }).first().click()
  await page.getByLabel('Condition 1: field').selectOption({ label: 'Email' })
  await page.getByLabel('Condition 1: comparison').selectOption({ label: 'ends with' })
  await page.getByLabel('Condition 1: value').fill('@example.com')
  await page.getByLabel('What the rule does').selectOption({ label: 'say thank you with' })
  await expect(page.getByLabel('What it is about')).toHaveValue(/^e/)
  await publish(page)

  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: `Hello ${ada.name}` })).toBeFocused()
})

test('what an owner translates is what a page in that language shows', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/settings`)
  await page.getByLabel('Add a language').selectOption('de')
  await page.getByRole('textbox', { name: 'Question: Name' }).fill('Ihr Name')
  await expect(page.getByText('German: 1 of')).toBeVisible()
  await page.getByLabel('Only what is missing').check()
  await expect(page.getByRole('textbox', { name: 'Question: Name' })).toHaveCount(0)
  await publish(page)

  const host = await start.host(
    'plain',
    { relay: relay.publicUrl, form: form.id },
    { headers: { 'content-language': 'de' } },
  )
  await page.goto(host.url)
  await page.evaluate((id) => {
    document.documentElement.lang = 'de'
    document.querySelector(`[data-fieldpost="${id}"]`)?.remove()
    const place = document.createElement('div')
    place.dataset.fieldpost = id
    document.body.append(place)
  }, form.id)
  await expect(page.getByLabel('Ihr Name')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Absenden' })).toBeVisible()
})

test('a form that an owner closes tells its visitors, and takes nothing', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/settings`)
  await page.getByLabel('Closes after so many submissions').fill('1')
  await page.getByLabel('What visitors read while it is closed').fill('All seats are taken.')
  await publish(page)
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await send(page)
  await page.goto(host.url)
  await expect(page.getByText('All seats are taken.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveCount(0)
})

test('the tag to paste keeps room for the form, and leads to it without scripts', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm({ title: 'Say hello' })
  await openEditor(page, relay)
  await page.getByRole('link', { name: 'Say hello' }).click()
  await goTo(page, 'Share')
  await expect(page.getByText(/min-height:[1-9]\d\dpx/)).toBeVisible()
  const tag = await page.locator('pre').first().textContent()
  expect(tag).toContain(`<a href="${relay.publicUrl}/f/${form.id}">Say hello</a>`)
})
