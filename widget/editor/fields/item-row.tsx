import { limits } from '@fieldpost/shared/limits.ts'
import { GripVertical, X } from 'lucide'
import type { FieldChange } from '../document/fields.ts'
import type { Item } from '../document/list.ts'
import { IconButton } from '../ui/button.tsx'
import { TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { startDrag } from '../ui/sortable.ts'
import { useTyped } from '../ui/typed.ts'
import { linesOf } from './paste.tsx'
import { Picture, PictureInput } from './picture.tsx'

interface ItemRowProps {
  item: Item
  /** What one of the list is called: option, row, column. */
  one: string
  index: number
  count: number
  others: readonly string[]
  showValue: boolean
  pictures: boolean
  /** Said where they are missing. */
  labelIssue: string | undefined
  pictureIssue: string | undefined
  relabel: (label: string) => void
  revalue: (value: string) => void
  change: (change: FieldChange) => void
  move: (from: number, to: number) => void
  addAfter: () => void
  /** Lines that stand after this item, or in its stead. */
  paste: (lines: readonly string[], replaces: boolean) => void
  remove: () => void
}

/** One item of a list. */
export function ItemRow(props: ItemRowProps) {
  const { item, one, index, count, move, change, remove } = props
  const name = item.label.trim() || `${one} ${index + 1}`
  const number = `${one.charAt(0).toUpperCase()}${one.slice(1)} ${index + 1}`
  return (
    <li class="option" data-sort-item={String(index)} data-sort-name={name}>
      <button
        type="button"
        class="handle"
        aria-label={`Move ${name}, number ${index + 1} of ${count}: use the arrow keys`}
        onPointerDown={(event) => startDrag(event, (drop) => move(index, drop.index))}
        onKeyDown={(event) => {
          const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
          if (by === undefined) return
          event.preventDefault()
          move(index, index + by)
          const rows = event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('.handle')
          rows?.[Math.min(Math.max(index + by, 0), count - 1)]?.focus()
        }}
      >
        <Icon of={GripVertical} size={16} />
      </button>
      {props.pictures && <Picture address={item.image} />}
      <div class="option-inputs">
        <TextInput
          class="option-label"
          label={number}
          hideLabel
          placeholder={number}
          value={item.label}
          error={item.label.trim() ? undefined : props.labelIssue}
          maxLength={limits.labelLength}
          onInput={props.relabel}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault()
              props.addAfter()
            } else if (event.key === 'Backspace' && item.label === '' && count > 1) {
              event.preventDefault()
              remove()
            }
          }}
          onPaste={(event) => {
            const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '')
            if (lines.length < 2) return
            event.preventDefault()
            const { selectionStart, selectionEnd, value } = event.currentTarget as HTMLInputElement
            props.paste(lines, selectionStart === 0 && selectionEnd === value.length)
          }}
        />
        {props.pictures && (
          <PictureInput
            name={name}
            value={item.image}
            issue={props.pictureIssue}
            set={(image) => change({ image })}
          />
        )}
        {props.showValue && (
          <ValueInput name={name} one={one} value={item.value} others={props.others} set={props.revalue} />
        )}
      </div>
      <IconButton icon={X} label={`Remove ${name}`} onClick={remove} />
    </li>
  )
}

interface ValueInputProps {
  name: string
  one: string
  value: string
  others: readonly string[]
  set: (value: string) => void
}

function ValueInput({ name, one, value, others, set }: ValueInputProps) {
  const typed = useTyped({
    value,
    set,
    format: (text) => text,
    parse: (text) => {
      const trimmed = text.trim()
      if (trimmed === '') return { error: 'A value cannot be empty.' }
      return others.includes(trimmed) ? { error: `Another ${one} has this value.` } : { value: trimmed }
    },
  })
  return <TextInput {...typed} label={`Value of ${name}`} hideLabel mono maxLength={limits.labelLength} />
}
