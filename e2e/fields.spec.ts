// What kinds and settings of fields do beyond holding an answer: by keyboard, by pointer, in narrow places, with files.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import type { Page, Route } from '@playwright/test'
import { strictCsp } from './hosts.ts'
import { axeProblems, scrollsSideways } from './looks.ts'
import type { FieldInput } from './owner.ts'
import { test as base, expect } from './test.ts'
import { send } from './visitor.ts'

const options = ['Small', 'Medium', 'Large', 'Huge'].map((label) => ({ value: label.toLowerCase(), label }))
const lands = ['Austria', 'Belgium', 'Brazil', 'Canada', 'Denmark', 'Estonia', 'France', 'Greece', 'Hungary']
const countries = [...lands, 'India', 'Italy', 'Japan', 'São Tomé', 'Spain'].map((label) => ({
  value: label.slice(0, 3).toLowerCase(),
  label,
}))
const pdf = (name = 'cv.pdf', bytes = 100) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n%%EOF\n'.padEnd(bytes, '%')),
})

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const status = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

/** Opens a form of these fields, or of this definition, on a stranger's page; gives what was sent so far. */
type Open = (
  fields: FieldInput[],
  definition?: DefinitionInput,
) => Promise<() => Promise<Record<string, unknown>[]>>

const test = base.extend<{ open: Open }>({
  open: async ({ page, relay, owner, start }, use) =>
    use(async (fields, definition = { pages: [{ id: 'p1', fields }] }) => {
      const form = await owner.makeForm({ definition })
      const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
      await page.goto(host.url)
      await expect(page.getByRole('button', { name: /Send|Next/ })).toBeVisible()
      return async () => (await owner.submissions(form.id)).map(({ answers }) => answers)
    }),
})

test('arrows move within a row of a matrix, and each row asks for itself', async ({ page, open }) => {
  const sent = await open([
    {
      id: 'f1',
      name: 'grid',
      kind: 'matrix',
      label: 'Marks',
      required: true,
      rows: ['Speed', 'Price'].map((label) => ({ value: label, label })),
      columns: ['Bad', 'Fair', 'Good'].map((label) => ({ value: label, label })),
    },
  ])
  await page.getByRole('radio', { name: 'Speed Bad' }).focus()
  await press(page, 'Space', 'ArrowRight', 'ArrowRight')
  await expect(page.getByRole('radio', { name: 'Speed Good' })).toBeChecked()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByLabel('Please check your answers')).toContainText('Please answer every row.')
  await expect(page.getByRole('radiogroup', { name: 'Price' })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('radiogroup', { name: 'Speed' })).not.toHaveAttribute('aria-invalid')
  await page.getByLabel('Please check your answers').getByRole('link').click()
  await press(page, 'Space')
  await expect(page.getByRole('radio', { name: 'Price Bad' })).toBeChecked()
  await send(page)
  expect(await sent()).toEqual([{ grid: { Speed: 'Good', Price: 'Bad' } }])
})

test('a ranking is no answer until it is moved or kept, and tells each new place', async ({ page, open }) => {
  const ranking = { kind: 'ranking', options, required: true } as const
  const sent = await open([
    { id: 'f1', name: 'all', label: 'All', ...ranking },
    { id: 'f2', name: 'best', label: 'Best', ...ranking, top: 2 },
    { id: 'f3', name: 'kept', label: 'Kept', ...ranking },
  ])
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByLabel('Please check your answers').getByRole('listitem')).toHaveCount(3)

  const all = page.getByRole('group', { name: 'All' })
  await all.getByRole('button', { name: 'Move Large up' }).focus()
  await press(page, 'Enter')
  await expect(status(page, 'Large: 2 of 4')).toBeAttached()
  await expect(all.getByRole('button', { name: 'Move Large up' })).toBeFocused()
  await press(page, 'ArrowUp', 'ArrowUp')
  await expect(status(page, 'Large: 1 of 4')).toBeAttached()
  await press(page, 'ArrowDown')
  await expect(all.getByRole('listitem')).toContainText(['Small', 'Large', 'Medium', 'Huge'])

  const best = page.getByRole('group', { name: 'Best' })
  await best.getByRole('button', { name: 'Move Huge up' }).click()
  await expect(best.getByRole('listitem')).toContainText(['Small', 'Huge', 'Medium', 'Large'])

  const kept = page.getByRole('group', { name: 'Kept' })
  await kept.getByRole('button', { name: 'Keep this order' }).click()
  await expect(kept.getByRole('button', { name: 'Move Small up' })).toBeFocused()
  await send(page)
  expect(await sent()).toEqual([
    {
      all: ['small', 'large', 'medium', 'huge'],
      best: ['small', 'huge'],
      kept: ['small', 'medium', 'large', 'huge'],
    },
  ])
})

