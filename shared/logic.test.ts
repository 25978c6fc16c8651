import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { isAnswered } from './answered.ts'
import type { Answers } from './fields/index.ts'
import { Definition, type DefinitionInput } from './form.ts'
import { pathOf } from './logic.ts'
import { type Course, stepsOf, visibleSteps } from './pages.ts'

const visibleFields = (course: Course, answers: Answers) => pathOf(course, answers).visible

type Rules = NonNullable<DefinitionInput['rules']>

const form = (rules: Rules) =>
  v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        fields: [
          {
            id: 'f1',
            name: 'topic',
            kind: 'single-choice',
            options: [{ value: 'sales' }, { value: 'help' }],
          },
          { id: 'f2', name: 'company', kind: 'text' },
          { id: 'f3', name: 'size', kind: 'number' },
        ],
      },
      {
        id: 'p2',
        fields: [
          { id: 'f4', name: 'likes', kind: 'multiple-choice', options: [{ value: 'a' }, { value: 'b' }] },
          { id: 'f5', name: 'when', kind: 'date' },
        ],
      },
    ],
    rules,
  } satisfies DefinitionInput)

const seen = (rules: Rules, answers: Parameters<typeof visibleFields>[1]) =>
  [...visibleFields(form(rules), answers)].sort().join(' ')

const showCompany: Rules = [{ if: { field: 'topic', is: 'equal', to: 'sales' }, then: { show: 'f2' } }]

