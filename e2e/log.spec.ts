// A webhook's log in the editor: found again, sent again, held back and let go.
import { openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import { ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

test('what a log is filtered by stays in the address', async ({ page, relay, owner, receiver }) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  receiver.replyWith({ status: 422 })
  await submit(relay, form.id, ada)
  await receiver.waitFor(2)
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}`)
  const rows = page.getByRole('link', { name: 'form.submission.created' })
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Answer').selectOption('4xx')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/\?status=4xx$/)
  await page.reload()
  await expect(page.getByLabel('Answer')).toHaveValue('4xx')
  await expect(rows).toHaveCount(1)

  await rows.click()
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer).toContainText('from 127.0.0.1')
  await drawer.getByRole('button', { name: 'Close' }).click()
  await expect(page).toHaveURL(/\?status=4xx$/)
  await page.getByLabel('State').selectOption('cancelled')
  await expect(page.getByText('No delivery matches')).toBeVisible()
  await page.goBack()
  await expect(rows).toHaveCount(1)

  const [, arrived] = await owner.deliveries(webhook.id)
  await page.getByLabel('Answer').selectOption('')
  await page.getByLabel('Id').fill(arrived?.submissionId ?? '')
  await expect(page.getByText('Answer 200')).toBeVisible()
  await expect(rows).toHaveCount(1)
})

test('several are sent again at once, by the keyboard', async ({ page, relay, owner, receiver }) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  receiver.replyWith({ status: 400 })
  for (let i = 0; i < 3; i++) await submit(relay, form.id, ada)
  await receiver.waitFor(3)
  receiver.replyWith({})
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}?state=failed`)
  const boxes = page.getByRole('checkbox', { name: /^Select form/ })
  await expect(boxes).toHaveCount(3)
  await boxes.first().focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Send 1 again' })).toBeVisible()
  await page.getByRole('checkbox', { name: '1 selected' }).press('Space')
  await page.getByRole('button', { name: 'Send 3 again' }).press('Enter')
  await receiver.waitFor(6)
  await expect(page.getByText('No delivery matches')).toBeVisible()
  const states = async () => (await owner.deliveries(webhook.id)).map(({ state }) => state)
  await expect.poll(states).toEqual(['succeeded', 'succeeded', 'succeeded'])
})

test('a webhook is paused, and goes on with or without what waited', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, name: 'CRM' })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}`)
  const pause = async () => {
    await page.getByRole('button', { name: 'Actions for CRM' }).click()
    await page.getByRole('menuitem', { name: 'Pause…' }).click()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(page.getByText('You paused this webhook.')).toBeVisible()
  }
  const resume = page.getByRole('dialog', { name: 'Resume sending' })

  await pause()
  await submit(relay, form.id, ada)
  await page.getByRole('link', { name: 'form.submission.created' }).click()
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer).toContainText('It waits because its webhook is paused.')
  await drawer.getByRole('button', { name: 'Resume…' }).click()
  await expect(resume).toContainText('What waited: 1 delivery')
  await resume.getByRole('radio', { name: 'Discard' }).check()
  await resume.getByRole('button', { name: 'Discard 1 and go on' }).click()
  await expect(drawer).toContainText('Discarded')
  await drawer.getByRole('button', { name: 'Close' }).click()

  await pause()
  await submit(relay, form.id, { ...ada, name: 'Grace' })
  await page.getByRole('button', { name: 'Resume…' }).click()
  await resume.getByRole('button', { name: 'Resume' }).click()
  const [first] = await receiver.waitFor(1)
  expect(first?.body.toString()).toContain('Grace')
  await expect(page.getByText('You paused this webhook.')).toHaveCount(0)
})

test('what is typed in the settings stays while the webhook is paused, and what is recovered then waits', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, name: 'CRM' })
  receiver.replyWith({ status: 400 })
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  const states = async () => (await owner.deliveries(webhook.id)).map(({ state }) => state)
  await expect.poll(states).toEqual(['failed'])
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/settings`)
  await page.getByLabel('Name').fill('The new CRM')
  const actions = page.getByRole('button', { name: 'Actions for CRM' })
  await actions.click()
  await page.getByRole('menuitem', { name: 'Pause…' }).click()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText('You paused this webhook.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('The new CRM')

  await actions.click()
  await page.getByRole('menuitem', { name: 'Send failed ones again…' }).click()
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('1 delivery waits until the webhook is resumed')).toBeVisible()
  await expect.poll(states).toEqual(['parked'])

  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'The new CRM' })).toBeVisible()
  await expect(page.getByText('You paused this webhook.')).toBeVisible()
})

test('each webhook shows how it is doing, also on a phone', async ({ page, start }) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const receiver = await start.receiver()
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook`, name: 'CRM' })
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  receiver.replyWith({ status: 503 })
  await submit(relay, form.id, ada)
  await receiver.waitFor(2)
  await expect
    .poll(async () => (await owner.deliveries(webhook.id)).map(({ lastStatus }) => lastStatus))
    .toEqual([503, 200])
  await openEditor(page, relay, `/forms/${form.id}/integrations`)
  const row = page.getByRole('listitem').filter({ hasText: 'CRM' })
  await expect(row).toContainText('Failing since')
  await expect(row).toContainText('50% succeed')
  await expect(row).toContainText('1 waiting')
  await row.getByRole('link', { name: 'CRM' }).click()
  await expect(page.getByText('of the last 2 deliveries')).toBeVisible()
  await page
    .getByRole('checkbox', { name: /^Select form/ })
    .first()
    .check()
  await inspect(page, 'a log of which one is selected', 'main')
})

test('a webhook of the built-in inbox leads to what it received', async ({ page, relay, owner }) => {
  const form = await owner.makeForm()
  await openEditor(page, relay, `/forms/${form.id}/integrations/new`)
  await page.getByRole('button', { name: 'Use the built-in inbox' }).click()
  await expect(page.getByLabel('Name')).toHaveValue('Built-in inbox')
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer).toContainText('Delivered')
  await drawer.getByRole('button', { name: 'Close' }).click()
  await inspect(page, 'a webhook of the built-in inbox')
  await page.getByRole('link', { name: 'Look into the inbox' }).click()
  await expect(page.getByRole('article')).toContainText('webhook.test')
})

test('a delivery whose submission was deleted says so, and offers nothing that cannot be done', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  const first = async () => (await owner.deliveries(webhook.id))[0]
  await expect.poll(async () => (await first())?.state).toBe('succeeded')
  const delivery = await first()
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/deliveries/${delivery?.id}`)
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer.getByRole('button', { name: 'Send again' })).toBeVisible()
  await expect(drawer.getByRole('link', { name: delivery?.submissionId ?? '' })).toBeVisible()
  await relay.api(`/api/submissions/${delivery?.submissionId}`, { method: 'DELETE' })
  await page.reload()
  await expect(drawer).toContainText('It was erased with the submission that it told of.')
  await expect(drawer.getByRole('button', { name: 'Send again' })).toHaveCount(0)
  await expect(drawer.getByRole('link')).toHaveCount(0)
})
