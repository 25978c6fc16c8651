// The form's own page, and forms that owners write by hand: with scripts and without.
import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { axeProblems, scrollsSideways } from './looks.ts'
import { expect, test } from './test.ts'
import { send, watchErrors } from './visitor.ts'

const options = [
  { value: 's', label: 'Small' },
  { value: 'm', label: 'Medium' },
  { value: 'l', label: 'Large' },
]
const everything: DefinitionInput = {
  pages: [
    {
      id: 'p1',
      title: 'Write',
      fields: [
        {
          id: 'a0',
          name: 'intro',
          kind: 'statement',
          label: 'Hello',
          help: 'With a [link](https://example.com).',
        },
        { id: 'a1', name: 'text', kind: 'text', label: 'Nickname', required: true, help: 'Any will do.' },
        { id: 'a2', name: 'story', kind: 'long-text', label: 'Story' },
        { id: 'a3', name: 'email', kind: 'email', label: 'Email' },
        { id: 'a4', name: 'phone', kind: 'phone', label: 'Phone' },
        { id: 'a5', name: 'site', kind: 'url', label: 'Site' },
        { id: 'a6', name: 'amount', kind: 'number', label: 'Amount', unit: 'kg' },
        { id: 'a7', name: 'day', kind: 'date', label: 'Day' },
      ],
    },
    {
      id: 'p2',
      title: 'Choose',
      fields: [
        { id: 'b1', name: 'size', kind: 'single-choice', label: 'Size', options },
        { id: 'b2', name: 'sizes', kind: 'multiple-choice', label: 'Sizes', options, max: 2 },
        { id: 'b3', name: 'drop', kind: 'dropdown', label: 'Menu', options },
        { id: 'b4', name: 'sure', kind: 'yes-no', label: 'Sure?' },
        { id: 'b5', name: 'stars', kind: 'rating', label: 'Stars' },
        { id: 'b6', name: 'nps', kind: 'nps', label: 'Recommend' },
        { id: 'b7', name: 'mood', kind: 'smiley', label: 'Mood' },
        { id: 'b8', name: 'agree', kind: 'consent', label: 'I agree', required: true },
        { id: 'b9', name: 'source', kind: 'hidden', default: 'web' },
        { id: 'c1', name: 'why', kind: 'text', label: 'Why so large', required: true },
      ],
    },
  ],
  rules: [{ if: { field: 'size', is: 'equal', to: 'l' }, then: { show: 'c1' } }],
}

