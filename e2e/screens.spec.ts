// Every screen of the editor: nothing that axe finds, and nothing to scroll sideways on a phone, light and dark.
import type { Page } from '@playwright/test'
import { openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

const fields: FieldInput[] = [
  { id: 'f1', name: 'name', kind: 'text', label: 'Name', required: true },
  { id: 'f2', name: 'email', kind: 'email', label: 'Email', required: true },
  {
    id: 'f3',
    name: 'topic',
    kind: 'single-choice',
    label: 'Topic',
    options: [
      { value: 'sales', label: 'Sales' },
      { value: 'support', label: 'Support' },
    ],
  },
  { id: 'f4', name: 'stars', kind: 'rating', label: 'Stars' },
]

interface Screen {
  path: string
  /** What is there when the screen is; some have to be opened first. */
  ready: (page: Page) => Promise<void>
}

const seen = (name: string) => (page: Page) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible()

/** By what it is; `FORM` and `HOOK` stand for ids. */
const screens: Record<string, Screen> = {
  'the forms': { path: '/', ready: seen('Forms') },
  'a new form': {
    path: '/',
    async ready(page) {
      await page.getByRole('button', { name: 'New form' }).click()
      await seen('New form')(page)
    },
  },
  Build: { path: '/forms/FORM/build', ready: seen('Preview') },
  'a field of Build': {
    path: '/forms/FORM/build',
    async ready(page) {
      await page.getByRole('button', { name: 'Topic topic' }).click()
      await expect(page.getByRole('group', { name: 'Options' })).toBeVisible()
    },
  },
  'the kinds of fields': {
    path: '/forms/FORM/build',
    async ready(page) {
      await page.getByRole('button', { name: 'Add a field' }).click()
      await seen('Add a field')(page)
    },
  },
  Design: { path: '/forms/FORM/design', ready: seen('Colours') },
  'a design that is hard to read': {
    path: '/forms/FORM/design',
    async ready(page) {
      await page.getByRole('textbox', { name: 'Accent', exact: true }).fill('#ffee00')
      await page.getByRole('textbox', { name: 'Background', exact: true }).fill('sunset')
      await expect(page.getByRole('checkbox', { name: 'Publish these colours' })).toBeVisible()
    },
  },
  Display: {
    path: '/forms/FORM/display',
    async ready(page) {
      await page.getByRole('radio', { name: 'Bar' }).focus()
      await page.keyboard.press('Space')
      await page.getByRole('button', { name: 'Add what opens it' }).click()
      await page.getByRole('menuitem', { name: 'At a click' }).click()
      await page.getByLabel('At a click on', { exact: true }).fill('..')
      await expect(page.getByText('This is no CSS selector.')).toBeVisible()
    },
  },
  Integrations: { path: '/forms/FORM/integrations', ready: seen('Webhooks') },
  'a new webhook': {
    path: '/forms/FORM/integrations/new',
    async ready(page) {
      await page.getByText('Advanced').click()
      await expect(page.getByLabel('Callback URL')).toBeVisible()
    },
  },
  'the deliveries': {
    path: '/forms/FORM/integrations/HOOK',
    ready: (page) => expect(page.getByRole('link', { name: 'form.submission.created' })).toBeVisible(),
  },
  'a delivery': {
    path: '/forms/FORM/integrations/HOOK',
    async ready(page) {
      await page.getByRole('link', { name: 'form.submission.created' }).click()
      await seen('What is sent')(page)
    },
  },
  "a webhook's settings": {
    path: '/forms/FORM/integrations/HOOK/settings',
    ready: (page) => expect(page.getByLabel('Callback URL')).toBeVisible(),
  },
  "a receiver's code": {
    path: '/forms/FORM/integrations/HOOK/receiver',
    ready: (page) => expect(page.getByText('createHmac').first()).toBeVisible(),
  },
  Responses: {
    path: '/forms/FORM/responses',
    ready: (page) => expect(page.getByRole('row', { name: /Ada/ })).toBeVisible(),
  },
  'a response': {
    path: '/forms/FORM/responses',
    async ready(page) {
      await page.getByRole('row', { name: /Ada/ }).getByRole('button').click()
      await seen('About it')(page)
    },
  },
  Logic: {
    path: '/forms/FORM/logic',
    async ready(page) {
      await page.getByRole('button', { name: 'Add a rule' }).click()
      await page.getByRole('button', { name: 'Add a group' }).click()
      await page.getByRole('button', { name: 'Add a thank-you' }).click()
      await seen('Thank-you 1')(page)
    },
  },
  'settings and translations': {
    path: '/forms/FORM/settings',
    async ready(page) {
      await page.getByLabel('Add a language').selectOption('de')
      await page.getByLabel('Keep answers of visitors who do not finish').check()
      await page.getByRole('textbox', { name: 'Closes', exact: true }).fill('2020-01-01T10:00')
      await page.getByRole('textbox', { name: 'Opens', exact: true }).fill('2021-01-01T10:00')
      await expect(page.getByText('It closes before it opens')).toBeVisible()
      await expect(page.getByRole('textbox', { name: /^Form: / })).toBeVisible()
    },
  },
  Share: { path: '/forms/FORM/share', ready: seen('On your page') },
  'a form that is not there': {
    path: '/forms/nothing/build',
    ready: (page) => expect(page.getByRole('heading').first()).toBeVisible(),
  },
}

for (const [name, { path, ready }] of Object.entries(screens)) {
  test(`${name}: accessible, and no wider than a phone`, async ({ page, relay, owner, receiver }) => {
    const form = await owner.makeForm({ fields })
    const webhook = await owner.createWebhook(form.id, {
      url: `${receiver.url}/a/rather/long/path/to/a/hook`,
    })
    await submit(relay, form.id, ada)
    await expect.poll(async () => (await owner.deliveries(webhook.id))[0]?.state).toBe('succeeded')
    await openEditor(page, relay, path.replace('FORM', form.id).replace('HOOK', webhook.id))
    await ready(page)
    await inspect(page, name)
  })
}

test('setup and sign-in: accessible, and no wider than a phone', async ({ page, start }) => {
  const relay = await start.relay({
    env: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined, ADMIN_API_KEY: undefined },
  })
  const [, setup = ''] = await relay.printed(/Set up +(\S+)/)
  for (const [address, button] of [
    [setup, 'Make the account'],
    [`${relay.publicUrl}/sign-in`, 'Sign in'],
  ] as const) {
    await page.goto(address)
    // Left empty, so that what is wrong with it is on the screen too.
    await page.getByRole('button', { name: button }).click()
    await inspect(page, button)
    await page.setViewportSize({ width: 1_280, height: 800 })
  }
})
