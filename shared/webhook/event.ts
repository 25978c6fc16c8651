/** What happened on a form, as bodies are rendered from it: all that a receiver may be told. */
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
  // What follows is never sent; it lets samples be answers that the field takes.
  options?: readonly { value: string }[]
  rows?: readonly { value: string }[] | undefined
  columns?: readonly { value: string }[] | undefined
  multiple?: boolean | undefined
  min?: number | string | undefined
  max?: number | string | undefined
  step?: number | undefined
  integer?: boolean | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  top?: number | undefined
  parts?: readonly string[]
  optional?: readonly string[]
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
  /** Null for `webhook.test`, which gets those of `sampleSubmission`. */
  submission: EventSubmission | null
}

/** The event that an accepted submission makes: surveys have a name of their own for it. */
export const createdEvent = (kind: FormKind) =>
  kind === 'survey' ? 'survey.response.created' : 'form.submission.created'
