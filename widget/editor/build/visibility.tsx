/** When a field is shown: always, or by the answers to others. */

import type { Field } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import { findField, targetOf } from '@fieldpost/shared/logic.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { Plus } from 'lucide'
import { askable, firstComparison, fromSimple, rulesAbout, type SimpleRule } from '../rule.ts'
import { Button } from '../ui/button.tsx'
import { ErrorText, Select } from '../ui/field.tsx'
import { useBuilder } from './builder.ts'
import { ComparisonRow } from './comparison.tsx'

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
    return rule && findField(fields, targetOf(rule.then) ?? '', 'id') === field
  })

  const set = (rule: SimpleRule | null) =>
    draft.apply({ type: 'set-rule', id: field.id, rule: rule && fromSimple(field.id, rule) })

  if (about.type === 'other') {
    return (
      <div class="stack-s">
        <p class="input-label">Shown</p>
        <p class="soft">
          {about.count === 1 ? 'A rule' : `${about.count} rules`} made elsewhere decide
          {about.count === 1 && 's'} when this is shown.{' '}
          {about.count === 1 ? 'It stays as it is' : 'They stay as they are'}.
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
