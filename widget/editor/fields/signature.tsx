import { Signature } from 'lucide'
import type { EditorKind } from './kind.ts'

export const signature: EditorKind<'signature'> = {
  title: 'Signature',
  description: 'Drawn by hand, or typed',
  also: 'sign contract',
  icon: Signature,
  group: 'Other',
  start: { label: 'Signature', required: false },
}
