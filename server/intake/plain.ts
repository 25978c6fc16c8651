/** What a plain form sent, all of it texts, as the answers that the same form's widget would have sent as JSON. */
import { givenAnswers } from '@fieldpost/shared/answers.ts'
import type { Answers, Field, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { pathOf } from '@fieldpost/shared/logic.ts'
import { type Course, fieldsOf } from '@fieldpost/shared/pages.ts'
import { completeUrl, parseNumber } from '@fieldpost/shared/typed.ts'

/** What the page's choice of other words sends; the words come as `name[other]`. */
export const OTHER = '_other'

/** The name of an answer's part: `grid[food]`. Names of fields have no brackets. */
export const partName = (name: string, part: string): string => `${name}[${part}]`
const PART = /^([^[\]]+)\[(.*)\]$/s

/** Longer than what a file is known by, escapes and all. */
const MOST_OF_FILE = 2_000

/**
 * Answers by name, each of its field's type where the text can be read as that; otherwise the text, for the
 * validator to refuse. Without a script a page shows every field, so what the rules do not show with these answers
 * is left out rather than held against the visitor. Names that the form has not stay, to be refused.
 */
export function plainAnswers(
  definition: Course & { settings: { language: string } },
  entries: ReadonlyMap<string, readonly string[]>,
): Record<string, unknown> {
  const fields = fieldsOf(definition)
  const byName = new Map(fields.map((field) => [field.name, field]))
  const answers: Record<string, unknown> = Object.create(null)
  const sent = new Set<Field>()
  const parts = partsOf(entries)
  for (const [name, texts] of entries) {
    const field = byName.get(name) ?? byName.get(PART.exec(name)?.[1] ?? '')
    if (field && (field.name === name || hasParts(field))) sent.add(field)
    else answers[name] = texts.join(', ')
  }
  for (const field of sent) {
    answers[field.name] = answerOf(
      field,
      entries.get(field.name) ?? [],
      parts.get(field.name) ?? noParts,
      definition.settings.language,
    )
  }
  const { visible } = pathOf(definition, withDefaults(fields, answers))
  for (const field of fields) if (!visible.has(field.id)) delete answers[field.name]
  return answers
}

/** Rules look at hidden fields too, which hold their default when nothing came for them. */
export function withDefaults(fields: readonly Field[], answers: Record<string, unknown>): Answers {
  const given = givenAnswers(answers)
  for (const field of fields) {
    if (field.kind === 'hidden' && field.default && !Object.hasOwn(given, field.name)) {
      given[field.name] = field.default
    }
  }
  // Rules look at values of any type without trusting them.
  return given as Answers
}

/** Kinds of which a plain form sends more than one text, each under `name[part]`. */
const hasParts = (field: Field): boolean =>
  ['matrix', 'address', 'ranking', 'multiple-choice', 'picture-choice'].includes(field.kind) || isOpen(field)

const isOpen = (field: Field): boolean => 'other' in field && field.other === true

export type Parts = ReadonlyMap<string, readonly string[]>

/** What came under the names of fields with a part, `grid[food]`, by field and part. */
export function partsOf(entries: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, Parts> {
  const fields = new Map<string, Map<string, readonly string[]>>()
  for (const [key, texts] of entries) {
    const [, field, part = ''] = PART.exec(key) ?? []
    if (field === undefined) continue
    const parts = fields.get(field) ?? new Map()
    fields.set(field, parts.set(part, texts))
  }
  return fields
}

const noParts: Parts = new Map()

function answerOf(field: Field, all: readonly string[], parts: Parts, language: string): unknown {
  // Many programs write a list as `name[]`.
  const texts = [...all, ...(parts.get('') ?? [])]
  switch (field.kind) {
    case 'matrix':
    case 'address':
      return texts.length > 0 ? texts : nested(parts)
    case 'ranking':
      return texts.length > 0 ? texts.filter(Boolean) : ranked(parts)
    case 'multiple-choice':
      return choices(field, texts, parts)
    case 'picture-choice':
      if (field.multiple) return texts.filter(Boolean)
      break
    case 'single-choice':
      if (field.other && texts.length < 2) return choices(field, texts, parts).at(0) ?? ''
      break
    case 'file':
    case 'signature':
      return texts.filter(Boolean).map(fileOf)
  }
  const [text = '', ...more] = texts
  // Two answers to a question that takes one: as they are, and the validator says so.
  if (more.length > 0) return texts
  switch (field.kind) {
    case 'number':
    case 'rating':
    case 'nps':
    case 'scale':
    case 'slider':
      return parseNumber(text, language) ?? text.trim()
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

/** The texts of each part; two of one part stay two, for the validator to refuse. */
const nested = (parts: Parts): Record<string, unknown> =>
  Object.fromEntries(
    Array.from(parts, ([part, texts]) => [part, texts.length > 1 ? texts : (texts[0] ?? '').trim()]).filter(
      ([, text]) => text !== '',
    ),
  )

/** From the first place on; a place that was left empty is none. */
const ranked = (parts: Parts): string[] =>
  [...parts]
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([, texts]) => texts)
    .filter(Boolean)

/** Options, and in place of `OTHER` the visitor's own words, which count even where it was not ticked. */
function choices(
  { kind, options, other }: FieldOf<'single-choice' | 'multiple-choice'>,
  texts: readonly string[],
  parts: Parts,
): string[] {
  const isOption = (text: string) => options.some(({ value }) => value === text)
  const own = other ? (parts.get('other')?.[0] ?? '').trim() : ''
  const chosen = texts.filter((text) => text !== '' && (text !== OTHER || !other || isOption(text)))
  // One that takes a single answer has it in an option, unless that is the one for other words.
  const wanted = own && (kind === 'multiple-choice' || chosen.length === 0)
  return wanted ? [...chosen, own] : chosen
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
