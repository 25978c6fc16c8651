// What an owner is told when the relay pauses a webhook: in the editor, and by mail.
import { startSmtp } from '@fieldpost/server/test/smtp.ts'
import type { Page } from '@playwright/test'
import { goTo, openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import { type Owner, ownerOf } from './owner.ts'
import { expect, test } from './test.ts'

/** Sends a webhook a test, whose receiver says that it is gone. */
const lose = (owner: Owner, { id }: { id: string }) =>
  owner.call(`/api/webhooks/${id}/test`, { method: 'POST' })

async function pausedWebhook(owner: Owner, url: string, title = 'Contact', name = 'CRM') {
  const form = await owner.makeForm({ title })
  await lose(owner, await owner.createWebhook(form.id, { name, url }))
}

const strip = (page: Page) => page.getByRole('region', { name: 'Notices' })

test('a paused webhook is told of on every screen until it is resumed', async ({ page, start }) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const receiver = await start.receiver({ reply: { status: 410 } })
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { name: 'CRM', url: receiver.url })
  await page.clock.install()
  await openEditor(page, relay)
  await expect(strip(page)).toHaveCount(0)
  await lose(owner, webhook)
  // Nothing is done: it is asked for now and then.
  await page.clock.fastForward(30_000)
  await expect(strip(page)).toContainText(
    /The webhook CRM of Contact was paused .+: its receiver answered 410/,
  )
  await expect(page.getByRole('link', { name: 'A webhook is paused' })).toBeVisible()
  await inspect(page, 'the forms with a notice')

  await page.setViewportSize({ width: 1_280, height: 900 })
  await page.getByRole('link', { name: 'Contact', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Integrations a webhook is paused' })).toBeVisible()
  await strip(page).getByRole('link', { name: 'CRM' }).click()
  await expect(page.getByRole('heading', { name: 'CRM' })).toBeVisible()
  // The webhook's own screen says it with what can be done.
  await expect(strip(page)).toHaveCount(0)
  receiver.replyWith({ status: 200 })
  await page.getByRole('button', { name: 'Resume' }).first().click()
  await expect(page.getByRole('link', { name: 'Integrations', exact: true })).toBeVisible()
  await goTo(page, 'Build')
  await expect(strip(page)).toHaveCount(0)
})

test('a notice that is put away stays away, and the form stays marked', async ({ page, start }) => {
  const relay = await start.relay()
  const owner = ownerOf(relay)
  const receiver = await start.receiver({ reply: { status: 410 } })
  for (const name of ['One', 'Two', 'Three']) await pausedWebhook(owner, receiver.url, `Form ${name}`, name)
  await openEditor(page, relay)
  await expect(strip(page).getByRole('listitem')).toHaveCount(1)
  await strip(page).getByRole('button', { name: 'Show 2 more' }).click()
  await expect(strip(page).getByRole('listitem')).toHaveCount(3)
  await inspect(page, 'the forms with many notices')
  for (const name of ['Three', 'One', 'Two'])
    await strip(page)
      .getByRole('button', { name: `Dismiss the notice about ${name}` })
      .click()
  await expect(strip(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('link', { name: 'A webhook is paused' })).toHaveCount(3)
  await expect(strip(page)).toHaveCount(0)
})

test('a paused webhook is told of by mail, which leads to it', async ({ page, start }) => {
  const smtp = await startSmtp()
  try {
    const { host, port, from } = smtp.settings
    const relay = await start.relay({ env: { SMTP_URL: `smtp://${host}:${port}`, MAIL_FROM: from } })
    const receiver = await start.receiver({ reply: { status: 410 } })
    await pausedWebhook(ownerOf(relay), receiver.url)
    await expect.poll(() => smtp.mails.length, { timeout: 30_000 }).toBe(1)
    const [mail] = smtp.mails
    expect(mail?.to).toEqual(['owner@example.com'])
    const text = mail?.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? ''
    const link = /https?:\/\/[^\s"<]+\/integrations\/whk_\w+/.exec(text)?.[0] ?? ''
    await openEditor(page, relay, new URL(link).pathname)
    await expect(page.getByRole('heading', { name: 'CRM' })).toBeVisible()
  } finally {
    await smtp.close()
  }
})
