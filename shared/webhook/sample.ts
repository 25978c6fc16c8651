/** Answers made up for a form that nobody has answered yet: for tests, and to show what a body looks like. */
import type { AnswerKind } from '../fields/index.ts'
import type { AnswerValue, EventField, EventSubmission, FormEvent } from './event.ts'

const firstOption = (field: EventField) => field.options?.[0]?.value ?? 'option-1'

/** So many options as the field wants, about `count` of them. */
function someOptions({ options, min, max }: EventField, count: number) {
  const least = Math.max(count, numberIn(min, 0))
  return options?.slice(0, Math.min(least, numberIn(max, least))).map(({ value }) => value) ?? ['option-1']
}

const samples = {
  text: (field) => fitting('Sample text', field),
  'long-text': (field) => fitting('This is a sample answer.\nIt has a second line.', field),
  email: () => 'ada@example.com',
  // From the range that is set aside for fiction, so that no test ever rings anybody.
  phone: () => '+12025550123',
  url: () => 'https://example.com/',
  number: (field) => {
    const number = within(42, field)
    if (!field.integer || Number.isInteger(number)) return number
    return number > 42 ? Math.ceil(number) : Math.floor(number)
  },
  date: (field) => within('2026-01-31', field),
  time: (field) => within('14:30', field),
  'single-choice': firstOption,
  'multiple-choice': (field) => someOptions(field, 2),
  dropdown: firstOption,
  'picture-choice': (field) => (field.multiple ? someOptions(field, 1) : firstOption(field)),
  'yes-no': () => true,
  consent: () => true,
  rating: (field) => within(4, { max: field.max }),
  nps: () => 9,
  // On the scale of three faces as on that of five.
  smiley: () => 'good',
  scale: (field) => within(4, field),
  slider: (field) => {
    const [least, step] = [numberIn(field.min, 0), numberIn(field.step, 1)]
    return least + Math.floor((within(50, field) - least) / step) * step
  },
  matrix: (field) =>
    Object.fromEntries(
      (field.rows ?? [{ value: 'row-1' }]).map((row) => [row.value, field.columns?.[0]?.value ?? 'column-1']),
    ),
  ranking: (field) => field.options?.slice(0, field.top).map((option) => option.value) ?? ['option-1'],
  address: ({ parts, optional }) =>
    Object.fromEntries(
      Object.entries(address).filter(
        ([part]) => (parts?.includes(part) ?? true) && !(optional ?? ['line2', 'region']).includes(part),
      ),
    ),
  file: () => [{ id: 'upl_sample', name: 'sample.pdf', type: 'application/pdf', size: 20_480 }],
  signature: () => [{ id: 'upl_sample', name: 'signature.png', type: 'image/png', size: 4_096 }],
  hidden: () => 'sample',
} satisfies Record<AnswerKind, (field: EventField) => AnswerValue>

const address = {
  line1: '1 Example Street',
  line2: 'Flat 2',
  city: 'Springfield',
  region: 'Leinster',
  postcode: '12345',
  country: 'Ireland',
}

const isSampled = (kind: string): kind is AnswerKind => Object.hasOwn(samples, kind)

/** A believable answer to every field that takes one, by field name, in the order of the form. */
export const sampleAnswers = (fields: readonly EventField[]): Record<string, AnswerValue> =>
  Object.fromEntries(
    fields
      .filter((field) => field.kind !== 'statement')
      .map((field) => [field.name, isSampled(field.kind) ? samples[field.kind](field) : 'Sample answer']),
  )

/** What a body tells of when there is no submission. */
export const sampleSubmission = ({ id, createdAt, form }: FormEvent): EventSubmission => ({
  id,
  answers: sampleAnswers(form.fields),
  status: 'completed',
  createdAt,
  context: { tag: 'test', language: 'en' },
})

const numberIn = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise

/** The nearest to a value that the field's bounds allow. */
function within<Value extends string | number>(value: Value, { min, max }: Pick<EventField, 'min' | 'max'>) {
  const isBound = (bound: unknown): bound is Value => typeof bound === typeof value
  const least = isBound(min) && value < min ? min : value
  return isBound(max) && least > max ? max : least
}

/** A text as long as the field wants it. */
function fitting(text: string, { minLength = 0, maxLength = text.length }: EventField): string {
  const long = text.repeat(Math.ceil(minLength / text.length) || 1)
  return long.slice(0, Math.max(minLength, Math.min(maxLength, text.length)))
}
