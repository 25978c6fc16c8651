/** What the editor knows of a field kind. */
import type { Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import type { FieldChange } from '../document/fields.ts'
import type { Command } from '../document.ts'
import type { Settled } from '../name.ts'

export const groups = ['Text', 'Number and time', 'Choice', 'Rating', 'Other'] as const
type Group = (typeof groups)[number]

export interface PanelProps<Of extends Field> {
  field: Of
  change: (change: FieldChange) => void
  apply: (command: Command) => void
  settled: Settled
  /** What keeps a setting from being published, by the code that publishing gives it. */
  issue: (code: string) => string | undefined
}

type Panel<Kind extends FieldKind> = (props: PanelProps<FieldOf<Kind>>) => ComponentChildren

export interface EditorKind<Kind extends FieldKind> {
  title: string
  /** One line for the picker. */
  description: string
  /** What else people call it, for the search alone. */
  also?: string
  icon: IconNode
  group: Group
  /** What a new field of this kind has, beside its id and name. */
  start: Omit<FieldOf<Kind>, 'id' | 'name' | 'kind' | 'help'>
  /** How the label and the help are called here, where "Label" would not say it. */
  words?: { label?: string; labelHint?: string; help?: string }
  /** The settings that only this kind has. */
  Panel?: Panel<Kind>
  /** Those of them that are rarely set, folded away with the rare ones of every kind. */
  Advanced?: Panel<Kind>
}
