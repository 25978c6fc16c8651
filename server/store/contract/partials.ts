import { describe, expect, it } from 'vitest'
import type { FormRow } from '../rows.ts'
import type { Store } from '../store.ts'
import {
  claimOf,
  deliveryTo,
  makeForm,
  makeWebhook,
  type Opened,
  OTHER,
  oneEach,
  submissionOf,
  WORKSPACE,
} from './kit.ts'

const KEY = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
const MINUTE = 60_000

export function exercisePartials(opened: Opened) {
  const partialOf = (form: FormRow, more: object = {}) => ({ ...submissionOf(form, more), key: KEY })
  const answers = (name: string) => JSON.stringify({ name })
  const statuses = async (store: Store, form: FormRow) =>
    (await store.listSubmissions(WORKSPACE, form.id, {}, { limit: 10 })).items.map((row) => [
      row.status,
      row.answers,
    ])

  describe('partial submissions', () => {
    it('hold the newest answers under the first id, and owe nothing yet', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const first = partialOf(form, { answers: answers('A') })
      const due = clock.now() + MINUTE
      expect(await store.savePartial(first, due)).toEqual({ outcome: 'saved', id: first.id, again: false })
      const more = partialOf(form, { answers: answers('Ada') })
      expect(await store.savePartial(more, due)).toEqual({ outcome: 'saved', id: first.id, again: true })
      expect(await statuses(store, form)).toEqual([['partial', answers('Ada')]])
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
    })

    it('become the submission with their key, and stay it', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const first = partialOf(form, { answers: answers('A') })
      await store.savePartial(first, clock.now() + MINUTE)
      clock.advance(5_000)
      const whole = partialOf(form, { answers: answers('Ada') })
      const accepted = { outcome: 'accepted', id: first.id, deliveries: 1 }
      expect(await store.acceptSubmission(whole, oneEach)).toEqual(accepted)
      expect(await store.findSubmission(WORKSPACE, first.id)).toMatchObject({
        status: 'completed',
        answers: answers('Ada'),
        createdAt: clock.now(),
      })
      expect(await store.acceptSubmission(whole, oneEach)).toEqual({ outcome: 'duplicate', id: first.id })
      const late = partialOf(form, { answers: answers('A') })
      expect(await store.savePartial(late, clock.now() + MINUTE)).toEqual({
        outcome: 'duplicate',
        id: first.id,
      })
      expect(await statuses(store, form)).toEqual([['completed', answers('Ada')]])
      clock.advance(9 * MINUTE)
      expect(await store.listAbandoned(10)).toEqual([])
    })

    it('are told of once, when nothing more has come for so long, also by another process', async () => {
      const { store, clock, reopen } = await opened()
      const form = await makeForm(store)
      const webhook = await makeWebhook(store, form)
      await store.savePartial(partialOf(form, { answers: answers('A') }), clock.now() + MINUTE)
      clock.advance(MINUTE - 1)
      expect(await store.listAbandoned(10)).toEqual([])
      clock.advance(1)
      const again = await reopen()
      const [abandoned] = await again.listAbandoned(10)
      if (!abandoned) throw new Error('nothing is abandoned')
      const told: string[] = []
      const owe = (row: { answers: string }) => () => {
        told.push(row.answers)
        return [deliveryTo(webhook)]
      }
      const results = await Promise.all([
        again.tellAbandoned(abandoned, owe),
        again.tellAbandoned(abandoned, owe),
      ])
      expect(results).toEqual([{ outcome: 'told', deliveries: 1 }, { outcome: 'stale' }])
      expect(told).toEqual([answers('A')])
      expect((await again.claimDeliveries(claimOf())).deliveries).toMatchObject([
        { submissionId: abandoned.id },
      ])
      // A visitor who comes back after that goes on, but is not abandoned for a second time.
      await again.savePartial(partialOf(form, { answers: answers('Ada') }), clock.now() + MINUTE)
      clock.advance(9 * MINUTE)
      expect(await again.listAbandoned(10)).toEqual([])
      expect(await again.acceptSubmission(partialOf(form), oneEach)).toMatchObject({ id: abandoned.id })
    })

    it('are not told of when their visitor went on, and stay untold when what is owed cannot be said', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      await store.savePartial(partialOf(form), clock.now() + MINUTE)
      clock.advance(MINUTE)
      const [abandoned] = await store.listAbandoned(10)
      if (!abandoned) throw new Error('nothing is abandoned')
      const failing = store.tellAbandoned(abandoned, () => () => {
        throw new Error('a renderer failed')
      })
      await expect(failing).rejects.toThrow('a renderer failed')
      expect(await store.listAbandoned(10)).toHaveLength(1)
      await store.savePartial(partialOf(form), clock.now() + MINUTE)
      expect(await store.tellAbandoned(abandoned, () => oneEach)).toEqual({ outcome: 'stale' })
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
    })

    it('are neither counted nor taken for another form or workspace', async () => {
      const { store, clock } = await opened()
      const [form, other] = [await makeForm(store), await makeForm(store)]
      await store.savePartial(partialOf(form), clock.now() + MINUTE)
      const elsewhere = partialOf(other)
      expect(await store.savePartial(elsewhere, clock.now() + MINUTE)).toMatchObject({ id: elsewhere.id })
      expect((await store.findForm(WORKSPACE, form.id))?.submissions).toBe(0)
      expect(await store.countCompleted(form.id)).toBe(0)
      const activity = await store.countActivity(WORKSPACE, form.id, clock.now())
      expect(activity).toMatchObject({ days: [{ submissions: 0 }], partials: 1 })
      expect((await store.countActivity(OTHER, form.id, clock.now())).partials).toBe(0)
      const list = (status: 'completed' | 'partial') =>
        store.listSubmissions(WORKSPACE, form.id, { status }, { limit: 10 })
      expect((await list('partial')).items).toHaveLength(1)
      expect((await list('completed')).items).toHaveLength(0)
    })

    it('are gone with their form, and none is taken for a form that is gone', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      await store.savePartial(partialOf(form), clock.now())
      await store.deleteForm(WORKSPACE, form.id)
      expect(await store.listAbandoned(10)).toEqual([])
      expect(await store.savePartial(partialOf(form), clock.now())).toEqual({ outcome: 'form-missing' })
    })

    it('hold the files that they name, until they are completed without them', async () => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const uploads = ['upl_partial_1', 'upl_partial_2'].map((id) => ({ id, field: 'cv' }))
      const [one, two] = uploads
      if (!one || !two) throw new Error('two uploads are wanted')
      const bounds = { form: 1e6, relay: 1e6, least: 1 }
      for (const upload of uploads) {
        const file = { ...upload, formId: form.id, name: 'cv.pdf', type: 'application/pdf', size: 1 }
        await store.registerUpload(file, bounds)
      }
      const { outcome } = await store.savePartial(partialOf(form, { uploads: [one] }), clock.now() + MINUTE)
      expect(outcome).toBe('saved')
      // What is not right yet is left out of a part, and may be right in the end.
      await store.savePartial(partialOf(form), clock.now() + MINUTE)
      expect(await store.listCondemnedUploads(10)).toEqual([])
      await store.savePartial(partialOf(form, { uploads: [one] }), clock.now() + MINUTE)
      expect(await store.findUpload(WORKSPACE, one.id)).not.toBeNull()
      expect(await store.acceptSubmission(partialOf(form, { uploads: [two] }), () => [])).toMatchObject({
        outcome: 'accepted',
      })
      expect(await store.listCondemnedUploads(10)).toEqual([one.id])
      expect(await store.findUpload(WORKSPACE, two.id)).not.toBeNull()
    })
  })

  describe('a form that is closed or full', () => {
    it('takes no more than its quota, however many come at once', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await makeWebhook(store, form)
      const sent = Array.from({ length: 60 }, () => submissionOf(form, { quota: 7 }))
      const results = await Promise.all(sent.map((submission) => store.acceptSubmission(submission, oneEach)))
      expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(7)
      expect(results.filter(({ outcome }) => outcome === 'full')).toHaveLength(53)
      expect(await store.countCompleted(form.id)).toBe(7)
      expect((await store.findForm(WORKSPACE, form.id))?.submissions).toBe(7)
      expect((await store.claimDeliveries(claimOf())).deliveries).toHaveLength(7)
    })

    it('has room again for what is erased', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      const first = submissionOf(form, { quota: 1 })
      await store.acceptSubmission(first, () => [])
      expect(await store.acceptSubmission(submissionOf(form, { quota: 1 }), () => [])).toEqual({
        outcome: 'full',
      })
      await store.eraseSubmission(WORKSPACE, first.id, () => () => [])
      expect(await store.acceptSubmission(submissionOf(form, { quota: 1 }), () => [])).toMatchObject({
        outcome: 'accepted',
      })
    })

    it.each([{ closed: true }, { quota: 1 }])('knows what it has taken before, %j', async (hindrance) => {
      const { store, clock } = await opened()
      const form = await makeForm(store)
      const first = submissionOf(form, { key: KEY })
      await store.acceptSubmission(first, () => [])
      const again = submissionOf(form, { key: KEY, ...hindrance })
      expect(await store.acceptSubmission(again, oneEach)).toEqual({ outcome: 'duplicate', id: first.id })
      const changed = { ...again, answers: answers('Eve') }
      expect(await store.acceptSubmission(changed, oneEach)).toEqual({ outcome: 'key-reused' })
      const refused = { outcome: 'closed' in hindrance ? 'closed' : 'full' }
      expect(await store.acceptSubmission(submissionOf(form, hindrance), oneEach)).toEqual(refused)
      const other = { ...submissionOf(form, hindrance), key: '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a12' }
      expect(await store.savePartial(other, clock.now())).toEqual(refused)
    })
  })
}
