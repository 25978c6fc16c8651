/** One condition of a rule: a field, a comparison, and what to compare with. */
import { partsOf } from '@fieldpost/shared/fields/address.ts'
import type { Option } from '@fieldpost/shared/fields/base.ts'
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { findField, operatorsOf } from '@fieldpost/shared/logic.ts'
import { plainText } from '@fieldpost/shared/markdown.ts'
import { partsOfKind } from '@fieldpost/shared/publish.ts'
import type { Comparison, Operator } from '@fieldpost/shared/rule.ts'
import { X } from 'lucide'
import { partWords } from '../fields/address.tsx'
import { OptionalNumber } from '../fields/parts.tsx'
import { asksForValue, firstComparison } from '../rule.ts'
import { IconButton } from '../ui/button.tsx'
import { Select, TextInput } from '../ui/field.tsx'
import { nameOf } from './builder.ts'

export const operatorWords: Record<Operator, string> = {
  equal: 'is',
  'not-equal': 'is not',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'begins with',
  'ends-with': 'ends with',
  'at-least': 'is at least',
  'at-most': 'is at most',
  greater: 'is more than',
  less: 'is less than',
  answered: 'is answered',
  'not-answered': 'is not answered',
}

interface ComparisonRowProps {
  index: number
  comparison: Comparison
  fields: readonly Field[]
  others: readonly Field[]
  set: (comparison: Comparison) => void
  /** Absent where a rule would be left without any. */
  remove?: (() => void) | undefined
}

export function ComparisonRow({ index, comparison, fields, others, set, remove }: ComparisonRowProps) {
  const asked = findField(fields, comparison.field, 'name')
  const operators = asked ? operatorsOf[asked.kind] : [comparison.is]
  const parts = asked ? partsWithLabels(asked) : undefined
  const number = index + 1
  return (
    <div class="comparison">
      <Select
        label={`Condition ${number}: field`}
        hideLabel
        value={asked?.name ?? ''}
        options={[
          ...(asked && others.includes(asked)
            ? []
            : [{ value: asked?.name ?? '', label: asked ? nameOf(asked) : `${comparison.field} (gone)` }]),
          ...others.map((field) => ({ value: field.name, label: nameOf(field) })),
        ]}
        onChange={(name) => {
          const field = fields.find((each) => each.name === name)
          if (field) set(firstComparison(field))
        }}
      />
      <Select
        label={`Condition ${number}: comparison`}
        hideLabel
        value={comparison.is}
        options={operators.map((operator) => ({ value: operator, label: operatorWords[operator] }))}
        onChange={(value) => {
          const is = value as Operator
          const first = asked ? firstComparison(asked) : undefined
          const to = comparison.to ?? first?.to
          // Only `answered` asks about an answer as a whole.
          const part = comparison.part ?? (asked && partsOfKind(asked)?.[0])
          set({
            field: comparison.field,
            ...(asksForValue(is) && part !== undefined && { part }),
            is,
            ...(asksForValue(is) && to !== undefined && { to }),
          })
        }}
      />
      {parts && asksForValue(comparison.is) && (
        <Choice
          label={`Condition ${number}: part of the answer`}
          value={comparison.part ?? ''}
          options={parts}
          set={(part) => set({ ...comparison, part })}
        />
      )}
      {asked && asksForValue(comparison.is) && (
        <ValueInput
          label={`Condition ${number}: value`}
          field={asked}
          value={comparison.to}
          set={(to) => set({ ...comparison, to })}
        />
      )}
      {remove && <IconButton icon={X} label={`Remove condition ${number}`} onClick={remove} />}
    </div>
  )
}

interface ValueInputProps {
  label: string
  field: Field
  value: Comparison['to']
  set: (value: NonNullable<Comparison['to']>) => void
}

/** What to compare with: chosen where the answers are known, typed where they are not. */
function ValueInput({ label, field, value, set }: ValueInputProps) {
  if ('options' in field) {
    return <Choice label={label} value={String(value ?? '')} options={labelled(field.options)} set={set} />
  }
  switch (field.kind) {
    case 'yes-no':
    case 'consent':
      return (
        <Choice
          label={label}
          value={String(value)}
          options={[
            { value: 'true', label: field.kind === 'consent' ? 'ticked' : 'yes' },
            { value: 'false', label: field.kind === 'consent' ? 'not ticked' : 'no' },
          ]}
          set={(text) => set(text === 'true')}
        />
      )
    case 'matrix':
      return <Choice label={label} value={String(value ?? '')} options={labelled(field.columns)} set={set} />
    case 'smiley':
      return (
        <Choice
          label={label}
          value={String(value)}
          options={smileysOf(field).map((face) => ({ value: face, label: face }))}
          set={set}
        />
      )
    case 'number':
    case 'rating':
    case 'nps':
    case 'scale':
    case 'slider':
      return (
        <div class="comparison-value">
          <OptionalNumber
            label={label}
            hideLabel
            value={typeof value === 'number' ? value : undefined}
            set={(number) => number !== undefined && set(number)}
          />
        </div>
      )
    default:
      return (
        <TextInput
          label={label}
          hideLabel
          class="comparison-value"
          type={field.kind === 'date' || field.kind === 'time' ? field.kind : 'text'}
          value={String(value ?? '')}
          maxLength={limits.labelLength}
          onInput={set}
        />
      )
  }
}

const labelled = (list: readonly Option[]) =>
  list.map(({ value, label }) => ({ value, label: plainText(label) || value }))

/** The parts of an answer that a condition may name, as the owner knows them. */
function partsWithLabels(field: Field): { value: string; label: string }[] | undefined {
  if (field.kind === 'matrix') return labelled(field.rows)
  if (field.kind === 'address') return partsOf(field).map((value) => ({ value, label: partWords[value] }))
  return partsOfKind(field)?.map((value) => ({ value, label: `Place ${value}` }))
}

interface ChoiceProps {
  label: string
  value: string
  options: { value: string; label: string }[]
  set: (value: string) => void
}

function Choice({ label, value, options, set }: ChoiceProps) {
  const known = options.some((option) => option.value === value)
  return (
    <Select
      label={label}
      hideLabel
      class="comparison-value"
      value={value}
      options={known ? options : [{ value, label: value || 'Choose…' }, ...options]}
      onChange={set}
    />
  )
}
