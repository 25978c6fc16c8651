/** The options of a choice, or the rows or columns of a matrix: typed one by one, pasted as lines, moved by pointer or keys. */
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { KeyRound, ListPlus, Plus } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Item, ListName } from '../document/list.ts'
import type { Command } from '../document.ts'
import { deriveValue, itemKey, type Settled } from '../name.ts'
import { Button } from '../ui/button.tsx'
import { ErrorText } from '../ui/field.tsx'
import { announce } from '../ui/toast.tsx'
import { ItemRow } from './item-row.tsx'
import { PasteDialog } from './paste.tsx'

const lists = {
  options: { title: 'Options', one: 'option', most: limits.options, none: 'no-options' },
  rows: { title: 'Rows', one: 'row', most: limits.matrixRows, none: 'no-rows' },
  columns: { title: 'Columns', one: 'column', most: limits.matrixColumns, none: 'no-columns' },
} as const satisfies Record<ListName, object>

/** Labels that new fields begin with, which nobody means. */
const UNTOUCHED = /^(Option|Statement) \d+$/

interface ItemsProps<List extends ListName> {
  field: { id: string } & { [Name in List]: readonly Item[] }
  list: List
  /** Each has the address of a picture. */
  pictures?: boolean
  apply: (command: Command) => void
  settled: Settled
  issue: (code: string) => string | undefined
}

export function Items<List extends ListName>(props: ItemsProps<List>) {
  const { field, list, pictures = false, apply, settled, issue } = props
  const { id } = field
  const items: readonly Item[] = field[list]
  const { title, one, most, none } = lists[list]
  const showValues = useSignal(false)
  const pasting = useSignal(false)
  const rows = useRef<HTMLUListElement>(null)
  /** The item to focus when it is drawn. */
  const wanted = useRef<number | null>(null)
  const isFull = items.length >= most

  // Before the next key can be typed.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const input = rows.current?.querySelectorAll<HTMLInputElement>('.option-label input')[wanted.current]
    wanted.current = null
    input?.focus()
    input?.select()
  })

  const set = (next: readonly Item[]) => apply({ type: 'set-items', id, list, items: next })

  /** New items from a place on, in the stead of so many that are there. */
  function add(labels: readonly string[], at = items.length, instead = 0) {
    const kept = items.toSpliced(at, instead)
    const next = kept.toSpliced(at, 0, ...madeOf(labels, kept)).slice(0, most)
    wanted.current = Math.min(at + labels.length, next.length) - 1
    set(next)
  }

  function move(from: number, to: number) {
    const item = items[from]
    if (!item || to < 0 || to >= items.length) return
    set(items.toSpliced(from, 1).toSpliced(to, 0, item))
    announce(`${item.label || `The ${one}`} is now number ${to + 1} of ${items.length}`)
  }

  return (
    <fieldset class="stack-s" data-issue={issue(none) && ''}>
      <legend class="input-label">{title}</legend>
      {issue(none) && <ErrorText>{issue(none)}</ErrorText>}
      <ul ref={rows} class="options" data-sort-list={list} data-sort-group={`${list} ${id}`}>
        {items.map((item, index) => (
          <ItemRow
            key={index}
            item={item}
            one={one}
            index={index}
            count={items.length}
            others={items.filter((_, other) => other !== index).map(({ value }) => value)}
            showValue={showValues.value}
            pictures={pictures}
            labelIssue={issue('no-option-label') && `This ${one} needs a label.`}
            pictureIssue={issue('no-picture') && 'The address of the picture is missing.'}
            relabel={(label) =>
              apply({
                type: 'relabel-item',
                id,
                list,
                index,
                label,
                keepValue: settled.has(itemKey(id, list, item.value)),
              })
            }
            revalue={(value) => apply({ type: 'change-item-value', id, list, index, value })}
            change={(change) => apply({ type: 'change-item', id, list, index, change })}
            move={move}
            addAfter={() => !isFull && add([''], index + 1)}
            paste={(lines, replaces) => add(lines, replaces ? index : index + 1, replaces ? 1 : 0)}
            remove={() => {
              wanted.current = items.length > 1 ? Math.max(0, index - 1) : null
              set(items.toSpliced(index, 1))
            }}
          />
        ))}
      </ul>
      <div class="row">
        <Button size="small" icon={Plus} disabled={isFull} onClick={() => add([''])}>
          Add {one}
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
        <Button
          size="small"
          kind="quiet"
          icon={KeyRound}
          aria-pressed={showValues.value}
          onClick={() => {
            showValues.value = !showValues.value
          }}
        >
          Values
        </Button>
      </div>
      {showValues.value && (
        <p class="input-help">A value is what webhooks and exports have; visitors see the label.</p>
      )}
      {isFull && <p class="input-help">At most {most} are possible.</p>}
      {pasting.value && (
        <PasteDialog
          one={one}
          hasItems={items.some(({ label }) => label.trim() && !UNTOUCHED.test(label))}
          onClose={() => {
            pasting.value = false
          }}
          onLines={(lines, replace) => {
            pasting.value = false
            add(lines, replace ? 0 : items.length, replace ? items.length : 0)
          }}
        />
      )}
    </fieldset>
  )
}

/** Items with these labels, each with a value that none before it has. */
function madeOf(labels: readonly string[], kept: readonly Item[]): Item[] {
  const values = kept.map(({ value }) => value)
  return labels.map((label) => {
    const value = deriveValue(label, values)
    values.push(value)
    return { value, label: label.slice(0, limits.labelLength) }
  })
}
