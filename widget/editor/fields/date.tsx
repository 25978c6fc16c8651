import { Calendar } from 'lucide'
import { TextInput } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'

export const date: EditorKind<'date'> = {
  title: 'Date',
  description: 'A day, chosen from a calendar',
  icon: Calendar,
  group: 'Number and time',
  start: { label: '', required: false },
  Panel: ({ field, change, issue }) => (
    <div class="pair">
      <TextInput
        label="First day"
        type="date"
        value={field.min ?? ''}
        error={issue('empty-range')}
        onInput={(min) => change({ min: min || undefined })}
      />
      <TextInput
        label="Last day"
        type="date"
        value={field.max ?? ''}
        onInput={(max) => change({ max: max || undefined })}
      />
    </div>
  ),
}