test('an option of a ranking is dragged to its place', async ({ page, open }) => {
  const sent = await open([{ id: 'f1', name: 'all', kind: 'ranking', label: 'All', options }])
  const items = page.getByRole('group', { name: 'All' }).getByRole('listitem')
  const from = await items.nth(3).boundingBox()
  const to = await items.nth(0).boundingBox()
  if (!from || !to) throw new Error('The list is not to be seen')
  await page.mouse.move(from.x + 20, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 8 })
  await page.mouse.up()
  await page.mouse.move(to.x + 20, from.y + from.height / 2)
  await expect(items).toContainText(['Huge', 'Small', 'Medium', 'Large'])
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(page.getByRole('button', { name: 'Keep this order' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Move Huge up' })).toBeFocused()
  await press(page, 'ArrowUp')
  await send(page)
  expect(await sent()).toEqual([{ all: ['small', 'medium', 'huge', 'large'] }])
})

test('a slider says that it is not answered, until a key or a pointer chooses', async ({ page, open }) => {
  const slider = { kind: 'slider', required: true } as const
  const sent = await open([
    { id: 'f1', name: 'moved', label: 'Moved', unit: 'kg', ...slider },
    { id: 'f2', name: 'taken', label: 'Taken', ...slider },
    { id: 'f3', name: 'clicked', label: 'Clicked', ...slider },
    { id: 'f4', name: 'left', label: 'Left', ...slider, required: false },
  ])
  const range = (name: string) => page.getByRole('slider', { name })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByLabel('Please check your answers').getByRole('listitem')).toHaveCount(3)
  await expect(range('Moved')).toHaveAttribute('aria-valuetext', 'Not answered yet')
  await range('Moved').focus()
  await press(page, 'ArrowRight')
  await expect(range('Moved')).toHaveAttribute('aria-valuetext', '51 kg')
  await range('Taken').focus()
  await press(page, 'Space')
  await range('Clicked').click()
  await range('Left').focus()
  await press(page, 'End')
  await page.getByRole('group', { name: 'Left' }).getByRole('button', { name: 'Clear' }).click()
  await expect(range('Left')).toBeFocused()
  await send(page)
  expect(await sent()).toEqual([{ moved: 51, taken: 50, clicked: 50 }])
})

test('a long dropdown is searched with the keyboard', async ({ page, open }) => {
  const dropdown = { kind: 'dropdown', options: countries } as const
  const sent = await open([
    { id: 'f1', name: 'first', label: 'First', ...dropdown },
    { id: 'f2', name: 'second', label: 'Second', ...dropdown },
    { id: 'f3', name: 'third', label: 'Third', ...dropdown },
    { id: 'f4', name: 'fourth', label: 'Fourth', ...dropdown },
  ])
  const box = (name: string) => page.getByRole('combobox', { name })
  const list = page.getByRole('listbox')
  await box('First').focus()
  await page.keyboard.type('tome')
  await expect(status(page, '1 found')).toBeAttached()
  await expect(list.getByRole('option')).toHaveText(['São Tomé'])
  await press(page, 'Enter')
  await expect(box('First')).toHaveValue('São Tomé')
  await expect(list).toBeHidden()

  await press(page, 'Tab', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp')
  await expect(list.locator('.active')).toHaveText('Spain')
  await expect(box('Second')).toHaveAttribute('aria-activedescendant', /./)
  await press(page, 'Escape')
  await expect(list).toBeHidden()
  await expect(box('Second')).toHaveValue('')

  await press(page, 'Tab')
  await page.keyboard.type('ital')
  await press(page, 'Tab')
  // What is no option is not taken for one.
  await expect(box('Third')).toHaveValue('')
  await page.keyboard.type('ITALY')
  await press(page, 'Tab')
  await expect(box('Fourth')).toHaveValue('Italy')

  await box('Third').click()
  await list.getByRole('option', { name: 'Japan' }).click()
  await expect(box('Third')).toHaveValue('Japan')
  await box('First').fill('')
  await press(page, 'Tab')
  await send(page)
  expect(await sent()).toEqual([{ third: 'jap', fourth: 'ita' }])
})

test('an answer of one’s own is written where it is chosen', async ({ page, open }) => {
  const choice = { options, other: true, required: true } as const
  const sent = await open([
    { id: 'f1', name: 'one', kind: 'single-choice', label: 'One', ...choice },
    { id: 'f2', name: 'some', kind: 'multiple-choice', label: 'Some', ...choice, otherLabel: 'Else' },
  ])
  // A pointer leads into the input, the arrows do not.
  await page.getByRole('radio', { name: 'Other' }).click()
  await page.keyboard.type('huge')
  await expect(page.getByRole('textbox', { name: 'Other' })).toHaveValue('huge')
  await expect(page.getByRole('radio', { name: 'Other' })).toBeChecked()
  await page.getByRole('radio', { name: 'Huge' }).focus()
  await press(page, 'Space', 'ArrowDown')
  await expect(page.getByRole('radio', { name: 'Other' })).toBeFocused()
  await press(page, 'Tab')
  await page.keyboard.type('tiny')

  await page.getByRole('checkbox', { name: 'Else' }).check()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByLabel('Please check your answers').getByRole('listitem')).toHaveCount(1)
  await page.getByRole('textbox', { name: 'Else' }).fill('words, with a comma')
  await page.getByRole('checkbox', { name: 'Small' }).check()
  await send(page)
  expect(await sent()).toEqual([{ one: 'tiny', some: ['small', 'words, with a comma'] }])
})

test('options in another order keep it, with one’s own words last', async ({ page, open }) => {
  const many = Array.from({ length: 30 }, (_, index) => ({ value: `v${index}`, label: `Option ${index}` }))
  const mixed = { options: many, randomize: true } as const
  const next: FieldInput[] = [{ id: 'f2', name: 'next', kind: 'text', label: 'Next one' }]
  await open([], {
    pages: [
      {
        id: 'p1',
        fields: [{ id: 'f1', name: 'one', kind: 'single-choice', label: 'One', ...mixed, other: true }],
      },
      { id: 'p2', fields: next },
    ],
  })
  const words = () => page.locator('.option').allTextContents()
  const before = await words()
  expect(before.at(-1)).toBe('Other')
  expect(before.slice(0, -1)).not.toEqual(many.map(({ label }) => label))
  expect(new Set(before.slice(0, -1))).toEqual(new Set(many.map(({ label }) => label)))
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByLabel('Next one')).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('radio', { name: 'Other' })).toBeVisible()
  expect(await words()).toEqual(before)
})

