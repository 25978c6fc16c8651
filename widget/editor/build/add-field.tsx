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
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const found = kindNames.filter((name) => {
    const { title, description } = kindOf(name)
    const text = `${name} ${title} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
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
        {groups.map((group) => {
          const kinds = found.filter((name) => kindOf(name).group === group)
          if (kinds.length === 0) return null
          return (
            <section key={group} class="stack-s" aria-label={group}>
              <h3 class="picker-group">{group}</h3>
              <ul class="picker">
                {kinds.map((name) => {
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
            </section>
          )
        })}
        <p class="soft" role="status">
          {found.length === 0 && `No kind of field matches “${search.value.trim()}”.`}
        </p>
      </div>
    </Dialog>
  )
}
