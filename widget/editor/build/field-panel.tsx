/** The settings of a field: what every kind has, and in between what only its kind has. */
import { fieldName } from '@fieldpost/shared/fields/base.ts'
import type { Field, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import * as v from 'valibot'
import type { FieldChange } from '../document.ts'
import { convertField, kindNames, kindOf } from '../fields/index.ts'
import { Switch } from '../ui/choice.tsx'
import { Select, TextArea, TextInput } from '../ui/field.tsx'
import { useTyped } from '../ui/typed.ts'
import { useBuilder } from './builder.ts'
import { Visibility } from './visibility.tsx'

export function FieldPanel({ field }: { field: Field }) {
  const { draft } = useBuilder()
  const { group, words, Panel } = kindOf(field.kind)
  const settled = draft.settled.value
  const change = (change: FieldChange) => draft.apply({ type: 'change-field', id: field.id, change })
  const alike = group === 'Other' ? [] : kindNames.filter((name) => kindOf(name).group === group)
  return (
    <>
      <TextArea
        class="field-label"
        label={words?.label ?? 'Label'}
        rows={1}
        placeholder={words?.labelHint ?? 'What do you want to know?'}
        value={field.label}
        maxLength={limits.labelLength}
        onInput={(label) =>
          draft.apply({ type: 'relabel-field', id: field.id, label, keepName: settled.has(field.id) })
        }
      />
      {field.kind !== 'hidden' && (
        <TextArea
          label={words?.help ?? 'Help'}
          rows={1}
          help="Here and in the label: **bold**, *italic*, [link](https://…)"
          value={field.help}
          maxLength={limits.helpLength}
          onInput={(help) => change({ help })}
        />
      )}
      {Panel && <Panel field={field} change={change} apply={draft.apply} settled={settled} />}
      {'required' in field && (
        <Switch
          label={field.kind === 'consent' ? 'Required: nobody can send without agreeing' : 'Required'}
          checked={field.required}
          onChange={(required) => change({ required })}
        />
      )}
      <Visibility field={field} />
      {field.kind !== 'statement' && (
        <details class="more-settings">
          <summary>{alike.length > 1 ? 'Key and kind' : 'Key'}</summary>
          <div class="stack">
            <NameInput field={field} isSettled={settled.has(field.id)} />
            {alike.length > 1 && (
              <Select
                label="Kind"
                value={field.kind}
                options={alike.map((name) => ({ value: name, label: kindOf(name).title }))}
                onChange={(kind) =>
                  draft.apply({
                    type: 'replace-field',
                    id: field.id,
                    field: convertField(field, kind as FieldKind),
                  })
                }
              />
            )}
          </div>
        </details>
      )}
    </>
  )
}

function NameInput({ field, isSettled }: { field: Field; isSettled: boolean }) {
  const { draft } = useBuilder()
  const others = fieldsOf(draft.document.value.definition).filter(({ id }) => id !== field.id)
  const typed = useTyped({
    value: field.name,
    set: (name) => draft.apply({ type: 'rename-field', id: field.id, name }),
    format: (name) => name,
    parse: (text) => {
      const checked = v.safeParse(fieldName, text)
      if (!checked.success) return { error: checked.issues[0].message.replace('name', 'key') }
      return others.some(({ name }) => name === text)
        ? { error: 'Another field has this key.' }
        : { value: text }
    },
  })
  return (
    <TextInput
      {...typed}
      label="Key"
      mono
      help={
        isSettled
          ? 'How webhooks and exports call the answer. This form is published: what reads the old key must be changed too.'
          : 'How webhooks and exports call the answer. It follows the label until you edit it or publish.'
      }
      maxLength={limits.nameLength}
    />
  )
}
