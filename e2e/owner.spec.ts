// The whole path by hand: from the console's setup link to a signed delivery at the owner's own receiver.
import { addField, goTo, makeForm, openEditor, previewOf, publish } from './editor.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, verifies, watchErrors } from './visitor.ts'

const SECRET = 'thirty-two characters and no less'

test('an owner sets up, makes a form, pastes its tag, and their receiver verifies what a visitor sent', async ({
  start,
  receiver,
  page,
  context,
}) => {
  test.slow()
  const relay = await start.relay({
    env: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined, ADMIN_API_KEY: undefined },
  })
  const [, setup] = await relay.printed(/Set up +(\S+)/)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: relay.publicUrl })

  await test.step('make an account with the setup link', async () => {
    await page.goto(setup ?? '')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Email').fill('owner@example.com')
    await page.getByLabel('Password').fill('a long enough password')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await expect(page.getByRole('heading', { name: 'Forms', level: 1 })).toBeVisible()
  })
  const errors = watchErrors(page)

  await test.step('make a form, add and edit fields, publish', async () => {
    await makeForm(page, 'Contact')
    await addField(page, 'Short text', 'Your name')
    await page.getByRole('switch', { name: 'Required' }).check()
    await addField(page, 'Email', 'Email')
    await page.getByRole('switch', { name: 'Required' }).check()
    await page.getByRole('button', { name: /^Your name/ }).click()
    await page.getByRole('textbox', { name: 'Label' }).fill('Name')
    await page.getByRole('textbox', { name: 'Help' }).fill('As on your **letters**.')
    await expect(previewOf(page).getByLabel('Name')).toBeVisible()
    await expect(previewOf(page).getByText('letters')).toHaveCSS('font-weight', '700')
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await publish(page)
  })

  const tag = await test.step('copy the tag', async () => {
    await goTo(page, 'Share')
    await page.getByRole('button', { name: 'Copy the tag' }).click()
    await expect(page.getByRole('button', { name: 'Copied the tag' })).toBeVisible()
    return page.evaluate(() => navigator.clipboard.readText())
  })
  expect(tag).toContain(`<script async src="${relay.publicUrl}/embed.js"></script>`)

  await test.step('configure the callback URL and the signing secret', async () => {
    await goTo(page, 'Integrations')
    await page.getByRole('link', { name: 'Add a webhook' }).click()
    await page.getByLabel('Callback URL').fill(`${receiver.url}/hook`)
    await page.getByRole('radio', { name: 'I have one' }).check()
    await page.getByLabel('Your signing secret').fill(SECRET)
    await page.getByRole('button', { name: 'Add the webhook' }).click()
    await expect(page.getByRole('heading', { name: 'The webhook is ready' })).toBeFocused()
  })

  await test.step('send a test, and see the answer', async () => {
    receiver.replyWith({ status: 202, body: 'thank you' })
    await page.getByRole('button', { name: 'Send a test' }).click()
    const drawer = page.getByRole('dialog', { name: 'Delivery' })
    await expect(drawer).toContainText('webhook.test')
    await expect(drawer).toContainText('202')
    await expect(drawer).toContainText('thank you')
    const tested = await receiver.waitFor((request) => request.headers['x-webhook-event'] === 'webhook.test')
    expect(verifies(tested, SECRET)).toBe(true)
    await drawer.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('submit as a visitor, on a page of another origin', async () => {
    const host = await start.page(`<!doctype html><html lang="en"><title>My shop</title><body>${tag}</body>`)
    const visitor = await context.browser()?.newPage()
    if (!visitor) throw new Error('There is no browser for the visitor.')
    await visitor.goto(host.url)
    await fillIn(visitor)
    await send(visitor)
    await visitor.close()
  })

  await test.step('the receiver verifies the raw body', async () => {
    const arrived = await receiver.waitFor(
      (request) => request.headers['x-webhook-event'] === 'form.submission.created',
    )
    expect(verifies(arrived, SECRET)).toBe(true)
    expect(Object.values(JSON.parse(String(arrived.body)))).toEqual(Object.values(ada))
  })

  await test.step('see the delivery, its attempt and the response', async () => {
    await page.getByRole('link', { name: 'form.submission.created' }).click()
    const drawer = page.getByRole('dialog', { name: 'Delivery' })
    await expect(drawer).toContainText('Delivered')
    await expect(drawer).toContainText(ada.email)
    await expect(drawer.getByText('Attempt 1', { exact: true })).toBeVisible()
    await expect(drawer).toContainText(/X-Signature\s*sha256=[0-9a-f]{64}/)
    await expect(page.getByText(SECRET)).toHaveCount(0)
    await drawer.getByRole('button', { name: 'Close' }).click()

    await goTo(page, 'Responses')
    const row = page.getByRole('row', { name: /Ada Lovelace ada@example\.com/ })
    await row.getByRole('button').click()
    const response = page.getByRole('dialog', { name: 'Response' })
    await expect(response).toContainText(ada.name)
    await expect(response).toContainText('http://127.0.0.1')
  })
  expect(errors).toEqual([])
})

test('the setup link works once', async ({ start, page }) => {
  const relay = await start.relay({
    env: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined, ADMIN_API_KEY: undefined },
  })
  const [, setup = '', token] = await relay.printed(/Set up +(\S+#(\S+))/)
  const claims = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      fetch(`${relay.url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          token,
          name: `Claimant ${index}`,
          email: `claimant${index}@example.com`,
          password: 'a long enough password',
        }),
      }),
    ),
  )
  expect(claims.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(claims.filter(({ status }) => status === 409)).toHaveLength(9)
  await page.goto(setup)
  await expect(page.getByText('This relay has an owner already')).toBeVisible()
  await relay.stop()
  await relay.restart()
  expect(relay.log().match(/Set up/g)).toHaveLength(1)
})

test('signing in needs the right password, and signing out ends the session', async ({ relay, page }) => {
  await page.goto(`${relay.publicUrl}/`)
  await page.getByLabel('Email').fill('owner@example.com')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('The email or the password is wrong.')).toBeVisible()
  await page.getByLabel('Password').fill('a long enough password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Forms', level: 1 })).toBeVisible()
  const cookies = await page.context().cookies()
  expect(cookies.length).toBeGreaterThan(0)
  for (const { httpOnly, sameSite } of cookies)
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' })

  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  const refused = await fetch(`${relay.url}/api/forms`, {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  })
  expect(refused.status).toBe(401)
})

test('a page of another site cannot act for an owner who is signed in', async ({ relay, page, start }) => {
  await openEditor(page, relay)
  const host = await start.page('<!doctype html><title>Mallory</title>')
  await page.goto(host.url)
  const before = await (await relay.api('/api/forms')).json()
  await page.evaluate(async (url) => {
    const body = JSON.stringify({ title: 'Forged' })
    for (const type of ['text/plain', 'application/json']) {
      await fetch(url, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': type },
        body,
      }).catch(() => null)
    }
  }, `${relay.publicUrl}/api/forms`)
  expect(await (await relay.api('/api/forms')).json()).toEqual(before)
})
