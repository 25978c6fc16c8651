import { Phone } from 'lucide'
import type { EditorKind } from './kind.ts'
import { Placeholder } from './parts.tsx'

export const phone: EditorKind<'phone'> = {
  title: 'Phone',
  description: 'A number, written as people write it',
  also: 'telephone mobile',
  icon: Phone,
  group: 'Text',
  start: { label: 'Phone', required: false },
  Advanced: ({ field, change }) => <Placeholder value={field.placeholder} change={change} />,
}
