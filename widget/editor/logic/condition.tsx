/** A condition: comparisons that all hold, or any of which holds, and groups of such inside. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import { limits } from '@fieldpost/shared/limits.ts'
import type { Comparison, Condition } from '@fieldpost/shared/rule.ts'
import { Plus, X } from 'lucide'
import { ComparisonRow } from '../build/comparison.tsx'
import { askable, firstComparison } from '../rule.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'

/** Groups inside groups that can be made here; deeper ones, made elsewhere, are still shown and edited. */
const DEEPEST = 2

interface Group {
  match: 'all' | 'any'
  list: Condition[]
}

const groupOf = (condition: Condition): Group =>
  'all' in condition
    ? { match: 'all', list: condition.all }
    : 'any' in condition
      ? { match: 'any', list: condition.any }
      : { match: 'all', list: [condition] }

const conditionOf = ({ match, list }: Group): Condition => (match === 'all' ? { all: list } : { any: list })

interface ConditionProps {
  condition: Condition
  fields: readonly Field[]
  set: (condition: Condition) => void
  /** What it is the condition of, to screen readers. */
  legend?: string
  /** How deep in other groups it is. */
  depth?: number
  remove?: () => void
}

export function ConditionEditor({
  condition,
  fields,
  set,
  legend = 'If',
  depth = 0,
  remove,
}: ConditionProps) {
  const group = groupOf(condition)
  const { match, list } = group
  const others = askable(fields, '')
  const first = others[0]
  const put = (list: Condition[]) => set(conditionOf({ match, list }))
  const take = (index: number) => {
    const left = list.toSpliced(index, 1)
    if (left.length > 0) put(left)
    else remove?.()
  }
  /** A rule keeps one condition: what has none never holds. */
  const canTake = list.length > 1 || remove !== undefined
  return (
    <fieldset class="rule logic-group">
      <legend class="visually-hidden">{depth === 0 ? legend : 'Group of conditions'}</legend>
      <div class="logic-match">
        <Select
          label="How the conditions go together"
          hideLabel
          value={match}
          options={[
            { value: 'all', label: depth === 0 ? 'If all of these hold' : 'All of these hold' },
            { value: 'any', label: depth === 0 ? 'If any of these holds' : 'Any of these holds' },
          ]}
          onChange={(value) => set(conditionOf({ match: value === 'any' ? 'any' : 'all', list }))}
        />
        {remove && <IconButton icon={X} label="Remove this group" onClick={remove} />}
      </div>
      {list.map((item, index) =>
        'field' in item ? (
          <ComparisonRow
            key={index}
            index={index}
            comparison={item}
            fields={fields}
            others={others}
            set={(next: Comparison) => put(list.with(index, next))}
            {...(canTake && { remove: () => take(index) })}
          />
        ) : (
          <ConditionEditor
            key={index}
            condition={item}
            fields={fields}
            depth={depth + 1}
            set={(next) => put(list.with(index, next))}
            remove={() => take(index)}
          />
        ),
      )}
      {first && list.length < limits.conditions && (
        <div class="row">
          <Button
            kind="quiet"
            size="small"
            icon={Plus}
            onClick={() => put([...list, firstComparison(first)])}
          >
            Add a condition
          </Button>
          {depth < DEEPEST && (
            <Button
              kind="quiet"
              size="small"
              icon={Plus}
              onClick={() =>
                put([
                  ...list,
                  conditionOf({ match: match === 'all' ? 'any' : 'all', list: [firstComparison(first)] }),
                ])
              }
            >
              Add a group
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}
