/** The drafts that are open, so that what is not saved yet outlives a change of screens. */
import { useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { getForm, saveForm } from './api.ts'
import { type Draft, openDraft } from './draft.ts'
import { type Loaded, useLoad } from './ui/load.tsx'

const open = new Map<string, Draft>()

const isSaved = (draft: Draft) => draft.state.peek().type === 'saved'

/** Opens a form for editing. A draft with unsaved changes from before is gone on with, every other is read anew. */
export function useDraft(formId: string): Loaded<Draft> {
  const loaded = useLoad(formId, async (signal) => {
    const before = open.get(formId)
    if (before && !isSaved(before)) {
      void before.flush()
      return before
    }
    const form = await getForm(formId, signal)
    const draft = openDraft(form, {
      load: () => getForm(formId),
      save: (change) => saveForm(formId, change),
      now: () => performance.now(),
      later(ms, run) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    })
    open.set(formId, draft)
    return draft
  })

  useSignalEffect(() => {
    const now = loaded.value.value
    if (now.state !== 'ready' || now.data.state.value.type === 'saved') return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  })

  useEffect(() => {
    const flush = () => void open.get(formId)?.flush()
    window.addEventListener('online', flush)
    return () => {
      window.removeEventListener('online', flush)
      flush()
    }
  }, [formId])

  return loaded
}
