/** Answers as owners read them: with the labels of options, not their values. */
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

/** An answer in words; empty when there is none. */
export function answerText(value: unknown, field: Field | null): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((each) => answerText(each, field)).join(', ')
  if (typeof value === 'boolean') {
    if (field?.kind === 'consent') return value ? 'Agreed' : 'Not agreed'
    return value ? 'Yes' : 'No'
  }
  if (field && 'options' in field) {
    const option = field.options.find((each) => each.value === value)
    if (option?.label.trim()) return plainText(option.label)
  }
  if (field?.kind === 'rating') return `${value} of ${field.max}`
  if (field?.kind === 'nps') return `${value} of 10`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
