// How a form looks: chosen in the editor, published to pages, and readable in every look to begin with.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Theme } from '@fieldpost/shared/theme.ts'
import type { Locator, Page } from '@playwright/test'
import { goTo, openEditor, previewOf, publish } from './editor.ts'
import { axeProblems } from './looks.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'

const presets = JSON.parse(
  readFileSync(join(import.meta.dirname, '../widget/editor/design/presets.json'), 'utf8'),
) as { id: string; name: string; theme: Theme }[]

const backgroundOf = (form: Locator) =>
  form.locator('.fp').evaluate((element) => getComputedStyle(element).backgroundColor)
const place = (page: Page) => page.locator('[data-fieldpost]')
const word = (page: Page) => page.getByRole('checkbox', { name: 'Publish these colours all the same' })
const MIDNIGHT = 'rgb(11, 16, 32)'

test('a look that is chosen is in the preview at once, is undone, and comes to pages when it is published', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/build`)
  await goTo(page, 'Design')
  const preview = previewOf(page)
  await expect(preview.getByLabel('Name')).toBeVisible()
  const before = await backgroundOf(preview)
  await page.getByRole('radio', { name: 'Midnight' }).focus()
  await page.keyboard.press('Space')
  await expect.poll(() => backgroundOf(preview)).toBe(MIDNIGHT)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => backgroundOf(preview)).toBe(before)
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(page.getByRole('radio', { name: 'Midnight' })).toBeChecked()

  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const visitor = await page.context().newPage()
  const scripts: string[] = []
  visitor.on('request', (request) => scripts.push(request.url()))
  await visitor.goto(host.url)
  await expect(visitor.getByLabel('Name')).toBeVisible()
  expect(await backgroundOf(place(visitor))).toBe('rgb(255, 255, 255)')
  expect(
    scripts.filter((url) => url.includes('form-theme')),
    'nothing of themes is loaded',
  ).toEqual([])

  await publish(page)
  await visitor.reload()
  await expect(visitor.getByLabel('Name')).toBeVisible()
  expect(await backgroundOf(place(visitor))).toBe(MIDNIGHT)
})

test('colours that are hard to read are published only on the explicit word of the owner', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/design`)
  await expect(word(page)).toBeHidden()
  const text = page.getByRole('textbox', { name: 'Quiet text', exact: true })
  await text.fill('#a0a0a0')
  await expect(text).toHaveAccessibleDescription(/2\.61:1 on the background, needs 4\.5:1/)
  await expect(word(page)).not.toBeChecked()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'hard to read' })).toBeFocused()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expect(owner.publish(form.id)).rejects.toThrow(/low-contrast.*#a0a0a0.*2\.61:1/)

  await word(page).check()
  await publish(page)
  const published = await (await fetch(`${relay.url}/v1/forms/${form.id}`)).json()
  expect(published).toMatchObject({
    definition: { theme: { light: { muted: '#a0a0a0' }, lowContrast: true } },
  })

  await page.getByRole('button', { name: /^Fix it/ }).click()
  await expect(word(page)).toBeHidden()
  await expect(text).toHaveAccessibleDescription(/4\.5\d:1 on the background/)
  await publish(page)
  const mended = await (await fetch(`${relay.url}/v1/forms/${form.id}`)).json()
  expect(JSON.stringify(mended)).not.toContain('lowContrast')
})

test('what is no colour says so in its place, and nothing changes; an empty one is found by itself', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
      theme: { light: { background: '#fff0f0' } },
    },
  })
  await openEditor(page, relay, `/forms/${form.id}/design`)
  const preview = previewOf(page)
  const background = page.getByRole('textbox', { name: 'Background', exact: true })
  await expect.poll(() => backgroundOf(preview)).toBe('rgb(255, 240, 240)')
  await background.fill('sunset')
  await expect(background).toHaveAttribute('aria-invalid', 'true')
  await expect(background).toHaveAccessibleDescription(/Write a colour like/)
  expect(await backgroundOf(preview)).toBe('rgb(255, 240, 240)')
  await background.fill('012')
  await expect.poll(() => backgroundOf(preview)).toBe('rgb(0, 17, 34)')
  await expect(word(page), 'words follow a background that is given alone').toBeHidden()
  await background.fill('')
  await expect.poll(() => backgroundOf(preview)).toBe('rgb(255, 255, 255)')
})

