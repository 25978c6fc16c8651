import { Type } from 'lucide'
import type { EditorKind } from './kind.ts'

export const statement: EditorKind<'statement'> = {
  title: 'Text between questions',
  description: 'A heading, a paragraph; takes no answer',
  also: 'heading paragraph text section',
  icon: Type,
  group: 'Other',
  start: { label: '' },
  words: { label: 'Heading', labelHint: 'Before we begin', help: 'Paragraph' },
}
