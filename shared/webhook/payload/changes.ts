/** What an edit takes away from receivers, or changes under their hands. Additions break nobody and are left out. */
import { partsOf } from '../../fields/address.ts'
import type { Field } from '../../fields/index.ts'
import { smileysOf } from '../../fields/smiley.ts'
import { type Course, fieldsOf } from '../../pages.ts'
import type { BodyFormat } from '../body.ts'
import type { EventType } from '../event.ts'
import { titleOf } from './answer.ts'
import { certainFields } from './certain.ts'

interface About {
  /** The field's id: in the form before and, unless it was removed, in the one after. */
  id: string
  /** Its name in the form before: what receivers know it by. */
  name: string
  label: string
}
export type PayloadChange = About &
  (
    | { type: 'removed' }
    | { type: 'renamed'; to: string }
    /** What it asks, by which the format `responses` tells its answers apart. */
    | { type: 'retitled'; to: string }
    /** Its value is of another type: `number`, `list` … */
    | { type: 'retyped'; from: ValueType; to: ValueType }
    /** It was always there, and now a visitor may leave it out, or never come by it. */
    | { type: 'optional' }
    /** Options, rows, columns or parts that were sent and cannot be any more. */
    | { type: 'values'; values: readonly string[] }
  )

/** Every such change from a published version to what would be published now, in the order of the form before. */
export function payloadChanges(before: Course, after: Course): PayloadChange[] {
  const [certainBefore, certainAfter] = [certainFields(before), certainFields(after)]
  const fields = fieldsOf(after).filter(isSent)
  return fieldsOf(before)
    .filter(isSent)
    .flatMap((field): PayloadChange[] => {
      const about: About = { id: field.id, name: field.name, label: titleOf(field) }
      const now = fields.find(({ id }) => id === field.id) ?? fields.find(({ name }) => name === field.name)
      if (!now) return [{ ...about, type: 'removed' }]
      const changes: PayloadChange[] = []
      if (now.name !== field.name) changes.push({ ...about, type: 'renamed', to: now.name })
      if (titleOf(now) !== about.label) changes.push({ ...about, type: 'retitled', to: titleOf(now) })
      const [from, to] = [valueType(field), valueType(now)]
      if (from !== to) changes.push({ ...about, type: 'retyped', from, to })
      if (certainBefore.has(field.id) && !certainAfter.has(now.id))
        changes.push({ ...about, type: 'optional' })
      const values = from === to ? goneValues(field, now) : []
      if (values.length > 0) changes.push({ ...about, type: 'values', values })
      return changes
    })
}

/** Whether the receivers of a webhook meet a change: not all of them know answers by their fields' names, or get any. */
export function reaches(
  { type }: Pick<PayloadChange, 'type'>,
  { format, events }: { format: BodyFormat; events: readonly EventType[] },
): boolean {
  if (events.every((event) => event === 'form.submission.erased')) return false
  return type !== (format === 'responses' ? 'renamed' : 'retitled')
}

/** A change in words, as the end of "Receivers …". */
export function changeText(change: PayloadChange): string {
  const name = quoted(change.name)
  switch (change.type) {
    case 'removed':
      return `no longer get ${name}`
    case 'renamed':
      return `get ${quoted(change.to)} instead of ${name}`
    case 'retitled':
      return `get the title ${quoted(change.to)} instead of ${quoted(change.label)}`
    case 'retyped':
      return `get ${name} as ${typeWords[change.to]} instead of ${typeWords[change.from]}`
    case 'optional':
      return `may get nothing for ${name}, which was always there`
    case 'values':
      return `no longer get ${listed(change.values)} for ${name}`
  }
}

type ValueType = keyof typeof typeWords

const typeWords = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  rows: 'an object of rows',
  address: 'an object of parts',
  files: 'a list of files',
} as const

const isSent = (field: Field): boolean => field.kind !== 'statement'

function valueType(field: Field): ValueType {
  switch (field.kind) {
    case 'number':
    case 'rating':
    case 'nps':
    case 'scale':
    case 'slider':
      return 'number'
    case 'yes-no':
    case 'consent':
      return 'boolean'
    case 'multiple-choice':
    case 'ranking':
      return 'list'
    case 'picture-choice':
      return field.multiple ? 'list' : 'text'
    case 'matrix':
      return 'rows'
    case 'address':
      return 'address'
    case 'file':
    case 'signature':
      return 'files'
    default:
      return 'text'
  }
}

/** What receivers may compare with; nothing for answers in words of the visitor's own. */
function valuesOf(field: Field): readonly string[] {
  if (field.kind === 'smiley') return smileysOf(field)
  if (field.kind === 'address') return partsOf(field)
  if (field.kind === 'matrix') return [...field.rows, ...field.columns].map(({ value }) => value)
  return 'options' in field ? field.options.map(({ value }) => value) : []
}

function goneValues(before: Field, after: Field): string[] {
  const left = new Set(valuesOf(after))
  // A question that became free text takes every value that it had.
  if (left.size === 0) return []
  return valuesOf(before).filter((value) => !left.has(value))
}

const quoted = (text: string) => `“${text}”`

/** Values that stand for themselves in a sentence. */
const NAMED = 3
const listed = (values: readonly string[]): string => {
  const named = values.slice(0, NAMED).map(quoted)
  const more = values.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ').replace(/, ([^,]*)$/, ' and $1')
}
