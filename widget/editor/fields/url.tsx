import { Link } from 'lucide'
import type { EditorKind } from './kind.ts'
import { Placeholder } from './parts.tsx'

export const url: EditorKind<'url'> = {
  title: 'Web address',
  description: 'A link to a page or a profile',
  icon: Link,
  group: 'Text',
  start: { label: 'Website', required: false },
  Advanced: ({ field, change }) => <Placeholder value={field.placeholder} change={change} />,
}
