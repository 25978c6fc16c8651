import type { FormKind } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { ClipboardList, File, type IconNode } from 'lucide'
import { createForm } from './api.ts'
import { issuesOf, messageOf } from './request.ts'
import { paths } from './router.ts'
import { router } from './state.ts'
import { type Template, templates } from './templates.ts'
import { Button } from './ui/button.tsx'
import { Dialog } from './ui/dialog.tsx'
import { ErrorText, focusFirstInvalid, TextInput } from './ui/field.tsx'
import { Icon } from './ui/icon.tsx'

interface Start {
  id: string
  title: string
  kind: FormKind
  icon: IconNode
  description: string
  definition?: Template['definition']
}

const blank: readonly Start[] = [
  {
    id: 'blank-form',
    title: 'Blank form',
    kind: 'form',
    icon: File,
    description: 'Begin with an empty page.',
  },
  {
    id: 'blank-survey',
    title: 'Blank survey',
    kind: 'survey',
    icon: ClipboardList,
    description: 'The same, and its webhooks speak of responses.',
  },
]
const starts: readonly Start[] = [...blank, ...templates]

const titleOf = (start: Start | undefined) =>
  start?.definition ? start.title : `New ${start?.kind ?? 'form'}`

export function NewForm({ onClose }: { onClose: () => void }) {
  const chosen = useSignal('blank-form')
  const title = useSignal<string | null>(null)
  const error = useSignal('')
  const titleError = useSignal('')
  const busy = useSignal(false)
  const start = starts.find(({ id }) => id === chosen.value)
  const shownTitle = title.value ?? titleOf(start)

  async function submit(event: Event) {
    event.preventDefault()
    if (busy.value || !start) return
    error.value = ''
    titleError.value = shownTitle.trim() ? '' : 'A form needs a title.'
    if (titleError.value) {
      focusFirstInvalid(event.currentTarget)
      return
    }
    busy.value = true
    try {
      const form = await createForm({
        title: shownTitle.trim(),
        kind: start.kind,
        ...(start.definition && { definition: start.definition }),
      })
      onClose()
      router.navigate(paths.build(form.id))
    } catch (failure) {
      const { title } = issuesOf(failure)
      if (title) titleError.value = title
      else error.value = messageOf(failure)
      busy.value = false
    }
  }

  return (
    <Dialog
      title="New form"
      shape="wide"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="new-form" busy={busy.value}>
            Make the form
          </Button>
        </>
      }
    >
      <form id="new-form" class="stack-l" onSubmit={submit} noValidate>
        <fieldset class="stack-s">
          <legend class="input-label">Start with</legend>
          <div class="starts">
            {starts.map((each) => (
              <label key={each.id} class="start">
                <input
                  type="radio"
                  name="start"
                  value={each.id}
                  checked={each.id === chosen.value}
                  onChange={() => {
                    chosen.value = each.id
                  }}
                />
                <span class="start-icon">
                  <Icon of={each.icon} />
                </span>
                <span class="start-text">
                  <strong>{each.title}</strong>
                  <span>{each.description}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <TextInput
          label="Title"
          value={shownTitle}
          error={titleError.value}
          maxLength={limits.titleLength}
          onInput={(value) => {
            title.value = value
            titleError.value = ''
          }}
        />
        {error.value && (
          <div role="alert">
            <ErrorText>{error.value}</ErrorText>
          </div>
        )}
      </form>
    </Dialog>
  )
}
