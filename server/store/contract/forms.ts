import { describe, expect, it } from 'vitest'
import { claimOf, makeForm, makeWebhook, type Opened, oneEach, submissionOf, WORKSPACE } from './kit.ts'

export function exerciseForms(opened: Opened) {
  describe('forms', () => {
    it('keeps drafts apart from versions, which never change', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      expect(await store.publishedVersion(form.id)).toBe('unpublished')
      expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'published', version: 1 })
      await store.updateForm(WORKSPACE, form.id, { title: 'Renamed' })
      expect(await store.findVersion(form.id, 1)).toMatchObject({ title: 'Form', version: 1 })
      expect(await store.publishForm(WORKSPACE, form.id, 2)).toEqual({ outcome: 'published', version: 2 })
      expect(await store.publishedVersion(form.id)).toBe(2)
      expect(await store.findVersion(form.id, 2)).toMatchObject({ title: 'Renamed' })
      expect((await store.listVersions(WORKSPACE, form.id)).map((row) => row.version)).toEqual([2, 1])
    })

    it('publishes an unchanged draft as the version it is already', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await store.publishForm(WORKSPACE, form.id, 1)
      expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'published', version: 1 })
    })

    it('refuses to save or publish over what somebody else saved', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      const saved = await store.updateForm(WORKSPACE, form.id, { title: 'Mine', revision: 1 })
      expect(saved).toMatchObject({ outcome: 'saved', form: { revision: 2, title: 'Mine' } })
      expect(await store.updateForm(WORKSPACE, form.id, { title: 'Theirs', revision: 1 })).toEqual({
        outcome: 'conflict',
      })
      expect(await store.publishForm(WORKSPACE, form.id, 1)).toEqual({ outcome: 'conflict' })
    })

    it('lists newest first, in parts that miss nothing and repeat nothing', async () => {
      const { store, clock } = await opened()
      const ids: string[] = []
      for (let i = 0; i < 5; i++) {
        ids.unshift((await makeForm(store)).id)
        if (i % 2) clock.advance(1)
      }
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const part = await store.listForms(WORKSPACE, { limit: 2, cursor })
        seen.push(...part.items.map((form) => form.id))
        cursor = part.next ?? undefined
        // The form that the cursor was made of may be gone by the time that it is used.
        await store.deleteForm(WORKSPACE, part.items.at(-1)?.id ?? '')
      } while (cursor)
      expect(seen).toHaveLength(5)
      expect(new Set(seen)).toEqual(new Set(ids))
    })

    it('deletes everything of a form with it', async () => {
      const { store } = await opened()
      const form = await makeForm(store)
      await store.publishForm(WORKSPACE, form.id, 1)
      const webhook = await makeWebhook(store, form)
      const submission = submissionOf(form)
      await store.acceptSubmission(submission, oneEach)
      expect(await store.deleteForm(WORKSPACE, form.id)).toBe(true)
      expect(await store.publishedVersion(form.id)).toBeNull()
      expect(await store.findSubmission(WORKSPACE, submission.id)).toBeNull()
      expect(await store.findWebhook(WORKSPACE, webhook.id)).toBeNull()
      expect((await store.claimDeliveries(claimOf())).deliveries).toEqual([])
      expect(await store.acceptSubmission(submissionOf(form), oneEach)).toEqual({ outcome: 'form-missing' })
    })
  })
}
