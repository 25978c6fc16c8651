/**
 * The registry of field kinds in the browser. What nearly every form asks is in the form's own script; the rest is
 * loaded by the forms that have it, in a few parts. The compiler lists what a new kind still lacks.
 */
import type { Field, FieldKind, FieldOf } from '@fieldpost/shared/fields/index.ts'
import { english, type Words } from '../messages/words.ts'
import { consent } from './consent.tsx'
import { email } from './email.tsx'
import { type Extras, extras, LONG } from './extra.ts'
import type { Kind } from './kind.ts'
import { longText } from './long-text.tsx'
import { multipleChoice } from './multiple-choice.tsx'
import { phone } from './phone.tsx'
import { singleChoice } from './single-choice.tsx'
import { text } from './text.tsx'

/** The kinds that are drawn. */
type DrawnKind = Exclude<FieldKind, 'hidden'>

const common = {
  text,
  'long-text': longText,
  email,
  phone,
  'single-choice': singleChoice,
  'multiple-choice': multipleChoice,
  consent,
} satisfies { [K in DrawnKind]?: Kind<FieldOf<K>> }
type CommonKind = keyof typeof common

const kinds: { [kind: string]: unknown } = common

/** What a part that is loaded later brings along. */
export interface Part<K extends DrawnKind = never> {
  kinds: { [One in K]: Kind<FieldOf<One>> }
  extras?: Extras
  styles: string
  words: Partial<Words>
}

const more = () => import('./more.ts')
const few = () => import('./more-rare.ts')
const files = () => import('./more-files.ts')

/** Where the kinds are that few forms have; all others are in `more`. */
const rare = {
  matrix: few,
  ranking: few,
  file: files,
  signature: files,
  address: few,
  'picture-choice': few,
} satisfies { [K in DrawnKind]?: () => Promise<{ part: Part<K> }> }

/** The kinds that `more` has. */
export type MoreKind = Exclude<DrawnKind, CommonKind | keyof typeof rare>

/** The styles of parts that were loaded, for every form of the page. */
export const moreStyles: string[] = []

/** What a field's settings ask for beyond its kind. */
type Wish = { other?: boolean; randomize?: boolean; maxLength?: number; options?: readonly unknown[] }

/** Loads what these fields need; undefined when everything is there. Rejects like any import. */
export function loadKinds(fields: readonly Field[]): Promise<unknown> | undefined {
  const parts = new Set<() => Promise<{ part: Part }>>()
  for (const field of fields) {
    const { kind } = field
    const { other, randomize, maxLength, options } = field as Wish
    if (kind === 'hidden') continue
    if (!kindOf(field)) parts.add((rare as Record<string, () => Promise<{ part: Part }>>)[kind] ?? more)
    if ((other || randomize || maxLength) && !extras.ordered) parts.add(() => import('./more-extras.tsx'))
    if (kind === 'dropdown' && !extras.combobox && (options?.length ?? 0) > LONG)
      parts.add(() => import('./combobox.tsx'))
  }
  if (parts.size === 0) return
  return Promise.all(
    [...parts].map(async (load) => {
      const { part } = await load()
      Object.assign(english, part.words)
      Object.assign(kinds, part.kinds)
      Object.assign(extras, part.extras)
      if (!moreStyles.includes(part.styles)) moreStyles.push(part.styles)
    }),
  )
}

/** A field's kind; undefined for a hidden one, one that is not loaded, and one that only a newer relay knows. */
export const kindOf = (field: Field | undefined): Kind | undefined =>
  // The types of the registries have checked that each kind takes fields of that kind.
  field && (kinds[field.kind] as Kind | undefined)
