/** Options, rows or columns from a list that was written somewhere else, or one that many forms have. */
import { useSignal } from '@preact/signals'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select, TextArea } from '../ui/field.tsx'
import ready from './lists.json'

/** The lines of a text that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)

interface PasteDialogProps {
  /** What one of the list is called. */
  one: string
  hasItems: boolean
  onClose: () => void
  onLines: (lines: string[], replace: boolean) => void
}

export function PasteDialog({ one, hasItems, onClose, onLines }: PasteDialogProps) {
  const text = useSignal('')
  const replace = useSignal(!hasItems)
  const lines = linesOf(text.value)
  return (
    <Dialog
      title={`Paste a list of ${one}s`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={lines.length === 0} onClick={() => onLines(lines, replace.value)}>
            {lines.length === 0 ? 'Add' : `Add ${lines.length}`}
          </Button>
        </>
      }
    >
      <div class="stack">
        <Select
          label="Begin with"
          value={ready.find(({ items }) => items.join('\n') === text.value)?.name ?? ''}
          options={[
            { value: '', label: 'Your own list' },
            ...ready.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(chosen) => {
            text.value = ready.find(({ name }) => name === chosen)?.items.join('\n') ?? ''
            replace.value ||= text.value !== ''
          }}
        />
        <TextArea
          label={`One ${one} per line`}
          rows={8}
          value={text.value}
          onInput={(value) => {
            text.value = value
          }}
        />
        <Checkbox
          label={`Replace the ${one}s that are there`}
          checked={replace.value}
          onChange={(on) => {
            replace.value = on
          }}
        />
      </div>
    </Dialog>
  )
}