test("the page's own rules for the element outdo the theme", async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm({
    definition: {
      pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
      theme: { scheme: 'light', radius: 20, light: { background: '#eeeeff', accent: '#552288' } },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await page.addStyleTag({ content: '[data-fieldpost] { --fp-background: #ffeedd; --fp-radius: 1px }' })
  await expect(page.getByLabel('Name')).toHaveCSS('border-radius', '1px')
  expect(await backgroundOf(place(page))).toBe('rgb(255, 238, 221)')
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCSS('background-color', 'rgb(85, 34, 136)')
})

test('how and when a form comes is chosen with what it means at its place, undone, and published', async ({
  page,
  relay,
  owner,
}) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/design`)
  await goTo(page, 'Display')
  await page.getByRole('radio', { name: 'Slide-in' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('Nothing opens it yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByRole('radio', { name: 'Inline' })).toBeChecked()
  await page.getByRole('button', { name: 'Redo' }).click()

  await page.getByRole('button', { name: 'Add what opens it' }).click()
  await page.getByRole('menuitem', { name: 'After some time' }).click()
  const seconds = page.getByLabel('After so many seconds')
  await seconds.fill('soon')
  await expect(seconds).toHaveAccessibleDescription('Write a number from 0 to 86,400.')
  await seconds.fill('2.5')
  await page.getByLabel('Only on these pages').fill('pricing')
  await expect(page.getByLabel('Only on these pages')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Only on these pages').fill('/pricing/*\n!/pricing/old')
  await page.getByLabel('Comes by itself').selectOption('Every so many days')
  await page.getByLabel('Days in between').fill('7')
  await publish(page)
  const published = await (await fetch(`${relay.url}/v1/forms/${form.id}`)).json()
  expect((published as { definition: { display: unknown } }).definition.display).toEqual({
    mode: 'slide-in',
    side: 'end',
    edge: 'bottom',
    triggers: [{ on: 'delay', seconds: 2.5 }],
    urls: ['/pricing/*', '!/pricing/old'],
    frequency: 7,
    label: '',
  })
})

const options = [
  { value: 'a', label: 'Sales' },
  { value: 'b', label: 'Support' },
  { value: 'c', label: 'Something else' },
]
const fields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', placeholder: 'Ada', required: true },
  {
    id: 'f2',
    name: 'email',
    kind: 'email',
    label: 'Email',
    help: 'See [why](https://a.example).',
    required: true,
  },
  { id: 'f3', name: 'topic', kind: 'single-choice', label: 'Topic', options },
  { id: 'f4', name: 'topics', kind: 'multiple-choice', label: 'Topics', options },
  { id: 'f5', name: 'menu', kind: 'dropdown', label: 'Menu', options },
  { id: 'f6', name: 'stars', kind: 'rating', label: 'Stars' },
  { id: 'f7', name: 'nps', kind: 'nps', label: 'Recommend?' },
  { id: 'f8', name: 'mood', kind: 'smiley', label: 'Mood' },
  { id: 'f9', name: 'sure', kind: 'yes-no', label: 'Sure?' },
  { id: 'f10', name: 'level', kind: 'slider', label: 'Level' },
  { id: 'f11', name: 'order', kind: 'ranking', label: 'Order', options },
  { id: 'f12', name: 'grid', kind: 'matrix', label: 'Grid', rows: options, columns: options },
  { id: 'f13', name: 'note', kind: 'statement', label: 'A word', help: 'In *between*.' },
  { id: 'f14', name: 'message', kind: 'long-text', label: 'Message' },
  { id: 'f15', name: 'agree', kind: 'consent', label: 'I agree', required: true },
]

// What a look can spoil; the rest of what axe knows of is looked for in every kind, whatever its look.
const rules = ['color-contrast', 'target-size', 'link-in-text-block']

for (const { name, theme } of presets) {
  test(`${name}: everything on it can be read, light and dark`, async ({ page, relay, owner, start }) => {
    for (const scheme of ['light', 'dark'] as const) {
      const form = await owner.makeForm({
        definition: { pages: [{ id: 'p1', fields }], theme: { ...theme, scheme } },
      })
      const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
      await page.goto(host.url)
      // A form without a frame stands on the page's own ground, which axe does not know by itself.
      await page.addStyleTag({ content: `:root { color-scheme: ${scheme}; background: Canvas }` })
      await page.getByRole('radio', { name: 'Sales' }).first().check()
      await page.getByRole('radio', { name: '4 of 5', exact: true }).check()
      await page.getByRole('radio', { name: '7 of 10' }).check()
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByLabel('Please check your answers')).toBeFocused()
      expect(await axeProblems(page, '[data-fieldpost]', rules), scheme).toEqual([])
    }
  })
}
