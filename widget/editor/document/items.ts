/** Commands about the lists of a field. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { deriveValue, valueFollows } from '../name.ts'
import { changed, type FieldChange, withField } from './fields.ts'
import { type Item, itemsOf, type ListName } from './list.ts'
import { withAnswersOf, withComparisons } from './rules.ts'
import { withoutTexts, withTextsAt } from './texts.ts'

export type ItemCommand = { id: string; list: ListName; index: number } & (
  | { type: 'relabel-item'; label: string; keepValue: boolean }
  | { type: 'change-item-value'; value: string }
  | { type: 'change-item'; change: FieldChange }
)

// The kind of the field has this list: that is where the items come from.
const withList = (field: Field, list: ListName, items: readonly Item[]) =>
  ({ ...field, [list]: items }) as Field

/** The definition with other items in a list; what spoke of those that are gone goes, too. */
export function withItems(
  definition: Definition,
  field: Field,
  list: ListName,
  items: readonly Item[],
): Definition {
  const before = itemsOf(field, list)
  if (!before) return definition
  const values = new Set(items.map(({ value }) => value))
  const gone = before.filter(({ value }) => !values.has(value)).map(({ value }) => value)
  const next = withDefault(withList(field, list, items), list, (value) =>
    gone.includes(value) ? undefined : value,
  )
  return withoutTexts(
    withAnswersOf(
      withField(definition, field.id, () => next),
      field,
      next,
    ),
    gone.map((value) => textOf(field, list, value)),
  )
}

/** The definition after a command about one item; its value follows its label, and what speaks of it its value. */
export function withItem(definition: Definition, field: Field, command: ItemCommand): Definition {
  const { list, index } = command
  const items = itemsOf(field, list)
  const item = items?.[index]
  if (!items || !item) return definition
  const others = items.filter((other) => other !== item).map(({ value }) => value)
  const next = changedItem(item, others, command)
  if (next === item) return definition
  const moved = withField(definition, field.id, () => withList(field, list, items.with(index, next)))
  const { value } = next
  if (value === item.value) return moved
  const follow = (text: unknown) => text === item.value
  const followed = withField(moved, field.id, (each) =>
    withDefault(each, list, (answer) => (answer === item.value ? value : answer)),
  )
  const compared = withComparisons(followed, field.id, (comparison) => {
    if (list === 'rows') return follow(comparison.part) ? { ...comparison, part: value } : comparison
    return follow(comparison.to) ? { ...comparison, to: value } : comparison
  })
  return withTextsAt(compared, (key) =>
    key === textOf(field, list, item.value) ? textOf(field, list, value) : key,
  )
}

function changedItem(item: Item, others: readonly string[], command: ItemCommand): Item {
  switch (command.type) {
    case 'change-item':
      return changed(item, command.change)
    case 'change-item-value':
      return changed(item, { value: command.value })
    case 'relabel-item': {
      const follows = !command.keepValue && valueFollows(item.value, item.label)
      const value = follows ? deriveValue(command.label, others) : item.value
      return changed(item, { label: command.label, value })
    }
  }
}

/** Where a translation has an item's label. */
const textOf = (field: Field, list: ListName, value: string) => `fields.${field.id}.${list}.${value}`

/** A field whose answer to begin with follows its options. */
function withDefault(field: Field, list: ListName, follow: (value: string) => string | undefined): Field {
  if (list !== 'options' || !('default' in field)) return field
  const { default: begin } = field
  if (typeof begin === 'string') return changed(field, { default: follow(begin) })
  if (!Array.isArray(begin)) return field
  const next = begin.flatMap((value) => follow(value) ?? [])
  const same = next.length === begin.length && next.every((value, at) => value === begin[at])
  return same ? field : changed(field, { default: next.length > 0 ? next : undefined })
}
