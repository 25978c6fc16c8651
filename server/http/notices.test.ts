import type { NoticeList } from '@fieldpost/shared/resources.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeApp, problemOf } from '../test/make.ts'
import { startReceiver } from '../test/receiver.ts'

/** A webhook of Ada's whose receiver has said, to a real delivery, that it is gone. */
async function withPaused() {
  const relay = makeApp({ allow: '127.0.0.1' })
  const receiver = await startReceiver({ reply: { status: 410 } })
  onTestFinished(() => receiver.close())
  const form = await relay.publish('ada')
  const webhook = await relay.addWebhook('ada', form.id, { url: receiver.url, name: 'CRM' })
  await relay.call(`POST /api/webhooks/${webhook.id}/test`, { as: 'ada' })
  const notices = (as: 'ada' | 'bob' = 'ada') => relay.get<NoticeList>('GET /api/notices', { as })
  return { ...relay, form, webhook, notices }
}

describe('notices', () => {
  it('are none as long as nothing was paused', async () => {
    const { get } = makeApp()
    expect(await get('GET /api/notices', { as: 'ada' })).toEqual({ items: [], next: null, forms: [] })
  })

  it('name the webhook, its form, and why it was paused', async () => {
    const { form, webhook, notices } = await withPaused()
    expect(await notices()).toEqual({
      items: [
        {
          id: expect.stringMatching(/^ntc_/),
          webhookId: webhook.id,
          webhookName: 'CRM',
          webhookUrl: webhook.url,
          formId: form.id,
          formTitle: 'Contact',
          reason: 'gone',
          failingSince: expect.stringMatching(/Z$/),
          createdAt: expect.stringMatching(/Z$/),
        },
      ],
      next: null,
      forms: [{ formId: form.id, trouble: 'paused' }],
    })
  })

  it('are put away, while their form stays marked until the webhook is resumed', async () => {
    const { form, webhook, notices, call, get } = await withPaused()
    const id = (await notices()).items[0]?.id
    expect((await call(`POST /api/notices/${id}/dismiss`, { as: 'ada' })).status).toBe(204)
    expect(await notices()).toMatchObject({ items: [], forms: [{ formId: form.id }] })
    await get(`PATCH /api/webhooks/${webhook.id}`, { as: 'ada', body: { active: true } })
    expect(await notices()).toMatchObject({ items: [], forms: [] })
  })

  it("are nobody else's to see or put away", async () => {
    const { notices, call } = await withPaused()
    expect(await notices('bob')).toEqual({ items: [], next: null, forms: [] })
    const id = (await notices()).items[0]?.id
    for (const [as, path] of [
      ['bob', id],
      ['ada', 'ntc_none'],
    ] as const) {
      const answer = await call(`POST /api/notices/${path}/dismiss`, { as })
      expect(await problemOf(answer)).toMatchObject({ code: 'not-found' })
    }
    expect((await notices()).items).toHaveLength(1)
    expect((await call('GET /api/notices')).status).toBe(401)
  })
})
