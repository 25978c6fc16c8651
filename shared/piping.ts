/**
 * Answers inside later texts: `{{name}}`, or `{{name|fallback}}` for when there is none. An answer is only ever
 * text there, whatever a visitor wrote: no mark of the small markdown, no link.
 */
import { isAnswered } from './answered.ts'
import { addressParts } from './fields/address.ts'
import type { Answers, Field } from './fields/index.ts'
import { smileys } from './fields/smiley.ts'
import { plainText } from './markdown.ts'

const TOKEN = /\{\{\s*([\w.-]+)\s*(?:\|([^{}]*))?\}\}/g

/** Words that an answer may stand for, in the visitor's language. English ones where they are absent. */
export interface AnswerWords {
  yes?: string | undefined
  no?: string | undefined
  /** From worst to best. */
  smileys?: readonly string[] | undefined
}

/**
 * A text with answers put in. `say` gives an answer's words by the field's name: nothing for a name that the form
 * has not, or that the visitor's path has not.
 */
export const pipe = (text: string, say: (name: string) => string | undefined): string =>
  text.replace(TOKEN, (_, name: string, fallback = '') => literal(say(name) || fallback.trim()))

/** A text that asks for a field by its new name. */
export const repipe = (text: string, from: string, to: string): string =>
  text.replace(TOKEN, (token, name: string) => (name === from ? token.replace(from, to) : token))

/**
 * A text that the small markdown takes as it is, and that reads the same where there is none: the marks get a
 * double or an invisible neighbour (ZWNJ), and line breaks are the owner's alone.
 */
const literal = (text: string): string =>
  text
    // Each run of spaces is looked at once, however long it is.
    .replace(/\s+/g, (run) => (/[\r\n]/.test(run) ? ' ' : run))
    .replaceAll('*', '\u2217')
    .replaceAll('(', '\u200c(')
    .replaceAll(']', ']\u200c')

/** Says answers of a form by the fields' names, for `pipe`. `answers` are those of the visitor's path. */
export function speaker(
  fields: readonly Field[],
  answers: Answers,
  language: string,
  words: AnswerWords = {},
): (name: string) => string | undefined {
  return (name) => {
    const field = fields.find((field) => field.name === name)
    const answer = field && Object.hasOwn(answers, name) ? answers[name] : undefined
    return field && isAnswered(answer) ? wordsOf(field, answer, known(language), words) : undefined
  }
}

/** An answer as its visitor reads it: labels instead of values, lists and numbers as the language writes them. */
function wordsOf(field: Field, answer: unknown, locale: string | undefined, words: AnswerWords): string {
  const labelOf = (list: 'options' | 'rows' | 'columns', value: unknown) => {
    const items = (field as { [key in typeof list]?: readonly { value: string; label: string }[] })[list]
    const label = items?.find((item) => item.value === value)?.label
    return label ? plainText(label) : String(value)
  }
  if (typeof answer === 'boolean') return answer ? words.yes || 'Yes' : words.no || 'No'
  if (typeof answer === 'number') return new Intl.NumberFormat(locale).format(answer)
  if (Array.isArray(answer))
    return new Intl.ListFormat(locale).format(
      answer.map((item) => (typeof item === 'string' ? labelOf('options', item) : item.name)),
    )
  if (typeof answer === 'object' && answer !== null) {
    const parts = answer as Record<string, string>
    return field.kind === 'address'
      ? addressParts.flatMap((part) => parts[part]?.trim() || []).join(', ')
      : Object.entries(parts)
          .map(([row, column]) => `${labelOf('rows', row)}: ${labelOf('columns', column)}`)
          .join(', ')
  }
  const text = String(answer).trim()
  if (field.kind === 'smiley') {
    const level = (smileys as readonly string[]).indexOf(text)
    return words.smileys?.[level] ?? text
  }
  // A day has no zone: it is the same one everywhere.
  if (field.kind === 'date' && !Number.isNaN(Date.parse(`${text}T00:00Z`)))
    return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${text}T00:00Z`),
    )
  return labelOf('options', text)
}

/** A tag that `Intl` takes; one that it does not would throw. */
function known(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
