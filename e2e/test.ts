// The specs' `test`: what they drive is started when it is asked for, and ended with them.

import { type Receiver, startReceiver } from '@fieldpost/server/test/receiver.ts'
import { test as base, expect } from '@playwright/test'
import { openHost } from './hosts.ts'
import { type Owner, ownerOf } from './owner.ts'
import { hostPage, type Relay, startRelay } from './stack.ts'
import { startTap } from './tap.ts'

type Closing = { close(): Promise<void> }

/** Calls that start things, which are closed after the test, the youngest first. */
interface Starters {
  relay: typeof startRelay
  receiver: typeof startReceiver
  tap: typeof startTap
  host: typeof openHost
  page: typeof hostPage
}

interface WorkerFixtures {
  /** Shared by all tests of a worker, each of which makes forms of its own. */
  relay: Relay
  owner: Owner
}

// Playwright reads from a fixture's first argument which others it needs, and insists that it is taken apart.
export const test = base.extend<{ start: Starters; receiver: Receiver }, WorkerFixtures>({
  relay: [
    async ({ browserName: _ }, use) => {
      const relay = await startRelay()
      await use(relay)
      await relay.close()
    },
    { scope: 'worker' },
  ],
  owner: [async ({ relay }, use) => use(ownerOf(relay)), { scope: 'worker' }],
  receiver: async ({ start }, use) => use(await start.receiver()),
  start: async ({ browserName: _ }, use) => {
    const started: Closing[] = []
    const closed =
      <Given extends unknown[], Thing extends Closing>(begin: (...given: Given) => Promise<Thing>) =>
      async (...given: Given) => {
        const thing = await begin(...given)
        started.push(thing)
        return thing
      }
    await use({
      relay: closed(startRelay),
      receiver: closed(startReceiver),
      tap: closed(startTap),
      host: closed(openHost),
      page: closed(hostPage),
    })
    for (const thing of started.reverse()) await thing.close()
  },
})

export { expect }
