// The settings of fields: every kind is added, set, seen in the preview and published.
import type { Locator, Page } from '@playwright/test'
import { addField, makeForm, openEditor, previewOf, publish } from './editor.ts'
import { inspect } from './looks.ts'
import { expect, test } from './test.ts'

interface Kind {
  /** Sets something that only this kind has, on the settings that are open. */
  set(settings: Locator, page: Page): Promise<void>
  /** What a visitor sees of it, in the preview. */
  seen(preview: Locator): Locator
  /** What is published of it, beside what every field has. */
  published: object
}

const picture = (name: string) => `https://pictures.example/${name}.jpg`
const fill = (settings: Locator, label: string, text: string) =>
  settings.getByLabel(label, { exact: true }).fill(text)
const choose = (settings: Locator, label: string, option: string) =>
  settings.getByLabel(label, { exact: true }).selectOption(option)

/** By what the picker calls them. */
const kinds: Record<string, Kind> = {
  Time: {
    async set(settings) {
      await fill(settings, 'Earliest', '09:00')
      await fill(settings, 'Latest', '17:30')
    },
    seen: (preview) => preview.getByLabel('Question'),
    published: { kind: 'time', min: '09:00', max: '17:30' },
  },
  Scale: {
    async set(settings) {
      await settings.getByRole('radio', { name: '0', exact: true }).focus()
      await settings.page().keyboard.press('Space')
      await choose(settings, 'To', '10')
      await fill(settings, 'Words at the low end', 'Cold')
    },
    seen: (preview) => preview.getByRole('radiogroup', { name: 'Question' }).getByRole('radio').nth(10),
    published: { kind: 'scale', min: 0, max: 10, lowLabel: 'Cold', highLabel: 'Strongly agree' },
  },
  Slider: {
    async set(settings) {
      await fill(settings, 'From', '-5')
      await fill(settings, 'To', '5')
      await fill(settings, 'In steps of', '0')
      await expect(settings.getByText('More than 0.')).toBeVisible()
      await fill(settings, 'In steps of', '0.5')
      await fill(settings, 'Unit', '°C')
    },
    seen: (preview) => preview.getByRole('slider', { name: 'Question' }),
    published: { kind: 'slider', min: -5, max: 5, step: 0.5, unit: '°C' },
  },
  'Picture choice': {
    async set(settings) {
      await fill(settings, 'Option 1', 'Red')
      await fill(settings, 'Picture of Red', 'http://pictures.example/red.jpg')
      await expect(settings.getByText('begins with https://')).toBeVisible()
      await fill(settings, 'Picture of Red', picture('red'))
      await fill(settings, 'Option 2', 'Blue')
      await fill(settings, 'Picture of Blue', picture('blue'))
      await settings.getByRole('switch', { name: 'Several may be chosen' }).check()
      await fill(settings, 'Choose at most', '2')
    },
    seen: (preview) => preview.getByRole('checkbox', { name: 'Blue' }),
    published: {
      kind: 'picture-choice',
      multiple: true,
      max: 2,
      options: [
        { value: 'red', label: 'Red', image: picture('red') },
        { value: 'blue', label: 'Blue', image: picture('blue') },
      ],
    },
  },
  Matrix: {
    async set(settings, page) {
      const rows = settings.getByRole('group', { name: 'Rows' })
      await fill(rows, 'Row 1', 'The food')
      await rows.getByRole('button', { name: 'Remove Statement 3' }).click()
      const columns = settings.getByRole('group', { name: 'Columns' })
      await columns.getByRole('button', { name: 'Paste a list' }).click()
      const dialog = page.getByRole('dialog', { name: 'Paste a list of columns' })
      await dialog.getByLabel('Begin with').selectOption('Quality')
      await dialog.getByRole('checkbox', { name: 'Replace the columns that are there' }).check()
      await dialog.getByRole('button', { name: 'Add 5' }).click()
      await columns.getByRole('button', { name: 'Values' }).click()
      await fill(columns, 'Value of Very poor', '1')
    },
    seen: (preview) => preview.getByRole('radio', { name: 'The food Very poor' }),
    published: {
      kind: 'matrix',
      rows: [
        { value: 'the_food', label: 'The food' },
        { value: 'statement_2', label: 'Statement 2' },
      ],
      columns: [
        { value: '1', label: 'Very poor' },
        { value: 'poor', label: 'Poor' },
        { value: 'fair', label: 'Fair' },
        { value: 'good', label: 'Good' },
        { value: 'excellent', label: 'Excellent' },
      ],
    },
  },
  Ranking: {
    async set(settings) {
      await fill(settings, 'Option 3', 'Speed')
      await settings.getByRole('button', { name: /^Move Speed/ }).press('ArrowUp')
      await fill(settings, 'How many places are given', '2')
    },
    seen: (preview) => preview.getByRole('group', { name: 'Question' }).getByText('Speed').first(),
    published: {
      kind: 'ranking',
      top: 2,
      options: [{ value: 'option_1' }, { value: 'speed' }, { value: 'option_2' }],
    },
  },
  'Address Street': {
    async set(settings) {
      await choose(settings, 'State or region', 'Not asked for')
      await choose(settings, 'Country', 'May stay empty')
    },
    seen: (preview) => preview.getByRole('group', { name: 'Question' }).getByRole('textbox').first(),
    published: {
      kind: 'address',
      parts: ['line1', 'line2', 'city', 'postcode', 'country'],
      optional: ['line2', 'country'],
    },
  },
  'File upload': {
    async set(settings) {
      await fill(settings, 'Files, at most', '3')
      await fill(settings, 'Size of each, at most', '2.5')
      await settings.getByRole('checkbox', { name: 'PDF' }).check()
      await settings.getByRole('checkbox', { name: 'Pictures' }).check()
    },
    seen: (preview) => preview.getByText('Question', { exact: true }),
    published: { kind: 'file', accept: ['image', 'pdf'], maxFiles: 3, maxBytes: 2_621_440 },
  },
  Signature: {
    set: (settings) => settings.getByRole('switch', { name: 'Required' }).check(),
    seen: (preview) => preview.getByText('Question'),
    published: { kind: 'signature', required: true },
  },
}

