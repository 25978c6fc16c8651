import { ToggleLeft } from 'lucide'
import type { EditorKind } from './kind.ts'

export const yesNo: EditorKind<'yes-no'> = {
  title: 'Yes or no',
  description: 'Two buttons; no is an answer too',
  icon: ToggleLeft,
  group: 'Choice',
  start: { label: '', required: false },
}
