/** When a field is shown: always, or by the answers to others. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { smileysOf } from '@fieldpost/shared/fields/smiley.ts'
import { type Comparison, fieldsOf, type Operator } from '@fieldpost/shared/form.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { findField, operatorsOf } from '@fieldpost/shared/logic.ts'
import { Plus, X } from 'lucide'
import { OptionalNumber } from '../fields/parts.tsx'
import { askable, asksForValue, firstComparison, fromSimple, rulesAbout, type SimpleRule } from '../rule.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ErrorText, Select, TextInput } from '../ui/field.tsx'
import { nameOf, useBuilder } from './builder.ts'

const modes = [
  { value: 'always', label: 'Always' },
  { value: 'show', label: 'Only when…' },
  { value: 'hide', label: 'Except when…' },
] as const
type Mode = (typeof modes)[number]['value']

export function Visibility({ field }: { field: Field }) {
  const { draft, issues } = useBuilder()
  const { definition } = draft.document.value
  const fields = fieldsOf(definition)
  const others = askable(fields, field.id)
  const about = rulesAbout(definition, fields, field.id)
  const ruleIssues = issues.value.filter((issue) => {
    const rule = definition.rules[Number(/^rules\.(\d+)/.exec(issue.field)?.[1] ?? Number.NaN)]
    return rule && findField(fields, 'show' in rule.then ? rule.then.show : rule.then.hide, 'id') === field
  })

  const set = (rule: SimpleRule | null) =>
    draft.apply({ type: 'set-rule', id: field.id, rule: rule && fromSimple(field.id, rule) })

  if (about.type === 'other') {
    return (
      <div class="stack-s">
        <p class="input-label">Shown</p>
        <p class="soft">
          {about.count === 1 ? 'A rule' : `${about.count} rules`} of another making decide
          {about.count === 1 && 's'} when this is shown. They stay as they are.
        </p>
        <div>
          <Button size="small" onClick={() => set(null)}>
            Remove {about.count === 1 ? 'it' : 'them'}
          </Button>
        </div>
      </div>
    )
  }

  const rule = about.type === 'simple' ? about.rule : null
  const mode: Mode = rule?.action ?? 'always'
  const first = others[0]
  return (
    <div class="stack-s">
      <Select
        label="Shown"
        value={mode}
        options={first || rule ? modes : modes.slice(0, 1)}
        help={!first && 'Another field to ask for is needed before this can depend on something.'}
        onChange={(value) => {
          if (value === 'always') set(null)
          else if (rule) set({ ...rule, action: value as 'show' | 'hide' })
          else if (first)
            set({ action: value as 'show' | 'hide', match: 'all', comparisons: [firstComparison(first)] })
        }}
      />
      {rule && (
        <div class="rule">
          {rule.comparisons.length > 1 && (
            <Select
              label="How the conditions go together"
              hideLabel
              value={rule.match}
              options={[
                { value: 'all', label: 'All of these hold' },
                { value: 'any', label: 'Any of these holds' },
              ]}
              onChange={(match) => set({ ...rule, match: match as 'all' | 'any' })}
            />
          )}
          {rule.comparisons.map((comparison, index) => (
            <ComparisonRow
              key={index}
              index={index}
              comparison={comparison}
              fields={fields}
              others={others}
              set={(next) => set({ ...rule, comparisons: rule.comparisons.with(index, next) })}
              remove={() => {
                const left = rule.comparisons.toSpliced(index, 1)
                set(left.length > 0 ? { ...rule, comparisons: left } : null)
              }}
            />
          ))}
          {first && rule.comparisons.length < limits.conditions && (
            <div>
              <Button
                kind="quiet"
                size="small"
                icon={Plus}
                onClick={() => set({ ...rule, comparisons: [...rule.comparisons, firstComparison(first)] })}
              >
                Add a condition
              </Button>
            </div>
          )}
          {ruleIssues.map((issue) => (
            <ErrorText key={issue.code}>{issue.message}</ErrorText>
          ))}
        </div>
      )}
    </div>
  )
}

const operatorWords: Record<Operator, string> = {
  equal: 'is',
  'not-equal': 'is not',
  contains: 'contains',
  'not-contains': 'does not contain',
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
  remove: () => void
}

function ComparisonRow({ index, comparison, fields, others, set, remove }: ComparisonRowProps) {
  const asked = findField(fields, comparison.field, 'name')
  const operators = asked ? operatorsOf[asked.kind] : []
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
            : [{ value: asked?.name ?? '', label: asked ? nameOf(asked) : '(gone)' }]),
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
          const to = comparison.to ?? (asked ? firstComparison(asked).to : undefined)
          set({ field: comparison.field, is, ...(asksForValue(is) && to !== undefined && { to }) })
        }}
      />
      {asked && asksForValue(comparison.is) && (
        <ValueInput
          label={`Condition ${number}: value`}
          field={asked}
          value={comparison.to}
          set={(to) => set({ ...comparison, to })}
        />
      )}
      <IconButton icon={X} label={`Remove condition ${number}`} onClick={remove} />
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
    return (
      <Choice
        label={label}
        value={String(value ?? '')}
        options={field.options.map((option) => ({
          value: option.value,
          label: option.label || option.value,
        }))}
        set={set}
      />
    )
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
          type={field.kind === 'date' ? 'date' : 'text'}
          value={String(value ?? '')}
          maxLength={limits.labelLength}
          onInput={set}
        />
      )
  }
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
