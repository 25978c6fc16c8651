/** Two workspaces: whoever asks for what is the other's learns nothing and changes nothing. */
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { DeliverySummary, Inbox, List } from '@fieldpost/shared/resources.ts'
import { expect, it } from 'vitest'
import { attempt } from '../store/contract/kit.ts'
import type { Store } from '../store/store.ts'
import { makeApp, makeForm, owners, problemOf, textField } from '../test/make.ts'

/** Ada's: a form with a submission, a webhook and a delivery. */
async function withEverything() {
  const relay = makeApp()
  const { get } = relay
  const file = { id: 'cv', name: 'cv', kind: 'file' as const, label: 'Your CV' }
  const form = await relay.publish('ada', makeForm({ fields: [textField('name'), file] }))
  const webhook = await relay.addWebhook('ada', form.id)
  const upload = await relay.get<UploadedFile>(`POST /v1/forms/${form.id}/uploads?field=cv`, {
    body: 'words',
  })
  const submission = await relay.submit(form.id, { name: 'Ada', cv: [upload] })
  const deliveries = await get<List<DeliverySummary>>(`GET /api/webhooks/${webhook.id}/deliveries`, {
    as: 'ada',
  })
  const [delivery] = deliveries.items
  const notice = await noticeOf(relay.store)
  const inbox = await get<Inbox>('GET /api/inbox', { as: 'ada' })
  return {
    ...relay,
    ids: {
      FORM: form.id,
      WEBHOOK: webhook.id,
      SUBMISSION: submission,
      UPLOAD: upload.id,
      DELIVERY: delivery?.id ?? '',
      NOTICE: notice,
      INBOX: inbox.token,
    },
  }
}

/** That the webhook is paused: its receiver says that it is gone. */
async function noticeOf(store: Store): Promise<string> {
  const room = { webhook: () => 1, host: () => 1 }
  const claim = { claim: 'clm_1', lease: 60_000, limit: 1, room, after: '' }
  const { deliveries } = await store.claimDeliveries(claim)
  for (const { id: deliveryId, workspaceId } of deliveries) {
    const state = 'failed' as const
    await store.recordAttempt({
      deliveryId,
      claim: 'clm_1',
      attempt: attempt(1, 410),
      state,
      dueAt: null,
      gone: true,
    })
    for (const { id } of await store.listNotices(workspaceId, 1)) return id
  }
  throw new Error('No webhook was paused')
}

const webhook = { url: 'https://receiver.example/' }
const outcome = { claim: 'clm_1', durationMs: 3, status: 200 }

const calls: [route: string, body?: object][] = [
  ['GET /api/forms/FORM'],
  ['PATCH /api/forms/FORM', { title: 'Mine' }],
  ['DELETE /api/forms/FORM'],
  ['POST /api/forms/FORM/publish'],
  ['GET /api/forms/FORM/versions'],
  ['GET /api/forms/FORM/versions/1'],
  ['GET /api/forms/FORM/payload'],
  ['GET /api/forms/FORM/payload.schema.json'],
  ['GET /api/forms/FORM/payload.d.ts'],
  ['GET /api/forms/FORM/submissions'],
  ['GET /api/forms/FORM/submissions.csv'],
  ['GET /api/forms/FORM/submissions.jsonl'],
  ['GET /api/forms/FORM/report'],
  ['GET /api/forms/FORM/webhooks'],
  ['POST /api/forms/FORM/webhooks', webhook],
  ['GET /api/submissions/SUBMISSION'],
  ['DELETE /api/submissions/SUBMISSION'],
  ['GET /api/submissions/SUBMISSION/deliveries'],
  ['GET /api/uploads/UPLOAD'],
  ['GET /api/webhooks/WEBHOOK'],
  ['PATCH /api/webhooks/WEBHOOK', webhook],
  ['DELETE /api/webhooks/WEBHOOK'],
  ['POST /api/webhooks/WEBHOOK/test'],
  ['POST /api/webhooks/WEBHOOK/probe'],
  ['POST /api/webhooks/WEBHOOK/diagnose', { body: '{}' }],
  ['POST /api/webhooks/WEBHOOK/lease'],
  ['POST /api/webhooks/WEBHOOK/lease/end'],
  ['POST /api/webhooks/WEBHOOK/rotate-secret'],
  ['POST /api/webhooks/WEBHOOK/pause'],
  ['POST /api/webhooks/WEBHOOK/resume', { discard: true }],
  ['POST /api/webhooks/WEBHOOK/discard'],
  ['POST /api/webhooks/WEBHOOK/resend', { deliveries: ['dlv_1'] }],
  ['GET /api/webhooks/WEBHOOK/recoverable'],
  ['POST /api/webhooks/WEBHOOK/recover', { since: '2026-01-01' }],
  ['GET /api/webhooks/WEBHOOK/deliveries'],
  ['GET /api/deliveries/DELIVERY'],
  ['POST /api/deliveries/DELIVERY/resend'],
  ['POST /api/deliveries/DELIVERY/outcome', outcome],
  ['POST /api/notices/NOTICE/dismiss'],
  ['GET /api/inbox/INBOX/messages'],
  ['DELETE /api/inbox/INBOX/messages'],
]

