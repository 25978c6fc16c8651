/** The built-in inbox: the receiver itself, and looking into it. */

import { limits } from '@fieldpost/shared/limits.ts'
import { Inbox, InboxMessage, listOf } from '@fieldpost/shared/resources.ts'
import { type Context, Hono } from 'hono'
import type { Clock } from '../clock.ts'
import { secretToken } from '../id.ts'
import { inboxUrl } from '../inbox/address.ts'
import { receive } from '../inbox/receive.ts'
import type { Vault } from '../secrets.ts'
import type { InboxMessageRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { readBytes } from './body.ts'
import type { Guard, OwnerEnv } from './guard.ts'
import { addHeaders, apiHeaders } from './headers.ts'
import { operation } from './operation.ts'
import { ProblemError } from './problem.ts'
import { listed, shownMoment } from './query.ts'

interface Deps {
  store: Store
  vault: Vault
  clock: Clock
  publicUrl: string
  guard: Guard
  auth: { hasOwner(): Promise<boolean> }
  /** The demo's own inbox, which anybody may look into while there is no owner; null without a demo. */
  demoToken: string | null
}

const READING = new Set(['GET', 'HEAD'])

/** `POST /inbox/TOKEN`, for deliveries. Looking is for `GET`, and for the page that answers it. */
export function inboxReceiver({ store, vault, clock, publicUrl }: Deps) {
  return new Hono().all('/inbox/:token', addHeaders(apiHeaders), async (c, next) => {
    if (READING.has(c.req.method)) return next()
    const body = await readBytes(c.req.raw, limits.bodyBytes)
    const token = c.req.param('token')
    const { method, headers } = c.req.raw
    const received = { method, url: inboxUrl(publicUrl, token), headers, body }
    if (!(await receive({ store, vault, clock }, token, received))) throw inboxNotFound()
    return c.json({ received: true })
  })
}

/** What may be asked without a session: the messages, by who may see them. */
export function inboxMessageRoutes({ store, guard, auth, demoToken }: Deps) {
  async function assertMayLook(c: Context, token: string) {
    const inbox = await store.findInbox(token)
    const owner = await guard.identify(c)
    if (inbox && owner?.workspaceId === inbox.workspaceId) return
    if (inbox && token === demoToken && !(await auth.hasOwner())) return
    // Without a session nobody learns which inboxes there are.
    throw owner ? inboxNotFound() : new ProblemError('not-signed-in', 'Sign in to look into this inbox.')
  }

  return new Hono()
    .get(
      '/inbox/:token/messages',
      operation({
        summary: "List an inbox's messages, newest first",
        about:
          'The last 100 that came. Anybody may look into the inbox of the demo while the relay has no owner.',
        tag: 'inbox',
        answers: { 200: listOf(InboxMessage) },
        problems: ['not-found'],
      }),
      async (c) => {
        const token = c.req.param('token')
        await assertMayLook(c, token)
        const items = await store.listInboxMessages(token)
        return c.json(listed({ items, next: null }, shownMessage))
      },
    )
    .delete(
      '/inbox/:token/messages',
      operation({
        summary: 'Empty an inbox',
        tag: 'inbox',
        answers: { 204: { about: 'It is empty.' } },
        problems: ['not-found'],
      }),
      async (c) => {
        const token = c.req.param('token')
        await assertMayLook(c, token)
        await store.clearInbox(token)
        return c.body(null, 204)
      },
    )
}

/** `GET /api/inbox`: the workspace's inbox, made when first asked for. */
export function inboxRoutes({ store, publicUrl }: Pick<Deps, 'store' | 'publicUrl'>) {
  return new Hono<OwnerEnv>().get(
    '/inbox',
    operation({ summary: "Find the workspace's inbox", tag: 'inbox', answers: { 200: Inbox } }),
    async (c) => {
      const token = await store.ensureInbox(c.var.owner.workspaceId, secretToken)
      return c.json({ token, url: inboxUrl(publicUrl, token) })
    },
  )
}

const inboxNotFound = () => new ProblemError('not-found', 'There is no such inbox.')

const shownMessage = (row: InboxMessageRow): InboxMessage => ({
  ...row,
  receivedAt: shownMoment(row.receivedAt),
})
