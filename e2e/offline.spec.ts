// The relay or the network is away: the page is unharmed, the visitor is told the truth, and answers arrive once.
import { ownerOf } from './owner.ts'
import { expect, test } from './test.ts'
import { ada, fillIn, send, submissionsOf } from './visitor.ts'

test('a page whose relay is down is unharmed', async ({ page, relay, owner, start }) => {
  const form = await owner.makeForm()
  const tap = await start.tap()
  await tap.close()
  const host = await start.host('plain', { relay: tap.url, form: form.id })
  const thrown: string[] = []
  page.on('pageerror', (error) => thrown.push(String(error)))
  await page.goto(host.url)
  await expect(page.getByText('After the form.')).toBeVisible()
  expect(thrown).toEqual([])

  // The loader may still be in a cache when the relay is gone.
  const cached = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.route(`${relay.publicUrl}/v1/**`, (route) => route.abort('connectionrefused'))
  await page.goto(cached.url)
  await expect(page.getByRole('alert')).toContainText('could not be loaded')
  await page.unroute(`${relay.publicUrl}/v1/**`)
  await page.getByRole('button', { name: 'Try again' }).click()
  await fillIn(page)
  await send(page)
  expect(thrown).toEqual([])
})

test('answers stay while the network fails, and are sent once when it is back', async ({
  page,
  relay,
  owner,
  start,
}) => {
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  const sent = submissionsOf(page)
  await page.goto(host.url)
  await fillIn(page)
  await page.route('**/submissions', (route) => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('status')).toContainText('Not sent yet')
  await expect(page.getByRole('heading', { name: 'Thank you' })).toHaveCount(0)
  await expect(page.getByLabel('Name')).toHaveValue(ada.name)
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  expect(await owner.submissions(form.id)).toEqual([])

  await page.unroute('**/submissions')
  await page.getByRole('button', { name: 'Try again now' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
  const keys = sent.map((request) => (request.postDataJSON() as { key: string }).key)
  expect(keys.length).toBeGreaterThanOrEqual(2)
  expect(new Set(keys).size).toBe(1)
})

test('an answer that was lost on its way is not sent twice', async ({
  page,
  relay,
  owner,
  receiver,
  start,
}) => {
  const form = await owner.makeForm()
  await owner.createWebhook(form.id, { url: `${receiver.url}/hook` })
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  // The relay has it, and the visitor never hears.
  await page.route(
    '**/submissions',
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  expect(await owner.submissions(form.id)).toHaveLength(1)
  await receiver.waitFor(1)
  expect(receiver.requests).toHaveLength(1)
})

test('a relay that restarts meanwhile gets the answers by itself', async ({ page, start }) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const host = await start.host('plain', { relay: relay.publicUrl, form: form.id })
  await page.goto(host.url)
  await fillIn(page)
  await relay.kill()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('status')).toContainText('Not sent yet')
  await relay.restart()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 20_000 })
  expect((await owner.submissions(form.id)).map(({ answers }) => answers)).toEqual([ada])
})
