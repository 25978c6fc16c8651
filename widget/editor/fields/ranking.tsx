import { limits } from '@fieldpost/shared/limits.ts'
import { ListOrdered } from 'lucide'
import { Items } from './items.tsx'
import type { EditorKind } from './kind.ts'
import { OptionalNumber, Randomize } from './parts.tsx'

export const ranking: EditorKind<'ranking'> = {
  title: 'Ranking',
  description: 'Options in an order, best first',
  also: 'order priority sort rank',
  icon: ListOrdered,
  group: 'Rating',
  start: {
    label: '',
    required: false,
    options: [
      { value: 'option_1', label: 'Option 1' },
      { value: 'option_2', label: 'Option 2' },
      { value: 'option_3', label: 'Option 3' },
    ],
  },
  Panel: (props) => (
    <>
      <Items {...props} list="options" />
      <OptionalNumber
        label="How many places are given"
        help="All options are ranked when empty."
        value={props.field.top}
        whole
        min={1}
        max={limits.options}
        set={(top) => props.change({ top })}
      />
    </>
  ),
  Advanced: ({ field, change }) => <Randomize value={field.randomize} change={change} />,
}
