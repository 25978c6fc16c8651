import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Answers } from '../fields/index.ts'
import { Definition, type DefinitionInput } from '../form.ts'
import { pathOf } from '../logic.ts'
import type { Condition } from '../rule.ts'
import { conditionIssues, lostFields, meets } from './condition.ts'

type Fields = DefinitionInput['pages'][number]['fields']

const fields: Fields = [
  {
    id: 'f1',
    name: 'topic',
    kind: 'single-choice',
    label: 'Topic',
    options: [{ value: 'sales' }, { value: 'help' }],
  },
  { id: 'f2', name: 'size', kind: 'number', label: 'Size' },
  { id: 'f3', name: 'home', kind: 'address', label: 'Home' },
  { id: 'f4', name: 'note', kind: 'text', label: 'Note' },
]
const formOf = (fields: Fields, more: object = {}) =>
  v.parse(Definition, { pages: [{ id: 'p1', fields }], ...more })
const form = formOf(fields)

const sales: Condition = { field: 'topic', is: 'equal', to: 'sales' }
const big: Condition = { field: 'size', is: 'at-least', to: 100 }

describe('a webhook is sent', () => {
  it('every submission while it has no condition', () => {
    expect(meets(null, form, {})).toBe(true)
  })

  it('those alone that meet its condition', () => {
    expect(meets(sales, form, { topic: 'sales' })).toBe(true)
    expect(meets(sales, form, { topic: 'help' })).toBe(false)
    expect(meets(sales, form, {})).toBe(false)
    expect(meets({ all: [sales, big] }, form, { topic: 'sales', size: 99 })).toBe(false)
    expect(meets({ any: [sales, big] }, form, { topic: 'help', size: 100 })).toBe(true)
    const group: Condition = { all: [sales, { any: [big, { field: 'note', is: 'answered' }] }] }
    expect(meets(group, form, { topic: 'sales', note: 'Now' })).toBe(true)
    expect(meets(group, form, { topic: 'sales', size: 1 })).toBe(false)
  })

  it('by a part of an answer, and by the id of a field as by its name', () => {
    const inCork: Condition = { field: 'f3', part: 'city', is: 'equal', to: 'Cork' }
    expect(meets(inCork, form, { home: { city: 'Cork' } })).toBe(true)
    expect(meets(inCork, form, { home: { city: 'Galway' } })).toBe(false)
  })

  it('nothing by a field that the answered version does not have, whatever is asked of it', () => {
    for (const is of ['equal', 'not-equal', 'answered', 'not-answered'] as const) {
      expect(meets({ field: 'gone', is, to: 'x' }, form, { topic: 'sales' })).toBe(false)
    }
  })

  it('nothing by what every object has', () => {
    const odd = formOf([{ id: 'f1', name: 'toString', kind: 'text', label: 'Odd' }])
    expect(meets({ field: 'toString', is: 'answered' }, odd, {})).toBe(false)
  })

  it('just when a rule with the same condition would hold', () => {
    const comparison = fc.oneof(
      fc.record({
        field: fc.constant('topic'),
        is: fc.constantFrom('equal', 'not-equal', 'answered', 'not-answered'),
        to: fc.constantFrom('sales', 'help'),
      }),
      fc.record({
        field: fc.constant('size'),
        is: fc.constantFrom('equal', 'greater', 'less', 'at-least', 'at-most'),
        to: fc.constantFrom(1, 2, 3),
      }),
    )
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        comparison,
        fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      ),
    }))
    const answers = fc.record(
      { topic: fc.constantFrom('sales', 'help'), size: fc.constantFrom(1, 2, 3) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(condition, answers, (when, given) => {
        const ruled = { ...form, rules: [{ if: when, then: { show: 'f4' } }] }
        expect(meets(when, form, given)).toBe(pathOf(ruled, given as Answers).visible.has('f4'))
      }),
    )
  })
})

describe('a condition is refused', () => {
  it('when it asks for a field that neither the draft nor the newest version has', () => {
    const draft = formOf(fields.slice(1))
    expect(conditionIssues(sales, [draft, form])).toEqual([])
    expect(conditionIssues(sales, [form, draft])).toEqual([])
    expect(conditionIssues(sales, [draft])).toEqual([
      { code: 'no-such-field', message: 'The condition asks for topic, which is not on the form.' },
    ])
  })

  it('when no version has all that it asks for', () => {
    const both: Condition = { all: [sales, big] }
    expect(conditionIssues(both, [formOf(fields.slice(0, 1)), formOf(fields.slice(1))])).toHaveLength(1)
  })

  it.each<[string, Condition, string]>([
    ['a comparison that makes no sense', { field: 'topic', is: 'greater', to: 1 }, 'no-such-operator'],
    ['a part that is not there', { field: 'home', part: 'moon', is: 'equal', to: 'x' }, 'no-such-part'],
    ['a whole address compared', { field: 'home', is: 'equal', to: 'Cork' }, 'no-part'],
    ['nothing to compare with', { field: 'note', is: 'equal' }, 'no-value'],
    ['an empty group', { all: [sales, { any: [] }] }, 'no-condition'],
    ['no condition in it', { all: [] }, 'no-condition'],
  ])('for %s', (_, condition, code) => {
    expect(conditionIssues(condition, [form])).toMatchObject([{ code }])
  })

  it('never when there is none', () => {
    expect(conditionIssues(null, [form])).toEqual([])
  })
})

it('names the fields that a form lost once each', () => {
  const twice: Condition = { all: [sales, { any: [sales, { field: 'f2', is: 'answered' }] }] }
  expect(lostFields(twice, form)).toEqual([])
  expect(lostFields(twice, formOf(fields.slice(1)))).toEqual(['topic'])
  expect(lostFields(null, form)).toEqual([])
})
