/**
 * The bodies of deliveries. JSON bodies are canonical for JavaScript: `JSON.stringify(JSON.parse(body)) === body`
 * whatever the answers, because many receivers verify what they parsed and wrote again. That holds as long as
 * every body is plain values given to one `JSON.stringify`; no body is ever put together from strings.
 */
import type { AnswerValue, EventField, EventSubmission, FormEvent } from './event.ts'
import { sampleSubmission } from './sample.ts'

/**
 * `fields`: the answers by field name, nothing else. `event`: what happened, with the form and its fields.
 * `responses`: a list of questions and answers.
 */
export const bodyFormats = ['fields', 'event', 'responses'] as const
export type BodyFormat = (typeof bodyFormats)[number]

export const contentTypes = ['application/json', 'application/x-www-form-urlencoded'] as const
export type ContentType = (typeof contentTypes)[number]

export type Content = { readonly [name: string]: AnswerValue }

/**
 * The body of an event's delivery, to be stored, signed and sent as these very bytes.
 *
 * As a form, every format sends what its JSON has: nested names as `a[b]`, lists as repeated keys, lists of
 * objects as `a[0][b]`, null as an empty value; an empty list is absent. PHP, Rails and `qs` read that as it was.
 */
export function renderBody(format: BodyFormat, contentType: ContentType, event: FormEvent): string {
  const content = contents[format](event, subject(event))
  return contentType === 'application/json' ? JSON.stringify(content) : urlEncoded(content)
}

/** What the body tells of: a sample in a test, and never the answers of a submission that was erased. */
function subject(event: FormEvent): EventSubmission {
  const { submission } = event
  if (!submission) return sampleSubmission(event)
  if (event.type === 'form.submission.erased') return { ...submission, answers: {}, context: {} }
  return submission
}

const contents: Record<BodyFormat, (event: FormEvent, submission: EventSubmission) => Content> = {
  fields: ({ form }, submission) => ordered(form.fields, submission.answers),

  event: (event, submission) => ({
    event_type: event.type,
    event_id: event.id,
    timestamp: event.createdAt,
    data: event.form.kind === 'survey' ? surveyData(event, submission) : formData(event, submission),
  }),

  responses: ({ form, workspaceId }, submission) => ({
    tag: told('tag', form.fields, submission),
    createdAt: submission.createdAt,
    phone: told('phone', form.fields, submission),
    language: told('language', form.fields, submission),
    responses: form.fields
      .filter((field) => Object.hasOwn(submission.answers, field.name))
      .map((field) => ({
        type: titleCase(field.kind),
        response: submission.answers[field.name] ?? null,
        title: field.label || field.name,
      })),
    teamId: workspaceId,
    surveyId: form.id,
  }),
}

const surveyData = ({ form }: FormEvent, submission: EventSubmission): Content => ({
  response: {
    id: submission.id,
    survey_id: form.id,
    response_data: ordered(form.fields, submission.answers),
    completion_status: submission.status,
    created_at: submission.createdAt,
  },
  survey: { id: form.id, title: form.title },
})

const formData = ({ form }: FormEvent, submission: EventSubmission): Content => ({
  submission: {
    id: submission.id,
    form_id: form.id,
    submission_data: ordered(form.fields, submission.answers),
    status: submission.status,
    created_at: submission.createdAt,
  },
  form: {
    id: form.id,
    title: form.title,
    fields: form.fields.map(({ name, label, kind }) => ({ name, label, kind })),
  },
})

/**
 * The answers in the order of the form: a database's JSON type may have shuffled them. `fromEntries` defines
 * properties where an assignment to `__proto__` would set the prototype.
 */
function ordered(fields: readonly EventField[], answers: EventSubmission['answers']): Content {
  const places = new Map(fields.map((field, place) => [field.name, place]))
  const place = (name: string) => places.get(name) ?? fields.length
  return Object.fromEntries(Object.entries(answers).sort(([a], [b]) => place(a) - place(b)))
}

/** What the page told about the visitor, or else a hidden field of that name; null when neither did. */
function told(
  name: 'tag' | 'phone' | 'language',
  fields: readonly EventField[],
  { answers, context }: EventSubmission,
): string | null {
  if (context[name]) return context[name]
  const hidden = fields.some((field) => field.kind === 'hidden' && field.name === name)
  const answer = hidden && Object.hasOwn(answers, name) ? answers[name] : null
  return typeof answer === 'string' && answer ? answer : null
}

const initialisms = new Set(['nps', 'url'])

/** What a kind is called in `responses`: `long-text` → `Long Text`, `nps` → `NPS`. */
export const titleCase = (kind: string) =>
  kind
    .split('-')
    .map((word) =>
      initialisms.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ')

/** Nested names as `a[b]`, lists as repeated keys. */
export function urlEncoded(content: Content): string {
  const pairs = new URLSearchParams()
  const add = (key: string, value: AnswerValue): void => {
    if (typeof value !== 'object' || value === null) pairs.append(key, value === null ? '' : String(value))
    else if (isList(value))
      for (const [index, item] of value.entries())
        add(typeof item === 'object' && item !== null ? `${key}[${index}]` : key, item)
    else for (const [name, item] of Object.entries(value)) add(`${key}[${name}]`, item)
  }
  for (const [name, value] of Object.entries(content)) add(name, value)
  return pairs.toString()
}

/** `Array.isArray` does not narrow readonly arrays. */
const isList = (value: AnswerValue): value is readonly AnswerValue[] => Array.isArray(value)
