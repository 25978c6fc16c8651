/**
 * Keys that owners need not think about: a field's name and an option's value follow what is written on the label,
 * until somebody edits them or a version with them is published. Then they stay, because receivers read by them.
 */
import type { Definition } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { itemsOf, type ListName, listNames } from './document/list.ts'

/** Letters that Unicode does not decompose into a base letter and a mark. */
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** Long enough to be told apart, short enough to be a column's head. */
const SLUG_LENGTH = 40

/** Lower-case letters, digits and underscores of a text; empty when it has none (another script, only signs). */
export function slug(text: string): string {
  const words = plainText(text)
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (char) => SPELLED[char] ?? char)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  let result = ''
  for (const word of words) {
    const longer = result ? `${result}_${word}` : word
    if (longer.length > SLUG_LENGTH) return result || word.slice(0, SLUG_LENGTH)
    result = longer
  }
  return result
}

/** The first of `text`, `text_2`, `text_3` … that is not taken. */
function free(text: string, taken: Iterable<string>): string {
  const all = new Set(taken)
  if (!all.has(text)) return text
  for (let n = 2; ; n++) if (!all.has(`${text}_${n}`)) return `${text}_${n}`
}

/** What a label or a kind alone would be called, before others are looked at. */
const nameStem = (label: string, kind: string): string => slug(label) || kind.replaceAll('-', '_')

/** A name for a field with this label, different from the names of the others. */
export const deriveName = (label: string, kind: string, others: Iterable<string>): string =>
  free(nameStem(label, kind), others)

/** Whether a name is what the label would have given, so that it may go on following the label. */
export const nameFollows = (name: string, label: string, kind: string): boolean =>
  isNumbered(name, nameStem(label, kind))

const valueStem = (label: string): string =>
  slug(label) ||
  label
    .trim()
    .slice(0, limits.labelLength - 10)
    .trim() ||
  'option'

/** A value for an option with this label, different from the values of the others. */
export const deriveValue = (label: string, others: Iterable<string>): string => free(valueStem(label), others)

/** Whether a value is what the label would have given. */
export const valueFollows = (value: string, label: string): boolean => isNumbered(value, valueStem(label))

const isNumbered = (text: string, stem: string): boolean =>
  text === stem || (text.startsWith(`${stem}_`) && /^[2-9]$|^[1-9]\d+$/.test(text.slice(stem.length + 1)))

/** Ids of fields, and `itemKey`s of options, rows and columns, that a published version may have. */
export type Settled = ReadonlySet<string>

/** Everything that is settled once this definition is published. */
export function settledBy(definition: Pick<Definition, 'pages'>): Settled {
  const settled = new Set<string>()
  for (const field of fieldsOf(definition)) {
    settled.add(field.id)
    for (const list of listNames)
      for (const { value } of itemsOf(field, list) ?? []) settled.add(itemKey(field.id, list, value))
  }
  return settled
}

export const itemKey = (fieldId: string, list: ListName, value: string): string =>
  `${fieldId}/${list}/${value}`
