/** A condition in a line of plain words, as the owner knows fields and options. */
import { partsOf } from '@fieldpost/shared/fields/address.ts'
import type { Option } from '@fieldpost/shared/fields/base.ts'
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { findField } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import type { Comparison, Condition } from '@fieldpost/shared/rule.ts'
import { nameOf } from '../build/builder.ts'
import { operatorWords } from '../build/comparison.tsx'
import { partWords } from '../fields/address.tsx'
import { asksForValue } from '../rule.ts'

/** Like `Topic is Sales and (Size is at least 100 or Note is answered)`. */
export function conditionWords(condition: Condition, fields: readonly Field[], inside = false): string {
  if ('field' in condition) return comparisonWords(condition, fields)
  const [list, word] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or ']
  const words = list.map((inner) => conditionWords(inner, fields, true)).join(word)
  return inside && list.length > 1 ? `(${words})` : words
}

function comparisonWords({ field: reference, part, is, to }: Comparison, fields: readonly Field[]): string {
  const field = findField(fields, reference, 'name')
  const name = field ? nameOf(field) : reference
  const asked = part === undefined ? name : `${name}, ${partName(field, part)},`
  return `${asked} ${operatorWords[is]}${asksForValue(is) ? ` ${valueWords(field, to)}` : ''}`
}

function partName(field: Field | undefined, part: string): string {
  if (field?.kind === 'matrix') return labelOf(field.rows, part)
  if (field?.kind === 'address') {
    const known = partsOf(field).find((each) => each === part)
    return known ? partWords[known] : part
  }
  return field?.kind === 'ranking' ? `place ${part}` : part
}

function valueWords(field: Field | undefined, to: Comparison['to']): string {
  if (field?.kind === 'consent') return to === true ? 'ticked' : 'not ticked'
  if (typeof to === 'boolean') return to ? 'yes' : 'no'
  if (to === undefined || to === '') return '…'
  if (field && 'options' in field) return labelOf(field.options, String(to))
  return field?.kind === 'matrix' ? labelOf(field.columns, String(to)) : String(to)
}

const labelOf = (list: readonly Option[], value: string): string =>
  plainText(list.find((option) => option.value === value)?.label ?? '') || value