test('characters are counted near the limit, and told now and then', async ({ page, open }) => {
  await open([{ id: 'f1', name: 'bio', kind: 'long-text', label: 'About you', maxLength: 100 }])
  const about = page.getByLabel('About you')
  await about.fill('x'.repeat(79))
  await expect(page.getByText(/characters/)).toHaveCount(0)
  await about.fill('x'.repeat(88))
  await expect(page.getByText('12 characters left', { exact: true })).toBeVisible()
  await expect(status(page, '20 characters left')).toBeAttached()
  await about.fill('x'.repeat(103))
  await expect(page.getByText('3 characters too many', { exact: true }).first()).toBeVisible()
})

test('what is wrong with an address stands at the part that it is about', async ({ page, open }) => {
  const sent = await open([
    { id: 'f1', name: 'home', kind: 'address', label: 'Home', parts: ['line1', 'city', 'country'] },
  ])
  await expect(page.getByLabel('Country')).toHaveAttribute('autocomplete', 'country-name')
  await page.getByLabel('Street address').fill('1 Rue')
  await page.getByLabel('Country').fill('France')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByLabel('Please check your answers').getByRole('link').click()
  await expect(page.getByLabel('City')).toBeFocused()
  await expect(page.getByLabel('City')).toHaveAccessibleDescription('Please fill this in.')
  await expect(page.locator('[aria-invalid]')).toHaveCount(1)
  await page.keyboard.type('Paris')
  await send(page)
  expect(await sent()).toEqual([{ home: { line1: '1 Rue', city: 'Paris', country: 'France' } }])
})

