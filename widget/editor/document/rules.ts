/** Rules follow what they speak of: a name, a value or a kind that changes, and what is taken away. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import type { Definition } from '@fieldpost/shared/form.ts'
import { comparisonsOf, findField, operatorsOf, targetOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { partsOfKind } from '@fieldpost/shared/publish.ts'
import type { Comparison, Condition, Operator, Rule } from '@fieldpost/shared/rule.ts'
import { asksForValue, firstComparison, ruleOf, withTarget } from '../rule.ts'
import { withField } from './fields.ts'
import { withPipes } from './texts.ts'

/** What becomes of a comparison: itself or another, or what it says from now on, or nothing at all. */
type Outcome = Comparison | 'always' | 'never' | 'gone'

/** The definition with another name for a field, which rules and texts speak of fields by. */
export function renamed(definition: Definition, field: Field, name: string): Definition {
  if (name === field.name) return definition
  const fields = fieldsOf(definition)
  const means = (reference: string, first: 'id' | 'name') =>
    reference === field.name && findField(fields, reference, first)?.id === field.id
  const isPage = (reference: string) => definition.pages.some(({ id }) => id === reference)
  // Actions look among ids first, where the name may mean a page or another field.
  const target = isPage(name) || fields.some(({ id }) => id === name) ? field.id : name
  const rules = definition.rules.map(({ if: condition, then }) =>
    ruleOf(
      mapComparisons(condition, (comparison) =>
        means(comparison.field, 'name') ? { ...comparison, field: name } : comparison,
      ),
      'jump' in then && isPage(then.jump)
        ? then
        : withTarget(then, (reference) => (means(reference, 'id') ? target : reference)),
    ),
  )
  const called = withField(definition, field.id, (current) => ({ ...current, name }))
  return { ...withPipes(called, field.name, name), rules }
}

/** The definition in which every comparison that asks for a field is made anew. */
export function withComparisons(
  definition: Definition,
  id: string,
  change: (comparison: Comparison) => Comparison,
): Definition {
  const fields = fieldsOf(definition)
  return outcomes(definition, (comparison) =>
    findField(fields, comparison.field, 'name')?.id === id ? change(comparison) : comparison,
  )
}

/** The definition without rules that lead to fields or pages that are gone, and without what asks for those. */
export function withoutRulesOf(
  definition: Definition,
  fields: readonly Field[],
  gone: readonly Field[],
  page?: string,
): Definition {
  const ids = new Set(gone.map(({ id }) => id))
  const isGone = (reference: string | undefined, first: 'id' | 'name') =>
    reference !== undefined && ids.has(findField(fields, reference, first)?.id ?? '')
  const left = definition.rules.filter(({ then }) => {
    if (!('jump' in then)) return !isGone(targetOf(then), 'id')
    return (
      definition.pages.some(({ id }) => id === then.jump) || (then.jump !== page && !isGone(then.jump, 'id'))
    )
  })
  const rules = left.length === definition.rules.length ? definition.rules : left
  return outcomes({ ...definition, rules }, (comparison) =>
    isGone(comparison.field, 'name') ? 'gone' : comparison,
  )
}

/**
 * The definition after one of its fields became another: comparisons keep their meaning where the field still has
 * such answers. Asking for an option, a row or a part that it had before is decided from now on.
 */
export function withAnswersOf(definition: Definition, before: Field, after: Field): Definition {
  const fields = fieldsOf(definition)
  const parts = goneFrom(partsOfKind(before), partsOfKind(after))
  const values = goneFrom(valuesOf(before), valuesOf(after))
  return outcomes(definition, (comparison) => {
    if (findField(fields, comparison.field, 'name')?.id !== after.id) return comparison
    const next = before.kind === after.kind ? comparison : asked(comparison, after)
    if (next === 'gone') return next
    const isGone = parts.has(next.part ?? '') || (typeof next.to === 'string' && values.has(next.to))
    if (!isGone) return next
    return next.is.startsWith('not-') ? 'always' : 'never'
  })
}

/** What one kind asks in the words of another. */
const alike: Partial<Record<Operator, Operator>> = {
  equal: 'contains',
  contains: 'equal',
  'not-equal': 'not-contains',
  'not-contains': 'not-equal',
}

/** A comparison as one of another kind's field; gone when it has nothing like it. */
function asked(comparison: Comparison, field: Field): Comparison | 'gone' {
  const operators = operatorsOf[field.kind]
  const is = operators.includes(comparison.is) ? comparison.is : alike[comparison.is]
  if (!is || !operators.includes(is)) return 'gone'
  const parts = partsOfKind(field)
  const hasPart = comparison.part !== undefined
  if (hasPart ? !parts?.includes(comparison.part ?? '') : parts && asksForValue(is)) return 'gone'
  if (asksForValue(is) && typeof comparison.to !== typeof firstComparison(field).to) return 'gone'
  return is === comparison.is ? comparison : { ...comparison, is }
}

/** The answers that a field can have, where they are known and are texts. */
function valuesOf(field: Field): readonly string[] | undefined {
  if (field.kind === 'smiley') return smileysOf(field)
  if (field.kind === 'matrix') return field.columns.map(({ value }) => value)
  if (!('options' in field) || ('other' in field && field.other)) return undefined
  return field.options.map(({ value }) => value)
}

function goneFrom(before: readonly string[] | undefined, after: readonly string[] | undefined): Set<string> {
  return new Set(after && before?.filter((value) => !after.includes(value)))
}

/** The definition whose rules have the outcomes of their comparisons; a rule that says nothing any more goes. */
function outcomes(definition: Definition, outcome: (comparison: Comparison) => Outcome): Definition {
  const rules = definition.rules.flatMap((rule): Rule[] => {
    const condition = conclude(rule.if, outcome)
    if (typeof condition === 'string') return []
    return [condition === rule.if ? rule : { ...rule, if: condition }]
  })
  const same =
    rules.length === definition.rules.length && rules.every((rule, at) => rule === definition.rules[at])
  return same ? definition : { ...definition, rules }
}

function conclude(
  condition: Condition,
  outcome: (comparison: Comparison) => Outcome,
): Condition | 'always' | 'never' | 'gone' {
  const isAll = 'all' in condition
  const list = isAll ? condition.all : 'any' in condition ? condition.any : undefined
  if (!list) return outcome(condition as Comparison)
  // A group that its owner has yet to fill is nobody's to take away.
  if (list.length === 0) return condition
  const inner = list.map((each) => conclude(each, outcome))
  const decided = isAll ? 'never' : 'always'
  if (inner.includes(decided)) return decided
  const left = inner.filter((each) => typeof each !== 'string')
  if (left.length === 0) return inner.every((each) => each === 'gone') ? 'gone' : isAll ? 'always' : 'never'
  if (left.length === list.length && left.every((each, at) => each === list[at])) return condition
  if (left.flatMap(comparisonsOf).length === 0) return 'gone'
  return isAll ? { all: left } : { any: left }
}

function mapComparisons(condition: Condition, change: (comparison: Comparison) => Comparison): Condition {
  if ('all' in condition) return { all: condition.all.map((inner) => mapComparisons(inner, change)) }
  if ('any' in condition) return { any: condition.any.map((inner) => mapComparisons(inner, change)) }
  return change(condition)
}
