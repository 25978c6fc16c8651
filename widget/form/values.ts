/** What the fields hold while the visitor fills them, by field id: an answer, or still the text that was typed. */
import { isAnswered } from '@fieldpost/shared/answered.ts'
import { hiddenFault } from '@fieldpost/shared/fields/hidden.ts'
import type { Answer, Answers, Field } from '@fieldpost/shared/fields/index.ts'
import { kindOf } from './fields/index.ts'

export type Values = ReadonlyMap<string, Answer>

/** The answers that the values stand for, by field name. What cannot be read stays the text that it is. */
export function answersOf(fields: readonly Field[], values: Values, language?: string): Answers {
  // Without a prototype: a field may be named `constructor`.
  const answers: Answers = Object.create(null)
  for (const field of fields) {
    const value = values.get(field.id) ?? (field.kind === 'hidden' ? field.default : undefined)
    const kind = kindOf(field)
    if (value === undefined) continue
    const text = typeof value === 'string' && kind ? value.trim() : value
    answers[field.name] = kind?.read?.(text, language) ?? text
  }
  return answers
}

/** What a field holds of a value from elsewhere; nothing when it cannot. */
export const hold = (field: Field, value: unknown): Answer | undefined => {
  const kind = kindOf(field)
  if (kind?.hold) return kind.hold(field, value)
  const text = String(value)
  // Nobody sees what is wrong with a hidden field.
  return field.kind === 'hidden' && hiddenFault(field, text) ? undefined : text
}

/** What a form can begin with, by field name or, for the page's address, by the parameters that fields name. */
export interface Given {
  prefill?: Readonly<Record<string, unknown>> | undefined
  hidden?: Readonly<Record<string, unknown>> | undefined
  params?: URLSearchParams | undefined
}

/**
 * The values that a field has before the visitor gives one: of the page, else of its address, else of the owner;
 * what the field cannot hold is left out. A consent is never given for somebody.
 */
export function prefilled(fields: readonly Field[], { prefill = {}, hidden = {}, params }: Given): Values {
  const values = new Map<string, Answer>()
  for (const field of fields) {
    if (field.kind === 'consent') continue
    const own = field.kind === 'hidden' ? get(hidden, field.name) : undefined
    const param = 'param' in field && field.param ? params?.get(field.param) : undefined
    const preset = 'default' in field ? field.default : undefined
    for (const given of [own, get(prefill, field.name), param, preset]) {
      const value = given === undefined || given === null ? undefined : hold(field, given)
      if (!isAnswered(value)) continue
      values.set(field.id, value as Answer)
      break
    }
  }
  return values
}

/** The values that survive an edit of the form: same field, same kind, still possible. */
export function kept(before: readonly Field[], after: readonly Field[], values: Values): Values {
  const next = new Map<string, Answer>()
  for (const field of after) {
    const old = values.get(field.id)
    const same = before.some(({ id, kind }) => id === field.id && kind === field.kind)
    const value = same && old !== undefined ? hold(field, old) : undefined
    if (value !== undefined) next.set(field.id, value)
  }
  return next
}

/** HTML attributes are lower case, so a name is also found that way. */
const get = (from: Readonly<Record<string, unknown>>, name: string): unknown => {
  const key = [name, name.toLowerCase()].find((key) => Object.hasOwn(from, key))
  return key && from[key]
}
