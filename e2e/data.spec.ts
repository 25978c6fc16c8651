// What lies in the data folder and in the log: no secret that somebody could use.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ownerOf } from './owner.ts'
import { admin } from './stack.ts'
import { expect, test } from './test.ts'
import { ada, submit } from './visitor.ts'

test('neither the files nor the log hold a secret, a header of the owner, a key or a password', async ({
  start,
  receiver,
}) => {
  const relay = await start.relay({ env: { LOG_LEVEL: 'trace' } })
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const given = 'a signing secret that is the owner’s'
  const token = 'Bearer the-token-of-the-owners-crm'
  const webhook = await owner.createWebhook(form.id, {
    url: `${receiver.url}/hook`,
    secret: given,
    headers: { Authorization: token },
  })
  const made = await owner.createWebhook(form.id, { url: `${receiver.url}/other` })
  const rotated = await owner.call<{ secret: string }>(`/api/webhooks/${made.id}/rotate-secret`, {
    method: 'POST',
    body: {},
  })
  await submit(relay, form.id, ada)
  const arrived = await receiver.waitFor((request) => request.path === '/hook')
  expect(arrived.headers.authorization).toBe(token)
  await expect.poll(async () => (await owner.deliveries(webhook.id))[0]?.state).toBe('succeeded')
  await relay.stop()

  const files = readdirSync(relay.dataDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(relay.dataDir, name))
    .filter((file) => statSync(file).isFile())
  const everything = [relay.log(), ...files.map((file) => readFileSync(file, 'latin1'))].join('\n')
  expect(everything, 'the form itself is there').toContain('Contact')
  const secrets = [given, token, made.secret ?? '', rotated.secret, admin.apiKey, admin.password]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    // Files are read byte by byte, and so is what is looked for.
    expect(everything.includes(Buffer.from(secret).toString('latin1')), secret).toBe(false)
  }
  const key = files.find((file) => file.endsWith('app.key')) ?? ''
  expect((statSync(key).mode & 0o777).toString(8)).toBe('600')
})

test('what the owner reads of an attempt hides the headers that they set', async ({
  relay,
  owner,
  receiver,
}) => {
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, {
    url: `${receiver.url}/hook`,
    headers: { 'X-Api-Key': 'the key of the CRM' },
  })
  await submit(relay, form.id, ada)
  await expect.poll(async () => (await owner.deliveries(webhook.id))[0]?.state).toBe('succeeded')
  const delivery = await owner.delivery((await owner.deliveries(webhook.id))[0]?.id ?? '')
  const read = await owner.call(`/api/webhooks/${webhook.id}`)
  expect(JSON.stringify([delivery, read])).not.toContain('the key of the CRM')
  expect(delivery.attemptList[0]?.request.headers).toHaveProperty('X-Api-Key')
})
