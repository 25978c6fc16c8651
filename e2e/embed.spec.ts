// The tag on somebody else's page: the form works, and the owner's receiver verifies what it gets.
import type { HostName } from './hosts.ts'
import { axeProblems } from './looks.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, verifies, watchErrors } from './visitor.ts'

const SECRET = 'a secret that both sides know'

const tags: Record<string, HostName> = {
  'a div and a script': 'plain',
  'a single script': 'single-tag',
  'the custom element': 'element',
}

for (const [tag, name] of Object.entries(tags)) {
  test(`${tag} on another origin: a visitor submits, and the owner's receiver verifies it`, async ({
    page,
    relay,
    owner,
    receiver,
    start,
  }) => {
    const form = await owner.makeForm()
    const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, secret: SECRET })
    const host = await start.host(name, { relay: relay.publicUrl, form: form.id })
    const errors = watchErrors(page)
    await page.goto(host.url)
    await fillIn(page)
    await send(page)

    const [arrived] = await receiver.waitFor(1)
    expect(String(arrived?.body)).toBe('{"name":"Ada Lovelace","email":"ada@example.com"}')
    expect(arrived?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
      'x-webhook-event': 'form.submission.created',
      'x-webhook-attempt': '1',
    })
    if (!arrived) throw new Error('nothing arrived')
    expect(verifies(arrived, SECRET)).toBe(true)
    expect(verifies({ ...arrived, body: Buffer.from(`${arrived.body} `) }, SECRET)).toBe(false)

    const [submission] = await owner.submissions(form.id)
    expect(submission).toMatchObject({
      formId: form.id,
      answers: ada,
      context: { url: host.url, language: 'en-US' },
    })
    await expect.poll(async () => (await owner.deliveries(webhook.id))[0]?.state).toBe('succeeded')
    const [listed] = await owner.deliveries(webhook.id)
    expect(listed).toMatchObject({
      submissionId: submission?.id,
      eventId: arrived.headers['x-webhook-id'],
      attempts: 1,
      lastStatus: 200,
    })
    const delivery = await owner.delivery(listed?.id ?? '')
    expect(delivery.body).toBe(String(arrived.body))
    expect(delivery.attemptList).toMatchObject([
      { number: 1, status: 200, error: null, request: { method: 'POST', url: `${receiver.url}/hook` } },
    ])
    expect(errors).toEqual([])
  })
}

test('the form stands in a shadow root where the single tag stands', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('single-tag', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await expect(page.locator('#here').getByLabel('Name')).toBeVisible()
  expect(await page.evaluate(() => document.querySelectorAll('input').length), 'in the light').toBe(0)
})

test('answers that the relay refuses are explained at their fields, and nothing is lost', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await page.getByLabel('Name').fill(ada.name)
  await page.getByLabel('Email').fill('not an address')
  await page.getByRole('button', { name: 'Send' }).click()
  const summary = page.getByLabel('Please check your answers')
  await expect(summary).toBeFocused()
  await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true')
  await summary.getByRole('link', { name: /Email/ }).click()
  await expect(page.getByLabel('Email')).toBeFocused()
  expect(page.url(), 'the address of the page stays').toBe(host.url)
  await expect(page.getByLabel('Name')).toHaveValue(ada.name)
  await page.getByLabel('Email').fill(ada.email)
  await send(page)
})

test('the form has nothing that axe finds, empty, with errors, and sent, light and dark', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto(host.url)
    await expect(page.getByLabel('Name')).toBeVisible()
    const look = () => axeProblems(page, '[data-fieldpost]')
    expect(await look(), `${colorScheme}, empty`).toEqual([])
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('Please check your answers')).toBeVisible()
    expect(await look(), `${colorScheme}, with errors`).toEqual([])
    await fillIn(page)
    await send(page)
    expect(await look(), `${colorScheme}, sent`).toEqual([])
  }
})
