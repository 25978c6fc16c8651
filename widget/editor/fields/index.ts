/** The editor's registry of field kinds: what the picker shows, what a new field has, and its panel. */
import { type Field, type FieldKind, Field as FieldSchema } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { deriveName } from '../name.ts'
import { dropdown, multipleChoice, singleChoice } from './choice.tsx'
import { consent } from './consent.tsx'
import { date } from './date.tsx'
import { email } from './email.tsx'
import { hidden } from './hidden.tsx'
import type { EditorKind } from './kind.ts'
import { longText } from './long-text.tsx'
import { number } from './number.tsx'
import { phone } from './phone.tsx'
import { nps, rating } from './rating.tsx'
import { smiley } from './smiley.tsx'
import { statement } from './statement.tsx'
import { text } from './text.tsx'
import { url } from './url.tsx'
import { yesNo } from './yes-no.tsx'

const kinds = {
  text,
  'long-text': longText,
  email,
  phone,
  url,
  number,
  date,
  'single-choice': singleChoice,
  'multiple-choice': multipleChoice,
  dropdown,
  'yes-no': yesNo,
  consent,
  rating,
  nps,
  smiley,
  hidden,
  statement,
} satisfies { [Kind in FieldKind]: EditorKind<Kind> }

export const kindNames = Object.keys(kinds) as FieldKind[]

/** The entry of a field's kind, for whoever does not care which kind it is. */
export const kindOf = (kind: FieldKind): EditorKind<FieldKind> =>
  // The registry's type above has checked that each panel gets fields of its own kind.
  kinds[kind] as unknown as EditorKind<FieldKind>

/** A new field of a kind, with a name that no other field has. */
export function makeField(kind: FieldKind, id: string, names: Iterable<string>): Field {
  const { start } = kinds[kind]
  return v.parse(FieldSchema, {
    ...structuredClone(start),
    id,
    kind,
    name: deriveName(start.label, kind, names),
  })
}

/** The field as another kind, with every setting that the other kind takes as it is. */
export function convertField(field: Field, kind: FieldKind): Field {
  let converted: Field = { ...makeField(kind, field.id, []), name: field.name }
  for (const [key, value] of Object.entries(field)) {
    if (key === 'kind') continue
    // The schemas are strict, so they know what fits.
    const next = v.safeParse(FieldSchema, { ...converted, [key]: value })
    if (next.success) converted = next.output
  }
  return converted
}
