// Every kind of field, pages and rules: what a visitor chooses is what the owner's receiver reads.
import { everything, options, servePictures } from './everything.ts'
import { axeProblems } from './looks.ts'
import { expect, test } from './test.ts'

const pdf = { name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }

test.beforeEach(({ page }) => servePictures(page))

test('every kind of field is filled in, and arrives as the contract says', async ({
  page,
  relay,
  owner,
  receiver,
  start,
}) => {
  const form = await owner.makeForm({ definition: everything })
  await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)

  await page.getByLabel('Nickname').fill('Ada')
  await page.getByLabel('Story').fill('Two\nlines')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Phone').fill('+44 20 7946 0000')
  await page.getByLabel('Site').fill('https://example.com/ada')
  await page.getByLabel('Amount').fill('3.5')
  await page.getByLabel('Day').fill('2026-02-28')
  await page.getByLabel('Hour').fill('14:30')
  await page.getByLabel('Street address').fill('12 St James’s Square')
  await page.getByLabel('City').fill('London')
  await page.getByLabel('Postcode').fill('SW1Y 4JH')
  await page.getByLabel('Country').fill('United Kingdom')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'Choose' })).toBeFocused()

  const group = (name: string) => page.getByRole('radiogroup', { name })
  await group('Size').getByRole('radio', { name: 'Medium' }).check()
  await page.getByRole('checkbox', { name: 'Small' }).check()
  await page.getByRole('checkbox', { name: 'Large' }).check()
  await page.getByLabel('Menu').selectOption({ label: 'Large' })
  await group('Sure?').getByRole('radio', { name: 'No' }).check()
  await group('Stars').getByRole('radio', { name: '4 of 5' }).check()
  await group('Recommend').getByRole('radio', { name: '0 of 10', exact: true }).check()
  await group('Mood').getByRole('radio', { name: /Good/ }).check()
  await page.getByRole('checkbox', { name: 'I agree' }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'Arrange' })).toBeFocused()

  await group('Effort').getByRole('radio', { name: '6 of 7' }).check()
  await page.getByRole('slider', { name: 'Heat' }).fill('-2.5')
  await page.getByRole('radio', { name: 'Speed Good' }).check()
  await page.getByRole('radio', { name: 'Price Bad' }).check()
  await page.getByRole('button', { name: 'Move Large up' }).click()
  await group('Look').getByRole('radio', { name: 'Medium' }).check()
  await page.getByRole('checkbox', { name: 'Large' }).check()
  await page.getByLabel('Papers').setInputFiles(pdf)
  await page.getByLabel('Or type your name').fill('Ada')
  await expect(page.getByText('cv.pdf is uploaded')).toBeAttached()
  await expect(page.getByText('✓ Signed')).toBeVisible()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused()

  const [arrived] = await receiver.waitFor(1)
  const file = { id: expect.stringMatching(/^upl_/), size: expect.any(Number) }
  expect(JSON.parse(String(arrived?.body))).toEqual({
    text: 'Ada',
    story: 'Two\nlines',
    email: 'ada@example.com',
    phone: '+44 20 7946 0000',
    site: 'https://example.com/ada',
    amount: 3.5,
    day: '2026-02-28',
    hour: '14:30',
    home: {
      line1: '12 St James’s Square',
      city: 'London',
      postcode: 'SW1Y 4JH',
      country: 'United Kingdom',
    },
    size: 'm',
    sizes: ['s', 'l'],
    drop: 'l',
    sure: false,
    stars: 4,
    nps: 0,
    mood: 'good',
    agree: true,
    source: 'shop',
    effort: 6,
    heat: -2.5,
    grid: { speed: 'good', price: 'bad' },
    order: ['s', 'l', 'm'],
    look: 'm',
    looks: ['l'],
    cv: [{ ...file, name: 'cv.pdf', type: 'application/pdf' }],
    sign: [{ ...file, name: 'signature.png', type: 'image/png' }],
  })
})

for (const { title = '', fields } of everything.pages) {
  test(`nothing that axe finds is in any kind to ${title.toLowerCase()}, with errors or without`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const demanded = fields.map((field) =>
      field.kind === 'statement' || field.kind === 'hidden' ? field : { ...field, required: true },
    )
    const form = await owner.makeForm({ title, fields: demanded })
    const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(host.url)
      await page.addStyleTag({ content: ':root { color-scheme: light dark }' })
      const button = page.getByRole('button', { name: 'Send' })
      await expect(button).toBeVisible()
      expect(await axeProblems(page, '[data-fieldpost]'), `${colorScheme}, empty`).toEqual([])
      await button.click()
      await expect(page.getByLabel('Please check your answers')).toBeFocused()
      expect(await axeProblems(page, '[data-fieldpost]'), `${colorScheme}, with errors`).toEqual([])
    }
  })
}

test('a form is filled in and sent with the keyboard alone, arrows choosing', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    fields: [
      { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
      { id: 'f2', name: 'size', kind: 'single-choice', label: 'Size', options },
      { id: 'f3', name: 'stars', kind: 'rating', label: 'Stars' },
      { id: 'f4', name: 'agree', kind: 'consent', label: 'I agree', required: true },
    ],
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('Tab')
  await page.keyboard.type('Ada')
  await press('Tab', 'Space', 'ArrowDown')
  await expect(page.getByRole('radio', { name: 'Medium' })).toBeChecked()
  // Choosing has put a button beside the question that takes the choice back.
  await press('Tab', 'Tab', 'Space', 'ArrowRight', 'ArrowRight')
  await expect(page.getByRole('radio', { name: '3 of 5' })).toBeChecked()
  await press('Tab', 'Tab', 'Space')
  await expect(page.getByRole('checkbox', { name: 'I agree' })).toBeChecked()
  await press('Tab')
  await expect(page.getByRole('button', { name: 'Send' })).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
    { name: 'Ada', size: 'm', stars: 3, agree: true },
  ])
})

test('a rule shows a field, and what was written into it is not sent when it is hidden again', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        {
          id: 'p1',
          fields: [
            { id: 'f1', name: 'size', kind: 'single-choice', label: 'Size', options },
            { id: 'f2', name: 'why', kind: 'text', label: 'Why so large?', required: true },
          ],
        },
      ],
      rules: [{ if: { field: 'size', is: 'equal', to: 'l' }, then: { show: 'f2' } }],
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await expect(page.getByRole('radio', { name: 'Large' })).toBeVisible()
  await expect(page.getByLabel('Why so large?')).toBeHidden()
  await page.getByRole('radio', { name: 'Large' }).check()
  await page.getByLabel('Why so large?').fill('It shrinks')
  await page.getByRole('radio', { name: 'Small' }).check()
  await expect(page.getByLabel('Why so large?')).toBeHidden()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([{ size: 's' }])
})

test('going back a page keeps everything that was answered', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm({ definition: everything })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByLabel('Nickname')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Nickname').fill('Ada')
  await page.getByRole('button', { name: 'Next' }).click()
  const stars = page.getByRole('radiogroup', { name: 'Stars' }).getByRole('radio', { name: '4 of 5' })
  await stars.check()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByLabel('Nickname')).toHaveValue('Ada')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(stars).toBeChecked()
})