const rows = [
  { value: 'food', label: 'Food' },
  { value: 'staff', label: 'Staff' },
]
/** Kinds of several inputs, and such as have other inputs than the widget's. */
const inParts: DefinitionInput = {
  pages: [
    {
      id: 'p1',
      fields: [
        { id: 'a', name: 'at', kind: 'time', label: 'Time', half: true },
        { id: 'b', name: 'ease', kind: 'scale', label: 'Ease', half: true },
        { id: 'c', name: 'budget', kind: 'slider', label: 'Budget', unit: '€' },
        { id: 'd', name: 'grid', kind: 'matrix', label: 'Grid', rows, columns: options },
        { id: 'e', name: 'order', kind: 'ranking', label: 'Order', options },
        { id: 'f', name: 'home', kind: 'address', label: 'Home', required: true },
        { id: 'g', name: 'size', kind: 'single-choice', label: 'Size', options, other: true },
        { id: 'h', name: 'code', kind: 'text', label: 'Voucher', pattern: '[A-Z]{3}' },
      ],
    },
  ],
  rules: [{ if: { field: 'grid', part: 'food', is: 'equal', to: 's' }, then: { thanks: 'sorry' } }],
  endings: [{ id: 'sorry', title: 'Sorry about {{home}}' }],
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('every kind of field is filled in and stored', async ({ page, relay, owner }) => {
    const form = await owner.makeForm({ title: 'Everything', definition: everything })
    await page.goto(`${relay.publicUrl}/f/${form.id}?source=mail&text=Ada`)
    await expect(page).toHaveTitle('Everything')
    await expect(page.getByLabel('Nickname')).toHaveValue('Ada')
    await page.getByLabel('Story').fill('Two\nlines')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Phone').fill('+44 20 7946 0000')
    await page.getByLabel('Site').fill('example.com/ada')
    await page.getByLabel('Amount').fill('3,5')
    await page.getByLabel('Day').fill('2026-02-28')
    const group = (name: string) => page.getByRole('group', { name })
    await group('Size').first().getByLabel('Medium').check()
    await group('Sizes').getByLabel('Small').check()
    await group('Sizes').getByLabel('Large').check()
    await page.getByLabel('Menu').selectOption({ label: 'Large' })
    await group('Sure?').getByLabel('No', { exact: true }).check()
    await group('Stars').getByLabel('4 of 5').check()
    await group('Recommend').getByLabel('0 of 10', { exact: true }).check()
    await group('Mood').getByLabel('Good, 4 of 5').check()
    await page.getByLabel('I agree').check()
    await expect(page.getByText('Answer this only if “Size” is “Large”.')).toBeVisible()
    await send(page)

    await expect(page).toHaveURL(`${relay.publicUrl}/f/${form.id}/thanks`)
    const [submission, ...more] = await owner.submissions(form.id)
    expect(more).toEqual([])
    expect(submission?.answers).toEqual({
      text: 'Ada',
      story: 'Two\nlines',
      email: 'ada@example.com',
      phone: '+44 20 7946 0000',
      site: 'https://example.com/ada',
      amount: 3.5,
      day: '2026-02-28',
      size: 'm',
      sizes: ['s', 'l'],
      drop: 'l',
      sure: false,
      stars: 4,
      nps: 0,
      mood: 'good',
      agree: true,
      source: 'mail',
    })
    expect(submission?.context).toEqual({
      url: `${relay.publicUrl}/f/${form.id}?source=mail&text=Ada`,
      language: 'en-US',
    })
  })

  test('questions of several inputs are filled in and stored, and thanked for by rule', async ({
    page,
    relay,
    owner,
  }) => {
    const form = await owner.makeForm({ title: 'Parts', definition: inParts })
    await page.goto(`${relay.publicUrl}/f/${form.id}`)
    await page.getByLabel('Time').fill('09:30')
    const group = (name: string) => page.getByRole('group', { name })
    await group('Ease').getByLabel('5 of 7').check()
    await page.getByLabel('Budget').fill('40')
    await group('Grid').getByLabel('Food: Small').check()
    await group('Grid').getByLabel('Staff: Large').check()
    for (const [index, label] of ['Large', 'Small', 'Medium'].entries()) {
      await group('Order')
        .getByLabel(`Place ${index + 1}`)
        .selectOption({ label })
    }
    await group('Home').getByLabel('Street address').fill('1 High Street')
    await group('Home').getByLabel('City').fill('Bath')
    await group('Home').getByLabel('Postcode').fill('BA1')
    await group('Home').getByLabel('Country').fill('UK')
    await group('Size').getByLabel('Other', { exact: true }).check()
    await group('Size').getByLabel('Other: In your own words').fill('Tiny')
    await page.getByLabel('Voucher').fill('ABC')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(
      page.getByRole('heading', { name: 'Sorry about 1 High Street, Bath, BA1, UK' }),
    ).toBeVisible()
    expect(new URL(page.url()).search).not.toContain('Bath')
    expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
      {
        at: '09:30',
        ease: 5,
        budget: 40,
        grid: { food: 's', staff: 'l' },
        order: ['l', 's', 'm'],
        home: { line1: '1 High Street', city: 'Bath', postcode: 'BA1', country: 'UK' },
        size: 'Tiny',
        code: 'ABC',
      },
    ])
  })

  test('a mistake is shown where it is, and the rest is kept', async ({ page, relay, owner }) => {
    const form = await owner.makeForm()
    await page.goto(`${relay.publicUrl}/f/${form.id}`)
    await page.getByLabel('Name').fill('Ada <3')
    await page.getByLabel('Email').fill('ada')
    await page.getByRole('button', { name: 'Send' }).click()
    const words = 'Please enter an email address, like name@example.com.'
    await expect(page.getByRole('region', { name: 'Please check your answers' })).toBeFocused()
    await page.getByRole('link', { name: `Email · ${words}` }).click()
    await expect(page.getByLabel('Email')).toBeFocused()
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription(words)
    await expect(page.getByLabel('Name')).toHaveValue('Ada <3')
    await page.getByLabel('Email').fill('ada@example.com')
    await send(page)
    expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([
      { name: 'Ada <3', email: 'ada@example.com' },
    ])
  })

  test('going back and sending again stores nothing twice, and other answers only when asked', async ({
    page,
    relay,
    owner,
  }) => {
    const form = await owner.makeForm()
    await page.goto(`${relay.publicUrl}/f/${form.id}`)
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('Email').fill('ada@example.com')
    await send(page)
    await page.goBack()
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('Email').fill('ada@example.com')
    await send(page)
    expect(await owner.submissions(form.id)).toHaveLength(1)

    await page.goBack()
    await page.getByLabel('Name').fill('Eve')
    await page.getByLabel('Email').fill('eve@example.com')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('You have sent this form before')).toBeVisible()
    await send(page)
    expect((await owner.submissions(form.id)).map(({ answers }) => answers.name)).toEqual(['Eve', 'Ada'])
  })

  test("the owner's page is reached after sending, on another origin", async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const shop = await start.page('<h1>Thanks from the shop</h1>')
    const form = await owner.makeForm({
      definition: {
        pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: 'Name' }] }],
        thanks: { redirect: shop.url },
      },
    })
    await page.goto(`${relay.publicUrl}/f/${form.id}`)
    await page.getByLabel('Name').fill('Ada')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('heading', { name: 'Thanks from the shop' })).toBeVisible()
    expect(await owner.submissions(form.id)).toHaveLength(1)
  })
})

