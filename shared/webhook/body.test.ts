import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyFormats, renderBody } from './body.ts'
import type { AnswerValue } from './event.ts'
import { makeEvent, makeEventField, makeEventSubmission } from './make.ts'

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

describe('fields', () => {
  test('the body is the answers and nothing else, in the order of the form', () => {
    const submission = makeEventSubmission({ answers: { email: 'ada@example.com', name: 'Ada' } })
    expect(renderBody('fields', json, makeEvent({ submission }))).toBe(
      '{"name":"Ada","email":"ada@example.com"}',
    )
  })

  test('hidden fields and every shape of answer are sent as they are', () => {
    const answers = {
      source: 'newsletter',
      stars: 4,
      agree: true,
      topics: ['a', 'b'],
      grid: { speed: 'good' },
      files: [{ id: 'u1', name: 'cv.pdf', type: 'application/pdf', size: 12 }],
    }
    const fields = Object.keys(answers).map((name) => makeEventField({ name }))
    const event = makeEvent({ form: { fields }, submission: makeEventSubmission({ answers }) })
    expect(renderBody('fields', json, event)).toBe(JSON.stringify(answers))
  })

  test('an answer whose field is unknown still arrives, last', () => {
    const submission = makeEventSubmission({ answers: { old: 1, name: 'Ada' } })
    expect(renderBody('fields', json, makeEvent({ submission }))).toBe('{"name":"Ada","old":1}')
  })
})

describe('event', () => {
  test('a form tells of the submission and of the form with its fields', () => {
    expect(JSON.parse(renderBody('event', json, makeEvent()))).toEqual({
      event_type: 'form.submission.created',
      event_id: '0198c0de-0000-7000-8000-00000000eeee',
      timestamp: '2026-01-02T03:04:06.000Z',
      data: {
        submission: {
          id: '0198c0de-0000-7000-8000-00000000aaaa',
          form_id: 'form-1',
          submission_data: { name: 'Ada', email: 'ada@example.com' },
          status: 'completed',
          created_at: '2026-01-02T03:04:05.678Z',
        },
        form: {
          id: 'form-1',
          title: 'Contact',
          fields: [
            { name: 'name', label: 'Your name', kind: 'text' },
            { name: 'email', label: 'Email', kind: 'email' },
          ],
        },
      },
    })
  })

  test('a survey tells of the response and of the survey', () => {
    const event = makeEvent({ type: 'survey.response.created', form: { kind: 'survey', title: 'Happy?' } })
    expect(JSON.parse(renderBody('event', json, event))).toEqual({
      event_type: 'survey.response.created',
      event_id: '0198c0de-0000-7000-8000-00000000eeee',
      timestamp: '2026-01-02T03:04:06.000Z',
      data: {
        response: {
          id: '0198c0de-0000-7000-8000-00000000aaaa',
          survey_id: 'form-1',
          response_data: { name: 'Ada', email: 'ada@example.com' },
          completion_status: 'completed',
          created_at: '2026-01-02T03:04:05.678Z',
        },
        survey: { id: 'form-1', title: 'Happy?' },
      },
    })
  })
})

describe('responses', () => {
  const fields = [
    makeEventField({ name: 'stars', label: 'Please rate us', kind: 'rating' }),
    makeEventField({ name: 'mood', label: 'Are you satisfied?', kind: 'smiley' }),
    makeEventField({ name: 'skipped', label: 'Anything else?', kind: 'long-text' }),
    makeEventField({ name: 'thanks', label: 'Thanks', kind: 'statement' }),
    makeEventField({ name: 'score', kind: 'nps' }),
    makeEventField({ name: 'tag', kind: 'hidden' }),
  ]
  const answers = { tag: 'beta', score: 9, mood: 'good', stars: 3 }

  test('each answered question is listed in the order of the form, titled by its label or else its name', () => {
    const event = makeEvent({ form: { fields }, submission: makeEventSubmission({ answers }) })
    expect(JSON.parse(renderBody('responses', json, event))).toEqual({
      tag: 'beta',
      createdAt: '2026-01-02T03:04:05.678Z',
      phone: null,
      language: null,
      responses: [
        { type: 'Rating', response: 3, title: 'Please rate us' },
        { type: 'Smiley', response: 'good', title: 'Are you satisfied?' },
        { type: 'NPS', response: 9, title: 'score' },
        { type: 'Hidden', response: 'beta', title: 'tag' },
      ],
      teamId: 'workspace-1',
      surveyId: 'form-1',
    })
  })

  test('the context goes before a hidden field of the same name', () => {
    const context = { tag: 'page', phone: '+12025550123', language: 'de' }
    const event = makeEvent({ form: { fields }, submission: makeEventSubmission({ answers, context }) })
    expect(JSON.parse(renderBody('responses', json, event))).toMatchObject(context)
  })

  test('a visible question named phone is an answer, not what the page told', () => {
    const event = makeEvent({
      form: { fields: [makeEventField({ name: 'phone', kind: 'phone' })] },
      submission: makeEventSubmission({ answers: { phone: '1' } }),
    })
    expect(JSON.parse(renderBody('responses', json, event)).phone).toBeNull()
  })

  test('the type is the kind in title case', () => {
    const types = ['long-text', 'single-choice', 'yes-no', 'url', ''].map((kind) => {
      const event = makeEvent({
        form: { fields: [makeEventField({ name: 'q', kind })] },
        submission: makeEventSubmission({ answers: { q: 1 } }),
      })
      return JSON.parse(renderBody('responses', json, event)).responses[0].type
    })
    expect(types).toEqual(['Long Text', 'Single Choice', 'Yes No', 'URL', ''])
  })
})

