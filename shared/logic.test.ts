import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { isAnswered } from './answered.ts'
import type { Answers } from './fields/index.ts'
import { Definition, type DefinitionInput } from './form.ts'
import { pathOf } from './logic.ts'
import { type Course, visibleSteps } from './pages.ts'

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
