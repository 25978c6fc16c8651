import { Mail } from 'lucide'
import type { EditorKind } from './kind.ts'
import { Placeholder } from './parts.tsx'

export const email: EditorKind<'email'> = {
  title: 'Email',
  description: 'An address, checked as far as that goes',
  icon: Mail,
  group: 'Text',
  start: { label: 'Email', required: false },
  Advanced: ({ field, change }) => <Placeholder value={field.placeholder} change={change} />,
}
