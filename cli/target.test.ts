import { makeApp } from '@fieldpost/server/test/make.ts'
import { expect, it } from 'vitest'
import { type ListenOptions, readCommand } from './options.ts'
import type { Relay } from './relay.ts'
import { findTarget } from './target.ts'

async function makeRun() {
  const app = makeApp()
  const form = await app.publish('ada')
  const relay: Relay = {
    url: 'http://localhost:4400',
    call: (method, path, { body } = {}) =>
      app.get(`${method} ${path}`, { as: 'ada', ...(body !== undefined && { body }) }),
  }
  const find = (...more: string[]) => findTarget(relay, options(more), async () => false)
  return { ...app, form, find }
}

function options(more: readonly string[]): ListenOptions {
  const args = ['listen', '--forward', 'http://localhost:3000/hook', '--key', 'fp_1', ...more]
  const command = readCommand(args, {})
  if (command.name !== 'listen') throw new Error('This is no command to listen')
  return command.options
}

it('makes a webhook for the run, for listeners alone', async () => {
  const { find } = await makeRun()
  const target = await find()
  expect(target).toMatchObject({
    own: true,
    found: false,
    webhook: { listen: true },
    secret: expect.any(String),
  })
})

it('takes up again what a run left behind, to delete it when it ends', async () => {
  const { find } = await makeRun()
  const { webhook } = await find()
  expect(await find()).toMatchObject({ own: true, found: true, webhook: { id: webhook.id } })
})

it.each([[['--keep']], [[]]])('leaves what was kept to later runs, too: %j', async (more) => {
  const { find } = await makeRun()
  const { webhook } = await find('--keep')
  expect(await find(...more)).toMatchObject({ own: false, found: true, webhook: { id: webhook.id } })
})

it('keeps from now on what was left behind, when told to', async () => {
  const { find } = await makeRun()
  const { webhook } = await find()
  expect(await find('--keep')).toMatchObject({ own: true, found: true })
  expect(await find()).toMatchObject({ own: false, found: true, webhook: { id: webhook.id } })
})