describe('the fields that a visitor sees', () => {
  it('are all of them while no rule says otherwise', () => {
    expect(seen([], {})).toBe('f1 f2 f3 f4 f5')
  })

  it('include a field with a rule to show it only when the rule holds', () => {
    expect(seen(showCompany, {})).toBe('f1 f3 f4 f5')
    expect(seen(showCompany, { topic: 'help' })).toBe('f1 f3 f4 f5')
    expect(seen(showCompany, { topic: 'sales' })).toBe('f1 f2 f3 f4 f5')
  })

  it('include a field when any of its rules shows it, but not when one hides it', () => {
    const rules: Rules = [
      ...showCompany,
      { if: { field: 'size', is: 'greater', to: 10 }, then: { show: 'f2' } },
      { if: { field: 'likes', is: 'contains', to: 'b' }, then: { hide: 'f2' } },
    ]
    expect(seen(rules, { size: 11 })).toContain('f2')
    expect(seen(rules, { size: 11, topic: 'sales', likes: ['a', 'b'] })).not.toContain('f2')
  })

  it('fall together: the answer of a field that is not seen counts as not given', () => {
    const rules: Rules = [...showCompany, { if: { field: 'company', is: 'answered' }, then: { show: 'f3' } }]
    expect(seen(rules, { topic: 'sales', company: 'Engines' })).toContain('f3')
    expect(seen(rules, { topic: 'help', company: 'Engines' })).not.toContain('f3')
  })

  it('take names in conditions and ids in actions, and each for the other', () => {
    const rules: Rules = [{ if: { field: 'f1', is: 'equal', to: 'sales' }, then: { show: 'company' } }]
    expect(seen(rules, { topic: 'sales' })).toBe('f1 f2 f3 f4 f5')
    expect(seen(rules, {})).toBe('f1 f3 f4 f5')
  })

  it.each([
    ['equal', 'sales', { topic: 'sales' }, true],
    ['not-equal', 'sales', { topic: 'help' }, true],
    ['not-equal', 'sales', {}, true],
    ['answered', undefined, { topic: 'help' }, true],
    ['answered', undefined, { topic: ' ' }, false],
    ['not-answered', undefined, {}, true],
  ] as const)('%s %s', (is, to, answers, expected) => {
    const rules: Rules = [{ if: { field: 'topic', is, ...(to && { to }) }, then: { show: 'f2' } }]
    expect(seen(rules, answers).includes('f2')).toBe(expected)
  })

  it.each([
    [{ field: 'size', is: 'greater', to: 10 }, { size: 10 }, false],
    [{ field: 'size', is: 'less', to: 10 }, { size: 9.5 }, true],
    [{ field: 'size', is: 'less', to: 10 }, {}, false],
    [{ field: 'size', is: 'greater', to: '10' }, { size: 11 }, false],
    [{ field: 'when', is: 'greater', to: '2026-01-31' }, { when: '2026-02-01' }, true],
    [{ field: 'size', is: 'at-least', to: 10 }, { size: 10 }, true],
    [{ field: 'size', is: 'at-least', to: 10 }, { size: 9 }, false],
    [{ field: 'size', is: 'at-most', to: 10 }, { size: 10 }, true],
    [{ field: 'size', is: 'at-most', to: 10 }, {}, false],
    [{ field: 'when', is: 'at-most', to: '2026-01-31' }, { when: '2026-01-31' }, true],
    [{ field: 'company', is: 'starts-with', to: 'ana' }, { company: ' Analytical' }, true],
    [{ field: 'company', is: 'starts-with', to: 'lyt' }, { company: 'Analytical' }, false],
    [{ field: 'company', is: 'ends-with', to: 'CAL' }, { company: 'Analytical ' }, true],
    [{ field: 'company', is: 'ends-with', to: 'x' }, {}, false],
    [{ field: 'company', is: 'contains', to: 'ENGINE' }, { company: 'Analytical engines' }, true],
    [{ field: 'company', is: 'not-contains', to: 'x' }, {}, true],
    [{ field: 'likes', is: 'contains', to: 'a' }, { likes: ['a'] }, true],
    [{ field: 'likes', is: 'not-contains', to: 'a' }, { likes: ['b'] }, true],
    [
      {
        all: [
          { field: 'size', is: 'answered' },
          { field: 'likes', is: 'answered' },
        ],
      },
      { size: 1 },
      false,
    ],
    [
      {
        any: [
          { field: 'size', is: 'answered' },
          { field: 'likes', is: 'answered' },
        ],
      },
      { size: 1 },
      true,
    ],
    [{ all: [{ any: [{ field: 'size', is: 'equal', to: 1 }] }] }, { size: 1 }, true],
    [{ field: 'nobody', is: 'not-answered' }, {}, false],
  ] as [Rules[number]['if'], Record<string, never>, boolean][])(
    '%j of %j is %s',
    (condition, answers, expected) => {
      expect(seen([{ if: condition, then: { show: 'topic' } }], answers).includes('f1')).toBe(expected)
    },
  )

  it('never hang or throw, whatever the rules and the answers', () => {
    const names = ['topic', 'company', 'size', 'likes', 'when', 'f1', 'f5', 'nobody']
    const rule = fc.record({
      if: fc.record({
        field: fc.constantFrom(...names),
        is: fc.constantFrom('equal', 'not-equal', 'contains', 'greater', 'less', 'answered', 'not-answered'),
        to: fc.oneof(fc.string(), fc.double(), fc.boolean()),
      }),
      then: fc.oneof(
        fc.record({ show: fc.constantFrom(...names) }),
        fc.record({ hide: fc.constantFrom(...names) }),
      ),
    })
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 12 }),
        fc.dictionary(fc.constantFrom(...names), fc.jsonValue()),
        (rules, answers) => {
          const { pages } = form([])
          const visible = visibleFields(
            { pages, rules: rules as never, settings: { steps: 'pages' } },
            answers as never,
          )
          for (const id of visible) expect(['f1', 'f2', 'f3', 'f4', 'f5']).toContain(id)
        },
      ),
    )
  })
})

