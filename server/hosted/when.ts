/**
 * When a question applies, as sentences: without a script the form's rules cannot show or hide it, lead past it, or
 * end the form before it.
 */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Page } from '@fieldpost/shared/form.ts'
import { comparisonsOf, exitsOf, findField, targetOf } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { type Course, fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Comparison, Condition } from '@fieldpost/shared/rule.ts'
import { words } from './words.ts'

export interface Sentences {
  /**
   * Whether nothing that the visitor answers can change if this field is seen: no rule is about it, or only such as
   * look at hidden fields, which are filled before the page is drawn.
   */
  isSettled(field: Field): boolean
  /** When to answer a field, beyond what is said of its page; empty when there is nothing to say. */
  of(field: Field): string
  /** When to leave out a whole page; empty when that never is. */
  ofPage(page: Page): string
}

export function sentencesOf(course: Course): Sentences {
  const fields = fieldsOf(course)
  const exits = exitsOf(course)
  const places = new Map(fields.map((field, place) => [field, place]))

  const ruled = (field: Field, action: 'show' | 'hide' | 'require'): Condition[] =>
    course.rules
      .filter(({ then }) => action in then && findField(fields, targetOf(then) ?? '', 'id') === field)
      .map((rule) => rule.if)
  /** What leads past all of these fields. */
  const past = (some: readonly Field[]): Condition[] => {
    const at = some.map((field) => places.get(field) ?? 0)
    return some.length === 0
      ? []
      : exits.filter(({ from, to }) => from < Math.min(...at) && to > Math.max(...at)).map(({ when }) => when)
  }
  const isOpen = (condition: Condition) =>
    comparisonsOf(condition).some(({ field: reference }) => {
      const field = findField(fields, reference, 'name')
      return field !== undefined && field.kind !== 'hidden'
    })

  /** Several conditions of which one is enough, in words; null when one of them cannot be told. */
  function told(conditions: readonly Condition[]): string | null {
    const parts = conditions.map((condition) => tell(course, condition))
    return parts.every((part) => part !== null) ? parts.join(', or if ') : null
  }
  const pageOf = (field: Field) => course.pages.find((page) => page.fields.includes(field))

  return {
    isSettled: (field) =>
      [...ruled(field, 'show'), ...ruled(field, 'hide'), ...past([field])].every((rule) => !isOpen(rule)),

    of(field) {
      const shows = ruled(field, 'show').filter(isOpen)
      const ofPage = past(pageOf(field)?.fields ?? [])
      const outs = [
        ...ruled(field, 'hide'),
        ...past([field]).filter((condition) => !ofPage.includes(condition)),
      ].filter(isOpen)
      const sentences: string[] = []
      if (shows.length > 0 || outs.length > 0) {
        const [only, out] = [told(shows), told(outs)]
        if (only === null || out === null) return words.applies
        if (only) sentences.push(`Answer this only if ${only}.`)
        if (out) sentences.push(`Leave this out if ${out}.`)
      }
      const required = 'required' in field && !field.required ? ruled(field, 'require').filter(isOpen) : []
      const must = told(required)
      if (must) sentences.push(`Please answer this if ${must}.`)
      return sentences.join(' ')
    },

    ofPage(page) {
      const conditions = past(page.fields).filter(isOpen)
      if (conditions.length === 0) return ''
      const out = told(conditions)
      return out === null ? words.pageApplies : `Leave this part out if ${out}.`
    },
  }
}

/** The condition in words, or null when it takes more than one `and` or `or` to say, or is not for visitors. */
function tell(course: Course, condition: Condition): string | null {
  const [list, joined] =
    'all' in condition
      ? [condition.all, ' and ']
      : 'any' in condition
        ? [condition.any, ' or ']
        : [[condition], '']
  const parts = list.map((part) => ('all' in part || 'any' in part ? null : compared(course, part)))
  return parts.length > 0 && parts.every((part) => part !== null) ? parts.join(joined) : null
}

function compared(course: Course, { field: reference, part, is, to }: Comparison): string | null {
  const field = findField(fieldsOf(course), reference, 'name')
  if (!field || field.kind === 'hidden') return null
  const asked =
    quoted(plainText(field.label) || field.name) + (part === undefined ? '' : partWords(field, part))
  const value = quoted(named(field, to))
  const order =
    field.kind === 'date' || field.kind === 'time'
      ? { greater: 'after', less: 'before' }
      : { greater: 'more than', less: 'less than' }
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

/** A row, a line of an address, or a place, behind the question that it is a part of. */
function partWords(field: Field, part: string): string {
  if (field.kind === 'matrix') return `, ${quoted(labelIn(field.rows, part))},`
  if (field.kind === 'ranking') return `, place ${part},`
  const line = Object.entries(words.address).find(([name]) => name === part)?.[1] ?? part
  return `, ${quoted(line)},`
}

const labelIn = (list: readonly { value: string; label: string }[], wanted: unknown): string => {
  const found = list.find(({ value }) => value === wanted)
  return found ? plainText(found.label) || found.value : String(wanted ?? '')
}

/** A value as the visitor reads it: an option by its label. */
function named(field: Field, to: Comparison['to']): string {
  if (typeof to === 'boolean') return to ? words.yes : words.no
  if (field.kind === 'smiley') {
    for (const [face, word] of Object.entries(words.smileys)) if (face === to) return word
  }
  if (field.kind === 'matrix') return labelIn(field.columns, to)
  return labelIn('options' in field ? field.options : [], to)
}
