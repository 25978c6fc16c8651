import { describe, expect, it } from 'vitest'
import type { FormRow, WebhookRow } from '../rows.ts'
import type { Store } from '../store.ts'
import {
  attempt,
  claimOf,
  makeForm,
  makeWebhook,
  type Opened,
  OTHER,
  oneEach,
  submissionOf,
  WORKSPACE,
} from './kit.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function exerciseNotices(opened: Opened) {
  describe('notices', () => {
    /** A submission that its webhook's receiver answers with 410. */
    async function lose(store: Store, form: FormRow, more = 0) {
      for (let i = 0; i <= more; i++) await store.acceptSubmission(submissionOf(form), oneEach)
      const [claimed] = (await store.claimDeliveries(claimOf({ limit: 1 }))).deliveries
      if (!claimed) throw new Error('nothing was due')
      await store.recordAttempt({
        deliveryId: claimed.id,
        claim: claimed.claim,
        attempt: attempt(1, 410),
        state: 'failed',
        dueAt: null,
        gone: true,
      })
    }
    async function paused(store: Store, more = 0) {
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      await lose(store, form, more)
      return { form, webhook }
    }
    const resume = (store: Store, { id }: WebhookRow) =>
      store.updateWebhook(WORKSPACE, id, () => ({ resume: true }))
    const switchOff = (store: Store, { id, settings }: WebhookRow) =>
      store.updateWebhook(WORKSPACE, id, () => ({ settings: { ...settings, active: false } }))
    const mailOf = (store: Store, since = 0) => store.claimNoticeMail({ lease: HOUR, since })

    it('tell of webhooks that were paused, newest first, with what their owner calls them', async () => {
      const { store, clock } = await opened()
      const first = await paused(store)
      await store.updateWebhook(WORKSPACE, first.webhook.id, ({ settings }) => ({
        settings: { ...settings, name: 'CRM' },
      }))
      clock.advance(1_000)
      const second = await paused(store)
      const listed = await store.listNotices(WORKSPACE, 10)
      expect(listed).toEqual([
        {
          id: expect.stringMatching(/^ntc_/),
          workspaceId: WORKSPACE,
          formId: second.form.id,
          webhookId: second.webhook.id,
          reason: 'gone',
          createdAt: clock.now(),
          formTitle: 'Form',
          webhookName: '',
          webhookUrl: second.webhook.settings.url,
          failingSince: clock.now(),
        },
        expect.objectContaining({ webhookId: first.webhook.id, webhookName: 'CRM' }),
      ])
      expect(await store.listNotices(WORKSPACE, 1)).toEqual(listed.slice(0, 1))
      expect(await store.listNotices(OTHER, 10)).toEqual([])
    })

    it('go when the webhook is resumed, switched off, or deleted', async () => {
      const { store } = await opened()
      await resume(store, (await paused(store)).webhook)
      await switchOff(store, (await paused(store)).webhook)
      await store.deleteWebhook(WORKSPACE, (await paused(store)).webhook.id)
      expect(await store.listNotices(WORKSPACE, 10)).toEqual([])
      expect(await mailOf(store)).toBeNull()
    })

    it('are put away by their workspace alone, and come again with another pause', async () => {
      const { store } = await opened()
      const { form, webhook } = await paused(store)
      const [notice] = await store.listNotices(WORKSPACE, 10)
      const id = notice?.id ?? ''
      expect(await store.dismissNotice(OTHER, id)).toBe(false)
      expect(await store.listNotices(WORKSPACE, 10)).toHaveLength(1)
      expect(await store.dismissNotice(WORKSPACE, id)).toBe(true)
      expect(await store.dismissNotice(WORKSPACE, id)).toBe(true)
      expect(await store.listNotices(WORKSPACE, 10)).toEqual([])
      expect(await mailOf(store)).toBeNull()
      await resume(store, webhook)
      expect(await store.dismissNotice(WORKSPACE, id)).toBe(false)
      await lose(store, form)
      expect(await store.listNotices(WORKSPACE, 10)).toHaveLength(1)
    })

    it('are mailed by one at a time, and by another when the lease has run out', async () => {
      const { store, clock, reopen } = await opened()
      const { webhook } = await paused(store, 3)
      const mail = await mailOf(store)
      expect(mail).toMatchObject({
        webhookId: webhook.id,
        attempts: 1,
        waiting: 3,
        waitingIsMore: false,
      })
      expect(await mailOf(store)).toBeNull()
      clock.advance(HOUR)
      const again = await reopen()
      const second = await mailOf(again)
      expect(second).toMatchObject({ id: mail?.id, attempts: 2 })
      expect(await again.finishNoticeMail({ id: mail?.id ?? '', attempts: 1 }, null)).toBe('stale')
      expect(await again.finishNoticeMail({ id: mail?.id ?? '', attempts: 2 }, null)).toBe('finished')
      clock.advance(HOUR)
      expect(await mailOf(again)).toBeNull()
      expect(await again.listNotices(WORKSPACE, 10)).toHaveLength(1)
    })

    it('are mailed in time although the clock is set back', async () => {
      const { store, clock } = await opened()
      await paused(store)
      clock.advance(-DAY)
      await store.hurryDeliveries(DAY)
      const mail = await mailOf(store)
      expect(mail).not.toBeNull()
      clock.advance(-DAY)
      await store.hurryDeliveries(DAY)
      clock.advance(HOUR)
      expect(await mailOf(store)).toMatchObject({ id: mail?.id })
    })

    it('are mailed again when that is said to be due', async () => {
      const { store, clock } = await opened()
      await paused(store)
      const mail = await mailOf(store)
      await store.finishNoticeMail({ id: mail?.id ?? '', attempts: 1 }, clock.now() + DAY)
      clock.advance(DAY - 1)
      expect(await mailOf(store)).toBeNull()
      clock.advance(1)
      expect(await mailOf(store)).toMatchObject({ id: mail?.id, attempts: 2 })
    })

    it('are not mailed when they are older than asked for, now or later', async () => {
      const { store, clock } = await opened()
      await paused(store)
      clock.advance(DAY + 1)
      expect(await mailOf(store, clock.now() - DAY)).toBeNull()
      expect(await mailOf(store)).toBeNull()
      expect(await store.listNotices(WORKSPACE, 10)).toHaveLength(1)
    })

    it('are not mailed once the webhook was resumed while that was tried', async () => {
      const { store, clock } = await opened()
      const { webhook } = await paused(store)
      const mail = await mailOf(store)
      await resume(store, webhook)
      expect(await store.finishNoticeMail({ id: mail?.id ?? '', attempts: 1 }, clock.now())).toBe('stale')
      expect(await mailOf(store)).toBeNull()
    })

    it('leave forms marked whose webhooks are paused or fail, until they succeed', async () => {
      const { store } = await opened()
      const gone = await paused(store)
      const failing = await makeForm(store)
      await makeWebhook(store, failing)
      const fine = await makeForm(store)
      await makeWebhook(store, fine)
      const tried = async (form: FormRow, number: number, status: number) => {
        if (number === 1) await store.acceptSubmission(submissionOf(form), oneEach)
        const [claimed] = (await store.claimDeliveries(claimOf({ limit: 1 }))).deliveries
        await store.recordAttempt({
          deliveryId: claimed?.id ?? '',
          claim: claimed?.claim ?? '',
          attempt: attempt(number, status),
          state: status < 300 ? 'succeeded' : 'pending',
          dueAt: status < 300 ? null : 0,
          gone: false,
        })
      }
      await tried(fine, 1, 200)
      await tried(failing, 1, 500)
      const [notice] = await store.listNotices(WORKSPACE, 10)
      await store.dismissNotice(WORKSPACE, notice?.id ?? '')
      const troubled = async (workspaceId = WORKSPACE) =>
        new Map((await store.listTroubledForms(workspaceId)).map(({ formId, trouble }) => [formId, trouble]))
      expect(await troubled()).toEqual(
        new Map([
          [gone.form.id, 'paused'],
          [failing.id, 'failing'],
        ]),
      )
      expect(await troubled(OTHER)).toEqual(new Map())
      await tried(failing, 2, 200)
      await switchOff(store, gone.webhook)
      expect(await troubled()).toEqual(new Map())
    })
  })
}
