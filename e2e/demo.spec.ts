// A newcomer's first minute: one command, and a page where a form becomes a signed delivery before their eyes.
import type { Page } from '@playwright/test'
import { axeProblems, scrollsSideways } from './looks.ts'
import { expect, test } from './test.ts'
import { watchErrors } from './visitor.ts'

/** As `npm start` finds a fresh machine: no settings, no data. */
const fresh = {
  ADMIN_EMAIL: undefined,
  ADMIN_PASSWORD: undefined,
  ADMIN_API_KEY: undefined,
  WEBHOOK_ALLOW: undefined,
}

async function fillDemo(page: Page) {
  await page.getByLabel('Your name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('radio', { name: 'An order' }).check()
  await page.getByLabel('Order number').fill('A-1024')
  await page.getByLabel('Your message').fill('Where is it?')
  await page.getByRole('checkbox', { name: /You may store my answers/ }).check()
}

test('the console tells where the demo, the editor and the setup are', async ({ start, page }) => {
  const relay = await start.relay({ env: fresh })
  const [, demo, editor, setup] = await relay.printed(/Demo page +(\S+)\s+Editor +(\S+)\s+Set up +(\S+)/)
  expect(editor).toBe(relay.publicUrl)
  expect(demo).toBe(`${relay.publicUrl}/demo`)
  await page.goto(demo ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.goto(setup ?? '')
  await expect(page.getByRole('button', { name: 'Make the account' })).toBeVisible()
})

test("the demo page embeds its form with the owner's tag, and shows the delivery within a second", async ({
  start,
  page,
}) => {
  const relay = await start.relay({ env: fresh })
  const errors = watchErrors(page)
  const source = await (await fetch(`${relay.url}/demo`)).text()
  const tag = [
    `<script async src="${relay.publicUrl}/embed.js"></script>`,
    /<div data-fieldpost="([a-z0-9]+)"><\/div>/.exec(source)?.[0] ?? 'a div',
  ]
  for (const line of tag) expect(source).toContain(line)

  await page.goto(`${relay.publicUrl}/demo`)
  await page.getByText('The tag on this page').click()
  const shown = page.getByRole('group').filter({ hasText: 'The tag on this page' })
  for (const line of tag) await expect(shown).toContainText(line)

  const inbox = page.getByRole('region', { name: 'Received webhooks' })
  await expect(inbox.getByText('Waiting for the first webhook')).toBeVisible()
  await fillDemo(page)
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  const delivery = inbox.getByRole('article')
  await expect(delivery).toContainText('Signature valid', { timeout: 1_000 })
  await expect(delivery.getByRole('heading', { name: 'Headers' })).toBeVisible()
  await expect(delivery).toContainText(/x-signature\s*sha256=[0-9a-f]{64}/)
  await expect(delivery).toContainText(/x-webhook-event\s*form\.submission\.created/)
  await delivery.getByRole('radio', { name: 'Raw' }).check()
  await expect(delivery.locator('code')).toHaveText(
    JSON.stringify({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      topic: 'order',
      order_number: 'A-1024',
      message: 'Where is it?',
      consent: true,
    }),
  )
  expect(errors).toEqual([])
})

test('a delivery that somebody forged is shown as not valid', async ({ start, page }) => {
  const relay = await start.relay({ env: fresh })
  const { inboxToken } = (await (await fetch(`${relay.url}/api/demo`)).json()) as { inboxToken: string }
  await page.goto(`${relay.publicUrl}/demo`)
  await fetch(`${relay.url}/inbox/${inboxToken}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': `sha256=${'0'.repeat(64)}` },
    body: '{"name":"Mallory"}',
  })
  const delivery = page.getByRole('region', { name: 'Received webhooks' }).getByRole('article')
  await expect(delivery).toContainText('Signature not valid')
  await expect(delivery).toContainText('Mallory')
})

test('once there is an owner, nobody else looks into the inbox', async ({ start }) => {
  const relay = await start.relay({ env: fresh })
  const { inboxToken } = (await (await fetch(`${relay.url}/api/demo`)).json()) as { inboxToken: string }
  const look = () => fetch(`${relay.url}/api/inbox/${inboxToken}/messages`)
  expect((await look()).status).toBe(200)
  const [, token] = await relay.printed(/\/setup#(\S+)/)
  const made = await fetch(`${relay.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      name: 'Ada',
      email: 'ada@example.com',
      password: 'a long enough password',
    }),
  })
  expect(made.status).toBe(201)
  expect((await look()).status).toBe(401)
})

test('a relay that was given an owner, or DEMO=off, makes no demo', async ({ start, relay }) => {
  const off = await start.relay({ env: { ...fresh, DEMO: 'off' } })
  for (const { url, log } of [off, relay]) {
    expect((await fetch(`${url}/demo`)).status).toBe(404)
    expect(log()).not.toContain('Demo page')
  }
})

test('the demo page looks right, light and dark, wide and narrow', async ({ start, page }) => {
  const relay = await start.relay({ env: fresh })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1_280, 375]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${relay.publicUrl}/demo`)
      await expect(page.getByRole('button', { name: 'Send message' })).toBeVisible()
      await expect(page.getByText('Waiting for the first webhook')).toBeVisible()
      expect(await scrollsSideways(page), `${colorScheme}, ${width} px`).toBe(0)
      expect(await axeProblems(page), `${colorScheme}, ${width} px`).toEqual([])
    }
  }
})
