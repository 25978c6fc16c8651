/**
 * What a form's webhooks send, told to who writes a receiver: a JSON Schema, TypeScript types, and an example. All of
 * one version, because only a version never changes.
 */
import { fieldsOf } from '../../pages.ts'
import { type BodyFormat, type ContentType, renderBody } from '../body.ts'
import { createdEvent, type EventSubmission, type EventType, type FormEvent } from '../event.ts'
import { sampleSubmission } from '../sample.ts'
import { type PayloadForm, payloadShape, standings } from './body.ts'
import { pairsOf } from './pairs.ts'
import { type JsonSchema, schemaOf } from './schema.ts'
import { either, named, type Shape, type ShapeDocument } from './shape.ts'
import { typesOf } from './types.ts'

export type { PayloadForm } from './body.ts'

interface PayloadRequest {
  form: PayloadForm
  /** Null for the draft. */
  version: number | null
  format: BodyFormat
  contentType: ContentType
  /** At least one; of several the types are a union. */
  events: readonly [EventType, ...EventType[]]
}

/** The schema and the types of what these events send. */
export function payloadOf({ form, version, format, contentType, events }: PayloadRequest): {
  schema: JsonSchema
  types: string
} {
  const documents = distinct(events, format).map((event) => {
    const document = payloadShape(form, format, event)
    return [event, contentType === 'application/json' ? document : pairsOf(document)] as const
  })
  const [only, ...more] = documents
  const document = only && more.length === 0 ? only[1] : together(form.title, documents)
  const about = [
    `What Fieldpost sends for “${form.title}”, ${version === null ? 'as drafted' : `version ${version}`}.`,
    `Format ${format}, ${contentType}; ${events.join(', ')}.`,
  ]
  return { schema: schemaOf(document), types: typesOf(document, about) }
}

/** The body that an event of this submission has; of a sample, when there is none. */
export function payloadExample(
  { form, format, contentType }: Omit<PayloadRequest, 'events' | 'version'>,
  event: Pick<FormEvent, 'id' | 'type' | 'createdAt' | 'workspaceId'>,
  submission: EventSubmission | null,
): string {
  const { id, title, kind, definition } = form
  const told: FormEvent = { ...event, form: { id, title, kind, fields: fieldsOf(definition) }, submission }
  const partial = standings[event.type] === 'partial' && { status: 'partial' }
  // Only a test is sent without a submission.
  if (!submission && event.type !== 'webhook.test')
    told.submission = { ...sampleSubmission(told), id: 'sub_sample', ...partial }
  return renderBody(format, contentType, told)
}

/** The events that a form of this kind has, the one that its webhooks get by themselves first. */
export const eventsOf = (kind: PayloadForm['kind']): readonly [EventType, ...EventType[]] => [
  createdEvent(kind),
  'form.submission.partial',
  'form.submission.flagged',
  'form.submission.erased',
  'webhook.test',
]

/** Where the body does not name its event, those that look the same are one. */
function distinct(events: readonly EventType[], format: BodyFormat): EventType[] {
  const known = new Set<string>()
  return events.filter((event) => {
    const look = format === 'event' ? event : standings[event]
    return !known.has(look) && known.add(look)
  })
}

function together(title: string, documents: readonly (readonly [EventType, ShapeDocument])[]): ShapeDocument {
  const all = new Map<string, Shape>()
  for (const [event, { root }] of documents) all.set(typeName(event), root)
  for (const [, { named }] of documents) for (const [name, shape] of named) all.set(name, shape)
  const root = either(documents.map(([event]) => named(typeName(event))))
  return { root: { ...root, title: `${title.trim() || 'A form'}: everything that is sent` }, named: all }
}

/** `form.submission.created` → `FormSubmissionCreated`. */
const typeName = (event: EventType): string =>
  event
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