test("an owner's own form on another origin sends here, mistakes and all", async ({
  page,
  relay,
  owner,
  start,
}) => {
  const shop = await start.page('<p>to be written</p>')
  const form = await owner.makeForm({
    definition: {
      pages: [
        { id: 'p1', fields: [{ id: 'f1', name: 'email', kind: 'email', label: 'Email', required: true }] },
      ],
      // Only the shop may send; what it sent wrong is still put right on the relay's page.
      settings: { origins: [new URL(shop.url).origin] },
    },
  })
  const contact = await start.page(
    `<form method="post" action="${relay.publicUrl}/v1/forms/${form.id}/submissions">
      <input name="email" aria-label="Mail"><button>Go</button></form>`,
  )
  await page.goto(contact.url)
  await page.getByLabel('Mail').fill('ada')
  await page.getByRole('button', { name: 'Go' }).click()
  await expect(page.getByRole('heading', { name: 'This form is filled in elsewhere' })).toBeVisible()

  await owner.call(`/api/forms/${form.id}`, {
    method: 'PATCH',
    body: { definition: { ...form.definition, settings: { origins: [new URL(contact.url).origin] } } },
  })
  await owner.publish(form.id)
  await page.goto(contact.url)
  await page.getByLabel('Mail').fill('ada')
  await page.getByRole('button', { name: 'Go' }).click()
  await expect(page.getByLabel('Email')).toHaveValue('ada')
  await page.getByLabel('Email').fill('ada@example.com')
  await send(page)
  expect(await owner.submissions(form.id)).toMatchObject([
    { answers: { email: 'ada@example.com' }, context: { url: contact.url } },
  ])
})

test('with scripts the widget takes its place, with the same values', async ({ page, relay, owner }) => {
  const form = await owner.makeForm({ definition: everything })
  const errors = watchErrors(page)
  await page.goto(`${relay.publicUrl}/f/${form.id}?source=mail&text=Ada`)
  await expect(page.getByText('Step 1 of 2')).toBeVisible()
  await expect(page.getByLabel('Nickname')).toHaveCount(2)
  await expect(
    page.getByLabel('Nickname').and(page.locator('#i-a1:not([data-fieldpost] > form *)')),
  ).toHaveValue('Ada')
  await expect(page.locator('[data-fieldpost] > form')).toBeHidden()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('checkbox', { name: 'I agree' }).check()
  await send(page)
  expect(errors).toEqual([])
  expect((await owner.submissions(form.id))[0]?.answers).toEqual({ text: 'Ada', agree: true, source: 'mail' })
})

test('where the widget does not come, the native form comes forth', async ({ page, relay, owner }) => {
  const form = await owner.makeForm()
  await page.route('**/embed.js', (route) => route.abort())
  await page.goto(`${relay.publicUrl}/f/${form.id}`)
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('Email').fill('ada@example.com')
  await send(page)
  expect(await owner.submissions(form.id)).toHaveLength(1)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the native form is for everybody: ${colorScheme}`, async ({ page, relay, owner }) => {
    const form = await owner.makeForm({ title: 'Everything', definition: everything })
    await page.emulateMedia({ colorScheme })
    // axe is a script, so the page gets all of them but the widget's.
    await page.route('**/embed.js', (route) => route.abort())
    const address = `${relay.publicUrl}/f/${form.id}`
    await page.goto(`${address}?stars=3&mood=good&size=s`)
    await expect(page.getByLabel('Nickname')).toBeVisible()
    expect(await axeProblems(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 600 })
    expect(await scrollsSideways(page)).toBe(0)
    await page.goto(`${address}/thanks`)
    expect(await axeProblems(page)).toEqual([])
    const parts = await owner.makeForm({ title: 'Parts', definition: inParts })
    for (const width of [320, 1_000]) {
      await page.setViewportSize({ width, height: 600 })
      await page.goto(`${relay.publicUrl}/f/${parts.id}`)
      await expect(page.getByLabel('Voucher')).toBeVisible()
      expect(await axeProblems(page)).toEqual([])
      expect(await scrollsSideways(page)).toBe(0)
    }
    await page.goto(`${relay.publicUrl}/f/unknown`)
    expect(await axeProblems(page)).toEqual([])
  })
}
