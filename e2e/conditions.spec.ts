// A webhook that is sent only some submissions: what its owner sets, reads, and is told.
import { goTo, openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import type { FieldInput } from './owner.ts'
import { expect, test } from './test.ts'

const fields: FieldInput[] = [
  {
    id: 'f1',
    name: 'topic',
    kind: 'single-choice',
    label: 'Topic',
    options: [
      { value: 'sales', label: 'Sales' },
      { value: 'help', label: 'Help' },
    ],
  },
  { id: 'f2', name: 'size', kind: 'number', label: 'Size' },
]

test('an owner says which submissions a webhook is sent, and that is what it is sent', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  const webhook = await owner.createWebhook(form.id, { name: 'CRM', url: receiver.url })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/settings`)
  await page.getByRole('radio', { name: 'Only when…' }).check()
  await page.getByLabel('Condition 1: field').selectOption({ label: 'Topic' })
  await page.getByLabel('Condition 1: comparison').selectOption({ label: 'is' })
  await page.getByLabel('Condition 1: value').selectOption({ label: 'Sales' })
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByLabel('Condition 2: field').selectOption({ label: 'Size' })
  await page.getByLabel('Condition 2: comparison').selectOption({ label: 'is at least' })
  await page.getByLabel('Condition 2: value').fill('100')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The webhook was saved')).toBeVisible()
  await inspect(page, 'the settings of a webhook with a condition', '.card-form')
  await page.getByRole('link', { name: 'All webhooks' }).click()
  await expect(page.getByText('only when Topic is Sales and Size is at least 100')).toBeVisible()
  await inspect(page, 'the list of a webhook with a condition')

  const submit = (answers: object) =>
    owner.call<{ id: string }>(`/v1/forms/${form.id}/submissions`, { method: 'POST', body: { answers } })
  await submit({ topic: 'sales', size: 99 })
  await submit({ topic: 'help', size: 100 })
  await submit({ topic: 'sales', size: 100 })
  const [sent] = await receiver.waitFor(1)
  expect(JSON.parse(sent?.body.toString() ?? '')).toEqual({ topic: 'sales', size: 100 })
  expect(await owner.deliveries(webhook.id)).toHaveLength(1)
})

test('a webhook that its owner paused stays paused when its settings are saved', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  const webhook = await owner.createWebhook(form.id, { name: 'CRM', url: receiver.url })
  await owner.call(`/api/webhooks/${webhook.id}/pause`, { method: 'POST' })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/settings`)
  await page.getByRole('radio', { name: 'Only when…' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The webhook was saved')).toBeVisible()
  expect(await owner.call(`/api/webhooks/${webhook.id}`)).toMatchObject({ paused: 'owner' })
})

test('what cannot be asked is said at the condition, and nothing is saved', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields: [{ id: 'f1', name: 'note', kind: 'text', label: 'Note' }] })
  const webhook = await owner.createWebhook(form.id, { name: 'CRM', url: receiver.url })
  await openEditor(page, relay, `/forms/${form.id}/integrations/${webhook.id}/settings`)
  await page.getByRole('radio', { name: 'Only when…' }).check()
  await page.getByLabel('Condition 1: comparison').selectOption({ label: 'contains' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').getByText('does not say what to compare note with')).toBeVisible()
  const { condition } = await owner.call<{ condition: unknown }>(`/api/webhooks/${webhook.id}`)
  expect(condition).toBeNull()
})

test('an owner is told when a field is gone that a webhook asks for', async ({
  page,
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm({ fields })
  const condition = { field: 'topic', is: 'equal', to: 'sales' }
  const webhook = await owner.createWebhook(form.id, { name: 'CRM', url: receiver.url, condition })
  const definition = { pages: [{ id: 'p1', fields: fields.slice(1) }] }
  await owner.call(`/api/forms/${form.id}`, { method: 'PATCH', body: { definition } })
  await openEditor(page, relay, `/forms/${form.id}/build`)
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('button', { name: 'Publish all the same' }).click()
  await expect(page.getByText('The condition of the webhook “CRM” asks for “topic”')).toBeVisible()
  await goTo(page, 'Integrations')
  await expect(page.getByText('Asks for a field that is gone')).toBeVisible()
  await page.getByRole('link', { name: 'CRM' }).click()
  await page.getByRole('link', { name: 'Settings' }).last().click()
  await expect(page.getByText('which the form does not have')).toBeVisible()
  await inspect(page, 'the settings of a webhook whose condition asks for a field that is gone', '.card-form')
  await page.getByRole('radio', { name: 'Every one' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The webhook was saved')).toBeVisible()
  expect((await owner.call<{ condition: unknown }>(`/api/webhooks/${webhook.id}`)).condition).toBeNull()
})

test('only events that can happen are offered', async ({ page, relay, owner, receiver }) => {
  const form = await owner.makeForm({ fields })
  await openEditor(page, relay, `/forms/${form.id}/integrations/new`)
  const when = page.getByRole('group', { name: 'Send when' })
  await expect(when.getByRole('checkbox')).toHaveCount(2)
  await expect(when.getByText('form.submission.partial')).toHaveCount(0)

  const keeping = await owner.makeForm({
    definition: { pages: [{ id: 'p1', fields }], settings: { partial: true } },
  })
  const webhook = await owner.createWebhook(keeping.id, {
    url: receiver.url,
    events: ['form.submission.flagged'],
  })
  await page.goto(`${relay.publicUrl}/forms/${keeping.id}/integrations/${webhook.id}/settings`)
  await expect(when.getByRole('checkbox')).toHaveCount(4)
  await expect(when.getByText('form.submission.flagged: nothing is held back yet')).toBeVisible()
})