test('a picture that does not come leaves its words', async ({ page, open }) => {
  await page.route('https://pictures.test/*', (route) => route.fulfill({ status: 404 }))
  const image = 'https://pictures.test/none.png'
  const sent = await open([
    {
      id: 'f1',
      name: 'look',
      kind: 'picture-choice',
      label: 'Look',
      options: [{ ...options[0], value: 's', image }],
    },
  ])
  await expect(page.locator('img')).toBeHidden()
  await page.getByText('Small').click()
  await send(page)
  expect(await sent()).toEqual([{ look: 's' }])
})

test.describe('files', () => {
  const cv: FieldInput = { id: 'f1', name: 'cv', kind: 'file', label: 'Papers', maxFiles: 2, accept: ['pdf'] }

  test('that are not taken are said to be so before anything is sent', async ({ page, open }) => {
    const uploads: string[] = []
    page.on('request', (request) => request.url().includes('/uploads') && uploads.push(request.url()))
    await open([{ ...cv, maxBytes: 2_048 }])
    await page
      .getByLabel('Papers')
      .setInputFiles(
        [
          pdf('empty.pdf', 0),
          pdf('large.pdf', 3_000),
          { ...pdf('tool.exe'), mimeType: 'application/x-msdownload' },
        ].map((file) => (file.name === 'empty.pdf' ? { ...file, buffer: Buffer.alloc(0) } : file)),
      )
    const notes = page.getByRole('status')
    await expect(notes.filter({ hasText: 'empty.pdf is empty.' })).toBeVisible()
    await expect(notes.filter({ hasText: 'large.pdf is larger than 2 kB.' })).toBeVisible()
    await expect(notes.filter({ hasText: 'tool.exe is not of a type that is taken here.' })).toBeVisible()
    await page.getByLabel('Papers').setInputFiles([pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf')])
    await expect(notes.filter({ hasText: 'Only 2 are taken.' })).toBeVisible()
    await expect(notes.filter({ hasText: 'b.pdf is uploaded' })).toBeAttached()
    // There is no room for more, so nothing asks for more.
    await expect(page.getByLabel('Papers')).toHaveCount(0)
    await page.getByRole('button', { name: 'Remove a.pdf' }).click()
    await expect(page.getByLabel('Papers')).toBeFocused()
    expect(uploads.filter((url) => url.includes('name='))).toHaveLength(2)
  })

  test('that are on their way keep the form from being sent, and may fail and come all the same', async ({
    page,
    open,
  }) => {
    const held: Route[] = []
    await page.route('**/uploads?*', (route) => void held.push(route))
    const sent = await open([cv])
    await page.getByLabel('Papers').setInputFiles(pdf())
    await expect.poll(() => held.length).toBe(1)
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByLabel('Please check your answers')).toContainText('Please wait until')
    await held[0]?.abort()
    await expect(page.getByText('This was not uploaded.')).toBeVisible()
    await page.unroute('**/uploads?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(status(page, 'cv.pdf is uploaded')).toBeAttached()
    await expect(page.getByLabel('Please check your answers')).toHaveCount(0)
    await send(page)
    expect(await sent()).toMatchObject([{ cv: [{ name: 'cv.pdf', type: 'application/pdf' }] }])
  })

  test('wait for the network, and go on when the visitor comes back to their page', async ({
    page,
    context,
    open,
  }) => {
    await open([], {
      pages: [
        { id: 'p1', fields: [{ id: 'f0', name: 'name', kind: 'text', label: 'Name' }] },
        { id: 'p2', fields: [cv] },
      ],
    })
    await page.getByRole('button', { name: 'Next' }).click()
    await context.setOffline(true)
    await page.getByLabel('Papers').setInputFiles(pdf())
    await expect(page.getByText('You are offline.')).toBeVisible()
    await context.setOffline(false)
    await expect(status(page, 'cv.pdf is uploaded')).toBeAttached()

    const held: Route[] = []
    await page.route('**/uploads?*', (route) => void held.push(route))
    await page.getByLabel('Papers').setInputFiles(pdf('late.pdf'))
    await expect.poll(() => held.length).toBe(1)
    await page.getByRole('button', { name: 'Back' }).click()
    await expect(page.getByLabel('Name')).toBeVisible()
    await page.unroute('**/uploads?*')
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(status(page, 'late.pdf is uploaded')).toBeAttached()
  })

  test('of another content than their name says are refused by the relay, and said to be', async ({
    page,
    open,
  }) => {
    await open([cv])
    await page.getByLabel('Papers').setInputFiles({ ...pdf(), buffer: Buffer.from('MZ\0\0not at all a PDF') })
    await expect(page.getByText('cv.pdf is not of a type that is taken here.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Remove cv.pdf' }).click()
    await send(page)
  })

  test('that are removed are taken back from the relay', async ({ page, open }) => {
    await open([cv])
    await page.getByLabel('Papers').setInputFiles(pdf())
    await expect(status(page, 'cv.pdf is uploaded')).toBeAttached()
    const taken = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.getByRole('button', { name: 'Remove cv.pdf' }).click()
    expect((await taken).status()).toBe(204)
  })
})

test('a signature is drawn, cleared and drawn again, dark on white also in the dark', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    fields: [{ id: 'f1', name: 'sign', kind: 'signature', label: 'Signature', required: true }],
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(host.url)
  await page.addStyleTag({ content: ':root { color-scheme: dark }' })
  const pad = page.locator('canvas')
  const draw = async () => {
    const box = await pad.boundingBox()
    if (!box) throw new Error('The pad is not to be seen')
    await page.mouse.move(box.x + 40, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + 240, box.y + 120, { steps: 12 })
    await page.mouse.up()
  }
  /** How much of the picture is paper, ink, and anything between. */
  const inks = () =>
    pad.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      }
      let [paper, ink, other] = [0, 0, 0]
      for (let at = 0; at < data.length; at += 4) {
        const light = data[at] ?? 0
        if (light === 255) paper++
        else if (light < 64) ink++
        else other++
      }
      return { paper, ink, other }
    })
  await draw()
  await expect(page.getByText('✓ Signed')).toBeVisible()
  const drawn = await inks()
  expect(drawn.ink).toBeGreaterThan(1_000)
  // The edge of a line, no more.
  expect(drawn.other).toBeLessThan(drawn.ink)
  await page.getByRole('button', { name: 'Clear' }).click()
  expect((await inks()).ink).toBe(0)
  await expect(page.getByRole('img', { name: 'Nothing is drawn yet' })).toBeVisible()
  await page.getByLabel('Or type your name').fill('Ada Lovelace')
  await expect(page.getByText('✓ Signed')).toBeVisible()
  expect((await inks()).ink).toBeGreaterThan(1_000)
  await draw()
  await expect(page.getByLabel('Or type your name')).toHaveValue('')
  await expect(page.getByText('✓ Signed')).toBeVisible()
  await send(page)
  const [submission] = await owner.submissions(form.id)
  const [file] = (submission?.answers.sign ?? []) as { id: string; type: string }[]
  expect(file?.type).toBe('image/png')
  const download = await relay.api(`/api/uploads/${file?.id}`)
  expect(
    Buffer.from(await download.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
})

