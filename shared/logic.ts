/**
 * What a form's rules make of the answers given so far. Pure, and run by both sides: the widget shows by it, the
 * relay refuses by it.
 */
import { isAnswered } from './answered.ts'
import type { Answers, Field, FieldKind } from './fields/index.ts'
import { type Course, type Follow, fieldsOf, wholePath } from './pages.ts'
import type { Action, Comparison, Condition, Operator } from './rule.ts'

const given = ['answered', 'not-answered'] as const
const equality = ['equal', 'not-equal', ...given] as const
const order = ['equal', 'not-equal', 'greater', 'less', 'at-least', 'at-most', ...given] as const
const words = [
  'equal',
  'not-equal',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  ...given,
] as const
const lists = ['contains', 'not-contains', ...given] as const

/**
 * The operators that make sense for a kind's answers. For a matrix, an address and a ranking those beyond
 * `answered` ask about one part of the answer, which the comparison names.
 */
export const operatorsOf: Record<FieldKind, readonly Operator[]> = {
  text: words,
  'long-text': words,
  email: words,
  phone: words,
  url: words,
  number: order,
  date: order,
  time: order,
  'single-choice': equality,
  'multiple-choice': lists,
  dropdown: equality,
  'picture-choice': ['equal', 'not-equal', ...lists],
  'yes-no': equality,
  consent: equality,
  rating: order,
  nps: order,
  smiley: equality,
  scale: order,
  slider: order,
  matrix: equality,
  ranking: equality,
  address: words,
  file: given,
  signature: given,
  hidden: words,
  statement: [],
}

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

/** The reference to the field that an action is about, by its id or name; undefined when it is about none. */
export const targetOf = (then: Action): string | undefined =>
  'show' in then ? then.show : 'hide' in then ? then.hide : 'require' in then ? then.require : undefined

/**
 * The path of a visitor with these answers.
 *
 * A field with rules that show it is seen when one of them holds; a rule that hides it wins over those; and it must
 * be reached. A jump or an end leaves at the end of the step (a page, or one question) that has the last field
 * which its condition asks about, and what it jumps over is not reached; of several, the first that holds. The
 * answer of a field that is not seen counts as not given, so a chain of rules falls together. Rules that name
 * nothing of the form, lead backwards, or go round in a circle, change nothing that could not be computed anew the
 * same way (publishing refuses all three).
 */
export const pathOf: Follow = (course, answers) => {
  if (course.rules.length === 0) return wholePath(course, answers)
  const fields = fieldsOf(course)
  const places = new Map(fields.map((field, place) => [field.id, place]))
  const exits = exitsOf(course)
  const shows = new Map<string, Condition[]>()
  const hides = new Map<string, Condition[]>()
  for (const { if: condition, then } of course.rules) {
    const rules = 'show' in then ? shows : 'hide' in then ? hides : undefined
    const target = rules && findField(fields, targetOf(then) ?? '', 'id')
    if (target) rules?.set(target.id, [...(rules.get(target.id) ?? []), condition])
  }

  const seen = new Map<string, boolean | 'asking'>()
  /** Whether each of the first fields is reached; of the others that is not known yet. */
  const reached: boolean[] = []
  /** Fields that `seen` has before it is known whether they are reached. */
  let early: string[] = []
  const isSeen = (field: Field): boolean => {
    const known = seen.get(field.id)
    if (known === 'asking') return true
    if (known !== undefined) return known
    const place = places.get(field.id) ?? 0
    if (reached[place] === false) return false
    seen.set(field.id, 'asking')
    const result = (shows.get(field.id)?.some(holds) ?? true) && !(hides.get(field.id)?.some(holds) ?? false)
    seen.set(field.id, result)
    if (place >= reached.length) early.push(field.id)
    return result
  }
  const answerOf = (field: Field) =>
    Object.hasOwn(answers, field.name) && isSeen(field) ? answers[field.name] : undefined
  const holds = (condition: Condition): boolean => holdsFor(condition, fields, answerOf)

  let next = 0
  fields.forEach((_, place) => {
    reached.push(place >= next)
    // What was said of them held until more is known. Kept so long, or who asks about two that ask about two would
    // be at it forever.
    for (const id of early) seen.delete(id)
    early = []
    if (place < next) return
    const exit = exits.find(({ from, when }) => from === place && holds(when))
    if (exit) next = exit.to
  })
  const visible = new Set(fields.filter(isSeen).map((field) => field.id))
  const required = new Set<string>()
  let ending: string | undefined
  for (const { if: condition, then } of course.rules) {
    if ('require' in then && holds(condition)) {
      const target = findField(fields, then.require, 'id')
      if (target && visible.has(target.id)) required.add(target.id)
    } else if ('thanks' in then && holds(condition)) ending ??= then.thanks
  }
  return { visible, required, ending }
}

