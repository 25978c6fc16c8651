import { useSignal } from '@preact/signals'
import { createApiKey } from '../api.ts'
import { issuesOf, messageOf } from '../request.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select, TextInput } from '../ui/field.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'

const NAME_LENGTH = 64
const DAY_S = 86_400
const ends = [
  { value: '', label: 'Never' },
  { value: String(30 * DAY_S), label: 'After 30 days' },
  { value: String(90 * DAY_S), label: 'After 90 days' },
  { value: String(365 * DAY_S), label: 'After a year' },
] as const

/** Makes a key, and shows it in the one moment in which it can be read. */
export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const name = useSignal('')
  const expiresIn = useSignal('')
  const made = useSignal<string | null>(null)
  const error = useSignal('')
  const busy = useSignal(false)

  async function make() {
    if (busy.value) return
    if (!name.value.trim()) {
      error.value = 'Name it, to know later what uses it.'
      return
    }
    busy.value = true
    error.value = ''
    try {
      const { key } = await createApiKey({
        name: name.value.trim(),
        ...(expiresIn.value && { expiresIn: Number(expiresIn.value) }),
      })
      made.value = key
      onMade()
    } catch (failure) {
      error.value = issuesOf(failure).name ?? messageOf(failure)
    } finally {
      busy.value = false
    }
  }

  if (made.value !== null) {
    return (
      <Dialog
        title="The key is ready"
        once
        onClose={onClose}
        footer={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <ShownOnce title={name.value.trim()} value={made.value} label="the API key">
          Keep it where your program finds it; <code>fieldpost listen</code> looks for it in{' '}
          <code>FIELDPOST_KEY</code>. It is not shown again.
        </ShownOnce>
      </Dialog>
    )
  }
  return (
    <Dialog
      title="Make an API key"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void make()}>
            Make the key
          </Button>
        </>
      }
    >
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <TextInput
          label="Name"
          help="What uses it, such as the name of a machine."
          value={name.value}
          error={error.value || undefined}
          maxLength={NAME_LENGTH}
          onInput={(value) => {
            name.value = value
          }}
        />
        <Select
          label="Ends"
          value={expiresIn.value}
          options={ends}
          onChange={(value) => {
            expiresIn.value = value
          }}
        />
      </form>
    </Dialog>
  )
}