describe('one part of an answer', () => {
  const parted = v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        fields: [
          { id: 'f1', name: 'grid', kind: 'matrix', rows: [{ value: 'r' }], columns: [{ value: 'c' }] },
          { id: 'f2', name: 'rank', kind: 'ranking', options: [{ value: 'a' }, { value: 'b' }] },
          { id: 'f3', name: 'home', kind: 'address' },
          { id: 'f4', name: 'last', kind: 'text' },
        ],
      },
    ],
  })
  it.each([
    [{ field: 'grid', part: 'r', is: 'equal', to: 'c' }, { grid: { r: 'c' } }, true],
    [{ field: 'grid', part: 'r', is: 'equal', to: 'c' }, { grid: { q: 'c' } }, false],
    [{ field: 'grid', part: 'constructor', is: 'answered' }, { grid: { r: 'c' } }, false],
    [{ field: 'rank', part: '1', is: 'equal', to: 'b' }, { rank: ['b', 'a'] }, true],
    [{ field: 'rank', part: '2', is: 'equal', to: 'b' }, { rank: ['b', 'a'] }, false],
    [{ field: 'rank', part: '3', is: 'not-answered' }, { rank: ['b', 'a'] }, true],
    [{ field: 'home', part: 'city', is: 'starts-with', to: 'yo' }, { home: { city: 'York' } }, true],
    [{ field: 'home', part: 'city', is: 'answered' }, {}, false],
  ] as [Rules[number]['if'], Answers, boolean][])('%j of %j is %s', (condition, answers, expected) => {
    const course = { ...parted, rules: [{ if: condition, then: { show: 'f4' } }] } as Course
    expect(pathOf(course, answers).visible.has('f4')).toBe(expected)
  })
})

describe('the way through a form', () => {
  const topicIs = (to: string) => ({ field: 'topic', is: 'equal' as const, to })
  const questions = (rules: Rules): Course => ({ ...form(rules), settings: { steps: 'questions' } })
  const ids = (course: Course, answers: Answers) => [...visibleFields(course, answers)].join(' ')

  it('leaves at the end of the page that has the last question of the condition', () => {
    const rules: Rules = [{ if: topicIs('help'), then: { jump: 'f5' } }]
    expect(ids(form(rules), { topic: 'help' })).toBe('f1 f2 f3 f5')
    expect(ids(form(rules), { topic: 'sales' })).toBe('f1 f2 f3 f4 f5')
    const both: Rules = [
      { if: { all: [topicIs('help'), { field: 'likes', is: 'answered' }] }, then: { end: true } },
    ]
    expect(ids(form(both), { topic: 'help', likes: ['a'] })).toBe('f1 f2 f3 f4 f5')
  })

  it('leaves after the question itself where each is a step', () => {
    const rules: Rules = [{ if: topicIs('help'), then: { jump: 'f5' } }]
    expect(ids(questions(rules), { topic: 'help' })).toBe('f1 f5')
    expect(ids(questions([{ if: topicIs('help'), then: { jump: 'p2' } }]), { topic: 'help' })).toBe(
      'f1 f4 f5',
    )
    expect(ids(questions([{ if: topicIs('help'), then: { end: true } }]), { topic: 'help' })).toBe('f1')
  })

  it('ends early, and what comes after is not answered', () => {
    const rules: Rules = [
      { if: topicIs('help'), then: { end: true } },
      { if: { field: 'likes', is: 'answered' }, then: { thanks: 'e1' } },
    ]
    expect(ids(form(rules), { topic: 'help', likes: ['a'] })).toBe('f1 f2 f3')
    expect(pathOf(form(rules), { topic: 'help', likes: ['a'] }).ending).toBeUndefined()
    expect(pathOf(form(rules), { topic: 'sales', likes: ['a'] }).ending).toBe('e1')
  })

  it('takes the first of several jumps that hold, and no step back', () => {
    const rules: Rules = [
      { if: { field: 'when', is: 'answered' }, then: { jump: 'p1' } },
      { if: topicIs('help'), then: { jump: 'f5' } },
      { if: { field: 'topic', is: 'answered' }, then: { end: true } },
    ]
    expect(ids(questions(rules), { topic: 'help', when: '2026-01-01' })).toBe('f1 f5')
    expect(ids(questions(rules), { topic: 'sales' })).toBe('f1')
  })

  it('does not follow a jump from a question that is jumped over or hidden', () => {
    const rules: Rules = [
      { if: topicIs('help'), then: { jump: 'f3' } },
      { if: { field: 'company', is: 'answered' }, then: { end: true } },
      { if: { field: 'size', is: 'equal', to: 1 }, then: { hide: 'f4' } },
    ]
    expect(ids(questions(rules), { topic: 'help', company: 'x' })).toBe('f1 f3 f4 f5')
    expect(ids(questions(rules), { topic: 'sales', company: 'x' })).toBe('f1 f2')
  })

  it('requires what a rule requires, while it is seen', () => {
    const rules: Rules = [
      { if: topicIs('sales'), then: { require: 'f2' } },
      { if: { field: 'size', is: 'equal', to: 1 }, then: { hide: 'f2' } },
    ]
    expect([...pathOf(form(rules), { topic: 'sales' }).required]).toEqual(['f2'])
    expect([...pathOf(form(rules), { topic: 'sales', size: 1 }).required]).toEqual([])
    expect([...pathOf(form(rules), { topic: 'help' }).required]).toEqual([])
  })

  it('ends with the first ending that holds, or the form’s own', () => {
    const rules: Rules = [
      { if: topicIs('sales'), then: { thanks: 'e1' } },
      { if: { field: 'topic', is: 'answered' }, then: { thanks: 'e2' } },
    ]
    const ending = (answers: Answers) => pathOf(form(rules), answers).ending
    expect([ending({ topic: 'sales' }), ending({ topic: 'help' }), ending({})]).toEqual([
      'e1',
      'e2',
      undefined,
    ])
  })
})

