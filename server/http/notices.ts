/** What the relay did by itself: webhooks that it paused. */
import { type Notice, NoticeList } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import type { NoticeRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { OwnerEnv } from './guard.ts'
import { operation } from './operation.ts'
import { ProblemError } from './problem.ts'
import { shownMoment } from './query.ts'

/** Who has more than these to look after finds them by the forms that are marked. */
const SHOWN = 100

interface Deps {
  store: Pick<Store, 'listNotices' | 'dismissNotice' | 'listTroubledForms'>
}

export function noticeRoutes({ store }: Deps) {
  return new Hono<OwnerEnv>()
    .get(
      '/notices',
      operation({
        summary: 'List the webhooks that the relay paused, newest first',
        about:
          `The newest ${SHOWN} that nobody has put away; resuming a webhook, or switching it off, takes its notice ` +
          'back. `forms` marks every form with a webhook that is paused or failing, whether that was put away or not.',
        tag: 'notices',
        answers: { 200: NoticeList },
      }),
      async (c) => {
        const { workspaceId } = c.var.owner
        const items = await store.listNotices(workspaceId, SHOWN)
        const forms = await store.listTroubledForms(workspaceId)
        const list: NoticeList = { items: items.map(shownNotice), next: null, forms }
        return c.json(list)
      },
    )
    .post(
      '/notices/:id/dismiss',
      operation({
        summary: 'Put a notice away',
        about: 'For everybody in the workspace. The webhook stays paused.',
        tag: 'notices',
        answers: { 204: { about: 'It is put away.' } },
        problems: ['not-found'],
      }),
      async (c) => {
        const id = c.req.param('id')
        if (!(await store.dismissNotice(c.var.owner.workspaceId, id))) {
          throw new ProblemError('not-found', `No notice of yours has the id ${id}.`)
        }
        return c.body(null, 204)
      },
    )
}

const shownNotice = (row: NoticeRow): Notice => ({
  id: row.id,
  webhookId: row.webhookId,
  webhookName: row.webhookName,
  webhookUrl: row.webhookUrl,
  formId: row.formId,
  formTitle: row.formTitle,
  reason: row.reason,
  failingSince: row.failingSince === null ? null : shownMoment(row.failingSince),
  createdAt: shownMoment(row.createdAt),
})
