/** What the parts of the Build tab share. */
import type { Field, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { ProblemIssue } from '@fieldpost/shared/problem.ts'
import type { PayloadChange } from '@fieldpost/shared/webhook/payload/changes.ts'
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Draft } from '../draft.ts'
import { kindOf, makeField } from '../fields/index.ts'
import { announce, toast } from '../ui/toast.tsx'
import { changesFor, type Receivers, receiversText } from './receivers.ts'

export interface Builder {
  draft: Draft
  /** The field whose settings are open. */
  open: Signal<string | null>
  /** The element to focus once it is drawn: of a field its label, its handle, or the first setting that keeps it from being published. */
  wanted: { current: { field: string; part: 'label' | 'handle' | 'issue' } | null }
  /** What is missing for publishing, once the owner asked for it. */
  issues: ReadonlySignal<readonly ProblemIssue[]>
  /** Who has been getting what the form asks; null while nobody has, or nobody knows yet. */
  receivers: ReadonlySignal<Receivers | null>
  /** What publishing the draft would take away from them. */
  changes: ReadonlySignal<readonly PayloadChange[]>
  add(pageId: string, kind: FieldKind): void
  remove(field: Field): void
  duplicate(field: Field): void
  /** Moves a field by one place, over the ends of pages. */
  step(field: Field, by: -1 | 1): void
  moveTo(id: string, pageId: string, index: number): void
  addPage(): void
  removePage(id: string): void
  movePage(id: string, by: -1 | 1): void
}

const Context = createContext<Builder | null>(null)
export const BuilderProvider = Context.Provider

export function useBuilder(): Builder {
  const builder = useContext(Context)
  if (!builder) throw new Error('useBuilder() is for the parts of the Build tab')
  return builder
}

/** How a field is spoken of. */
export const nameOf = (field: Field): string => plainText(field.label).trim() || kindOf(field.kind).title

export function createBuilder(
  draft: Draft,
  issues: ReadonlySignal<readonly ProblemIssue[]>,
  receivers: ReadonlySignal<Receivers | null>,
): Builder {
  const changes = computed(() => changesFor(receivers.value, draft.document.value.definition))
  const open = signal<string | null>(null)
  const wanted: Builder['wanted'] = { current: null }
  const pages = () => draft.document.peek().definition.pages
  const fields = () => fieldsOf(draft.document.peek().definition)
  const undoing = { label: 'Undo', run: () => draft.undo() }

  /** Who gets these fields no more, as a sentence that follows another; empty when nobody does. */
  function goneFor(ids: readonly string[]): string {
    const known = receivers.peek()
    const gone = changes.peek().filter(({ type, id }) => type === 'removed' && ids.includes(id))
    if (!known || gone.length === 0) return ''
    const names = gone.length > 3 ? `${gone.length} of these` : gone.map(({ name }) => `“${name}”`).join(', ')
    return `. ${receiversText(known, gone)} have been getting ${names}`
  }

  function moveTo(id: string, pageId: string, index: number) {
    const field = fields().find((each) => each.id === id)
    if (!field) return
    draft.apply({ type: 'move-field', id, pageId, index })
    const page = pages().findIndex((each) => each.id === pageId)
    const where = pages().length > 1 ? ` on page ${page + 1}` : ''
    announce(`${nameOf(field)} is now number ${index + 1} of ${pages()[page]?.fields.length}${where}`)
  }

  return {
    draft,
    open,
    wanted,
    issues,
    receivers,
    changes,
    moveTo,
    add(pageId, kind) {
      if (fields().length >= limits.fields) {
        toast(`A form has at most ${limits.fields} fields.`, { bad: true })
        return
      }
      const page = pages().find(({ id }) => id === pageId)
      const names = fields().map(({ name }) => name)
      const field = makeField(kind, newId('f'), names)
      wanted.current = { field: field.id, part: 'label' }
      draft.apply({ type: 'add-field', pageId, index: page?.fields.length ?? 0, field })
      open.value = field.id
    },
    remove(field) {
      const page = pages().find((each) => each.fields.includes(field))
      const index = page?.fields.indexOf(field) ?? 0
      const neighbour = page?.fields[index + 1] ?? page?.fields[index - 1]
      if (neighbour) wanted.current = { field: neighbour.id, part: 'handle' }
      if (open.value === field.id) open.value = null
      draft.apply({ type: 'remove-field', id: field.id })
      toast(`Removed ${nameOf(field)}${goneFor([field.id])}`, { action: undoing })
    },
    duplicate(field) {
      const id = newId('f')
      wanted.current = { field: id, part: 'label' }
      draft.apply({ type: 'duplicate-field', id: field.id, newId: id })
      open.value = id
    },
    step(field, by) {
      const all = pages()
      const at = all.findIndex((page) => page.fields.some(({ id }) => id === field.id))
      const page = all[at]
      if (!page) return
      const to = page.fields.findIndex(({ id }) => id === field.id) + by
      if (to >= 0 && to < page.fields.length) return moveTo(field.id, page.id, to)
      const next = all[at + by]
      if (next) moveTo(field.id, next.id, by > 0 ? 0 : next.fields.length)
    },
    addPage() {
      if (pages().length >= limits.pages) {
        toast(`A form has at most ${limits.pages} pages.`, { bad: true })
        return
      }
      draft.apply({
        type: 'add-page',
        page: { id: newId('p'), title: '', fields: [] },
        index: pages().length,
      })
      announce(`Page ${pages().length} was added`)
    },
    removePage(id) {
      const index = pages().findIndex((page) => page.id === id)
      const ids = pages()[index]?.fields.map((field) => field.id) ?? []
      const count = ids.length
      draft.apply({ type: 'remove-page', id })
      const fields = count === 0 ? '' : count === 1 ? ' and its field' : ` and its ${count} fields`
      toast(`Removed page ${index + 1}${fields}${goneFor(ids)}`, { action: undoing })
    },
    movePage(id, by) {
      const index = pages().findIndex((page) => page.id === id) + by
      draft.apply({ type: 'move-page', id, index })
      announce(`The page is now number ${index + 1} of ${pages().length}`)
    },
  }
}

/** Short, and different from every other with certainty enough for one form. Works on plain http too. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return prefix + Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('')
}
