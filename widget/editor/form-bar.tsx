/** Above a form's tabs: its title, whether it is saved, undo and redo, and publishing. */
import { limits } from '@fieldpost/shared/limits.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { ChevronLeft, CircleAlert, CloudCheck, CloudOff, CloudUpload, Redo2, Rocket, Undo2 } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { publishForm } from './api.ts'
import { confirmLoss } from './build/loss.tsx'
import { publishing } from './build/publishing.ts'
import { changesFor, loadReceivers } from './build/receivers.ts'
import type { Draft, SaveState } from './draft.ts'
import { FormState } from './forms.tsx'
import { RequestRefused } from './request.ts'
import { paths } from './router.ts'
import { router } from './state.ts'
import { Button, IconButton } from './ui/button.tsx'
import { Icon } from './ui/icon.tsx'
import { toast, toastError } from './ui/toast.tsx'

/** The webhooks' own screen says it of all of them. */
const WARNINGS_SHOWN = 2

export function FormBar({ draft, tabs }: { draft: Draft; tabs: ComponentChildren }) {
  useUndoKeys(draft)
  return (
    <section class="form-bar" aria-label="The form">
      <div class="form-bar-row">
        <a class="icon-button" href={paths.forms} aria-label="All forms" title="All forms">
          <Icon of={ChevronLeft} />
        </a>
        <FormTitle draft={draft} />
        <Saved draft={draft} />
        <div class="form-bar-undo">
          <IconButton icon={Undo2} label="Undo" disabled={!draft.canUndo.value} onClick={draft.undo} />
          <IconButton icon={Redo2} label="Redo" disabled={!draft.canRedo.value} onClick={draft.redo} />
        </div>
        <Publish draft={draft} />
      </div>
      {tabs}
    </section>
  )
}

function FormTitle({ draft }: { draft: Draft }) {
  const { title } = draft.document.value
  /** What is being typed when it is no title: an empty text is never saved. */
  const typed = useSignal<string | null>(null)
  return (
    <div class="form-title" data-document>
      <h1 class="visually-hidden">{title}</h1>
      <input
        class="form-title-input"
        aria-label="Title of the form"
        aria-invalid={typed.value !== null || undefined}
        value={typed.value ?? title}
        maxLength={limits.titleLength}
        onInput={(event) => {
          const text = event.currentTarget.value
          typed.value = text.trim() ? null : text
          if (text.trim()) draft.apply({ type: 'rename-form', title: text })
        }}
        onBlur={() => {
          typed.value = null
          if (title !== title.trim()) draft.apply({ type: 'rename-form', title: title.trim() })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </div>
  )
}

const saveStates: Record<SaveState['type'], { text: string; icon: typeof CloudCheck }> = {
  saved: { text: 'Saved', icon: CloudCheck },
  unsaved: { text: 'Saving…', icon: CloudUpload },
  saving: { text: 'Saving…', icon: CloudUpload },
  retrying: { text: 'Not saved – retrying', icon: CloudOff },
  refused: { text: 'Not saved', icon: CircleAlert },
  conflict: { text: 'Not saved', icon: CircleAlert },
}

function Saved({ draft }: { draft: Draft }) {
  const state = draft.state.value
  const { text, icon } = saveStates[state.type]
  const bad = state.type === 'retrying' || state.type === 'refused' || state.type === 'conflict'
  return (
    <div class={bad ? 'saved saved-bad' : 'saved'}>
      <p>
        <Icon of={icon} size={16} />
        <span>{text}</span>
      </p>
      {/* Every save would be announced otherwise; only what is wrong is worth interrupting for. */}
      <p class="visually-hidden" role="status">
        {bad ? text : ''}
      </p>
      {'message' in state && <p class="saved-why">{state.message}</p>}
    </div>
  )
}

function Publish({ draft }: { draft: Draft }) {
  const busy = useSignal(false)
  const form = draft.form.value
  const changed = form.changed || draft.state.value.type !== 'saved'
  const upToDate = form.version !== null && !changed
  const issues = useComputed(() => publishIssues(draft.document.value.definition))
  useSignalEffect(() => {
    if (issues.value.length === 0) publishing.clear(form.id)
  })

  async function publish() {
    if (issues.value.length > 0) {
      publishing.show(form.id)
      const place = issues.value.every(({ field }) => field.startsWith('theme.')) ? 'design' : 'build'
      if (router.route.peek().screen !== place) router.navigate(paths[place](form.id))
      return
    }
    busy.value = true
    try {
      if (!(await draft.flush())) {
        toast('Nothing was published, because the last changes could not be saved.', { bad: true })
        return
      }
      const receivers = await loadReceivers(form)
      const changes = changesFor(receivers, draft.document.peek().definition)
      if (receivers && changes.length > 0 && !(await confirmLoss(receivers, changes))) return
      const { version, warnings } = await publishForm(form.id, draft.form.value.revision)
      await draft.published()
      toast(
        version === 1 ? 'Published. Now paste the tag into your page.' : `Published as version ${version}`,
        {
          action: { label: 'Share', run: () => router.navigate(paths.share(form.id)) },
        },
      )
      for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
        const look = { label: 'Look', run: () => router.navigate(paths.integrations(form.id)) }
        toast(warning, { bad: true, action: look })
      }
    } catch (error) {
      if (error instanceof RequestRefused && error.code === 'not-publishable') publishing.show(form.id)
      toastError(error)
    } finally {
      busy.value = false
    }
  }

  return (
    <div class="publish">
      <FormState form={{ version: form.version, changed }} />
      <Button
        kind="primary"
        icon={Rocket}
        busy={busy.value}
        disabled={upToDate}
        onClick={() => void publish()}
      >
        Publish
      </Button>
    </div>
  )
}

function useUndoKeys(draft: Draft) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'z') return
      // Inputs that are no part of the form, such as a search, undo their own typing.
      const typing = event.target instanceof Element && event.target.matches('input, textarea, select')
      if (typing && !(event.target as Element).closest('[data-document]')) return
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      if (event.shiftKey) draft.redo()
      else draft.undo()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [draft])
}
