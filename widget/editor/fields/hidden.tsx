import { limits } from '@fieldpost/shared/limits.ts'
import { EyeOff } from 'lucide'
import { TextInput } from '../ui/field.tsx'
import type { EditorKind } from './kind.ts'
import { Parameter } from './parts.tsx'

export const hidden: EditorKind<'hidden'> = {
  title: 'Hidden',
  description: 'Never shown; the page or the link fills it',
  also: 'utm campaign source parameter',
  icon: EyeOff,
  group: 'Other',
  start: { label: '' },
  words: { label: 'Label, for you alone', labelHint: 'Campaign' },
  Panel: ({ field, change }) => (
    <>
      <Parameter value={field.param} change={change} />
      <TextInput
        label="What it holds when the page gives nothing"
        value={field.default ?? ''}
        maxLength={limits.hiddenLength}
        onInput={(text) => change({ default: text || undefined })}
      />
    </>
  ),
}
