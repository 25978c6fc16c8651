/** The editor's registry of field kinds: what the picker shows, what a new field has, and its panel. */
import {
  answerFault,
  type Field,
  type FieldKind,
  Field as FieldSchema,
} from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import type { Item } from '../document/list.ts'
import { deriveName } from '../name.ts'
import { address } from './address.tsx'
import { dropdown, multipleChoice, singleChoice } from './choice.tsx'
import { consent } from './consent.tsx'
import { date } from './date.tsx'
import { email } from './email.tsx'
import { file } from './file.tsx'
import { hidden } from './hidden.tsx'
import type { EditorKind } from './kind.ts'
import { longText } from './long-text.tsx'
import { matrix } from './matrix.tsx'
import { number } from './number.tsx'
import { phone } from './phone.tsx'
import { pictureChoice } from './picture-choice.tsx'
import { ranking } from './ranking.tsx'
import { nps, rating } from './rating.tsx'
import { scale } from './scale.tsx'
import { signature } from './signature.tsx'
import { slider } from './slider.tsx'
import { smiley } from './smiley.tsx'
import { statement } from './statement.tsx'
import { text } from './text.tsx'
import { time } from './time.tsx'
import { url } from './url.tsx'
import { yesNo } from './yes-no.tsx'

/** In the order of the picker. */
const kinds = {
  text,
  'long-text': longText,
  email,
  phone,
  url,
  address,
  number,
  slider,
  date,
  time,
  'single-choice': singleChoice,
  'multiple-choice': multipleChoice,
  dropdown,
  'picture-choice': pictureChoice,
  'yes-no': yesNo,
  consent,
  rating,
  scale,
  nps,
  smiley,
  matrix,
  ranking,
  file,
  signature,
  statement,
  hidden,
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

/** Kinds that one question may be asked by: what an owner may change one into another. */
const families: readonly (readonly FieldKind[])[] = [
  ['text', 'long-text', 'email', 'phone', 'url', 'number', 'date', 'time'],
  ['single-choice', 'multiple-choice', 'dropdown', 'picture-choice', 'ranking', 'yes-no', 'consent'],
  ['rating', 'scale', 'nps', 'smiley', 'slider', 'number'],
]

/** The kinds that a field of this kind can become, itself among them, in the order of the picker. */
export const kindsLike = (kind: FieldKind): FieldKind[] =>
  kindNames.filter(
    (name) => name === kind || families.some((family) => family.includes(kind) && family.includes(name)),
  )

/** Whether fields of a kind have a setting of this name. */
export const hasSetting = (kind: FieldKind, setting: string): boolean =>
  FieldSchema.options.some(({ entries }) => entries.kind.literal === kind && setting in entries)

/** The field as another kind, with every setting that the other kind takes as it is. */
export function convertField(field: Field, kind: FieldKind): Field {
  let converted: Field = { ...makeField(kind, field.id, []), name: field.name }
  for (const [key, value] of Object.entries(field)) {
    if (key === 'kind' || key === 'default') continue
    // The schemas are strict, so they know what fits.
    for (const fitting of [value, withoutPictures(value)]) {
      const next = v.safeParse(FieldSchema, { ...converted, [key]: fitting })
      if (!next.success) continue
      converted = next.output
      break
    }
  }
  if (!('default' in field) || !hasSetting(kind, 'default')) return converted
  const begin = [field.default, [field.default], Array.isArray(field.default) ? field.default[0] : undefined]
    .map((value) => v.safeParse(FieldSchema, { ...converted, default: value }))
    .find(({ success, output }) => success && 'default' in output && isTaken(output))
  return begin?.success ? begin.output : converted
}

/** Options as kinds have them that show no pictures. */
const withoutPictures = (list: unknown) =>
  Array.isArray(list) && list.some((item) => typeof item === 'object')
    ? list.map(({ value, label }: Item) => ({ value, label }))
    : list

const isTaken = (field: Field) =>
  'default' in field && field.default !== undefined && !answerFault(field, field.default)