describe('as a form', () => {
  test('lists are repeated keys, objects are brackets, null is empty', () => {
    const answers = {
      name: 'Ada Löve & Co',
      topics: ['a', 'b'],
      none: [],
      grid: { speed: 'good', 'a b': 'x' },
      files: [{ id: 'u1', size: 1 }, { id: 'u2' }],
      nothing: null,
      agree: true,
      zero: -0,
    }
    const event = makeEvent({
      form: { fields: Object.keys(answers).map((name) => makeEventField({ name })) },
      submission: makeEventSubmission({ answers }),
    })
    const body = renderBody('fields', form, event)
    expect(body).toMatch(/^name=Ada\+L%C3%B6ve\+%26\+Co&topics=a&topics=b&grid%5Bspeed%5D=good&/)
    expect([...new URLSearchParams(body)]).toEqual([
      ['name', 'Ada Löve & Co'],
      ['topics', 'a'],
      ['topics', 'b'],
      ['grid[speed]', 'good'],
      ['grid[a b]', 'x'],
      ['files[0][id]', 'u1'],
      ['files[0][size]', '1'],
      ['files[1][id]', 'u2'],
      ['nothing', ''],
      ['agree', 'true'],
      ['zero', '0'],
    ])
  })

  test('the event keeps its nesting in brackets', () => {
    const pairs = new URLSearchParams(renderBody('event', form, makeEvent()))
    expect(pairs.get('event_type')).toBe('form.submission.created')
    expect(pairs.get('data[submission][submission_data][email]')).toBe('ada@example.com')
    expect(pairs.get('data[form][fields][1][name]')).toBe('email')
  })
})

test('a test carries sample answers under the names of the fields, and the id of the event', () => {
  const event = makeEvent({ type: 'webhook.test', submission: null })
  expect(JSON.parse(renderBody('fields', json, event))).toEqual({
    name: 'Sample text',
    email: 'ada@example.com',
  })
  expect(JSON.parse(renderBody('event', json, event))).toMatchObject({
    event_type: 'webhook.test',
    data: { submission: { id: event.id, status: 'completed', created_at: event.createdAt } },
  })
})

test.each(bodyFormats)('an erased submission leaves none of its data in the %s body', (format) => {
  const submission = makeEventSubmission({
    answers: { name: 'secret-answer' },
    context: { phone: 'secret-phone', tag: 'secret-tag' },
  })
  const event = makeEvent({ type: 'form.submission.erased', submission })
  expect(renderBody(format, json, event)).not.toContain('secret')
  expect(renderBody(format, form, event)).not.toContain('secret')
})

