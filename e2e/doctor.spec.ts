// What helps an owner whose receiver does not verify: the signature doctor, the forged test, code to copy.
import { openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import { expect, test } from './test.ts'

test('the doctor names what a framework did to the body, and gives the line that mends it', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await owner.call(`/api/webhooks/${webhook.id}/test`, { method: 'POST' })
  const [request] = receiver.requests
  const sent = request?.body.toString() ?? ''
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/doctor`)

  await expect(page.getByText('appears here as soon as something is pasted')).toBeVisible()
  await inspect(page, 'the doctor, empty')
  await page.getByLabel('The headers, or the signature alone').fill(JSON.stringify(request?.headers))
  await page.getByLabel('The body, as your code has it').fill(sent)
  await expect(page.getByText('The signature is good')).toBeVisible()

  await page.getByLabel('The body, as your code has it').fill(JSON.stringify(JSON.parse(sent), null, 2))
  await expect(page.getByText('written again over several lines')).toBeVisible()
  await expect(page.getByText('First difference, at byte 1')).toBeVisible()
  await page.getByRole('radio', { name: 'Ruby' }).check()
  await expect(page.getByText('body = request.raw_post')).toBeVisible()
  await inspect(page, 'the doctor, with a finding')

  await page.getByLabel('The headers, or the signature alone').fill('{"never closed')
  await expect(page.getByText('These are no headers.')).toBeVisible()
})

test('the doctor begins with a delivery of the log, and bears long bodies', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await owner.call(`/api/webhooks/${webhook.id}/test`, { method: 'POST' })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/doctor`)
  await page.getByLabel('Start with a delivery').selectOption({ index: 1 })
  await expect(page.getByText('The signature is good')).toBeVisible()

  await page.getByLabel('The body, as your code has it').fill('x'.repeat(20_000))
  await expect(page.getByText('another one than the one that was signed')).toBeVisible()
  await inspect(page, 'the doctor, with a long body')
})

test('the doctor begins with the delivery whose refusal led to it', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  receiver.replyWith({ status: 401 })
  for (let i = 0; i < 2; i++) await owner.call(`/api/webhooks/${webhook.id}/test`, { method: 'POST' })
  const [, first] = await owner.deliveries(webhook.id)
  const log = `/forms/${form.id}/integrations/${webhook.id}`
  await openEditor(page, relay, `${log}/deliveries/${first?.id}`)
  await page.getByRole('link', { name: 'Ask the signature doctor' }).click()
  await expect(page.getByLabel('Start with a delivery')).toHaveValue(first?.id ?? '')
  await expect(page.getByLabel('The headers, or the signature alone')).toHaveValue(
    new RegExp(first?.eventId ?? '-'),
  )
  await expect(page.getByText('The signature is good')).toBeVisible()
})

test('a test that arrives is followed by a forged one, and who takes that is warned of until it is refused', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}`)
  await page.getByRole('button', { name: 'Send a test' }).click()
  const drawer = page.getByRole('dialog', { name: 'Delivery' })
  await expect(drawer.getByText('A forged signature is accepted')).toBeVisible()
  const warning = page.getByText('This receiver accepts forged signatures.')
  await expect(warning).toBeVisible()
  expect(receiver.requests).toHaveLength(2)
  await inspect(page, 'the verdict of a probe', 'dialog')

  await page.goto(`${relay.publicUrl}/forms/${form.id}/integrations/${webhook.id}`)
  await expect(warning).toBeVisible()
  await inspect(page, 'a webhook whose receiver takes forged signatures')
  await page.getByRole('link', { name: 'Code that verifies it' }).click()
  for (const language of ['Python', 'PHP', 'Go', 'Ruby', 'Node'])
    await expect(page.getByRole('radio', { name: language })).toBeVisible()
  await inspect(page, 'the receivers')

  const genuine = receiver.requests[0]?.headers['x-signature']
  // It knows the one signature that was genuine; the event of another test has another.
  receiver.replyWith(({ headers }) => ({ status: headers['x-signature'] === genuine ? 200 : 401 }))
  await owner.call(`/api/webhooks/${webhook.id}/probe`, { method: 'POST' })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeVisible()
  await expect(warning).toBeHidden()
})
