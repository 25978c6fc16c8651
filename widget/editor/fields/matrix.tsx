import { Grid3x3 } from 'lucide'
import { Items } from './items.tsx'
import type { EditorKind } from './kind.ts'
import { Randomize } from './parts.tsx'

export const matrix: EditorKind<'matrix'> = {
  title: 'Matrix',
  description: 'Several statements, judged on one scale',
  also: 'grid table likert agree',
  icon: Grid3x3,
  group: 'Rating',
  start: {
    label: '',
    required: false,
    rows: [
      { value: 'statement_1', label: 'Statement 1' },
      { value: 'statement_2', label: 'Statement 2' },
      { value: 'statement_3', label: 'Statement 3' },
    ],
    columns: [
      { value: 'strongly_disagree', label: 'Strongly disagree' },
      { value: 'disagree', label: 'Disagree' },
      { value: 'neutral', label: 'Neutral' },
      { value: 'agree', label: 'Agree' },
      { value: 'strongly_agree', label: 'Strongly agree' },
    ],
  },
  Panel: (props) => (
    <>
      <Items {...props} list="rows" />
      <Items {...props} list="columns" />
    </>
  ),
  Advanced: ({ field, change }) => <Randomize of="rows" value={field.randomize} change={change} />,
}