it('is found at once where every question asks about the next two', () => {
  const names = Array.from({ length: 100 }, (_, index) => `f${index}`)
  const asked = (...fields: string[]) => ({
    all: fields.map((field) => ({ field, is: 'answered' as const })),
  })
  const { pages, rules, settings } = v.parse(Definition, {
    pages: [{ id: 'p1', fields: names.map((name) => ({ id: name, name, kind: 'text' })) }],
    settings: { steps: 'questions' },
    rules: [
      ...names
        .slice(0, -2)
        .map((name, index) => ({ if: asked(`f${index + 1}`, `f${index + 2}`), then: { show: name } })),
      { if: asked('f0'), then: { end: true } },
    ],
  } satisfies DefinitionInput)
  const answers = Object.fromEntries(names.map((name) => [name, 'x']))
  expect([...pathOf({ pages, rules, settings }, answers).visible]).toEqual(['f0'])
})

describe('steps', () => {
  it('are pages, or questions by their own ids, and never none', () => {
    const { pages } = form([])
    const ids = (steps: 'pages' | 'questions', of = pages) =>
      stepsOf({ pages: of, settings: { steps } }).map(({ id }) => id)
    expect(ids('pages')).toEqual(['p1', 'p2'])
    expect(ids('questions')).toEqual(['f1', 'f2', 'f3', 'f4', 'f5'])
    expect(ids('questions', [{ id: 'p1', title: '', fields: [] }])).toEqual(['p1'])
  })
})

describe('the pages that a visitor sees', () => {
  it('leave out those with nothing to show, but never all of them', () => {
    const { pages } = form([])
    const ids = (visible: string[]) => visibleSteps(pages, new Set(visible)).map((page) => page.id)
    expect(ids(['f1', 'f4'])).toEqual(['p1', 'p2'])
    expect(ids(['f4'])).toEqual(['p2'])
    expect(ids([])).toEqual(['p2'])
  })
})

describe('what counts as an answer', () => {
  it('is not what a browser sends for an untouched input', () => {
    for (const nothing of [undefined, null, '', ' \t\n', []]) expect(isAnswered(nothing)).toBe(false)
    for (const something of ['x', 0, false, ['a']]) expect(isAnswered(something)).toBe(true)
  })
})
