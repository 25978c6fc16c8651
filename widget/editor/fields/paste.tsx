/** Options from a list that was written somewhere else. */
import { useSignal } from '@preact/signals'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'

/** The lines of a text that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)

interface PasteDialogProps {
  hasOptions: boolean
  onClose: () => void
  onLines: (lines: string[], replace: boolean) => void
}

export function PasteDialog({ hasOptions, onClose, onLines }: PasteDialogProps) {
  const text = useSignal('')
  const replace = useSignal(!hasOptions)
  const lines = linesOf(text.value)
  return (
    <Dialog
      title="Paste a list of options"
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
        <TextArea
          label="One option per line"
          rows={8}
          value={text.value}
          onInput={(value) => {
            text.value = value
          }}
        />
        <Checkbox
          label="Replace the options that are there"
          checked={replace.value}
          onChange={(on) => {
            replace.value = on
          }}
        />
      </div>
    </Dialog>
  )
}