it.each(calls)("%s of another's is as if it were not there", async (route, body) => {
  const { call, get, ids } = await withEverything()
  const filled = route.replace(/[A-Z]{4,}$|[A-Z]{4,}(?=\/)/, (name) => ids[name as keyof typeof ids] ?? name)
  expect(filled).not.toBe(route)
  const state = async () =>
    Promise.all([
      get(`GET /api/forms/${ids.FORM}`, { as: 'ada' }),
      get(`GET /api/submissions/${ids.SUBMISSION}`, { as: 'ada' }),
      get(`GET /api/webhooks/${ids.WEBHOOK}`, { as: 'ada' }),
      get(`GET /api/forms/${ids.FORM}/webhooks`, { as: 'ada' }),
      get(`GET /api/deliveries/${ids.DELIVERY}`, { as: 'ada' }),
      call(`GET /api/uploads/${ids.UPLOAD}`, { as: 'ada' }).then((answer) => answer.status),
    ])
  const before = await state()

  const problem = await problemOf(await call(filled, { as: 'bob', ...(body && { body }) }))
  expect(problem.status).toBe(404)
  // Word for word what somebody gets who makes an id up.
  const madeUp = Object.values(ids).reduce((text, id) => text.replace(id, 'x'.repeat(id.length)), filled)
  const invented = await problemOf(await call(madeUp, { as: 'bob', ...(body && { body }) }))
  const told = (text: string) => Object.values(ids).reduce((said, id) => said.replace(id, 'ID'), text)
  expect(invented.detail.replace(/x{9,}/, 'ID')).toBe(told(problem.detail))
  expect(invented.code).toBe(problem.code)

  const strangers = await problemOf(await call(filled, body && { body }))
  expect(strangers.code).toBe('not-signed-in')
  expect(await state()).toEqual(before)
})

it("covers every owners' call that has an id", async () => {
  const { app } = makeApp()
  const known = new Set(calls.map(([route]) => route.replace(/[A-Z]{4,}$|[A-Z]{4,}(?=\/)/, ':id')))
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && path.includes(':'))
    .map(({ method, path }) => `${method} ${path.replace(/:\w+/, ':id').replace(':version', '1')}`)
  expect(new Set(routes)).toEqual(known)
})

it('lists only what is its own', async () => {
  const { get } = await withEverything()
  expect(await get('GET /api/forms', { as: 'bob' })).toEqual({ items: [], next: null })
  expect(await get('GET /api/session', { as: 'bob' })).toMatchObject({
    workspace: { id: owners.bob.workspaceId },
  })
})