/** Whether a condition holds, by what `answerOf` gives for a field's answer; about a field that is not there none does. */
export function holdsFor(
  condition: Condition,
  fields: readonly Field[],
  answerOf: (field: Field) => Answers[string] | undefined,
): boolean {
  if ('all' in condition) return condition.all.every((inner) => holdsFor(inner, fields, answerOf))
  if ('any' in condition) return condition.any.some((inner) => holdsFor(inner, fields, answerOf))
  const field = findField(fields, condition.field, 'name')
  if (!field) return false
  const value = answerOf(field)
  return compare(condition, condition.part === undefined ? value : partOf(value, condition.part))
}

export interface Exit {
  /** The place of the last field before it, among all fields. */
  from: number
  /** The place of the first field after it; the number of fields when the form ends. */
  to: number
  when: Condition
}

/** Where rules leave the way from each field to the next, in the order of the rules. */
export function exitsOf({ pages, rules, settings }: Course): Exit[] {
  const fields = fieldsOf({ pages })
  const firstOfPage = new Map<string, number>()
  const lastOfPage = new Map<string, number>()
  let place = 0
  for (const page of pages) {
    firstOfPage.set(page.id, place)
    place += page.fields.length
    for (const { id } of page.fields) lastOfPage.set(id, place - 1)
  }
  return rules.flatMap(({ if: when, then }) => {
    if (!('jump' in then || 'end' in then)) return []
    const asked = comparisonsOf(when).flatMap(({ field }) => findField(fields, field, 'name') ?? [])
    const last = asked.sort((a, b) => fields.indexOf(b) - fields.indexOf(a))[0]
    if (!last) return []
    const from = (settings.steps === 'pages' ? lastOfPage.get(last.id) : undefined) ?? fields.indexOf(last)
    const target = 'jump' in then ? findField(fields, then.jump, 'id') : undefined
    const to =
      'end' in then ? fields.length : (firstOfPage.get(then.jump) ?? (target ? fields.indexOf(target) : -1))
    return to > from ? [{ from, to, when }] : []
  })
}

/** One part of an answer: a row's column, a part of an address, the option at a place ("1" is the first). */
function partOf(value: Answers[string] | undefined, part: string): Answers[string] | undefined {
  if (typeof value !== 'object') return undefined
  const key = Array.isArray(value) ? String(Number(part) - 1) : part
  const found: unknown = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  return typeof found === 'string' ? found : undefined
}

/** Whether a comparison holds for a value; `undefined` is "not answered". */
function compare({ is, to }: Pick<Comparison, 'is' | 'to'>, value: Answers[string] | undefined): boolean {
  const given = isAnswered(value)
  const folded = (text: unknown) => String(text ?? '').toLowerCase()
  switch (is) {
    case 'answered':
      return given
    case 'not-answered':
      return !given
    case 'not-equal':
      return !compare({ is: 'equal', to }, value)
    case 'not-contains':
      return !compare({ is: 'contains', to }, value)
    case 'equal':
      return given && (typeof value === 'string' ? value.trim() === String(to).trim() : value === to)
    case 'contains':
      if (Array.isArray(value)) return value.some((item) => item === String(to))
      return typeof value === 'string' && folded(value).includes(folded(to))
    case 'starts-with':
      return typeof value === 'string' && folded(value).trim().startsWith(folded(to).trim())
    case 'ends-with':
      return typeof value === 'string' && folded(value).trim().endsWith(folded(to).trim())
    case 'at-least':
      return isBelow(to, value) || (given && value === to)
    case 'at-most':
      return isBelow(value, to) || (given && value === to)
    case 'greater':
      return isBelow(to, value)
    case 'less':
      return isBelow(value, to)
  }
}

/** Numbers compare as numbers, days and times (YYYY-MM-DD, HH:MM) as texts; one with the other never holds. */
const isBelow = (low: unknown, high: unknown): boolean =>
  (typeof low === 'number' && typeof high === 'number' && low < high) ||
  (typeof low === 'string' && typeof high === 'string' && low < high)
