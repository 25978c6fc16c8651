// fieldpost listen: a real relay, the real command line, and a receiver that the relay may not call.
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Receiver } from '@fieldpost/server/test/receiver.ts'
import type { List, NewWebhook, Webhook } from '@fieldpost/shared/resources.ts'
import { verify } from '@fieldpost/shared/webhook/verify.ts'
import { openEditor } from './editor.ts'
import { inspect } from './looks.ts'
import { type Owner, ownerOf } from './owner.ts'
import { admin, type Relay } from './stack.ts'
import { test as base, expect } from './test.ts'
import { ada, submit } from './visitor.ts'

const CLI = fileURLToPath(new URL('../cli/bin.js', import.meta.url))
const retry = { maxAttempts: 20, schedule: [1] }

interface Cli {
  /** Resolves with the first match of what it has printed, or prints yet. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  output(): string
  /** Resolves with the exit code; null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
  ended: Promise<number | null>
}

const test = base.extend<{ listen: (relay: Relay, to: Receiver, ...args: string[]) => Cli }>({
  listen: async ({ browserName: _ }, use) => {
    const children: ChildProcess[] = []
    await use((relay, to, ...args) => {
      const child = spawn(process.execPath, [CLI, 'listen', '--forward', `${to.url}/hook`, ...args], {
        env: { PATH: process.env.PATH, FIELDPOST_URL: relay.url, FIELDPOST_KEY: admin.apiKey },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      return cliOf(child)
    })
    for (const child of children) child.kill('SIGKILL')
  },
})

function cliOf(child: ChildProcess): Cli {
  let output = ''
  const lines = new EventEmitter()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
      lines.emit('printed')
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    output: () => output,
    ended,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(output)
        if (found) return found
        const over = await Promise.race([once(lines, 'printed').then(() => false), ended.then(() => true)])
        if (over && !pattern.test(output)) throw new Error(`It ended and printed:\n${output}`)
      }
    },
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

const LISTENING = /Listening\. Ctrl-C ends it\./

/** A relay that may call nothing on this machine. */
const strict = { env: { WEBHOOK_ALLOW: '' } }

const webhooksOf = async (owner: Owner, formId: string) =>
  (await owner.call<List<Webhook>>(`/api/forms/${formId}/webhooks`)).items

/** Makes a webhook for listeners alone. */
const listenWebhook = (owner: Owner, formId: string, to: Receiver, more: object = {}): Promise<NewWebhook> =>
  owner.createWebhook(formId, { url: `${to.url}/hook`, listen: true, retry, ...more })

const states = async (owner: Owner, webhookId: string) =>
  (await owner.deliveries(webhookId)).map(({ state }) => state)

test('a submission arrives signed on a machine that the relay may not call, and its answer is on record', async ({
  start,
  receiver,
  listen,
}) => {
  const relay = await start.relay(strict)
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  receiver.replyWith({ status: 201, headers: { 'x-mine': 'yes' }, body: 'thank you' })
  const cli = listen(relay, receiver)
  const [, secret = ''] = await cli.printed(/Secret +(\S+)/)
  await cli.printed(LISTENING)
  await submit(relay, form.id, ada)
  const [arrived] = await receiver.waitFor(1)
  const headers = arrived?.headers as Record<string, string>
  expect(await verify({ body: arrived?.body ?? '', headers, secret })).toEqual({ valid: true })
  expect(arrived).toMatchObject({ method: 'POST', path: '/hook' })
  expect(JSON.parse(String(arrived?.body))).toEqual(ada)
  await cli.printed(/form\.submission\.created {2}evt_\S+ {2}attempt 1 {2}201 {2}\d+ ms/)

  const [webhook] = await webhooksOf(owner, form.id)
  expect(webhook).toMatchObject({ listen: true, listening: true })
  const [delivery] = await owner.deliveries(webhook?.id ?? '')
  expect((await owner.delivery(delivery?.id ?? '')).attemptList).toMatchObject([
    {
      number: 1,
      status: 201,
      request: { url: `${receiver.url}/hook`, headers: { 'X-Webhook-Attempt': '1' } },
      reply: { headers: { 'x-mine': 'yes' }, body: 'thank you' },
    },
  ])

  const test = await owner.call(`/api/webhooks/${webhook?.id}/test`, { method: 'POST' })
  expect(test).toMatchObject({ status: 201, reply: { body: 'thank you' } })

  expect(await cli.end('SIGINT')).toBe(0)
  expect(await webhooksOf(owner, form.id)).toEqual([])
  expect(receiver.requests).toHaveLength(2)
})

test('a receiver that fails or is away is tried again by the schedule, with the same id and bytes', async ({
  relay,
  owner,
  receiver,
  listen,
}) => {
  const form = await owner.makeForm()
  const webhook = await listenWebhook(owner, form.id, receiver)
  receiver.replyWith({ status: 500 })
  const cli = listen(relay, receiver, '--webhook', webhook.id)
  await cli.printed(LISTENING)
  await submit(relay, form.id, ada)
  const [failed] = await receiver.waitFor(1)
  await cli.printed(/attempt 1 {2}500.*\n +It is tried again at /)
  await receiver.stop()
  await cli.printed(/Nothing accepts connections at \S+ Is your receiver running\?/)
  receiver.replyWith({})
  await receiver.start()
  const arrived = (await receiver.waitFor(2))[1]
  expect(arrived?.headers['x-webhook-id']).toBe(failed?.headers['x-webhook-id'])
  expect(arrived?.body.equals(failed?.body ?? Buffer.alloc(0))).toBe(true)
  await expect.poll(() => states(owner, webhook.id)).toEqual(['succeeded'])
  await cli.end('SIGTERM')
  expect(await webhooksOf(owner, form.id), 'one that it did not make stays').toHaveLength(1)
})

test('one that is killed in the midst of it loses nothing: the next that listens gets it', async ({
  relay,
  owner,
  receiver,
  listen,
}) => {
  const form = await owner.makeForm()
  const webhook = await listenWebhook(owner, form.id, receiver, { timeoutMs: 1_000 })
  receiver.replyWith('hang')
  const first = listen(relay, receiver, '--webhook', webhook.id)
  await first.printed(LISTENING)
  await submit(relay, form.id, ada)
  const [unanswered] = await receiver.waitFor(1)
  await first.end('SIGKILL')

  receiver.replyWith({})
  const second = listen(relay, receiver, '--webhook', webhook.id)
  const arrived = (await receiver.waitFor(2))[1]
  expect(arrived?.headers['x-webhook-id']).toBe(unanswered?.headers['x-webhook-id'])
  await second.printed(/attempt 1 {2}200/)
  await expect.poll(() => states(owner, webhook.id)).toEqual(['succeeded'])
})

test('a second Ctrl-C does not wait for a receiver that hangs, and leaves its delivery to the next run', async ({
  relay,
  owner,
  receiver,
  listen,
}) => {
  const form = await owner.makeForm()
  const webhook = await listenWebhook(owner, form.id, receiver, { timeoutMs: 30_000 })
  receiver.replyWith('hang')
  const first = listen(relay, receiver, '--webhook', webhook.id)
  await first.printed(LISTENING)
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  void first.end('SIGINT')
  await first.printed(/Ctrl-C again/)
  expect(await first.end('SIGINT')).toBe(0)
  // Its lease would go on for half a minute.
  receiver.replyWith({})
  const second = listen(relay, receiver, '--webhook', webhook.id)
  await second.printed(/attempt 1 {2}200/)
  expect(await second.end('SIGINT')).toBe(0)
})

test('it listens on through a restart of the relay, which an open lease does not delay', async ({
  start,
  receiver,
  listen,
}) => {
  const relay = await start.relay(strict)
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const cli = listen(relay, receiver)
  await cli.printed(LISTENING)
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  await cli.printed(/attempt 1 {2}200/)
  const began = performance.now()
  expect(await relay.stop('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(2_000)
  await cli.printed(/Trying again/)
  await relay.restart()
  await cli.printed(/The relay is back/)
  await submit(relay, form.id, ada)
  await receiver.waitFor(2)
  expect(await cli.end('SIGINT')).toBe(0)
  expect(await webhooksOf(owner, form.id)).toEqual([])
})

test('what is being forwarded when the relay stops is delivered again after its restart', async ({
  start,
  receiver,
  listen,
}) => {
  const relay = await start.relay(strict)
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const cli = listen(relay, receiver)
  await cli.printed(LISTENING)
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  receiver.replyWith(async () => {
    await released
    return {}
  })
  await submit(relay, form.id, ada)
  const [first] = await receiver.waitFor(1)
  await relay.stop('SIGTERM')
  receiver.replyWith({})
  await relay.restart()
  release()
  const again = (await receiver.waitFor(2))[1]
  expect(again?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id'])
  const [webhook] = await webhooksOf(owner, form.id)
  await expect.poll(() => states(owner, webhook?.id ?? '')).toEqual(['succeeded'])
})

test('two that listen to one webhook share its deliveries, and none gets one twice', async ({
  relay,
  owner,
  start,
  listen,
}) => {
  const [one, two] = [await start.receiver(), await start.receiver()]
  const form = await owner.makeForm()
  const webhook = await listenWebhook(owner, form.id, one)
  // Neither answers before the other has got something, and there is more than one alone has room for.
  one.replyWith(async () => {
    await two.waitFor(1)
    return {}
  })
  two.replyWith(async () => {
    await one.waitFor(1)
    return {}
  })
  const both = [one, two].map((receiver) => listen(relay, receiver, '--webhook', webhook.id))
  for (const cli of both) await cli.printed(LISTENING)
  for (let i = 0; i < 40; i++) await submit(relay, form.id, { ...ada, name: `visitor ${i}` })
  await expect
    .poll(async () => (await states(owner, webhook.id)).filter((state) => state === 'succeeded').length, {
      timeout: 20_000,
    })
    .toBe(40)
  const ids = [...one.requests, ...two.requests].map(({ headers }) => headers['x-webhook-id'])
  expect(ids).toHaveLength(40)
  expect(new Set(ids).size).toBe(40)
  for (const cli of both) await cli.end('SIGINT')
})

test('a webhook in use is not taken over without a word, and the relay goes on with it at the end', async ({
  relay,
  owner,
  receiver,
  start,
  listen,
}) => {
  const mine = await start.receiver()
  const form = await owner.makeForm()
  const webhook = await owner.createWebhook(form.id, { url: `${receiver.url}/live`, retry })
  const refused = listen(relay, mine, '--webhook', webhook.id)
  expect(await refused.ended).toBe(1)
  expect(refused.output()).toContain('add --yes')

  const cli = listen(relay, mine, '--webhook', webhook.id, '--yes')
  await cli.printed(LISTENING)
  await expect
    .poll(async () => (await owner.call<Webhook>(`/api/webhooks/${webhook.id}`)).listening)
    .toBe(true)
  await submit(relay, form.id, ada)
  await mine.waitFor(1)
  await cli.printed(/attempt 1 {2}200/)
  expect(await cli.end('SIGINT')).toBe(0)
  await submit(relay, form.id, ada)
  await receiver.waitFor(1)
  expect(mine.requests).toHaveLength(1)
  expect(receiver.requests).toHaveLength(1)
})

test('a webhook that a killed run left behind is taken up again, with what has come since', async ({
  start,
  receiver,
  listen,
}) => {
  const relay = await start.relay(strict)
  const owner = ownerOf(relay)
  const form = await owner.makeForm()
  const first = listen(relay, receiver)
  await first.printed(LISTENING)
  const [left] = await webhooksOf(owner, form.id)
  await first.end('SIGKILL')
  await submit(relay, form.id, ada)
  await expect
    .poll(async () => (await owner.call<Webhook>(`/api/webhooks/${left?.id}`)).listening, { timeout: 10_000 })
    .toBe(false)
  expect(receiver.requests).toHaveLength(0)
  const second = listen(relay, receiver)
  await second.printed(/left behind by an earlier run/)
  await receiver.waitFor(1)
  expect(await second.end('SIGINT')).toBe(0)
  expect(await webhooksOf(owner, form.id)).toEqual([])
})

test('what the editor shows is all that it takes: the command to copy, and a key that is good until it is deleted', async ({
  page,
  start,
  receiver,
  listen,
}) => {
  const relay = await start.relay(strict)
  const form = await ownerOf(relay).makeForm()
  await openEditor(page, relay, `/forms/${form.id}/integrations`)
  const panel = page.getByRole('region', { name: 'Receive on your own machine' })
  const command = `npx fieldpost listen --forward http://localhost:3000/webhook --form ${form.id} --relay ${relay.publicUrl}`
  await expect(panel.locator('pre')).toHaveText(command)

  await panel.getByRole('link', { name: 'API key' }).click()
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Name it/)
  await dialog.getByLabel('Name').fill('my laptop')
  await dialog.getByLabel('Ends').selectOption({ label: 'After 30 days' })
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const key = (await dialog.getByText(/^fp_/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'my laptop' })
  await expect(row).toContainText(`${key.slice(0, 7)}…`)
  await inspect(page, 'API keys')
  expect(await page.content()).not.toContain(key)

  const cli = listen(relay, receiver, '--form', form.id, '--relay', relay.publicUrl, '--key', key)
  await cli.printed(LISTENING)
  await page.goto(`${relay.publicUrl}/forms/${form.id}/integrations`)
  await expect(page.getByText('Never called by the relay')).toBeVisible()
  await expect(page.getByText('Listening', { exact: true })).toBeVisible()
  await inspect(page, 'webhooks with one that is listened to')
  await page.getByRole('link', { name: /fieldpost listen on/ }).click()
  await expect(page.getByText('Somebody listens to this webhook now.')).toBeVisible()
  receiver.replyWith({ status: 202 })
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByRole('dialog')).toContainText('202')

  await page.goto(`${relay.publicUrl}/api-keys`)
  await row.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete the key' }).click()
  await expect(row).toHaveCount(0)
  await submit(relay, form.id, ada)
  expect(await cli.ended).toBe(1)
  expect(cli.output()).toContain('refused the API key')
})

test('it says in a sentence what is missing, and ends', async ({ start, receiver, listen }) => {
  const relay = await start.relay(strict)
  const owner = ownerOf(relay)
  const ends = async (pattern: RegExp, ...args: string[]) => {
    const cli = listen(relay, receiver, ...args)
    expect(await cli.ended).toBeGreaterThan(0)
    expect(cli.output()).toMatch(pattern)
    expect(cli.output()).not.toContain('    at ')
  }
  await ends(/There is no form yet/)
  await ends(/refused the API key/, '--key', 'fp_wrong')
  await ends(/has no form nothing/, '--form', 'nothing')
  await ends(/cannot be reached at http:\/\/127\.0\.0\.1:9/, '--relay', 'http://127.0.0.1:9')
  const forms = [await owner.makeForm({ title: 'One' }), await owner.makeForm({ title: 'Two' })]
  for (const { id, title } of forms) await ends(new RegExp(`--form ${id} +${title}`))
})
