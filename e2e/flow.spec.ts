// The way through a form: a question at a time, rules, answers in later texts, what it begins with, what is kept.
import type { Page } from '@playwright/test'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, post, send } from './visitor.ts'

const contact: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
]
const topics = [
  { value: 'sales', label: '**Sales**' },
  { value: 'help', label: 'Help' },
  { value: 'other', label: 'Something else' },
]

/** What the page posts besides submissions, in order. */
function posted(page: Page, to: string): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(to))
      bodies.push(request.postDataJSON() as Record<string, unknown>)
  })
  return bodies
}

test('a question at a time, with nothing but keys', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        {
          id: 'p1',
          fields: [
            { id: 'f1', name: 'name', kind: 'text', label: 'Your name', required: true },
            { id: 'f2', name: 'why', kind: 'long-text', label: 'Why are you here?' },
            { id: 'f3', name: 'topic', kind: 'single-choice', label: 'What about?', options: topics },
          ],
        },
        {
          id: 'p2',
          fields: [
            { id: 'f4', name: 'intro', kind: 'statement', label: 'Nearly there, {{name}}' },
            { id: 'f5', name: 'likely', kind: 'nps', label: 'How likely?' },
            { id: 'f6', name: 'tags', kind: 'multiple-choice', label: 'Which ones?', options: topics },
          ],
        },
      ],
      settings: { steps: 'questions' },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await expect(page.getByText('Step 1 of 6')).toBeVisible()
  const name = page.getByLabel('Your name')
  await expect(name).not.toBeFocused()
  await name.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Please check your answers')).toBeVisible()
  await name.focus()
  await page.keyboard.type('Ada')
  await page.keyboard.press('Enter')

  await expect(page.getByLabel('Why are you here?')).toBeFocused()
  await expect(page.getByRole('group', { name: 'Step 2 of 6' })).toBeVisible()
  await page.keyboard.type('one')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Control+Enter')

  // A letter chooses, and nothing goes on by itself.
  await expect(page.getByRole('radio', { name: 'Sales' })).toBeFocused()
  await page.keyboard.press('b')
  await expect(page.getByRole('radio', { name: 'Help' })).toBeChecked()
  await expect(page.getByText('Step 3 of 6')).toBeVisible()
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Step 4 of 6' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Nearly there, Ada' })).toBeVisible()
  await page.keyboard.press('Enter')

  await expect(page.getByText('Step 5 of 6')).toBeVisible()
  await page.keyboard.press('7')
  await expect(page.getByRole('radio', { name: '7 of 10' })).toBeChecked()
  await page.keyboard.press('1')
  await page.keyboard.press('0')
  await expect(page.getByRole('radio', { name: '10 of 10' })).toBeChecked()
  await page.keyboard.press('Enter')

  await page.keyboard.press('a')
  await page.keyboard.press('c')
  await page.keyboard.press('c')
  await expect(page.getByRole('checkbox', { name: 'Sales' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Something else' })).not.toBeChecked()
  // Back keeps everything.
  await page.getByRole('button', { name: 'Back' }).press('Enter')
  await expect(page.getByRole('radio', { name: '10 of 10' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: 'Sales' })).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused()
  const [submission] = await owner.submissions(form.id)
  expect(submission?.answers).toEqual({
    name: 'Ada',
    why: 'one\ntwo',
    topic: 'help',
    likely: 10,
    tags: ['sales'],
  })
})

test('each step takes the focus, and says the key that goes on from it', async ({
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
            { id: 'f1', name: 'color', kind: 'dropdown', label: 'Colour', options: topics },
            { id: 'f2', name: 'order', kind: 'ranking', label: 'Your order', options: topics },
            { id: 'f3', name: 'photo', kind: 'file', label: 'Photo' },
            { id: 'f4', name: 'sign', kind: 'signature', label: 'Signature' },
          ],
        },
      ],
      settings: { steps: 'questions' },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await expect(page.getByRole('option', { name: 'Sales', exact: true })).toBeAttached()
  await page.getByLabel('Colour').focus()
  for (const next of [
    page.getByRole('button', { name: 'Move Sales up' }),
    page.locator('input[type=file]'),
    page.getByLabel('Or type your name'),
  ]) {
    await expect(page.getByText('or press Ctrl + Enter')).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(next).toBeFocused()
  }
  await expect(page.getByText('or press Enter')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused()
})

