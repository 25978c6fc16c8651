/** What receivers would lose: said at the field, and asked about before publishing. */
import type { PayloadChange } from '@fieldpost/shared/webhook/payload/changes.ts'
import { changeText } from '@fieldpost/shared/webhook/payload/changes.ts'
import { Webhook } from 'lucide'
import { confirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { useBuilder } from './builder.ts'
import { changeSentence, meeting, type Receivers, receiversText } from './receivers.ts'

/** Whether to publish although receivers lose something. */
export function confirmLoss(receivers: Receivers, changes: readonly PayloadChange[]): Promise<boolean> {
  const names = meeting(receivers, changes)
  return confirm({
    title: 'Receivers will get something else',
    text: `${receiversText(receivers, changes)} have been getting what version ${receivers.version} asks. From now on they:`,
    more: (
      <>
        <ul class="losses">
          {changes.map((change) => (
            <li key={change.type + change.id}>
              {changeText(change)}
              {change.label !== change.name && <span class="soft"> ({change.label})</span>}
            </li>
          ))}
        </ul>
        {names.length > 1 && <p class="small soft">{names.join(', ')}</p>}
      </>
    ),
    action: 'Publish all the same',
  })
}

/** The same at the field that an edit is about. */
export function FieldLoss({ id }: { id: string }) {
  const { draft, receivers, changes } = useBuilder()
  const known = receivers.value
  const own = changes.value.filter((change) => change.id === id)
  if (!known || own.length === 0) return null
  return (
    <div class="field-loss" role="status">
      <Icon of={Webhook} size={16} />
      <div>
        {own.map((change) => (
          <p key={change.type}>
            {changeSentence(known, change)}{' '}
            {change.type === 'renamed' && (
              <button
                type="button"
                class="text-button"
                onClick={() => draft.apply({ type: 'rename-field', id, name: change.name })}
              >
                Keep {change.name}
              </button>
            )}
          </p>
        ))}
      </div>
    </div>
  )
}
