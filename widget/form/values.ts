/** What the fields hold while the visitor fills them, by field id: an answer, or still the text that was typed. */
import type { Answer, Answers, Field } from '@fieldpost/shared/fields/index.ts'
import { kindOf } from './fields/index.ts'

export type Values = ReadonlyMap<string, Answer>

/** The answers that the values stand for, by field name. What cannot be read stays the text that it is. */
export function answersOf(fields: readonly Field[], values: Values): Answers {
  // Without a prototype: a field may be named `constructor`.
  const answers: Answers = Object.create(null)
  for (const field of fields) {
    const value = values.get(field.id) ?? (field.kind === 'hidden' ? field.default : undefined)
    const kind = kindOf(field)
    if (value === undefined) continue
    answers[field.name] =
      typeof value === 'string' && kind ? (kind.read?.(value.trim()) ?? value.trim()) : value
  }
  return answers
}

const hold = (field: Field, value: unknown): Answer | undefined => {
  const kind = kindOf(field)
  return kind?.hold ? kind.hold(field, value) : String(value)
}

/** The values that a page gives before the visitor does. A consent is never given for somebody. */
export function prefilled(
  fields: readonly Field[],
  prefill: Readonly<Record<string, unknown>>,
  hidden: Readonly<Record<string, unknown>>,
): Values {
  const values = new Map<string, Answer>()
  for (const field of fields) {
    const given = (field.kind === 'hidden' && own(hidden, field.name)) || own(prefill, field.name)
    const value = given === undefined || field.kind === 'consent' ? undefined : hold(field, given)
    if (value !== undefined) values.set(field.id, value)
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
const own = (from: Readonly<Record<string, unknown>>, name: string): unknown => {
  const key = [name, name.toLowerCase()].find((key) => Object.hasOwn(from, key))
  return key && from[key]
}
