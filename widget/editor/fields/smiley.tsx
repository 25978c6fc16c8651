import { Smile } from 'lucide'
import { Segments } from '../ui/choice.tsx'
import type { EditorKind } from './kind.ts'

const counts = [
  { value: '3', label: '3 faces' },
  { value: '5', label: '5 faces' },
] as const

export const smiley: EditorKind<'smiley'> = {
  title: 'Smileys',
  description: 'Three or five faces, from bad to great',
  also: 'emoji faces csat',
  icon: Smile,
  group: 'Rating',
  start: { label: '', required: false, count: 5 },
  Panel: ({ field, change }) => (
    <Segments
      label="How many"
      value={field.count === 3 ? '3' : '5'}
      options={counts}
      onChange={(count) => change({ count: Number(count) })}
    />
  ),
}
