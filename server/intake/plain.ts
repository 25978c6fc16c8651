/** What a plain form sent, all of it texts, as the answers that the same form's widget would have sent as JSON. */
import { givenAnswers } from '@fieldpost/shared/answers.ts'
import type { Answers, Field } from '@fieldpost/shared/fields/index.ts'
import { pathOf } from '@fieldpost/shared/logic.ts'
import { type Course, fieldsOf } from '@fieldpost/shared/pages.ts'
import { completeUrl, parseNumber } from '@fieldpost/shared/typed.ts'

/** Longer than what a file is known by, escapes and all. */
const MOST_OF_FILE = 2_000

/**
 * Answers by name, each of its field's type where the text can be read as that; otherwise the text, for the
 * validator to refuse. Without a script a page shows every field, so what the rules do not show with these answers
 * is left out rather than held against the visitor. Names that the form has not stay, to be refused.
 */
export function plainAnswers(
  definition: Course,
  entries: ReadonlyMap<string, readonly string[]>,
): Record<string, unknown> {
  const fields = fieldsOf(definition)
  const byName = new Map(fields.map((field) => [field.name, field]))
  const answers: Record<string, unknown> = Object.create(null)
  for (const [name, texts] of entries) {
    const field = byName.get(name)
    answers[name] = field ? answerOf(field, texts) : texts.join(', ')
  }
  const { visible } = pathOf(definition, withDefaults(fields, answers))
  for (const field of fields) if (!visible.has(field.id)) delete answers[field.name]
  return answers
}

/** Rules look at hidden fields too, which hold their default when nothing came for them. */
function withDefaults(fields: readonly Field[], answers: Record<string, unknown>): Answers {
  const given = givenAnswers(answers)
  for (const field of fields) {
    if (field.kind === 'hidden' && field.default && !Object.hasOwn(given, field.name)) {
      given[field.name] = field.default
    }
  }
  // Rules look at values of any type without trusting them.
  return given as Answers
}

function answerOf(field: Field, texts: readonly string[]): unknown {
  if (field.kind === 'multiple-choice') return texts.filter((text) => text !== '')
  if (field.kind === 'file' || field.kind === 'signature') return texts.filter(Boolean).map(fileOf)
  const [text = '', ...more] = texts
  // Two answers to a question that takes one: as they are, and the validator says so.
  if (more.length > 0) return texts
  switch (field.kind) {
    case 'number':
    case 'rating':
    case 'nps':
      return parseNumber(text) ?? text.trim()
    case 'yes-no':
    case 'consent':
      return booleanOf(text.trim())
    case 'url':
      return completeUrl(text.trim())
    case 'hidden':
      return text
    case 'long-text':
      // Browsers send every line break as two characters; the visitor typed, and was told of, one.
      return text.replaceAll('\r\n', '\n').trim()
    default:
      return text.trim()
  }
}

/** A file that was taken in before, as the page that is shown again sends it along. */
function fileOf(text: string): unknown {
  if (text.length > MOST_OF_FILE) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A checkbox without a value sends `on`; the other words are what people write into forms of their own. */
function booleanOf(text: string): boolean | string {
  if (/^(?:true|yes|on|1)$/i.test(text)) return true
  return /^(?:false|no|off|0)$/i.test(text) ? false : text
}
