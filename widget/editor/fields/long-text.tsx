import { limits } from '@fieldpost/shared/limits.ts'
import { TextAlignStart } from 'lucide'
import type { EditorKind } from './kind.ts'
import { Lengths, Placeholder } from './parts.tsx'

export const longText: EditorKind<'long-text'> = {
  title: 'Long text',
  description: 'Several lines: a message, a reason',
  icon: TextAlignStart,
  group: 'Text',
  start: { label: '', required: false },
  Advanced: ({ field, change, issue }) => (
    <>
      <Placeholder value={field.placeholder} change={change} />
      <Lengths field={field} most={limits.longTextLength} change={change} issue={issue} />
    </>
  ),
}
