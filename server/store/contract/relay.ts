import { expect, it } from 'vitest'
import { makeForm, makeWebhook, type Opened, OTHER, oneEach, submissionOf, unique, WORKSPACE } from './kit.ts'

export function exerciseRelay(opened: Opened) {
  it('never shows or changes what belongs to another workspace', async () => {
    const { store } = await opened()
    const form = await makeForm(store)
    await store.publishForm(WORKSPACE, form.id, 1)
    const webhook = await makeWebhook(store, form)
    const submission = submissionOf(form)
    await store.acceptSubmission(submission, oneEach)
    const page = { limit: 10 }
    const [delivery] = (await store.listDeliveries(WORKSPACE, webhook.id, {}, page)).items
    if (!delivery) throw new Error('nothing was owed')
    expect(await store.findForm(OTHER, form.id)).toBeNull()
    expect((await store.listForms(OTHER, page)).items).toEqual([])
    expect(await store.updateForm(OTHER, form.id, { title: 'x' })).toEqual({ outcome: 'missing' })
    expect(await store.publishForm(OTHER, form.id, 1)).toEqual({ outcome: 'missing' })
    expect(await store.deleteForm(OTHER, form.id)).toBe(false)
    expect(await store.listVersions(OTHER, form.id)).toEqual([])
    expect((await store.listSubmissions(OTHER, form.id, {}, page)).items).toEqual([])
    expect(await store.findSubmission(OTHER, submission.id)).toBeNull()
    expect(await store.eraseSubmission(OTHER, submission.id, () => () => [])).toBe(false)
    expect((await store.countActivity(OTHER, form.id, 0)).days.every((day) => day.submissions === 0)).toBe(
      true,
    )
    expect(await store.listWebhooks(OTHER, form.id)).toEqual([])
    expect(await store.findWebhook(OTHER, webhook.id)).toBeNull()
    expect(await store.updateWebhook(OTHER, webhook.id, () => ({ host: 'evil.example:443' }))).toBeNull()
    expect(await store.deleteWebhook(OTHER, webhook.id)).toBe(false)
    expect((await store.listDeliveries(OTHER, webhook.id, {}, page)).items).toEqual([])
    expect(await store.findDelivery(OTHER, delivery.id)).toBeNull()
    expect(await store.resendDelivery(OTHER, delivery.id)).toBe('missing')
  })

  it('keeps the newest messages of an inbox', async () => {
    const { store, clock } = await opened()
    const token = await store.ensureInbox(WORKSPACE, () => unique('token'))
    expect(await store.ensureInbox(WORKSPACE, () => unique('token'))).toBe(token)
    expect(await store.findInbox(token)).toEqual({ workspaceId: WORKSPACE })
    expect(await store.findInbox('nothing')).toBeNull()
    const message = {
      receivedAt: clock.now(),
      method: 'POST',
      headers: { a: 'b' },
      body: '{}',
      reason: null,
    }
    for (let i = 0; i < 7; i++) {
      await store.addInboxMessage(token, { ...message, id: unique('msg'), signature: 'valid' }, 5)
    }
    expect(await store.listInboxMessages(token)).toHaveLength(5)
    await store.clearInbox(token)
    expect(await store.listInboxMessages(token)).toEqual([])
  })

  it('keeps settings of its own and knows whether it is empty', async () => {
    const { store, reopen } = await opened()
    expect(await store.isEmpty()).toBe(true)
    await makeForm(store)
    await store.putSetting('demo', 'one')
    await store.putSetting('demo', 'two')
    const again = await reopen()
    expect(await again.isEmpty()).toBe(false)
    expect(await again.getSetting('demo')).toBe('two')
    expect(await again.getSetting('nothing')).toBeNull()
  })
}