test('rules require, jump, end early and choose the thanks', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        {
          id: 'p1',
          fields: [
            ...contact,
            { id: 'f3', name: 'topic', kind: 'single-choice', label: 'What about?', options: topics },
            { id: 'f4', name: 'phone', kind: 'phone', label: 'Phone' },
          ],
        },
        { id: 'p2', title: 'More', fields: [{ id: 'f5', name: 'more', kind: 'text', label: 'More' }] },
        { id: 'p3', title: 'Last', fields: [{ id: 'f6', name: 'last', kind: 'text', label: 'Last' }] },
      ],
      rules: [
        { if: { field: 'topic', is: 'equal', to: 'sales' }, then: { require: 'f4' } },
        { if: { field: 'topic', is: 'equal', to: 'sales' }, then: { jump: 'p3' } },
        { if: { field: 'topic', is: 'equal', to: 'help' }, then: { end: true } },
        { if: { field: 'topic', is: 'equal', to: 'help' }, then: { thanks: 'e1' } },
      ],
      endings: [{ id: 'e1', title: 'Help is on its way, {{name}}', text: 'About {{topic}}{{more}}.' }],
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page, { ...ada, name: '*Ada* [x](https://evil.example)' })
  await expect(page.getByText('Step 1 of 3')).toBeVisible()
  await page.getByRole('radio', { name: 'Sales' }).check()
  await expect(page.getByText('Step 1 of 2')).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByLabel('Phone')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Phone')).toHaveAttribute('aria-required', 'true')
  await page.getByLabel('Phone').fill('+44 20 7946 0000')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'Step 2 of 2 Last' })).toBeFocused()
  await page.getByRole('button', { name: 'Back' }).click()

  await page.getByRole('radio', { name: 'Help' }).check()
  await expect(page.getByText(/Step \d/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Send' }).click()
  // What a visitor wrote is text, whatever it looks like.
  const thanks = page.getByRole('heading', { name: /Help is on its way, ∗Ada∗ \[x\]/ })
  await expect(thanks).toBeVisible()
  await expect(thanks.getByRole('link')).toHaveCount(0)
  await expect(page.getByText('About Help.')).toBeVisible()
  const [submission] = await owner.submissions(form.id)
  expect(submission?.answers).toEqual({
    name: '*Ada* [x](https://evil.example)',
    email: ada.email,
    topic: 'help',
    phone: '+44 20 7946 0000',
  })
  // What the path could not have given is refused, whoever sends it.
  const refused = await post(relay, form.id, { answers: { ...ada, topic: 'help', more: 'x' } })
  expect(refused.status).toBe(422)
})

test('an ending sends its visitors on, and progress that its owner hides is still told', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const target = await start.page('<h1>Welcome</h1>')
  const form = await owner.makeForm({
    definition: {
      pages: [
        { id: 'p1', fields: contact },
        { id: 'p2', fields: [{ id: 'f3', name: 'age', kind: 'number', label: 'Age' }] },
      ],
      rules: [{ if: { field: 'age', is: 'at-least', to: 18 }, then: { thanks: 'e1' } }],
      endings: [{ id: 'e1', title: 'Come in', redirect: `${target.url}?from=form` }],
      settings: { progress: false },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await expect(page.locator('progress')).toHaveCount(0)
  await page.getByRole('button', { name: 'Next' }).click()
  const heading = page.getByRole('heading', { name: 'Step 2 of 2' })
  await expect(heading).toBeFocused()
  expect((await heading.locator('small').boundingBox())?.width).toBeLessThanOrEqual(1)
  await page.getByLabel('Age').fill('18')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.waitForURL(`${target.url}?from=form`)
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
})

test('a form begins with what the page, its address and the owner say', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    fields: [
      { id: 'f1', name: 'name', kind: 'text', label: 'Name', param: 'n' },
      { id: 'f2', name: 'email', kind: 'email', label: 'Email', param: 'e' },
      { id: 'f3', name: 'count', kind: 'number', label: 'Count', default: 3 },
      { id: 'f4', name: 'topic', kind: 'single-choice', label: 'Topic', options: topics, param: 't' },
      { id: 'f5', name: 'agree', kind: 'consent', label: 'I agree' },
      { id: 'f6', name: 'ref', kind: 'hidden', param: 'utm_source', default: 'none' },
      { id: 'f7', name: 'other', kind: 'hidden', param: 'x', default: 'none' },
    ],
  })
  const host = await start.page(
    `<script async src="${relay.publicUrl}/embed.js"></script>
     <div data-fieldpost="${form.id}" data-prefill-name="Page" data-prefill-agree="true"></div>`,
  )
  await page.goto(`${host.url}?n=Link&e=ada%40example.com&t=pink&utm_source=news&agree=true`)
  await expect(page.getByLabel('Name')).toHaveValue('Page')
  await expect(page.getByLabel('Email')).toHaveValue('ada@example.com')
  await expect(page.getByLabel('Count')).toHaveValue('3')
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(page.getByLabel('I agree')).not.toBeChecked()
  await send(page)
  const [submission] = await owner.submissions(form.id)
  expect(submission?.answers).toEqual({
    name: 'Page',
    email: 'ada@example.com',
    count: 3,
    ref: 'news',
    other: 'none',
  })
})

