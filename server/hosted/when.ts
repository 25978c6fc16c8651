/** When a question applies, as a sentence: without a script its rules cannot show or hide it. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { comparisonsOf, findField, targetOf } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Comparison, Condition } from '@fieldpost/shared/rule.ts'
import { words } from './words.ts'

type Ruled = Pick<Definition, 'pages' | 'rules'>

/** The rules that show or hide a field. */
const rulesOf = ({ pages, rules }: Ruled, field: Field): Definition['rules'] =>
  rules.filter((rule) => findField(fieldsOf({ pages }), targetOf(rule.then) ?? '', 'id') === field)

/**
 * Whether nothing that the visitor answers can change if this field is shown: it has no rules, or only such as look
 * at hidden fields, which are filled before the page is drawn.
 */
export const isSettled = (definition: Ruled, field: Field): boolean =>
  rulesOf(definition, field).every((rule) =>
    comparisonsOf(rule.if).every(({ field }) => {
      const other = findField(fieldsOf(definition), field, 'name')
      return !other || other.kind === 'hidden'
    }),
  )

/** When a field is to be answered; empty when it always is. */
export function when(definition: Ruled, field: Field): string {
  if (isSettled(definition, field)) return ''
  const rules = rulesOf(definition, field)
  const [rule] = rules
  const told = rule && rules.length === 1 ? tell(definition, rule.if) : null
  if (!rule || !told) return words.applies
  return 'show' in rule.then ? `Answer this only if ${told}.` : `Leave this out if ${told}.`
}

/** The condition in words, or null when it takes more than one `and` or `or` to say, or is not for visitors. */
function tell(definition: Ruled, condition: Condition): string | null {
  const [list, joined] =
    'all' in condition
      ? [condition.all, ' and ']
      : 'any' in condition
        ? [condition.any, ' or ']
        : [[condition], '']
  const parts = list.map((part) => ('all' in part || 'any' in part ? null : compared(definition, part)))
  return parts.length > 0 && parts.every((part) => part !== null) ? parts.join(joined) : null
}

function compared(definition: Ruled, { field: reference, is, to }: Comparison): string | null {
  const field = findField(fieldsOf(definition), reference, 'name')
  if (!field || field.kind === 'hidden') return null
  const asked = quoted(plainText(field.label) || field.name)
  const value = quoted(named(field, to))
  const order =
    field.kind === 'date' ? { greater: 'after', less: 'before' } : { greater: 'more than', less: 'less than' }
  switch (is) {
    case 'equal':
      return `${asked} is ${value}`
    case 'not-equal':
      return `${asked} is not ${value}`
    case 'contains':
      return `${asked} has ${value}`
    case 'not-contains':
      return `${asked} does not have ${value}`
    case 'starts-with':
      return `${asked} begins with ${value}`
    case 'ends-with':
      return `${asked} ends with ${value}`
    case 'at-least':
      return `${asked} is at least ${String(to)}`
    case 'at-most':
      return `${asked} is at most ${String(to)}`
    case 'greater':
    case 'less':
      return `${asked} is ${order[is]} ${String(to)}`
    case 'answered':
      return `${asked} is answered`
    case 'not-answered':
      return `${asked} is not answered`
  }
}

const quoted = (text: string) => `“${text}”`

/** A value as the visitor reads it: an option by its label. */
function named(field: Field, to: Comparison['to']): string {
  if (typeof to === 'boolean') return to ? words.yes : words.no
  if (field.kind === 'smiley') {
    for (const [face, word] of Object.entries(words.smileys)) if (face === to) return word
  }
  const option = 'options' in field ? field.options.find(({ value }) => value === to) : undefined
  return option ? plainText(option.label) || option.value : String(to ?? '')
}
