import { SquareCheck } from 'lucide'
import type { EditorKind } from './kind.ts'

export const consent: EditorKind<'consent'> = {
  title: 'Consent',
  description: 'A box to tick: terms, privacy, newsletter',
  icon: SquareCheck,
  group: 'Choice',
  start: { label: '', required: true },
  words: {
    label: 'What the visitor agrees to',
    labelHint: 'I have read the [privacy policy](https://example.com/privacy)',
  },
}
