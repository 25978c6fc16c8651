import type { Field } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { ArrowDown, ArrowUp, ChevronDown, Copy, Eye, GripVertical, Trash2 } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { kindOf } from '../fields/index.ts'
import { rulesAbout } from '../rule.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { startDrag } from '../ui/sortable.ts'
import { nameOf, useBuilder } from './builder.ts'
import { FieldPanel, saidAtSettings } from './field-panel.tsx'
import { FieldLoss } from './loss.tsx'

/** One field in the list: closed a row, open its settings. */
export function FieldCard({ field }: { field: Field }) {
  const builder = useBuilder()
  const { definition } = builder.draft.document.value
  const isOpen = builder.open.value === field.id
  const kind = kindOf(field.kind)
  const name = nameOf(field)
  const fields = fieldsOf(definition)
  const isFirst = fields[0]?.id === field.id && definition.pages[0]?.fields[0]?.id === field.id
  const lastPage = definition.pages.at(-1)
  const isLast = lastPage?.fields.at(-1)?.id === field.id
  const issues = builder.issues.value.filter(
    (issue) => issue.field === field.id && !(isOpen && saidAtSettings.has(issue.code)),
  )
  const panelId = `panel-${field.id}`
  const card = useRef<HTMLLIElement>(null)

  // Before the next key can be typed.
  useLayoutEffect(() => {
    const wanted = builder.wanted.current
    if (wanted?.field !== field.id) return
    const element = card.current && placeIn(card.current, wanted.part)
    if (!element) return
    builder.wanted.current = null
    element.focus()
    if (element instanceof HTMLTextAreaElement) element.select()
    card.current?.scrollIntoView({ block: 'nearest' })
  })

  const step = (by: -1 | 1, part: 'handle' | null) => {
    // Over the end of a page the card is drawn anew, and its handle with it.
    if (part) builder.wanted.current = { field: field.id, part }
    builder.step(field, by)
  }

  return (
    <li
      ref={card}
      class={isOpen ? 'field-card field-card-open' : 'field-card'}
      data-sort-item={field.id}
      data-sort-name={name}
    >
      <div class="field-head">
        <button
          type="button"
          class="handle"
          aria-label={`Move ${name}: use the arrow keys`}
          onPointerDown={(event) =>
            startDrag(event, (drop) => builder.moveTo(drop.item, drop.list, drop.index))
          }
          onKeyDown={(event) => {
            const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined
            if (!by) return
            event.preventDefault()
            step(by, 'handle')
          }}
        >
          <Icon of={GripVertical} size={16} />
        </button>
        <button
          type="button"
          class="field-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? panelId : undefined}
          onClick={() => {
            builder.open.value = isOpen ? null : field.id
          }}
        >
          <span class="kind-icon" title={kind.title}>
            <Icon of={kind.icon} />
          </span>
          <span class="field-words">
            <span class="field-title">
              <span class={field.label.trim() ? 'field-name' : 'field-name field-name-empty'}>
                {field.label.trim() ? name : `${kind.title} without a label`}
              </span>
              {'required' in field && field.required && (
                <span class="field-required" title="Required">
                  <span aria-hidden="true">*</span>
                  <span class="visually-hidden">, required</span>
                </span>
              )}
            </span>
            <span class="field-key">{field.name}</span>
          </span>
          {rulesAbout(definition, fields, field.id).type !== 'none' && (
            <span class="field-sign" title="Shown or hidden by a rule">
              <Icon of={Eye} size={16} />
              <span class="visually-hidden">Shown or hidden by a rule</span>
            </span>
          )}
          <Icon of={ChevronDown} class="chevron" />
        </button>
      </div>
      {issues.length > 0 && (
        <div class="field-issues">
          {issues.map((issue) => (
            <ErrorText key={issue.code}>{issue.message}</ErrorText>
          ))}
        </div>
      )}
      <FieldLoss id={field.id} />
      {isOpen && (
        <div id={panelId} class="field-panel">
          <FieldPanel key={field.id} field={field} />
          <div class="field-actions">
            <IconButton
              icon={ArrowUp}
              label={`Move ${name} up`}
              disabled={isFirst}
              onClick={() => step(-1, null)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${name} down`}
              disabled={isLast}
              onClick={() => step(1, null)}
            />
            <IconButton icon={Copy} label={`Duplicate ${name}`} onClick={() => builder.duplicate(field)} />
            <IconButton icon={Trash2} label={`Remove ${name}`} danger onClick={() => builder.remove(field)} />
            <span class="grow" />
            <Button
              kind="quiet"
              onClick={() => {
                builder.wanted.current = { field: field.id, part: 'handle' }
                builder.open.value = null
              }}
            >
              Done
            </Button>
          </div>
        </div>
      )}
    </li>
  )
}

const LABEL = '.field-label textarea'

/** What to focus of a card; its label when nothing is wrong with any setting. */
function placeIn(card: HTMLElement, part: 'label' | 'handle' | 'issue'): HTMLElement | null {
  if (part === 'handle') return card.querySelector<HTMLElement>('.handle')
  const wrong = part === 'issue' && card.querySelector<HTMLElement>('[aria-invalid], [data-issue] button')
  return wrong || card.querySelector<HTMLElement>(LABEL)
}
