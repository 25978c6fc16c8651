import { Scale } from 'lucide'
import { Segments } from '../ui/choice.tsx'
import { Select } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'
import { EndLabels } from './parts.tsx'

const begins = [
  { value: '0', label: '0' },
  { value: '1', label: '1' },
] as const

const ends = Array.from({ length: 9 }, (_, index) => String(index + 2)).map((value) => ({
  value,
  label: value,
}))

export const scale: EditorKind<'scale'> = {
  title: 'Scale',
  description: 'Numbers in a row between two words',
  also: 'likert effort score linear opinion',
  icon: Scale,
  group: 'Rating',
  start: {
    label: '',
    required: false,
    min: 1,
    max: 7,
    lowLabel: 'Strongly disagree',
    highLabel: 'Strongly agree',
  },
  Panel: ({ field, change }) => (
    <>
      <div class="pair">
        <Segments
          label="From"
          value={field.min === 0 ? '0' : '1'}
          options={begins}
          onChange={(min) => change({ min: Number(min) })}
        />
        <Select
          label="To"
          value={String(field.max)}
          options={ends}
          onChange={(max) => change({ max: Number(max) })}
        />
      </div>
      <EndLabels field={field} change={change} />
    </>
  ),
}
