import { Hash } from 'lucide'
import { Switch } from '../ui/choice.tsx'
import { TextInput } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'
import { OptionalNumber, Placeholder } from './parts.tsx'

/** As long as the schema allows. */
const UNIT_LENGTH = 20

export const number: EditorKind<'number'> = {
  title: 'Number',
  description: 'An amount, an age, a quantity',
  icon: Hash,
  group: 'Text',
  start: { label: '', required: false },
  Panel: ({ field, change }) => (
    <>
      <div class="pair">
        <OptionalNumber label="Least" value={field.min} set={(min) => change({ min })} />
        <OptionalNumber label="Most" value={field.max} set={(max) => change({ max })} />
      </div>
      <TextInput
        label="Unit"
        help="Shown behind the input."
        placeholder="kg, €, people"
        value={field.unit ?? ''}
        maxLength={UNIT_LENGTH}
        onInput={(unit) => change({ unit: unit || undefined })}
      />
      <Placeholder value={field.placeholder} change={change} />
      <Switch
        label="Whole numbers only"
        checked={field.integer ?? false}
        onChange={(integer) => change({ integer: integer || undefined })}
      />
    </>
  ),
}
