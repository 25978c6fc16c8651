/** The options of a choice: typed one by one, pasted as lines, moved by pointer or keys. */

import type { Option } from '@fieldpost/shared/fields/base.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { GripVertical, ListPlus, Plus, X } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Command } from '../document.ts'
import { deriveValue, optionKey, type Settled } from '../name.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { startDrag } from '../ui/sortable.ts'
import { announce } from '../ui/toast.tsx'
import { useTyped } from '../ui/typed.ts'
import { linesOf, PasteDialog } from './paste.tsx'

interface OptionsProps {
  field: { id: string; options: Option[] }
  apply: (command: Command) => void
  settled: Settled
}

export function Options({ field, apply, settled }: OptionsProps) {
  const { id, options } = field
  const showValues = useSignal(false)
  const pasting = useSignal(false)
  const list = useRef<HTMLUListElement>(null)
  /** The option to focus when it is drawn. */
  const wanted = useRef<number | null>(null)
  const full = options.length >= limits.options

  // Before the next key can be typed.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const input = list.current?.querySelectorAll<HTMLInputElement>('.option-label input')[wanted.current]
    wanted.current = null
    input?.focus()
    input?.select()
  })

  const set = (next: Option[]) => apply({ type: 'set-options', id, options: next })

  function add(labels: readonly string[], at = options.length, replace = false) {
    const kept = replace ? [] : options
    const next = kept.toSpliced(replace ? 0 : at, 0, ...madeOf(labels, kept)).slice(0, limits.options)
    wanted.current = Math.min((replace ? 0 : at) + labels.length, next.length) - 1
    set(next)
  }

  function move(from: number, to: number) {
    const option = options[from]
    if (!option || to < 0 || to >= options.length) return
    set(options.toSpliced(from, 1).toSpliced(to, 0, option))
    announce(`${option.label || 'The option'} is now number ${to + 1} of ${options.length}`)
  }

  return (
    <fieldset class="stack-s">
      <legend class="input-label">Options</legend>
      <ul ref={list} class="options" data-sort-list="options" data-sort-group={`options ${id}`}>
        {options.map((option, index) => (
          <OptionRow
            key={index}
            id={id}
            option={option}
            index={index}
            count={options.length}
            others={options.filter((_, other) => other !== index).map(({ value }) => value)}
            showValue={showValues.value}
            keepValue={settled.has(optionKey(id, option.value))}
            apply={apply}
            move={move}
            addAfter={(labels) => !full && add(labels, index + 1)}
            remove={() => {
              wanted.current = options.length > 1 ? Math.max(0, index - 1) : null
              set(options.toSpliced(index, 1))
            }}
          />
        ))}
      </ul>
      <div class="row">
        <Button size="small" icon={Plus} disabled={full} onClick={() => add([''])}>
          Add option
        </Button>
        <Button
          size="small"
          kind="quiet"
          icon={ListPlus}
          onClick={() => {
            pasting.value = true
          }}
        >
          Paste a list
        </Button>
      </div>
      {full && <p class="input-help">A field has at most {limits.options} options.</p>}
      <Switch
        label="Edit the values too"
        help="The value is what webhooks and exports have; visitors see the label."
        checked={showValues.value}
        onChange={(on) => {
          showValues.value = on
        }}
      />
      {pasting.value && (
        <PasteDialog
          hasOptions={options.some(({ label }) => label.trim())}
          onClose={() => {
            pasting.value = false
          }}
          onLines={(lines, replace) => {
            pasting.value = false
            add(lines, options.length, replace)
          }}
        />
      )}
    </fieldset>
  )
}

/** Options with these labels, each with a value that none before it has. */
function madeOf(labels: readonly string[], kept: readonly Option[]): Option[] {
  const values = kept.map(({ value }) => value)
  return labels.map((label) => {
    const value = deriveValue(label, values)
    values.push(value)
    return { value, label: label.slice(0, limits.labelLength) }
  })
}

interface OptionRowProps {
  id: string
  option: Option
  index: number
  count: number
  others: readonly string[]
  showValue: boolean
  keepValue: boolean
  apply: (command: Command) => void
  move: (from: number, to: number) => void
  addAfter: (labels: readonly string[]) => void
  remove: () => void
}

function OptionRow(props: OptionRowProps) {
  const { id, option, index, count, others, showValue, keepValue, apply, move, addAfter, remove } = props
  const name = option.label.trim() || `option ${index + 1}`
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
      <div class="option-inputs">
        <TextInput
          class="option-label"
          label={`Option ${index + 1}`}
          hideLabel
          placeholder={`Option ${index + 1}`}
          value={option.label}
          maxLength={limits.labelLength}
          onInput={(label) => apply({ type: 'relabel-option', id, index, label, keepValue })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault()
              addAfter([''])
            } else if (event.key === 'Backspace' && option.label === '' && count > 1) {
              event.preventDefault()
              remove()
            }
          }}
          onPaste={(event) => {
            const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '')
            if (lines.length < 2) return
            event.preventDefault()
            const { selectionStart, selectionEnd, value } = event.currentTarget as HTMLInputElement
            const replaces = selectionStart === 0 && selectionEnd === value.length
            const [first, ...rest] = replaces ? lines : ['', ...lines]
            if (first) apply({ type: 'relabel-option', id, index, label: first, keepValue })
            addAfter(rest)
          }}
        />
        {showValue && (
          <ValueInput
            name={name}
            value={option.value}
            others={others}
            set={(value) => apply({ type: 'change-option-value', id, index, value })}
          />
        )}
      </div>
      <IconButton icon={X} label={`Remove ${name}`} onClick={remove} />
    </li>
  )
}

interface ValueInputProps {
  name: string
  value: string
  others: readonly string[]
  set: (value: string) => void
}

function ValueInput({ name, value, others, set }: ValueInputProps) {
  const typed = useTyped({
    value,
    set,
    format: (text) => text,
    parse: (text) => {
      const trimmed = text.trim()
      if (trimmed === '') return { error: 'A value cannot be empty.' }
      return others.includes(trimmed) ? { error: 'Another option has this value.' } : { value: trimmed }
    },
  })
  return <TextInput {...typed} label={`Value of ${name}`} hideLabel mono maxLength={limits.labelLength} />
}
