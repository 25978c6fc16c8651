import type { Page } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { useSignal } from '@preact/signals'
import { ArrowDown, ArrowUp, FilePlus2, Plus, Trash2 } from 'lucide'
import { Button } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { AddField } from './add-field.tsx'
import { useBuilder } from './builder.ts'
import { FieldCard } from './field-card.tsx'

export function Pages() {
  const builder = useBuilder()
  const { pages } = builder.draft.document.value.definition
  return (
    <div class="pages">
      {pages.map((page, index) => (
        <PageSection key={page.id} page={page} index={index} count={pages.length} />
      ))}
      <Button kind="quiet" icon={FilePlus2} onClick={() => builder.addPage()}>
        Add a page
      </Button>
    </div>
  )
}

function PageSection({ page, index, count }: { page: Page; index: number; count: number }) {
  const builder = useBuilder()
  const adding = useSignal(false)
  const name = `Page ${index + 1}`
  return (
    <section class="page" aria-label={name}>
      {(count > 1 || page.title) && (
        <header class="page-head">
          <h2 class="page-number">{name}</h2>
          <input
            class="page-title"
            aria-label={`Title of page ${index + 1}`}
            placeholder="Title (optional)"
            value={page.title}
            maxLength={limits.titleLength}
            onInput={(event) =>
              builder.draft.apply({ type: 'rename-page', id: page.id, title: event.currentTarget.value })
            }
          />
          <Menu
            label={`Actions for page ${index + 1}`}
            items={[
              {
                label: 'Move up',
                icon: ArrowUp,
                disabled: index === 0,
                run: () => builder.movePage(page.id, -1),
              },
              {
                label: 'Move down',
                icon: ArrowDown,
                disabled: index === count - 1,
                run: () => builder.movePage(page.id, 1),
              },
              {
                label: 'Remove',
                icon: Trash2,
                danger: true,
                disabled: count === 1,
                run: () => builder.removePage(page.id),
              },
            ]}
          />
        </header>
      )}
      <ol class="field-list" data-sort-list={page.id} data-sort-group="fields">
        {page.fields.map((field) => (
          <FieldCard key={field.id} field={field} />
        ))}
        {page.fields.length === 0 && <li class="page-empty">No fields on this page yet</li>}
      </ol>
      <Button
        class="add-field"
        icon={Plus}
        onClick={() => {
          adding.value = true
        }}
      >
        Add a field
        {count > 1 && <span class="visually-hidden"> to page {index + 1}</span>}
      </Button>
      {adding.value && (
        <AddField
          onClose={() => {
            adding.value = false
          }}
          onPick={(kind) => {
            adding.value = false
            builder.add(page.id, kind)
          }}
        />
      )}
    </section>
  )
}
