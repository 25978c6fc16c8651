/**
 * The registry of field kinds in the browser. What nearly every form asks is in the form's own script; the rest is
 * loaded by the forms that have it. The compiler lists what a new kind still lacks (see more.ts).
 */
import type { Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { english } from '../messages/words.ts'
import { consent } from './consent.tsx'
import { email } from './email.tsx'
import type { Kind } from './kind.ts'
import { longText } from './long-text.tsx'
import { multipleChoice } from './multiple-choice.tsx'
import { phone } from './phone.tsx'
import { singleChoice } from './single-choice.tsx'
import { text } from './text.tsx'

/** The kinds that are drawn. */
export type DrawnKind = Exclude<FieldKind, 'hidden'>

const common = {
  text,
  'long-text': longText,
  email,
  phone,
  'single-choice': singleChoice,
  'multiple-choice': multipleChoice,
  consent,
} satisfies { [K in DrawnKind]?: Kind<FieldOf<K>> }
export type CommonKind = keyof typeof common

const kinds: { [kind: string]: unknown } = common

/** The styles of kinds that were loaded, for every form of the page. */
export const moreStyles: string[] = []

/** Loads what these fields need; undefined when everything is there. Rejects like any import. */
export const loadKinds = (fields: readonly Field[]): Promise<void> | undefined =>
  fields.some((field) => field.kind !== 'hidden' && !kindOf(field))
    ? import('./more.ts').then(({ more, styles, words }) => {
        Object.assign(english, words)
        Object.assign(kinds, more)
        moreStyles[0] = styles
      })
    : undefined

/** A field's kind; undefined for a hidden one, one that is not loaded, and one that only a newer relay knows. */
export const kindOf = (field: Field | undefined): Kind | undefined =>
  // The types of both registries have checked that each kind takes fields of that kind.
  field && (kinds[field.kind] as Kind | undefined)