describe('whatever the answers', () => {
  // Any 16-bit unit, so that half surrogate pairs occur, beside the names that JavaScript treats in its own way.
  const text = fc.oneof(
    fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('__proto__', 'constructor', 'toJSON', '\u2028', '\ud800', '\udc00\ud800'),
    // Deep for whoever takes them for structure.
    fc
      .tuple(
        fc.constantFrom('[', '{"a":', '"', '\\', '\u2028', '\0', '😀', '%5B'),
        fc.integer({ min: 1, max: 400 }),
      )
      .map(([part, times]) => part.repeat(times)),
  )
  const name = fc.oneof(
    // Brackets part names in a form: see below.
    text.map((text) => text.replaceAll(/[[\]]/g, '')),
    fc.nat(4_294_967_300).map(String),
    fc.constantFrom('__proto__', '-1', '1.5', '01', ''),
  )
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(-0, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 2 ** 53, 2 ** 53 + 2, 0.1 + 0.2),
  )
  const value = fc.letrec<{ any: AnswerValue }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('any')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).any
  const event = fc
    .record({
      answers: fc.array(fc.tuple(name, value), { maxLength: 8 }),
      names: fc.array(name),
      title: text,
    })
    .map(({ answers, names, title }) =>
      makeEvent({
        form: {
          title,
          fields: [...names, ...answers.map(([name]) => name)]
            .sort()
            .map((name) => makeEventField({ name, label: title })),
        },
        submission: makeEventSubmission({ answers: Object.fromEntries(answers), context: { tag: title } }),
      }),
    )

  test.each(bodyFormats)(
    'a receiver that parses the %s body and writes it again has the same bytes',
    (format) => {
      fc.assert(
        fc.property(event, (event) => {
          const body = renderBody(format, json, event)
          expect(JSON.stringify(JSON.parse(body))).toBe(body)
          expect(new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode(body))).toBe(body)
        }),
        { numRuns: 500 },
      )
    },
  )

  test('no answer is lost or changed on its way into the body', () => {
    fc.assert(
      fc.property(event, (event) => {
        const sent: Record<string, unknown> = JSON.parse(renderBody('fields', json, event))
        const given = Object.entries(event.submission?.answers ?? {})
        expect(Object.keys(sent).sort()).toEqual(given.map(([name]) => name).sort())
        for (const [name, answer] of given)
          expect(JSON.stringify(Object.getOwnPropertyDescriptor(sent, name)?.value)).toBe(
            JSON.stringify(answer),
          )
      }),
      { numRuns: 500 },
    )
  })

  test.each(bodyFormats)(
    'the %s body as a form is plain ASCII, and is read as what the JSON has',
    (format) => {
      fc.assert(
        fc.property(event, (event) => {
          const body = renderBody(format, form, event)
          expect(body).toMatch(/^[\x20-\x7e]*$/)
          const content: AnswerValue = JSON.parse(renderBody(format, json, event))
          expect(readPairs(body)).toEqual(leavesOf(content))
        }),
      )
    },
  )

  test('a name with brackets is found as it is by who knows it', () => {
    const answers = { grid: { 'a[b]': 'x', ']': 'y', '': 'z' } }
    const fields = [makeEventField({ name: 'grid' })]
    const event = makeEvent({ form: { fields }, submission: makeEventSubmission({ answers }) })
    const pairs = new URLSearchParams(renderBody('fields', form, event))
    expect([...pairs]).toEqual([
      ['grid[a[b]]', 'x'],
      ['grid[]]', 'y'],
      ['grid[]', 'z'],
    ])
  })
})

/** Every text under the names that lead to it, in order; half surrogate pairs are none in a form. */
type Leaves = Map<string, string[]>

function add(leaves: Leaves, path: readonly string[], text: string) {
  const key = JSON.stringify(path)
  leaves.set(key, [...(leaves.get(key) ?? []), text])
}

/** As PHP and `qs` read it: `a[b][c]`, and repeated names as lists. */
function readPairs(body: string): Leaves {
  const leaves: Leaves = new Map()
  for (const [key, text] of new URLSearchParams(body)) {
    const at = key.indexOf('[')
    const inner = at < 0 ? [] : [...key.slice(at).matchAll(/\[([^\]]*)\]/g)].map(([, name = '']) => name)
    add(leaves, [at < 0 ? key : key.slice(0, at), ...inner], text)
  }
  return leaves
}

function leavesOf(value: AnswerValue, path: readonly string[] = [], leaves: Leaves = new Map()): Leaves {
  if (typeof value !== 'object' || value === null)
    add(leaves, path, value === null ? '' : String(value).toWellFormed())
  else
    for (const [name, item] of Object.entries(value)) {
      const isOneOfMany = Array.isArray(value) && (typeof item !== 'object' || item === null)
      leavesOf(item, isOneOfMany ? path : [...path, name.toWellFormed()], leaves)
    }
  return leaves
}
