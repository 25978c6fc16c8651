/** The shape of a body in each format, as `renderBody` makes them of a form's version. */
import type { Field } from '../../fields/index.ts'
import type { FormKind } from '../../form.ts'
import { type Course, fieldsOf } from '../../pages.ts'
import { type BodyFormat, titleCase } from '../body.ts'
import type { EventType } from '../event.ts'
import { type AnswerField, answerShape, titleOf, UPLOADED_FILE, uploadedFile } from './answer.ts'
import { certainFields } from './certain.ts'
import {
  either,
  exactly,
  moment,
  named,
  orNull,
  type Shape,
  type ShapeDocument,
  type ShapeOf,
  text,
  whole,
} from './shape.ts'

/** A published version of a form, or its draft. */
export interface PayloadForm {
  id: string
  title: string
  kind: FormKind
  definition: Course
}

/** What is known of an event's answers: all of them, what there was so far, or that they are gone. */
type Standing = 'complete' | 'partial' | 'erased'

export const standings: Record<EventType, Standing> = {
  'form.submission.created': 'complete',
  'survey.response.created': 'complete',
  'form.submission.partial': 'partial',
  'form.submission.flagged': 'complete',
  'form.submission.erased': 'erased',
  'webhook.test': 'complete',
}

const statuses: Record<EventType, Shape> = {
  'form.submission.created': exactly('completed'),
  'survey.response.created': exactly('completed'),
  'form.submission.partial': exactly('partial'),
  'form.submission.flagged': text(),
  'form.submission.erased': { is: 'values', values: ['completed', 'partial'], about: 'What it was.' },
  'webhook.test': exactly('completed'),
}

const answerNames = { complete: 'Answers', partial: 'PartialAnswers', erased: 'ErasedAnswers' } as const
const responseNames = { complete: 'Response', partial: 'PartialResponse', erased: 'Response' } as const

/** The shape of one event's body: `Payload`, and those that it speaks of. */
export function payloadShape(form: PayloadForm, format: BodyFormat, event: EventType): ShapeDocument {
  const answers = answersShape(form.definition, standings[event])
  const known = new Map<string, Shape>()
  const root = bodies[format](form, event, answers, (name, shape) => {
    known.set(name, shape)
    return named(name)
  })
  if (form.definition.pages.some(({ fields }) => fields.some(isUpload)) && standings[event] !== 'erased')
    known.set(UPLOADED_FILE, uploadedFile)
  const title = `${form.title.trim() || 'A form'}: what ${event} sends`
  return { root: { ...root, title, about: root.about ?? abouts[event] }, named: known }
}

/** What an event means, for who reads a type and not the manual. */
const abouts: Record<EventType, string> = {
  'form.submission.created': 'A visitor sent the form.',
  'survey.response.created': 'A visitor answered the survey.',
  'form.submission.partial': 'A visitor began and did not finish: nothing is required yet.',
  'form.submission.flagged': 'A submission that looks like spam.',
  'form.submission.erased': 'A submission was deleted, and its answers with it.',
  'webhook.test': 'A test with sample answers.',
}

type Define = (name: string, shape: Shape) => Shape

const bodies: Record<
  BodyFormat,
  (form: PayloadForm, event: EventType, answers: ShapeOf<'object'>, define: Define) => Shape
> = {
  fields: (_form, _event, answers) => answers,

  event: (form, event, answers, define) =>
    whole(
      {
        event_type: exactly(event),
        event_id: text({ about: 'Never changes: deduplicate by it.' }),
        timestamp: moment(),
        data:
          form.kind === 'survey'
            ? surveyData(form, event, define(answerNames[standings[event]], answers))
            : formData(form, event, define(answerNames[standings[event]], answers)),
      },
      true,
    ),

  responses: (form, event, answers, define) =>
    whole(
      {
        tag: orNull(text(), 'What the page said, or else a hidden field of this name.'),
        createdAt: moment(),
        phone: orNull(text()),
        language: orNull(text()),
        responses: {
          ...responsesOf(form, event, answers, define),
          about: 'One for each question that was answered, in the order of the form.',
        },
        teamId: text(),
        surveyId: exactly(form.id),
      },
      true,
    ),
}

const surveyData = (form: PayloadForm, event: EventType, answers: Shape): Shape =>
  whole(
    {
      response: whole(
        {
          id: text(),
          survey_id: exactly(form.id),
          response_data: answers,
          completion_status: statuses[event],
          created_at: moment(),
        },
        true,
      ),
      survey: whole({ id: exactly(form.id), title: text() }, true),
    },
    true,
  )

function formData(form: PayloadForm, event: EventType, answers: Shape): Shape {
  const fields = fieldsOf(form.definition)
  const values = (all: readonly string[]): Shape =>
    all.length > 0 ? { is: 'values', values: [...new Set(all)] } : text()
  return whole(
    {
      submission: whole(
        {
          id: text(),
          form_id: exactly(form.id),
          submission_data: answers,
          status: statuses[event],
          created_at: moment(),
        },
        true,
      ),
      form: whole(
        {
          id: exactly(form.id),
          title: text(),
          fields: {
            is: 'list',
            of: whole(
              {
                name: values(fields.map(({ name }) => name)),
                label: text(),
                kind: values(fields.map(({ kind }) => kind)),
              },
              true,
            ),
            least: fields.length,
            most: fields.length,
            about: 'Every field of the form, in its order.',
          },
        },
        true,
      ),
    },
    true,
  )
}

function responsesOf(form: PayloadForm, event: EventType, answers: ShapeOf<'object'>, define: Define): Shape {
  const fields = fieldsOf(form.definition).filter(takesAnswer)
  const ofFields = fields.map((field) =>
    whole(
      {
        type: exactly(titleCase(field.kind)),
        response: shapeIn(answers, field.name) ?? answerShape(field, 'partial'),
        title: exactly(field.label || field.name),
      },
      true,
      { title: titleOf(field) },
    ),
  )
  const [least, most] = [answers.entries.filter(({ needed }) => needed).length, answers.entries.length]
  return {
    is: 'list',
    of: most > 0 ? define(responseNames[standings[event]], either(ofFields)) : whole({}, true),
    least,
    most,
  }
}

const shapeIn = (answers: ShapeOf<'object'>, name: string): Shape | undefined =>
  answers.entries.find(({ key }) => key === name)?.shape

/** The answers by name, in the order of the form; nothing else is ever among them. */
function answersShape(
  course: Course,
  standing: Standing,
): ShapeOf<'object'> & { about?: string | undefined } {
  if (standing === 'erased')
    return { is: 'object', open: false, entries: [], about: 'Erased: none are left.' }
  const certain = standing === 'complete' ? certainFields(course) : new Set<string>()
  return {
    is: 'object',
    open: false,
    entries: fieldsOf(course)
      .filter(takesAnswer)
      .map((field) => ({
        key: field.name,
        shape: answerShape(field, standing),
        needed: certain.has(field.id),
      })),
  }
}

const takesAnswer = (field: Field): field is AnswerField => field.kind !== 'statement'
const isUpload = ({ kind }: Field) => kind === 'file' || kind === 'signature'
