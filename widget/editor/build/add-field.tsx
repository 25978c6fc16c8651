import type { FieldKind } from '@fieldpost/shared/fields/index.ts'
import { useSignal } from '@preact/signals'
import { kindNames, kindOf } from '../fields/index.ts'
import { groups } from '../fields/kind.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextInput } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'

/** The picker of field kinds: typing narrows it down, Enter takes the first. */
export function AddField({ onPick, onClose }: { onPick: (kind: FieldKind) => void; onClose: () => void }) {
  const search = useSignal('')
  const found = matching(search.value)
  return (
    <Dialog title="Add a field" shape="wide" onClose={onClose}>
      <div class="stack">
        <TextInput
          label="Search"
          hideLabel
          type="search"
          placeholder="Search, or choose below"
          value={search.value}
          onInput={(value) => {
            search.value = value
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !found[0]) return
            event.preventDefault()
            onPick(found[0])
          }}
        />
        {search.value.trim() === '' ? (
          groups.map((group) => (
            <section key={group} class="stack-s" aria-label={group}>
              <h3 class="picker-group">{group}</h3>
              <Kinds of={kindNames.filter((name) => kindOf(name).group === group)} onPick={onPick} />
            </section>
          ))
        ) : (
          <Kinds of={found} onPick={onPick} />
        )}
        <p class="soft" role="status">
          {found.length === 0 && `No kind of field matches “${search.value.trim()}”.`}
        </p>
      </div>
    </Dialog>
  )
}

function Kinds({ of, onPick }: { of: readonly FieldKind[]; onPick: (kind: FieldKind) => void }) {
  return (
    <ul class="picker">
      {of.map((name) => {
        const { title, description, icon } = kindOf(name)
        return (
          <li key={name}>
            <button type="button" class="picker-kind" onClick={() => onPick(name)}>
              <span class="kind-icon">
                <Icon of={icon} />
              </span>
              <span>
                <strong>{title}</strong>
                <span class="picker-about">{description}</span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** The kinds that a search means: those that are called so before those that are described so. */
function matching(search: string): FieldKind[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const isCalled = (name: FieldKind) => has(`${name} ${kindOf(name).title}`)
  const isMeant = (name: FieldKind) => {
    const { title, description, also = '', group } = kindOf(name)
    return has(`${name} ${title} ${description} ${also} ${group}`)
  }
  return kindNames.filter(isMeant).sort((a, b) => Number(isCalled(b)) - Number(isCalled(a)))
}
