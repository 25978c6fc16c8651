import { Clock } from 'lucide'
import { TextInput } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'

export const time: EditorKind<'time'> = {
  title: 'Time',
  description: 'A time of day, for a call or a table',
  also: 'hour clock appointment',
  icon: Clock,
  group: 'Number and time',
  start: { label: '', required: false },
  Panel: ({ field, change, issue }) => (
    <div class="pair">
      <TextInput
        label="Earliest"
        type="time"
        value={field.min ?? ''}
        error={issue('empty-range')}
        onInput={(min) => change({ min: min || undefined })}
      />
      <TextInput
        label="Latest"
        type="time"
        value={field.max ?? ''}
        onInput={(max) => change({ max: max || undefined })}
      />
    </div>
  ),
}
