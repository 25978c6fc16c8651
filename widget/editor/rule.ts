/** The simple rules that the editor's panel makes: one field is shown, or hidden, when all or any of some comparisons hold. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { findField, operatorsOf, targetOf } from '@fieldpost/shared/logic.ts'
import { partsOfKind } from '@fieldpost/shared/publish.ts'
import type { Action, Comparison, Condition, Operator, Rule } from '@fieldpost/shared/rule.ts'

/** Rules are data, never promises; a named key says so where a literal `then` would look like one. */
const CONSEQUENCE = 'then'

export const ruleOf = (condition: Condition, action: Rule['then']): Rule => ({
  if: condition,
  [CONSEQUENCE]: action,
})

/** An action with its field referred to in another way. */
export function withTarget(then: Action, follow: (reference: string) => string): Action {
  if ('show' in then) return { show: follow(then.show) }
  if ('hide' in then) return { hide: follow(then.hide) }
  if ('require' in then) return { require: follow(then.require) }
  return 'jump' in then ? { jump: follow(then.jump) } : then
}

export interface SimpleRule {
  action: 'show' | 'hide'
  match: 'all' | 'any'
  comparisons: Comparison[]
}

/** The field that a rule shows or hides; undefined when it does something else. */
export const shownField = (fields: readonly Field[], { then }: Rule): Field | undefined =>
  'show' in then || 'hide' in then ? findField(fields, targetOf(then) ?? '', 'id') : undefined

/** The rules that show or hide a field as the panel shows them: none, one simple rule, or rules it cannot show. */
export function rulesAbout(
  definition: Pick<Definition, 'rules'>,
  fields: readonly Field[],
  id: string,
): { type: 'none' } | { type: 'simple'; rule: SimpleRule } | { type: 'other'; count: number } {
  const own = definition.rules.filter((rule) => shownField(fields, rule)?.id === id)
  const [rule] = own
  if (!rule) return { type: 'none' }
  const simple = own.length === 1 ? asSimple(rule) : null
  return simple ? { type: 'simple', rule: simple } : { type: 'other', count: own.length }
}

function asSimple(rule: Rule): SimpleRule | null {
  const action = 'show' in rule.then ? 'show' : 'hide' in rule.then ? 'hide' : null
  if (!action) return null
  const [match, list] =
    'all' in rule.if
      ? (['all', rule.if.all] as const)
      : 'any' in rule.if
        ? (['any', rule.if.any] as const)
        : (['all', [rule.if]] as const)
  const comparisons = list.filter((inner): inner is Comparison => 'field' in inner)
  return comparisons.length === list.length ? { action, match, comparisons } : null
}

/** Back from the panel to the form. */
export const fromSimple = (id: string, { action, match, comparisons }: SimpleRule): Rule =>
  ruleOf(
    match === 'all' ? { all: comparisons } : { any: comparisons },
    action === 'show' ? { show: id } : { hide: id },
  )

/** The fields that a rule about this one may ask for. */
export const askable = (fields: readonly Field[], id: string): Field[] =>
  fields.filter((field) => field.id !== id && operatorsOf[field.kind].length > 0)

/** A comparison that makes sense for a field, to begin with. */
export function firstComparison(field: Field): Comparison {
  const is = operatorsOf[field.kind][0] ?? 'answered'
  const to = asksForValue(is) ? firstValue(field) : ''
  // There is nothing to compare with yet; whether there is an answer can be asked at once.
  if (to === '') return { field: field.name, is: 'answered' }
  const part = partsOfKind(field)?.[0]
  return { field: field.name, ...(part !== undefined && { part }), is, to }
}

export const asksForValue = (operator: Operator): boolean => !operator.endsWith('answered')

function firstValue(field: Field): NonNullable<Comparison['to']> {
  if ('options' in field) return field.options[0]?.value ?? ''
  switch (field.kind) {
    case 'yes-no':
    case 'consent':
      return true
    case 'number':
    case 'nps':
      return 0
    case 'rating':
      return 1
    case 'scale':
    case 'slider':
      return field.min
    case 'smiley':
      return 'good'
    case 'matrix':
      return field.columns[0]?.value ?? ''
    default:
      return ''
  }
}
