import { SlidersHorizontal } from 'lucide'
import type { EditorKind } from './kind.ts'
import { EndLabels, OptionalNumber, Unit } from './parts.tsx'

export const slider: EditorKind<'slider'> = {
  title: 'Slider',
  description: 'A number on a line: a budget, a distance',
  also: 'range budget',
  icon: SlidersHorizontal,
  group: 'Number and time',
  start: { label: '', required: false, min: 0, max: 100, step: 1 },
  Panel: ({ field, change, issue }) => (
    <>
      <div class="triple">
        <OptionalNumber
          label="From"
          value={field.min}
          needed
          error={issue('empty-range')}
          set={(min) => change({ min })}
        />
        <OptionalNumber label="To" value={field.max} needed set={(max) => change({ max })} />
        <OptionalNumber
          label="In steps of"
          value={field.step}
          needed
          above={0}
          set={(step) => change({ step })}
        />
      </div>
      <Unit value={field.unit} change={change} />
      <EndLabels field={field} change={change} />
    </>
  ),
}
