/** The shape of each kind's answer, with what the relay makes sure of before it stores one. */
import { partsOf } from '../../fields/address.ts'
import type { AnswerKind, Field, FieldOf } from '../../fields/index.ts'
import { placesOf } from '../../fields/ranking.ts'
import { smileysOf } from '../../fields/smiley.ts'
import { limits } from '../../limits.ts'
import { plainText } from '../../markdown.ts'
import { named, type Shape, text, whole } from './shape.ts'

/** What receivers call an uploaded file's shape. */
export const UPLOADED_FILE = 'UploadedFile'

export const uploadedFile: Shape = whole(
  {
    id: text({ about: 'Where to download it: GET /api/uploads/ID, with an API key.' }),
    name: text(),
    type: text({ about: 'The media type that the content has, whatever the name says.' }),
    size: { is: 'number', whole: true, least: 0, about: 'Bytes.' },
  },
  false,
)

export type AnswerField = Extract<Field, { kind: AnswerKind }>

/** What the relay has made sure of: of partial answers nothing is required yet. */
type Standing = 'complete' | 'partial'

/**
 * The answer of a field, with the owner's words. It allows every answer that the relay stores; lengths are counted in
 * code points, as JSON Schema has it.
 */
export function answerShape(field: AnswerField, standing: Standing): Shape {
  // The registry's type below has checked that each kind's function takes a field of that kind.
  const shape = (shapes[field.kind] as (field: AnswerField, standing: Standing) => Shape)(field, standing)
  const about = [plainText(field.help).trim(), shape.about, asked(field)].filter(Boolean).join('\n')
  return { ...shape, title: titleOf(field), ...(about && { about }) }
}

/** What a field is called: hidden ones may have no label. */
export const titleOf = (field: Pick<Field, 'label' | 'name'>): string =>
  plainText(field.label).trim() || field.name

/** What no schema can say. */
const asked = (field: AnswerField): string =>
  field.kind === 'text' && field.pattern ? `Matches ${field.pattern} as a whole.` : ''

const shapes = {
  text: (field) => line(field.minLength, field.maxLength ?? limits.textLength),
  'long-text': (field) => line(field.minLength, field.maxLength ?? limits.longTextLength),
  // Not the format `email`: what validators take for it leaves out addresses in other scripts, which people have.
  email: () => ({
    is: 'text',
    most: limits.emailLength,
    pattern: '^[^\\s@]+@[^\\s@]+[.][^\\s@]+$',
  }),
  phone: () => ({ ...line(5, limits.phoneLength), about: 'A phone number, as it was written.' }),
  // Nor `uri`: browsers take, and people paste, addresses with letters beyond ASCII.
  url: () => ({
    is: 'text',
    most: limits.urlLength,
    pattern: '^[Hh][Tt][Tt][Pp][Ss]?://\\S+$',
    about: 'An http or https address.',
  }),
  number: ({ min, max, integer, unit }) => ({
    is: 'number',
    whole: integer,
    least: min,
    most: max,
    ...(unit && { about: `In ${unit}.` }),
  }),
  date: ({ min, max }) => ({
    is: 'text',
    format: 'date',
    about: ['A day, YYYY-MM-DD', min && ` from ${min}`, max && ` until ${max}`, '.'].filter(Boolean).join(''),
  }),
  // Not the format `time`, which has seconds and a zone.
  time: ({ min, max }) => ({
    is: 'text',
    pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
    about: ['A time of day, HH:MM', min && ` from ${min}`, max && ` until ${max}`, '.']
      .filter(Boolean)
      .join(''),
  }),
  'single-choice': (field) => choice(field),
  dropdown: (field) => choice(field),
  'multiple-choice': choices,
  'picture-choice': (field) => (field.multiple ? choices(field) : choice(field)),
  'yes-no': () => ({ is: 'boolean' }),
  // A required consent is given, or nothing was sent.
  consent: ({ required }, standing) =>
    required && standing === 'complete' ? { is: 'values', values: [true] } : { is: 'boolean' },
  rating: ({ max }) => ({ is: 'number', whole: true, least: 1, most: max }),
  nps: () => ({ is: 'number', whole: true, least: 0, most: 10 }),
  smiley: (field) => ({ is: 'values', values: smileysOf(field), about: 'From worst to best.' }),
  scale: ({ min, max }) => ({ is: 'number', whole: true, least: min, most: max }),
  slider: slider,
  matrix: ({ rows, columns, required }, standing) => ({
    is: 'object',
    open: false,
    entries: rows.map((row) => ({
      key: row.value,
      shape: { ...choice({ options: columns }), title: plainText(row.label).trim() || row.value },
      needed: required && standing === 'complete',
    })),
    about: 'The column that was chosen in each row.',
  }),
  ranking: (field) => ({
    is: 'list',
    of: choice(field),
    ...(field.options.length > 0 && { least: placesOf(field), most: placesOf(field) }),
    unique: true,
    about: 'From the first place to the last.',
  }),
  address: (field) => ({
    is: 'object',
    open: false,
    entries: partsOf(field).map((part) => {
      const needed = !field.optional.includes(part)
      return {
        key: part,
        shape: { is: 'text', ...(needed && { least: 1 }), most: limits.addressLength },
        needed,
      }
    }),
  }),
  file: ({ maxFiles }) => files(maxFiles),
  signature: () => ({ ...files(1), about: 'One picture.' }),
  hidden: () => ({
    is: 'text',
    most: limits.hiddenLength,
    about: 'Hidden: the page or the link that the visitor came by filled it.',
  }),
} satisfies { [Kind in AnswerKind]: (field: FieldOf<Kind>, standing: Standing) => Shape }

