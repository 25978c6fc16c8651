/**
 * What a form's rules make of the answers given so far. Pure, and run by both sides: the widget shows by it, the
 * relay refuses by it.
 */
import type { Answers, Field, FieldKind } from './fields/index.ts'
import type { Comparison, Condition, Definition, Operator, Page } from './form.ts'

const equality = ['equal', 'not-equal', 'answered', 'not-answered'] as const
const order = ['equal', 'not-equal', 'greater', 'less', 'answered', 'not-answered'] as const
const words = ['equal', 'not-equal', 'contains', 'not-contains', 'answered', 'not-answered'] as const

/** The operators that make sense for a kind's answers. */
export const operatorsOf: Record<FieldKind, readonly Operator[]> = {
  text: words,
  'long-text': words,
  email: words,
  phone: words,
  url: words,
  number: order,
  date: order,
  'single-choice': equality,
  'multiple-choice': ['contains', 'not-contains', 'answered', 'not-answered'],
  dropdown: equality,
  'yes-no': equality,
  consent: equality,
  rating: order,
  nps: order,
  smiley: equality,
  hidden: words,
  statement: [],
}

/** Every field of a definition, in the order of the form. */
export const fieldsOf = (definition: Pick<Definition, 'pages'>): Field[] =>
  definition.pages.flatMap((page) => page.fields)

/**
 * Whether a value counts as an answer. What a browser sends for an untouched input does not: nothing, an empty or
 * blank text, an empty list.
 */
export const isAnswered = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  !(typeof value === 'string' && value.trim() === '') &&
  !(Array.isArray(value) && value.length === 0)

/** The field that a rule speaks of; conditions say names, actions say ids, and either may say the other. */
export function findField(
  fields: readonly Field[],
  reference: string,
  first: 'id' | 'name',
): Field | undefined {
  const second = first === 'id' ? 'name' : 'id'
  return (
    fields.find((field) => field[first] === reference) ?? fields.find((field) => field[second] === reference)
  )
}

/** Every comparison in a condition, however deep. */
export function comparisonsOf(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf)
  if ('any' in condition) return condition.any.flatMap(comparisonsOf)
  return [condition]
}

/** The reference to the field that a rule shows or hides. */
export const targetOf = (rule: Definition['rules'][number]): string =>
  'show' in rule.then ? rule.then.show : rule.then.hide

/**
 * The ids of the fields that a visitor with these answers sees (hidden-kind fields included: they are on the form,
 * though never drawn).
 *
 * A field with rules that show it is seen when one of them holds; a rule that hides it wins over those. The answer
 * of a field that is not seen counts as not given, so a chain of rules falls together. Rules that name no field
 * of the form, or that go round in a circle, change nothing (publishing refuses both).
 */
export function visibleFields(
  definition: Pick<Definition, 'pages' | 'rules'>,
  answers: Answers,
): Set<string> {
  const fields = fieldsOf(definition)
  if (definition.rules.length === 0) return new Set(fields.map((field) => field.id))
  const rules = new Map<string, { show: Condition[]; hide: Condition[] }>()
  for (const rule of definition.rules) {
    const target = findField(fields, targetOf(rule), 'id')
    if (!target) continue
    const own = rules.get(target.id) ?? { show: [], hide: [] }
    own['show' in rule.then ? 'show' : 'hide'].push(rule.if)
    rules.set(target.id, own)
  }

  const seen = new Map<string, boolean | 'asking'>()
  const isSeen = (field: Field): boolean => {
    const known = seen.get(field.id)
    if (known === 'asking') return true
    if (known !== undefined) return known
    seen.set(field.id, 'asking')
    const own = rules.get(field.id)
    const result = !own || ((own.show.length === 0 || own.show.some(holds)) && !own.hide.some(holds))
    seen.set(field.id, result)
    return result
  }
  const holds = (condition: Condition): boolean => {
    if ('all' in condition) return condition.all.every(holds)
    if ('any' in condition) return condition.any.some(holds)
    const field = findField(fields, condition.field, 'name')
    if (!field) return false
    return compare(
      condition,
      isSeen(field) && Object.hasOwn(answers, field.name) ? answers[field.name] : undefined,
    )
  }
  return new Set(fields.filter(isSeen).map((field) => field.id))
}

/** Whether a comparison holds for a value; `undefined` is "not answered". */
function compare({ is, to }: Comparison, value: Answers[string] | undefined): boolean {
  const given = isAnswered(value)
  switch (is) {
    case 'answered':
      return given
    case 'not-answered':
      return !given
    case 'not-equal':
      return !compare({ field: '', is: 'equal', to }, value)
    case 'not-contains':
      return !compare({ field: '', is: 'contains', to }, value)
    case 'equal':
      return given && (typeof value === 'string' ? value.trim() === String(to).trim() : value === to)
    case 'contains':
      if (Array.isArray(value)) return value.includes(String(to))
      return typeof value === 'string' && value.toLowerCase().includes(String(to ?? '').toLowerCase())
    case 'greater':
    case 'less': {
      const [low, high] = is === 'greater' ? [to, value] : [value, to]
      // Numbers compare as numbers, days (YYYY-MM-DD) as texts; one with the other never holds.
      if (typeof low === 'number' && typeof high === 'number') return low < high
      return typeof low === 'string' && typeof high === 'string' && low < high
    }
  }
}

/** Pages that have something to show, in order; a form that shows nothing at all keeps its last page. */
export function visiblePages(pages: readonly Page[], visible: ReadonlySet<string>): Page[] {
  const shown = pages.filter((page) =>
    page.fields.some((field) => field.kind !== 'hidden' && visible.has(field.id)),
  )
  return shown.length > 0 ? shown : pages.slice(-1)
}
