import { Hash } from 'lucide'
import { Switch } from '../ui/choice.tsx'
import type { EditorKind } from './kind.ts'
import { OptionalNumber, Placeholder, Unit } from './parts.tsx'

export const number: EditorKind<'number'> = {
  title: 'Number',
  description: 'An amount, an age, a quantity',
  also: 'amount price age',
  icon: Hash,
  group: 'Number and time',
  start: { label: '', required: false },
  Panel: ({ field, change, issue }) => (
    <>
      <div class="pair">
        <OptionalNumber
          label="Least"
          value={field.min}
          error={issue('empty-range')}
          set={(min) => change({ min })}
        />
        <OptionalNumber label="Most" value={field.max} set={(max) => change({ max })} />
      </div>
      <Unit value={field.unit} change={change} />
      <Switch
        label="Whole numbers only"
        checked={field.integer ?? false}
        onChange={(integer) => change({ integer: integer || undefined })}
      />
    </>
  ),
  Advanced: ({ field, change }) => <Placeholder value={field.placeholder} change={change} />,
}
