import { describe, expect, it } from 'vitest'
import type { FormRow, NewUpload } from '../rows.ts'
import { makeForm, type Opened, OTHER, submissionOf, unique, WORKSPACE } from './kit.ts'

const BOUNDS = { form: 1_000, relay: 1_500, least: 100 }
const HOUR_MS = 3_600_000

const uploadTo = (form: FormRow, more: Partial<NewUpload> = {}): NewUpload => ({
  id: unique('upl'),
  formId: form.id,
  field: 'cv',
  name: 'cv.pdf',
  type: 'application/pdf',
  size: 200,
  ...more,
})

export function exerciseUploads(opened: Opened) {
  describe('uploads', () => {
    async function waiting(more: Partial<NewUpload> = {}) {
      const fixture = await opened()
      const form = await makeForm(fixture.store)
      const upload = uploadTo(form, more)
      expect(await fixture.store.registerUpload(upload, BOUNDS)).toBe('registered')
      return { ...fixture, form, upload, names: [{ id: upload.id, field: upload.field }] }
    }

    it('wait until a submission takes them, and are the owner’s from then on', async () => {
      const { store, form, upload, names, clock, reopen } = await waiting()
      expect(await store.findUpload(WORKSPACE, upload.id)).toBeNull()
      const submission = submissionOf(form, { uploads: names })
      expect(await store.acceptSubmission(submission, () => [])).toMatchObject({ outcome: 'accepted' })
      const taken = {
        ...upload,
        workspaceId: WORKSPACE,
        submissionId: submission.id,
        createdAt: clock.now(),
      }
      const again = await reopen()
      expect(await again.findUpload(WORKSPACE, upload.id)).toEqual(taken)
      expect(await again.findUpload(OTHER, upload.id)).toBeNull()
      expect(await again.findUploads(form.id, [upload.id, 'upl_nothing'])).toEqual([taken])
    })

    it('are taken once, and the submission that comes too late is not stored', async () => {
      const { store, form, names } = await waiting()
      const sent = Array.from({ length: 20 }, () => submissionOf(form, { uploads: names }))
      const results = await Promise.all(sent.map((one) => store.acceptSubmission(one, () => [])))
      expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
      expect(results.filter(({ outcome }) => outcome === 'upload-missing')).toHaveLength(19)
      expect((await store.listSubmissions(WORKSPACE, form.id, {}, { limit: 30 })).items).toHaveLength(1)
    })

    it('do not come in the way of a submission that is sent again', async () => {
      const { store, form, names } = await waiting()
      const key = '0b1f4f3e-8a55-4d43-9a4f-0d6f0b6f9a11'
      const first = submissionOf(form, { key, uploads: names })
      await store.acceptSubmission(first, () => [])
      const again = await store.acceptSubmission(submissionOf(form, { key, uploads: names }), () => [])
      expect(again).toEqual({ outcome: 'duplicate', id: first.id })
      const other = submissionOf(form, { key, uploads: names, answers: '{"name":"Eve"}' })
      expect(await store.acceptSubmission(other, () => [])).toEqual({ outcome: 'key-reused' })
    })

    it('of another form, of another field or of nobody are not taken, and nothing else with them', async () => {
      const { store, form, upload, names } = await waiting()
      const other = await makeForm(store)
      const cases: [FormRow, { id: string; field: string }][] = [
        [other, { id: upload.id, field: 'cv' }],
        [form, { id: upload.id, field: 'photo' }],
        [form, { id: 'upl_nothing', field: 'cv' }],
      ]
      for (const [to, wrong] of cases) {
        const submission = submissionOf(to, { uploads: [...(to === form ? names : []), wrong] })
        expect(await store.acceptSubmission(submission, () => [])).toEqual({
          outcome: 'upload-missing',
          field: wrong.field,
        })
        expect(await store.findSubmission(WORKSPACE, submission.id)).toBeNull()
      }
      expect(await store.findUploads(form.id, [upload.id])).toMatchObject([{ submissionId: null }])
    })

    it('wait within the bounds of their form and of the relay, small ones counted as more', async () => {
      const { store, form, upload } = await waiting({ size: 900 })
      expect(await store.hasUploadRoom(form.id, 1, BOUNDS)).toBe(true)
      expect(await store.hasUploadRoom(form.id, 101, BOUNDS)).toBe(false)
      expect(await store.registerUpload(uploadTo(form, { size: 101 }), BOUNDS)).toBe('full')
      expect(await store.registerUpload(uploadTo(form, { size: 1 }), BOUNDS)).toBe('registered')
      expect(await store.registerUpload(uploadTo(form, { size: 1 }), BOUNDS)).toBe('full')
      const other = await makeForm(store)
      expect(await store.registerUpload(uploadTo(other, { size: 501 }), BOUNDS)).toBe('full')
      expect(await store.registerUpload(uploadTo(other, { size: 500 }), BOUNDS)).toBe('registered')
      const names = [{ id: upload.id, field: 'cv' }]
      await store.acceptSubmission(submissionOf(form, { uploads: names }), () => [])
      expect(await store.registerUpload(uploadTo(form, { size: 101 }), BOUNDS)).toBe('registered')
    })

    it('are refused for a form that is gone', async () => {
      const { store, form } = await waiting()
      await store.deleteForm(WORKSPACE, form.id)
      expect(await store.registerUpload(uploadTo(form), BOUNDS)).toBe('form-missing')
    })

    it('are condemned by who sent them only while they wait', async () => {
      const { store, form, upload, names } = await waiting()
      const other = await makeForm(store)
      expect(await store.dropUpload(other.id, upload.id)).toBe(false)
      await store.acceptSubmission(submissionOf(form, { uploads: names }), () => [])
      expect(await store.dropUpload(form.id, upload.id)).toBe(false)
      const second = uploadTo(form)
      await store.registerUpload(second, BOUNDS)
      expect(await store.dropUpload(form.id, second.id)).toBe(true)
      expect(await store.dropUpload(form.id, second.id)).toBe(false)
      expect(await store.findUploads(form.id, [second.id])).toEqual([])
      const sent = submissionOf(form, { uploads: [{ id: second.id, field: 'cv' }] })
      expect(await store.acceptSubmission(sent, () => [])).toMatchObject({ outcome: 'upload-missing' })
      expect(await store.listCondemnedUploads(10)).toEqual([second.id])
    })

    it('are condemned with their submission and with their form, until they are forgotten', async () => {
      const { store, form, upload, names, reopen } = await waiting()
      const submission = submissionOf(form, { uploads: names })
      await store.acceptSubmission(submission, () => [])
      const left = uploadTo(form)
      await store.registerUpload(left, BOUNDS)
      await store.eraseSubmission(OTHER, submission.id, () => () => [])
      expect(await store.listCondemnedUploads(10)).toEqual([])
      await store.eraseSubmission(WORKSPACE, submission.id, () => () => [])
      expect(await store.listCondemnedUploads(10)).toEqual([upload.id])
      expect(await store.findUpload(WORKSPACE, upload.id)).toBeNull()
      await store.deleteForm(WORKSPACE, form.id)
      // What was condemned outlives the process that did it.
      const again = await reopen()
      expect((await again.listCondemnedUploads(10)).sort()).toEqual([upload.id, left.id].sort())
      expect(await again.listCondemnedUploads(1)).toHaveLength(1)
      await again.forgetUploads([upload.id, left.id])
      expect(await again.listCondemnedUploads(10)).toEqual([])
    })

    it('are condemned when they have waited too long, and never when they were taken', async () => {
      const { store, form, upload, names, clock } = await waiting()
      await store.acceptSubmission(submissionOf(form, { uploads: names }), () => [])
      const old = uploadTo(form)
      await store.registerUpload(old, BOUNDS)
      clock.advance(HOUR_MS)
      const young = uploadTo(form)
      await store.registerUpload(young, BOUNDS)
      await store.dropUploadsBefore(clock.now())
      expect(await store.listCondemnedUploads(10)).toEqual([old.id])
      await store.forgetUploads([old.id, young.id, upload.id])
      expect(await store.findUploads(form.id, [old.id, young.id, upload.id])).toHaveLength(2)
    })
  })
}
