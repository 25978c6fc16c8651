/** What happened on a form, as bodies are rendered from it: all that a receiver may be told. */
import type { AnswerKind } from '../fields/index.ts'
import type { FormKind } from '../form.ts'
import type { SubmissionContext } from '../submission.ts'

/** What a webhook may subscribe to. */
export const eventTypes = [
  'form.submission.created',
  'survey.response.created',
  'form.submission.partial',
  'form.submission.flagged',
  'form.submission.erased',
] as const

/** `webhook.test` comes of the owner's own click, so nobody subscribes to it. */
export type EventType = (typeof eventTypes)[number] | 'webhook.test'

/** Any JSON value; bodies carry answers without knowing their kinds. */
export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | readonly AnswerValue[]
  | { readonly [name: string]: AnswerValue }

export interface EventField {
  id: string
  name: string
  label: string
  /** A string and not a `FieldKind`: what an older version of a form held is rendered too. */
  kind: string
  /** Never sent; lets a test event choose among the form's real options. */
  options?: readonly { value: string }[]
  rows?: readonly { value: string }[] | undefined
  columns?: readonly { value: string }[] | undefined
  multiple?: boolean | undefined
}

export interface EventSubmission {
  id: string
  /** By field name. */
  answers: Readonly<Record<string, AnswerValue>>
  /** `completed`, `partial` … */
  status: string
  /** ISO 8601, UTC. */
  createdAt: string
  context: SubmissionContext
}

export interface FormEvent {
  /** Never changes; receivers deduplicate by it. */
  id: string
  type: EventType
  /** ISO 8601, UTC. */
  createdAt: string
  workspaceId: string
  /** As in the version that was answered, hidden fields and statements included, in the order of the form. */
  form: { id: string; title: string; kind: FormKind; fields: readonly EventField[] }
  /** Null for `webhook.test`, which gets answers from `sampleAnswers`. */
  submission: EventSubmission | null
}

/** The event that an accepted submission makes: surveys have a name of their own for it. */
export const createdEvent = (kind: FormKind) =>
  kind === 'survey' ? 'survey.response.created' : 'form.submission.created'

const firstOption = (field: EventField) => field.options?.[0]?.value ?? 'option-1'

const samples = {
  text: () => 'Sample text',
  'long-text': () => 'This is a sample answer.\nIt has a second line.',
  email: () => 'ada@example.com',
  // From the range that is set aside for fiction, so that no test ever rings anybody.
  phone: () => '+12025550123',
  url: () => 'https://example.com/',
  number: () => 42,
  date: () => '2026-01-31',
  time: () => '14:30',
  'single-choice': firstOption,
  'multiple-choice': (field) => field.options?.slice(0, 2).map((option) => option.value) ?? ['option-1'],
  dropdown: firstOption,
  'picture-choice': (field) => (field.multiple ? [firstOption(field)] : firstOption(field)),
  'yes-no': () => true,
  consent: () => true,
  rating: () => 4,
  nps: () => 9,
  // On the scale of three faces as on that of five.
  smiley: () => 'good',
  scale: () => 4,
  slider: () => 50,
  matrix: (field) =>
    Object.fromEntries(
      (field.rows ?? [{ value: 'row-1' }]).map((row) => [row.value, field.columns?.[0]?.value ?? 'column-1']),
    ),
  ranking: (field) => field.options?.map((option) => option.value) ?? ['option-1'],
  address: () => ({ line1: '1 Example Street', city: 'Springfield', postcode: '12345', country: 'Ireland' }),
  file: () => [{ id: 'upl_sample', name: 'sample.pdf', type: 'application/pdf', size: 20_480 }],
  signature: () => [{ id: 'upl_sample', name: 'signature.png', type: 'image/png', size: 4_096 }],
  hidden: () => 'sample',
} satisfies Record<AnswerKind, (field: EventField) => AnswerValue>

const isSampled = (kind: string): kind is AnswerKind => Object.hasOwn(samples, kind)

/** A believable answer to every field that takes one, by field name, in the order of the form. */
export const sampleAnswers = (fields: readonly EventField[]): Record<string, AnswerValue> =>
  Object.fromEntries(
    fields
      .filter((field) => field.kind !== 'statement')
      .map((field) => [field.name, isSampled(field.kind) ? samples[field.kind](field) : 'Sample answer']),
  )
