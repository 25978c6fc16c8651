/** Answers as owners read them: with the labels of options, not their values. */
import { type AddressPart, addressParts } from '@fieldpost/shared/fields/address.ts'
import type { Option } from '@fieldpost/shared/fields/base.ts'
import { fileFault, type UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import type { Submission } from '@fieldpost/shared/resources.ts'

export interface Column {
  name: string
  label: string
  /** Null for answers to fields that are no longer on the form. */
  field: Field | null
}

/** A column for each field that takes an answer, then one for each name that only older answers have. */
export function columnsOf(fields: readonly Field[], submissions: readonly Submission[]): Column[] {
  const columns: Column[] = fields
    .filter((field) => field.kind !== 'statement')
    .map((field) => ({ name: field.name, label: plainText(field.label).trim() || field.name, field }))
  const known = new Set(columns.map(({ name }) => name))
  for (const { answers } of submissions) {
    for (const name of Object.keys(answers)) {
      if (known.has(name)) continue
      known.add(name)
      columns.push({ name, label: name, field: null })
    }
  }
  return columns
}

/**
 * An answer taken apart for reading. It is told by its own shape: a field may have been of another kind when it was
 * answered, or be gone from the form.
 */
export type Parts =
  | { type: 'none' }
  | { type: 'text'; text: string }
  /** Chosen options; in the order of the visitor where that is the answer. */
  | { type: 'list'; ordered: boolean; items: string[] }
  /** Rows of a matrix with what was chosen, or the parts of an object that no field explains. */
  | { type: 'pairs'; pairs: [name: string, text: string][] }
  /** An address as it stands on an envelope. */
  | { type: 'lines'; lines: string[] }
  | { type: 'files'; files: UploadedFile[]; drawn: boolean }

export function partsOf(value: unknown, field: Field | null): Parts {
  if (value === undefined || value === null || value === '') return { type: 'none' }
  if (Array.isArray(value)) {
    if (value.length === 0) return { type: 'none' }
    if (isFiles(value)) return { type: 'files', files: value, drawn: field?.kind === 'signature' }
    const items = value.map((item) => one(item, field))
    return { type: 'list', ordered: field?.kind === 'ranking', items }
  }
  if (typeof value === 'object') {
    const answer = value as Record<string, unknown>
    if (field?.kind === 'matrix') return { type: 'pairs', pairs: matrixPairs(answer, field) }
    if (field?.kind === 'address') return { type: 'lines', lines: addressLines(answer) }
    return { type: 'pairs', pairs: Object.entries(answer).map(([name, inner]) => [name, one(inner, null)]) }
  }
  return { type: 'text', text: one(value, field) }
}

/** An answer in one line of words; empty when there is none. */
export function answerText(value: unknown, field: Field | null): string {
  const parts = partsOf(value, field)
  switch (parts.type) {
    case 'none':
      return ''
    case 'text':
      return parts.text
    case 'list':
      return parts.items.map((item, at) => (parts.ordered ? `${at + 1}. ${item}` : item)).join(', ')
    case 'pairs':
      return parts.pairs.map(([name, text]) => `${name}: ${text}`).join('; ')
    case 'lines':
      return parts.lines.join(', ')
    case 'files':
      return parts.drawn ? 'Signed' : parts.files.map(({ name }) => name).join(', ')
  }
}

const KILOBYTE = 1_024
const units = ['bytes', 'KB', 'MB', 'GB']

/** "2.4 MB" */
export function sizeText(bytes: number): string {
  const power = bytes < KILOBYTE ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const size = bytes / KILOBYTE ** power
  return `${size < 10 && power > 0 ? size.toFixed(1) : Math.round(size)} ${units[power]}`
}

const isFiles = (value: unknown[]): value is UploadedFile[] =>
  !fileFault({ maxFiles: Number.POSITIVE_INFINITY }, value)

/** A value that is no list and no object. */
function one(value: unknown, field: Field | null): string {
  if (typeof value === 'boolean') {
    if (field?.kind === 'consent') return value ? 'Agreed' : 'Not agreed'
    return value ? 'Yes' : 'No'
  }
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  const text = String(value)
  if (!field) return text
  if ('options' in field) return labelOf(field.options, text)
  switch (field.kind) {
    case 'rating':
    case 'scale':
      return `${text} of ${field.max}`
    case 'nps':
      return `${text} of 10`
    case 'smiley':
      return text.charAt(0).toUpperCase() + text.slice(1)
    case 'number':
    case 'slider':
      return field.unit ? `${text} ${field.unit}` : text
    default:
      return text
  }
}

const labelOf = (options: readonly Option[], value: string): string => {
  const label = options.find((option) => option.value === value)?.label.trim()
  return label ? plainText(label) : value
}

/** In the order of the rows; those that are gone from the form last. */
function matrixPairs(
  answer: Record<string, unknown>,
  { rows, columns }: { rows: readonly Option[]; columns: readonly Option[] },
): [string, string][] {
  const places = new Map(rows.map(({ value }, at) => [value, at]))
  const placeOf = (row: string) => places.get(row) ?? rows.length
  return Object.entries(answer)
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([row, column]) => [labelOf(rows, row), labelOf(columns, String(column))])
}

const isPart = (name: string): name is AddressPart => addressParts.some((part) => part === name)

/** Postcode and city share a line. */
function addressLines(answer: Record<string, unknown>): string[] {
  const text = (name: string) => (typeof answer[name] === 'string' ? answer[name].trim() : '')
  const town = [text('postcode'), text('city')].filter(Boolean).join(' ')
  const others = Object.keys(answer).filter((name) => !isPart(name))
  return [text('line1'), text('line2'), town, text('region'), text('country'), ...others.map(text)].filter(
    Boolean,
  )
}
