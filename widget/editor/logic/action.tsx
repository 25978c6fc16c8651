/** What a rule does: chosen in two steps, and kept where it fits when the first is chosen anew. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { findField } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Action } from '@fieldpost/shared/rule.ts'
import { nameOf } from '../build/builder.ts'
import { Select } from '../ui/field.tsx'

const verbs = [
  { value: 'show', label: 'show' },
  { value: 'hide', label: 'hide' },
  { value: 'require', label: 'require' },
  { value: 'jump', label: 'jump to' },
  { value: 'end', label: 'end the form' },
  { value: 'thanks', label: 'say thank you with' },
] as const
type Verb = (typeof verbs)[number]['value']

interface ActionProps {
  action: Action
  definition: Definition
  set: (action: Action) => void
}

export function ActionEditor({ action, definition, set }: ActionProps) {
  // Every action has one key, which is its verb.
  const verb = Object.keys(action)[0] as Verb
  const about = Object.values(action)[0] as string | true
  const choices = choicesFor(verb, definition)
  const chosen = chosenIn(verb, about, definition)
  const known = choices.some(({ value }) => value === chosen)
  return (
    <div class="logic-action">
      <span class="logic-then">then</span>
      <Select
        label="What the rule does"
        hideLabel
        value={verb}
        options={verbs.filter(({ value }) => value === verb || isPossible(value, definition))}
        onChange={(value) => set(actionOf(value as Verb, chosen, definition))}
      />
      {verb !== 'end' && (
        <Select
          label="What it is about"
          hideLabel
          value={known ? chosen : ''}
          options={known ? choices : [{ value: '', label: 'Choose…' }, ...choices]}
          onChange={(value) => value && set(actionOf(verb, value, definition))}
        />
      )}
    </div>
  )
}

const isPossible = (verb: Verb, definition: Definition): boolean =>
  verb === 'end' || choicesFor(verb, definition).length > 0

/** An action of this verb about `wanted`, or about the first thing that it can be about. */
function actionOf(verb: Verb, wanted: string, definition: Definition): Action {
  if (verb === 'end') return { end: true }
  const choices = choicesFor(verb, definition)
  const about = choices.find(({ value }) => value === wanted)?.value ?? choices[0]?.value ?? ''
  // The verb is the only key, and what it is about is one of its choices.
  return { [verb]: about } as Action
}

function choicesFor(verb: Verb, definition: Definition): { value: string; label: string }[] {
  const { pages, endings } = definition
  const options = (fields: readonly Field[]) =>
    fields.map((field) => ({ value: field.id, label: nameOf(field) }))
  const fields = fieldsOf(definition)
  switch (verb) {
    case 'end':
      return []
    case 'thanks':
      return endings.map(({ id, title }) => ({ value: id, label: title || 'Without a title' }))
    case 'require':
      return options(fields.filter((field) => 'required' in field))
    case 'jump':
      return [
        ...pages.flatMap(({ id, title, fields }, index) =>
          index > 0 && fields.length > 0
            ? [{ value: id, label: `Page ${index + 1}${title ? `: ${title}` : ''}` }]
            : [],
        ),
        ...options(fields.filter((field) => field.kind !== 'hidden').slice(1)),
      ]
    default:
      return options(fields.filter((field) => field.kind !== 'hidden'))
  }
}

/** What an action is about as its choice has it: rules made elsewhere may name a field by its key. */
function chosenIn(verb: Verb, about: string | true, definition: Definition): string {
  if (about === true) return ''
  if (verb === 'thanks' || definition.pages.some(({ id }) => id === about)) return about
  return findField(fieldsOf(definition), about, 'id')?.id ?? about
}