test('unfinished answers are here again, until they are sent or thrown away', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        { id: 'p1', title: 'One', fields: contact },
        {
          id: 'p2',
          title: 'Two',
          fields: [{ id: 'f3', name: 'topic', kind: 'single-choice', label: 'Topic', options: topics }],
        },
      ],
      settings: { draft: true },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const kept = () => page.evaluate(() => Object.keys(localStorage))
  await page.goto(host.url)
  await expect(page.getByLabel('Name')).toBeVisible()
  expect(await kept()).toEqual([])
  await fillIn(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: 'Help' }).check()
  await page.reload()

  await expect(page.getByRole('status').first()).toHaveText('Your answers from last time are here again.')
  await expect(page.getByRole('heading', { name: 'Two' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Help' })).toBeChecked()
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect(page.getByLabel('Name')).toHaveValue('')
  await expect(page.getByText('Your answers from last time')).toHaveCount(0)
  expect(await kept()).toEqual([])

  await fillIn(page)
  await page.reload()
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  await page.getByRole('button', { name: 'Next' }).click()
  await send(page)
  expect(await kept()).toEqual([])
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})

test('answers so far are told to the relay, and completed under the same key', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        { id: 'p1', fields: contact },
        { id: 'p2', fields: [{ id: 'f3', name: 'age', kind: 'number', label: 'Age', required: true }] },
      ],
      settings: { partial: true },
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const bodies = posted(page, '/submissions')
  await page.goto(host.url)
  await fillIn(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect.poll(() => bodies).toHaveLength(1)
  await page.getByLabel('Age').fill('many')
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  // What is not right yet says nothing new.
  expect(bodies).toHaveLength(1)
  await page.getByLabel('Age').fill('41')
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  await expect.poll(() => bodies).toHaveLength(2)
  await page.getByLabel('Age').fill('42')
  await send(page)
  expect(bodies.map(({ answers, partial }) => [answers, partial])).toEqual([
    [ada, true],
    [{ ...ada, age: 41 }, true],
    [{ ...ada, age: 42 }, false],
  ])
  expect(new Set(bodies.map(({ key }) => key)).size).toBe(1)
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([{ ...ada, age: 42 }])
})

test('the report hears of a view, a start, each page, and of leaving, once each', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm({
    definition: {
      pages: [
        { id: 'p1', fields: contact },
        { id: 'p2', fields: [{ id: 'f3', name: 'age', kind: 'number', label: 'Age' }] },
      ],
    },
  })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const signals = posted(page, '/signals')
  await page.goto(host.url)
  await fillIn(page)
  for (const turn of ['Next', 'Back', 'Next']) await page.getByRole('button', { name: turn }).click()
  for (let time = 0; time < 2; time++)
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  const version = 1
  const told = [
    { type: 'view', version },
    { type: 'start', version },
    { type: 'page', version, page: 'p2' },
    { type: 'page', version, page: 'p1' },
    { type: 'abandon', version, page: 'p2' },
  ]
  await expect.poll(() => signals).toEqual(told)
  await send(page)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  expect(signals).toEqual(told)
})

for (const closedText of ['', 'Back on *Monday*.']) {
  test(`a form that is closed says so, ${closedText ? 'in its owner’s words' : 'in its own words'}`, async ({
    page,
    relay,
    owner,
    start,
  }) => {
    const form = await owner.makeForm({
      title: 'Autumn survey',
      definition: {
        pages: [{ id: 'p1', fields: contact }],
        settings: { closesAt: '2020-01-01T00:00:00Z', closedText },
      },
    })
    const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
    const signals = posted(page, '/signals')
    await page.goto(host.url)
    await expect(page.getByRole('heading', { name: 'Autumn survey' })).toBeVisible()
    await expect(page.getByRole('status')).toContainText(
      closedText ? 'Back on Monday.' : 'This form takes no more answers.',
    )
    await expect(page.getByRole('textbox')).toHaveCount(0)
    await expect.poll(() => signals).toEqual([{ type: 'view', version: 1 }])
  })
}
