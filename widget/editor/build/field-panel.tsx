/** The settings of a field: what every kind has, and in between what only its kind has. */
import { fieldName } from '@fieldpost/shared/fields/base.ts'
import type { Field, FieldKind } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import * as v from 'valibot'
import type { FieldChange } from '../document/fields.ts'
import { Begin, type BeginningField } from '../fields/begin.tsx'
import { convertField, hasSetting, kindOf, kindsLike } from '../fields/index.ts'
import type { PanelProps } from '../fields/kind.ts'
import { Parameter } from '../fields/parts.tsx'
import { Switch } from '../ui/choice.tsx'
import { Select, TextArea, TextInput } from '../ui/field.tsx'
import { useTyped } from '../ui/typed.ts'
import { useBuilder } from './builder.ts'
import { receiversText } from './receivers.ts'
import { Visibility } from './visibility.tsx'

/** Codes of issues that a panel says at the setting that they are about. */
export const saidAtSettings: ReadonlySet<string> = new Set([
  'no-label',
  'no-text',
  'no-options',
  'no-rows',
  'no-columns',
  'no-option-label',
  'no-picture',
  'min-options',
  'empty-range',
  'default',
])

export function FieldPanel({ field }: { field: Field }) {
  const { draft, issues } = useBuilder()
  const { words, Panel } = kindOf(field.kind)
  const settled = draft.settled.value
  const change = (change: FieldChange) => draft.apply({ type: 'change-field', id: field.id, change })
  const issue = (code: string) =>
    issues.value.find((each) => each.field === field.id && each.code === code)?.message
  const props = { field, change, apply: draft.apply, settled, issue }
  return (
    <>
      <TextArea
        class="field-label"
        label={words?.label ?? 'Label'}
        rows={1}
        placeholder={words?.labelHint ?? 'What do you want to know?'}
        value={field.label}
        error={issue('no-label') ?? issue('no-text')}
        maxLength={limits.labelLength}
        onInput={(label) =>
          draft.apply({ type: 'relabel-field', id: field.id, label, keepName: settled.has(field.id) })
        }
      />
      {field.kind !== 'hidden' && (
        <TextArea
          label={words?.help ?? 'Help'}
          rows={1}
          help="Here and in the label: **bold**, *italic*, [link](https://…), and {{key}} for an answer given before."
          value={field.help}
          maxLength={limits.helpLength}
          onInput={(help) => change({ help })}
        />
      )}
      {Panel && <Panel {...props} />}
      {'required' in field && (
        <div class="pair">
          <Switch
            label="Required"
            help={field.kind === 'consent' && 'Nobody can send without agreeing.'}
            checked={field.required}
            onChange={(required) => change({ required })}
          />
          <Switch
            label="Half as wide"
            help={field.half && 'Beside a neighbour that is half as wide, too, where there is room.'}
            checked={field.half ?? false}
            onChange={(half) => change({ half: half || undefined })}
          />
        </div>
      )}
      <Visibility field={field} />
      {field.kind !== 'statement' && <Advanced {...props} />}
    </>
  )
}

/** Issues about settings that are, or may be, folded away. */
const saidHere = ['default', 'empty-range']

/** What is rarely set, folded away unless something is wrong with it. */
function Advanced(props: PanelProps<Field>) {
  const { field, change, settled, issue } = props
  const { draft } = useBuilder()
  const kinds = kindsLike(field.kind)
  const Panel = kindOf(field.kind).Advanced
  return (
    <details class="more-settings" open={saidHere.some(issue)}>
      <summary>Advanced</summary>
      <div class="stack">
        {Panel && <Panel {...props} />}
        {canBegin(field) && <Begin field={field} change={change} issue={issue} />}
        {canBegin(field) && <Parameter value={field.param} change={change} />}
        <NameInput field={field} isSettled={settled.has(field.id)} />
        {kinds.length > 1 && (
          <Select
            label="Kind"
            value={field.kind}
            options={kinds.map((name) => ({ value: name, label: kindOf(name).title }))}
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
  )
}

/** Hidden fields have their own inputs for it: with them it is not rare. */
const canBegin = (field: Field): field is BeginningField =>
  field.kind !== 'hidden' && hasSetting(field.kind, 'default')

function NameInput({ field, isSettled }: { field: Field; isSettled: boolean }) {
  const { draft, receivers, changes } = useBuilder()
  const renamed = changes.value.find(({ type, id }) => type === 'renamed' && id === field.id)
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
        renamed && receivers.value
          ? `${receiversText(receivers.value, [renamed])} know this as “${renamed.name}”: change them too before you publish.`
          : isSettled
            ? 'How webhooks and exports call the answer. This form is published: what reads the old key must be changed too.'
            : 'How webhooks and exports call the answer. It follows the label until you edit it or publish.'
      }
      maxLength={limits.nameLength}
    />
  )
}