test('halves share a line where there is room, and no kind is wider than a narrow phone', async ({
  page,
  open,
}) => {
  const long = 'A label that goes on for longer than a narrow place has room for'
  const columns = ['Terrible', 'Bad', 'Neither nor', 'Good', 'Excellent'].map((label) => ({
    value: label,
    label,
  }))
  await open([
    { id: 'f1', name: 'first', kind: 'text', label: 'First', half: true },
    { id: 'f2', name: 'last', kind: 'text', label: 'Last', half: true },
    { id: 'f3', name: 'grid', kind: 'matrix', label: long, rows: [{ value: 'r', label: long }], columns },
    {
      id: 'f4',
      name: 'rank',
      kind: 'ranking',
      label: long,
      options: [...options, { value: 'x', label: long }],
    },
    { id: 'f5', name: 'slide', kind: 'slider', label: long, lowLabel: long, highLabel: long },
    { id: 'f6', name: 'home', kind: 'address', label: long },
    { id: 'f7', name: 'cv', kind: 'file', label: long },
    { id: 'f8', name: 'sign', kind: 'signature', label: long },
    { id: 'f9', name: 'scale', kind: 'scale', label: long, max: 10 },
  ])
  const tops = async () => [
    (await page.getByLabel('First').boundingBox())?.y,
    (await page.getByLabel('Last').boundingBox())?.y,
  ]
  await page.setViewportSize({ width: 1_000, height: 800 })
  let [first = 0, last = 0] = await tops()
  expect(first).toBe(last)
  await page.setViewportSize({ width: 320, height: 800 })
  ;[first = 0, last = 0] = await tops()
  expect(last).toBeGreaterThan(first)
  expect(await scrollsSideways(page)).toBe(0)
  const scale = await page.getByRole('radio', { name: '1 of 10', exact: true }).boundingBox()
  expect(scale?.width).toBeGreaterThanOrEqual(24)
})

