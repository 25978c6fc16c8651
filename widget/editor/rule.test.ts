import { Definition } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import type { Rule } from '@fieldpost/shared/rule.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { askable, firstComparison, fromSimple, ruleOf, rulesAbout } from './rule.ts'

const options = [{ value: 'a', label: 'A' }]
const withRules = (rules: Rule[]) =>
  v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        fields: [
          { id: 'f1', name: 'text', kind: 'text', label: 'Text' },
          { id: 'f2', name: 'choice', kind: 'multiple-choice', label: 'Choice', options },
          { id: 'f3', name: 'date', kind: 'date', label: 'Date' },
          { id: 'f4', name: 'rating', kind: 'rating', label: 'Rating' },
          { id: 'f5', name: 'yes', kind: 'yes-no', label: 'Yes' },
          { id: 'f6', name: 'face', kind: 'smiley', label: 'Face' },
          { id: 'f7', name: 'words', kind: 'statement', label: 'Words' },
        ],
      },
    ],
    rules,
  })
const about = (rules: Rule[], id = 'f1') => {
  const definition = withRules(rules)
  return rulesAbout(definition, fieldsOf(definition), id)
}

describe('the rules about a field', () => {
  test('are none when none speaks of it', () => {
    expect(about([ruleOf({ field: 'date', is: 'answered' }, { show: 'f2' })])).toEqual({ type: 'none' })
  })

  test('are simple when one lists comparisons, and come back as they were', () => {
    const rule = ruleOf({ any: [{ field: 'date', is: 'answered' }] }, { hide: 'f1' })
    const found = about([rule])
    expect(found).toMatchObject({ type: 'simple', rule: { action: 'hide', match: 'any' } })
    expect(found.type === 'simple' && fromSimple('f1', found.rule)).toEqual(rule)
  })

  test('are simple when one is a single comparison', () => {
    expect(about([ruleOf({ field: 'date', is: 'answered' }, { show: 'f1' })])).toMatchObject({
      rule: { match: 'all', comparisons: [{ field: 'date', is: 'answered' }] },
    })
  })

  test('are found by the name of the field too', () => {
    expect(about([ruleOf({ field: 'date', is: 'answered' }, { show: 'text' })]).type).toBe('simple')
  })

  test('are others when there are several, or one is nested', () => {
    const simple = ruleOf({ field: 'date', is: 'answered' }, { show: 'f1' })
    const nested = ruleOf({ all: [{ any: [{ field: 'date', is: 'answered' }] }] }, { show: 'f1' })
    expect(about([simple, simple])).toEqual({ type: 'other', count: 2 })
    expect(about([nested])).toEqual({ type: 'other', count: 1 })
  })
})

test('a field may ask for every other that takes an answer', () => {
  const names = askable(fieldsOf(withRules([])), 'f1').map(({ name }) => name)
  expect(names).toEqual(['choice', 'date', 'rating', 'yes', 'face'])
})

test.each(['f2', 'f3', 'f4', 'f5', 'f6'])('the first comparison with %s can be published', (id) => {
  const fields = fieldsOf(withRules([]))
  const asked = fields.find((field) => field.id === id)
  const rule = ruleOf({ all: asked ? [firstComparison(asked)] : [] }, { show: 'f1' })
  expect(publishIssues(withRules([rule]))).toEqual([])
})