/** A text of so many UTF-16 units, which are at least half as many code points and at most as many. */
const line = (least: number | undefined, most: number): Shape => ({
  is: 'text',
  least: Math.max(1, Math.ceil((least ?? 1) / 2)),
  most,
})

interface Choice {
  options: readonly { value: string; label: string }[]
  other?: boolean | undefined
  min?: number | undefined
  max?: number | undefined
}

/** An option's value; a draft may have no options yet. */
function choice({ options, other }: Choice, ownLeast = 1): Shape {
  const labelled = options.filter(({ value, label }) => label && plainText(label) !== value)
  const about = labelled.map(({ value, label }) => `${JSON.stringify(value)}: ${plainText(label)}`).join('\n')
  if (options.length === 0) return text()
  const values: Shape = { is: 'values', values: options.map(({ value }) => value) }
  // In a list beside others they may be empty: the answer as a whole is none that is blank.
  const own: Shape = { is: 'text', least: ownLeast, most: limits.textLength }
  return {
    ...(other ? { is: 'either', of: [values, own] } : values),
    about: [about, other && "Or words of the visitor's own."].filter(Boolean).join('\n') || undefined,
  }
}

function choices(field: Choice): Shape {
  const { about, ...of } = choice(field, 0)
  if (field.options.length === 0) return { is: 'list', of }
  return {
    is: 'list',
    of,
    least: Math.max(1, field.min ?? 1),
    most: Math.min(field.max ?? Number.POSITIVE_INFINITY, field.options.length + (field.other ? 1 : 0)),
    unique: true,
    about,
  }
}

const files = (most: number): Shape => ({
  is: 'list',
  of: named(UPLOADED_FILE),
  least: 1,
  most,
  unique: true,
})

/** Steps that are no whole numbers are only near to what a division gives, which validators judge by. */
function slider({ min, max, step, unit }: FieldOf<'slider'>): Shape {
  const counts = [min, max, step].every(Number.isSafeInteger)
  const about = [unit && `In ${unit}.`, !(counts && step === 1) && `In steps of ${step} from ${min} on.`]
  return {
    is: 'number',
    whole: counts,
    least: min,
    most: max,
    ...(counts && step > 1 && min % step === 0 && { step }),
    about: about.filter(Boolean).join(' ') || undefined,
  }
}