test('the strictest policy finds nothing to report in any kind', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm({
    fields: [
      { id: 'f1', name: 'grid', kind: 'matrix', label: 'Marks', rows: options, columns: options },
      { id: 'f2', name: 'rank', kind: 'ranking', label: 'Order', options },
      { id: 'f3', name: 'slide', kind: 'slider', label: 'Heat' },
      { id: 'f4', name: 'cv', kind: 'file', label: 'Papers' },
      { id: 'f5', name: 'sign', kind: 'signature', label: 'Signature' },
      { id: 'f6', name: 'land', kind: 'dropdown', label: 'Land', options: countries },
      { id: 'f7', name: 'scale', kind: 'scale', label: 'Effort' },
    ],
  })
  const csp = strictCsp(relay.publicUrl)
  const host = await start.host('strict-csp', { relay: relay.publicUrl, form: form.id }, { csp })
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.defineProperty(document, 'violations', { value: violations })
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))
  })
  await page.goto(host.url)
  await page.getByRole('radio', { name: 'Small Large' }).check()
  await page.getByRole('button', { name: 'Move Large up' }).click()
  await page.getByRole('slider', { name: 'Heat' }).press('End')
  await page.getByLabel('Papers').setInputFiles(pdf())
  await page.getByLabel('Or type your name').fill('Ada')
  await page.getByRole('combobox', { name: 'Land' }).fill('jap')
  await page.keyboard.press('Enter')
  await expect(status(page, 'cv.pdf is uploaded')).toBeAttached()
  await expect(page.getByText('✓ Signed')).toBeVisible()
  await send(page)
  expect(await page.evaluate(() => (document as unknown as { violations: string[] }).violations)).toEqual([])
})

test('kinds that are half filled in have nothing that axe finds either', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open([
    { id: 'f1', name: 'rank', kind: 'ranking', label: 'Order', options, top: 2 },
    { id: 'f2', name: 'slide', kind: 'slider', label: 'Heat' },
    { id: 'f3', name: 'cv', kind: 'file', label: 'Papers', maxFiles: 2 },
    { id: 'f4', name: 'one', kind: 'single-choice', label: 'One', options, other: true },
    { id: 'f5', name: 'bio', kind: 'text', label: 'Bio', maxLength: 5 },
    { id: 'f6', name: 'sign', kind: 'signature', label: 'Signature' },
    { id: 'f7', name: 'land', kind: 'dropdown', label: 'Land', options: countries },
  ])
  // The open list shall cover nothing: of what is covered, nobody can tell its contrast.
  await page.addStyleTag({ content: ':root { color-scheme: dark; --fp-gap: 20em }' })
  await page.getByRole('button', { name: 'Move Large up' }).click()
  await page.getByRole('slider', { name: 'Heat' }).press('End')
  await page.getByLabel('Papers').setInputFiles([pdf(), { ...pdf('no.pdf'), buffer: Buffer.from('MZ') }])
  await page.getByRole('radio', { name: 'Other' }).check()
  await page.getByLabel('Bio').fill('too long')
  await page.getByLabel('Or type your name').fill('Ada')
  await expect(page.getByText('✓ Signed')).toBeVisible()
  await expect(page.getByText('no.pdf is not of a type that is taken here.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Land' }).fill('a')
  await page.keyboard.press('ArrowDown')
  expect(await axeProblems(page, '[data-fieldpost]')).toEqual([])
})
