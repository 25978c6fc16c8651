import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Definition, type DefinitionInput } from '../../form.ts'
import { type BodyFormat, bodyFormats, type ContentType, contentTypes } from '../body.ts'
import type { EventType } from '../event.ts'
import { makeEventSubmission } from '../make.ts'
import { answersTo, anyPayloadForm } from './make.ts'
import { eventsOf, type PayloadForm, payloadExample, payloadOf } from './payload.ts'
import type { JsonSchema } from './schema.ts'

const at = '2026-01-02T03:04:05.678Z'
const eventOf = (type: EventType) => ({ id: 'evt_1', type, createdAt: at, workspaceId: 'wsp_1' })

/** Says what is wrong with a body, as a receiver parses it; null when it is what the schema says. */
function judgeOf(schema: JsonSchema): (value: unknown) => string | null {
  const ajv = new Ajv2020({ strict: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  return (value) => (validate(value) ? null : ajv.errorsText(validate.errors))
}
const complaint = (schema: JsonSchema, value: unknown) => judgeOf(schema)(value)

/** A validator takes its time to be made of a schema. */
const PATIENCE_MS = 60_000
/** On a busy machine fewer forms are tried. */
const ENOUGH_MS = 40_000

/** As `querystring.parse` of Node reads a form-urlencoded body. */
const parsed = (contentType: ContentType, body: string): unknown =>
  contentType === 'application/json'
    ? JSON.parse(body)
    : Object.fromEntries(
        [...Map.groupBy(new URLSearchParams(body), ([key]) => key)].map(([key, pairs]) => {
          const texts = pairs.map(([, text]) => text)
          return [key, texts.length > 1 ? texts : texts[0]]
        }),
      )

/** A form, one of its events, and a submission that tells of it; null for a test. */
const anySent = anyPayloadForm.chain((form) =>
  fc.constantFrom(...eventsOf(form.kind)).chain((type) =>
    fc.record({
      form: fc.constant(form),
      type: fc.constant(type),
      submission: fc.option(
        answersTo(form.definition, type === 'form.submission.partial').map((answers) =>
          makeEventSubmission({
            answers,
            status: type === 'form.submission.partial' ? 'partial' : 'completed',
          }),
        ),
        { freq: 6 },
      ),
    }),
  ),
)

const makeForm = (input: DefinitionInput, kind: PayloadForm['kind'] = 'form'): PayloadForm => ({
  id: 'frm_1',
  title: 'Contact',
  kind,
  definition: v.parse(Definition, input),
})
const fieldsForm = (...fields: DefinitionInput['pages'][number]['fields']) =>
  makeForm({ pages: [{ id: 'p1', fields }] })

const shown = (form: PayloadForm, format: BodyFormat = 'fields', ...events: EventType[]) => {
  const [first = 'form.submission.created', ...more] = events
  const contentType = 'application/json'
  return payloadOf({ form, version: 1, format, contentType, events: [first, ...more] })
}

describe('whatever the form and the answers', () => {
  test.each(contentTypes)(
    'every body that is sent as %s is what its schema says',
    (contentType) => {
      fc.assert(
        fc.property(anySent, fc.constantFrom(...bodyFormats), ({ form, type, submission }, format) => {
          const told = type === 'webhook.test' ? null : submission
          const body = payloadExample({ form, format, contentType }, eventOf(type), told)
          const { schema } = payloadOf({ form, version: 1, format, contentType, events: [type] })
          expect(complaint(schema, parsed(contentType, body))).toBeNull()
        }),
        { numRuns: 60, interruptAfterTimeLimit: ENOUGH_MS },
      )
    },
    PATIENCE_MS,
  )

  test(
    'one schema holds the bodies of every event',
    () => {
      fc.assert(
        fc.property(
          anySent,
          fc.constantFrom(...bodyFormats),
          fc.constantFrom(...contentTypes),
          ({ form, type, submission }, format, contentType) => {
            const told = type === 'webhook.test' ? null : submission
            const body = payloadExample({ form, format, contentType }, eventOf(type), told)
            const events = eventsOf(form.kind)
            const { schema } = payloadOf({ form, version: 1, format, contentType, events })
            expect(complaint(schema, parsed(contentType, body))).toBeNull()
          },
        ),
        { numRuns: 20, interruptAfterTimeLimit: ENOUGH_MS },
      )
    },
    PATIENCE_MS,
  )

  test(
    'a body that says more, less or something else is refused',
    () => {
      const refused = { more: 0, other: 0, less: 0 }
      fc.assert(
        fc.property(anySent, ({ form, type, submission }) => {
          fc.pre(submission !== null && type !== 'form.submission.erased')
          const { schema } = shown(form, 'fields', type)
          const judge = judgeOf(schema)
          const told = type === 'webhook.test' ? null : submission
          const source = { form, format: 'fields', contentType: 'application/json' } as const
          const body: Record<string, unknown> = JSON.parse(payloadExample(source, eventOf(type), told))
          expect(judge({ ...body, 'not a name': 'x' })).not.toBeNull()
          refused.more++
          for (const name of Object.keys(body)) {
            expect(judge({ ...body, [name]: null })).not.toBeNull()
            refused.other++
          }
          for (const name of (schema.required ?? []) as string[]) {
            const { [name]: _, ...less } = body
            expect(judge(less)).not.toBeNull()
            refused.less++
          }
        }),
        { numRuns: 40 },
      )
      expect(Math.min(...Object.values(refused))).toBeGreaterThan(10)
    },
    PATIENCE_MS,
  )
})

describe('what is required', () => {
  const text = (name: string, more: object = {}) =>
    ({ id: name, name, kind: 'text', label: name, required: true, ...more }) as const
  const required = (form: PayloadForm, event: EventType = 'form.submission.created') =>
    shown(form, 'fields', event).schema.required ?? []

  test('is what no visitor can leave out', () => {
    expect(
      required(
        fieldsForm(
          text('a'),
          text('b', { required: false }),
          { id: 'c', name: 'c', kind: 'hidden', default: 'x' },
          { id: 'd', name: 'd', kind: 'hidden' },
          { id: 'e', name: 'e', kind: 'statement', label: 'E' },
        ),
      ),
    ).toEqual(['a', 'c'])
  })

  test('is not what a rule may hide, show late, or lead past', () => {
    const when = { field: 'a', is: 'equal', to: 'x' } as const
    const pages = [
      { id: 'p1', fields: [text('a'), text('b'), text('c')] },
      { id: 'p2', fields: [text('d')] },
      { id: 'p3', fields: [text('e')] },
    ]
    const of = (...rules: NonNullable<DefinitionInput['rules']>) => required(makeForm({ pages, rules }))
    expect(of()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(of({ if: when, then: { hide: 'b' } }, { if: when, then: { show: 'c' } })).toEqual(['a', 'd', 'e'])
    expect(of({ if: when, then: { jump: 'p3' } })).toEqual(['a', 'b', 'c', 'e'])
    expect(of({ if: when, then: { end: true } })).toEqual(['a', 'b', 'c'])
    expect(of({ if: when, then: { require: 'b' } })).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('is nothing while a visitor has not finished, and nothing is left when it was erased', () => {
    const form = fieldsForm(text('a'))
    expect(required(form, 'form.submission.partial')).toEqual([])
    const { schema, types } = shown(form, 'fields', 'form.submission.erased')
    expect(complaint(schema, {})).toBeNull()
    expect(complaint(schema, { a: 'x' })).not.toBeNull()
    expect(types).toContain('export type Payload = Record<string, never>')
  })
})

test('words of one’s own may be empty beside options, and not alone', () => {
  const asked = { label: 'Topics', options: [{ value: 'a', label: 'A' }], other: true }
  const { schema } = shown(
    fieldsForm(
      { id: 'f1', name: 'one', kind: 'single-choice', ...asked },
      { id: 'f2', name: 'more', kind: 'multiple-choice', ...asked },
    ),
  )
  expect(complaint(schema, { more: ['a', ''] })).toBeNull()
  expect(complaint(schema, { more: [] })).not.toBeNull()
  expect(complaint(schema, { one: '' })).not.toBeNull()
})

describe('the types', () => {
  test('say what there is in the words of the owner', () => {
    const form = fieldsForm(
      { id: 'f1', name: 'email', kind: 'email', label: '**Your** email', help: 'We answer.', required: true },
      {
        id: 'f2',
        name: 'first-topic',
        kind: 'single-choice',
        label: 'Topic',
        options: [
          { value: 'sales', label: 'Sales' },
          { value: 'other', label: 'other' },
        ],
        other: true,
      },
      { id: 'f3', name: 'stars', kind: 'rating', label: 'Stars' },
    )
    expect(shown(form).types).toMatchInlineSnapshot(`
      "/**
       * What Fieldpost sends for “Contact”, version 1.
       * Format fields, application/json; form.submission.created.
       */

      /**
       * Contact: what form.submission.created sends
       * A visitor sent the form.
       */
      export interface Payload {
        /**
         * Your email
         * We answer.
         */
        email: string
        /**
         * Topic
         * "sales": Sales
         * Or words of the visitor's own.
         */
        "first-topic"?: "sales" | "other" | (string & {})
        /** Stars */
        stars?: number
      }
      "
    `)
  })

  test('of several events are a union that the type of the event tells apart', () => {
    const form = fieldsForm({ id: 'f1', name: 'email', kind: 'email', label: 'Email', required: true })
    const { types } = shown(form, 'event', 'form.submission.created', 'form.submission.partial')
    expect(types).toContain('export type Payload = FormSubmissionCreated | FormSubmissionPartial\n')
    expect(types).toContain('event_type: "form.submission.created"')
    expect(types).toContain('submission_data: PartialAnswers')
  })

  test('of a urlencoded body have the keys as they are sent', () => {
    const form = fieldsForm(
      { id: 'f1', name: 'cv', kind: 'file', label: 'CV', maxFiles: 2 },
      { id: 'f2', name: 'home', kind: 'address', label: 'Home', required: true },
      { id: 'f3', name: 'agree', kind: 'consent', label: 'I agree', required: true },
    )
    const { types } = payloadOf({
      form,
      version: 1,
      format: 'fields',
      contentType: 'application/x-www-form-urlencoded',
      events: ['form.submission.created'],
    })
    expect(types).toContain('[key: `cv[$' + '{number}][name]`]: string')
    expect(types).toContain('"home[city]": string')
    expect(types).toContain('"home[line2]"?: string')
    expect(types).toContain('agree: "true"')
  })
})