for (const [title, { set, seen, published }] of Object.entries(kinds)) {
  test(`${title}: added, set, previewed and published`, async ({ page, relay }) => {
    await openEditor(page, relay)
    const form = await makeForm(page, title)
    await addField(page, title, 'Question')
    const settings = page.locator('.field-panel')
    await set(settings, page)
    await expect(seen(previewOf(page))).toBeVisible()
    await settings.getByText('Advanced').click()
    await inspect(page, title, '.build-fields')
    await page.setViewportSize({ width: 1_280, height: 800 })
    await publish(page)
    expect(await publishedFields(relay.url, form)).toMatchObject([
      { name: 'question', label: 'Question', ...published },
    ])
  })
}

async function publishedFields(relayUrl: string, form: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${relayUrl}/v1/forms/${form}`)
  const { definition } = (await answer.json()) as {
    definition: { pages: { fields: Record<string, unknown>[] }[] }
  }
  return definition.pages.flatMap(({ fields }) => fields)
}

test('a pattern is chosen, tried and explained, and one that could hang a browser is refused', async ({
  page,
  relay,
}) => {
  await openEditor(page, relay)
  const form = await makeForm(page, 'Pattern')
  await addField(page, 'Short text', 'Order')
  const settings = page.locator('.field-panel')
  await settings.getByText('Advanced').click()
  const look = settings.getByLabel('Must look like')
  await look.selectOption({ label: 'Order number: AB-123456' })
  const attempt = settings.getByLabel('Try an answer')
  await attempt.fill('AB-1')
  await expect(settings.getByText('Refused')).toBeVisible()
  await attempt.fill('AB-123456')
  await expect(settings.getByText('Taken')).toBeVisible()

  await look.selectOption({ label: 'A pattern of your own' })
  const pattern = settings.getByLabel('Pattern', { exact: true })
  await pattern.fill('(a+)+')
  await expect(pattern).toHaveAccessibleDescription(/cannot repeat what repeats already/)
  await pattern.fill('[A-Z]\\d+')
  await attempt.fill('B52')
  await expect(settings.getByText('Taken')).toBeVisible()
  await inspect(page, 'a pattern', '.build-fields')
  await page.setViewportSize({ width: 1_280, height: 800 })
  await publish(page)
  expect(await publishedFields(relay.url, form)).toMatchObject([
    { pattern: '[A-Z]\\d+', patternMessage: 'Please write the number like AB-123456.' },
  ])
})

test('what is missing leads to the setting that it is missing in', async ({ page, relay }) => {
  await openEditor(page, relay)
  await makeForm(page, 'Unfinished')
  await addField(page, 'Picture choice', 'Which one?')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'missing' })
  await expect(alert).toContainText('Every option needs the address of its picture.')
  await alert.getByRole('button', { name: 'Which one?' }).click()
  const first = page.getByLabel('Picture of Option 1')
  await expect(first).toBeFocused()
  await expect(first).toHaveAccessibleDescription(/address of the picture is missing/)
})

test('an answer to begin with, a parameter and half the width are for the visitor to find', async ({
  page,
  relay,
}) => {
  await openEditor(page, relay)
  const form = await makeForm(page, 'Beginnings')
  await addField(page, 'Number', 'People')
  const settings = page.locator('.field-panel')
  await settings.getByRole('switch', { name: 'Half as wide' }).check()
  await settings.getByText('Advanced').click()
  await fill(settings, 'Begins with', '2')
  await fill(settings, 'URL parameter', 'people')
  await fill(settings, 'Least', '3')
  await expect(settings.getByText('Please enter 3 or more.')).toBeVisible()
  await fill(settings, 'Least', '1')
  await publish(page)
  expect(await publishedFields(relay.url, form)).toMatchObject([
    { kind: 'number', half: true, default: 2, param: 'people', min: 1 },
  ])
})

test('a question keeps its options when it becomes another kind, and undo brings the old one back', async ({
  page,
  relay,
}) => {
  await openEditor(page, relay)
  await makeForm(page, 'Kinds')
  await addField(page, 'Single choice', 'Colour')
  const settings = page.locator('.field-panel')
  await fill(settings, 'Option 1', 'Red')
  await settings.getByText('Advanced').click()
  await choose(settings, 'Kind', 'Ranking')
  await expect(settings.getByLabel('How many places are given')).toBeVisible()
  await expect(settings.getByLabel('Option 1')).toHaveValue('Red')
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(previewOf(page).getByRole('radio', { name: 'Red' })).toBeVisible()
})

test('lines that are pasted into an option become options, in its stead and after it', async ({
  page,
  relay,
}) => {
  await openEditor(page, relay)
  await makeForm(page, 'Lines')
  await addField(page, 'Single choice', 'Colour')
  const settings = page.locator('.field-panel')
  await settings.getByLabel('Option 1', { exact: true }).evaluate((input) => {
    ;(input as HTMLInputElement).select()
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Red\n\n Green \r\nBlue')
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  const radios = previewOf(page).getByRole('radiogroup', { name: 'Colour' }).getByRole('radio')
  await expect(radios).toHaveCount(4)
  for (const [at, name] of ['Red', 'Green', 'Blue', 'Option 2'].entries())
    await expect(radios.nth(at)).toHaveAccessibleName(name)
})

test('the picker finds kinds by what people call them, and Enter takes the first', async ({
  page,
  relay,
}) => {
  await openEditor(page, relay)
  await makeForm(page, 'Search')
  await page.getByRole('button', { name: 'Add a field' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a field' })
  await expect(dialog.getByRole('listitem')).toHaveCount(26)
  await dialog.getByRole('searchbox').fill('likert')
  await expect(dialog.getByRole('listitem')).toHaveText([/^Scale/, /^Matrix/])
  await dialog.getByRole('searchbox').press('Enter')
  await expect(page.getByLabel('Words at the low end')).toHaveValue('Strongly disagree')
})
