import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { makeForm } from '../test/make.ts'
import { sentencesOf } from './when.ts'

type Rules = NonNullable<DefinitionInput['rules']>

const form = (rules: Rules) =>
  makeForm({
    fields: [
      {
        id: 'a',
        name: 'topic',
        kind: 'dropdown',
        label: '**Topic**',
        options: [{ value: 's', label: 'Sales' }],
      },
      { id: 'b', name: 'age', kind: 'number', label: 'Age' },
      { id: 'c', name: 'day', kind: 'date', label: 'Day' },
      { id: 'd', name: 'sure', kind: 'yes-no', label: 'Sure?' },
      { id: 'e', name: 'mood', kind: 'smiley', label: 'Mood' },
      { id: 'f', name: 'at', kind: 'time', label: 'At' },
      {
        id: 'g',
        name: 'grid',
        kind: 'matrix',
        label: 'Grid',
        rows: [{ value: 'food', label: 'Food' }],
        columns: [
          { value: 'good', label: 'Good' },
          { value: 'bad', label: 'Bad' },
        ],
      },
      { id: 'i', name: 'order', kind: 'ranking', label: 'Order', options: [{ value: 's', label: 'Sales' }] },
      { id: 'j', name: 'home', kind: 'address', label: 'Home' },
      { id: 'h', name: 'source', kind: 'hidden' },
      { id: 'z', name: 'more', kind: 'text', label: 'More' },
    ],
    rules,
  })

const say = (...rules: Rules) => {
  const definition = form(rules)
  const field = fieldsOf(definition).find(({ id }) => id === 'z')
  if (!field) throw new Error('The form has no field z.')
  const sentences = sentencesOf(definition)
  return { sentence: sentences.of(field), settled: sentences.isSettled(field) }
}

it.each<[string, Rules]>([
  ['', []],
  [
    'Answer this only if “Topic” is “Sales”.',
    [{ if: { field: 'topic', is: 'equal', to: 's' }, then: { show: 'z' } }],
  ],
  [
    'Leave this out if “Sure?” is “Yes”.',
    [{ if: { field: 'sure', is: 'equal', to: true }, then: { hide: 'z' } }],
  ],
  [
    'Answer this only if “Mood” is not “Great”.',
    [{ if: { field: 'mood', is: 'not-equal', to: 'great' }, then: { show: 'z' } }],
  ],
  [
    'Answer this only if “Age” is more than 17 and “Day” is after 2026-01-01.',
    [
      {
        if: {
          all: [
            { field: 'age', is: 'greater', to: 17 },
            { field: 'day', is: 'greater', to: '2026-01-01' },
          ],
        },
        then: { show: 'z' },
      },
    ],
  ],
  [
    'Answer this only if “Age” is answered or “Day” is not answered.',
    [
      {
        if: {
          any: [
            { field: 'age', is: 'answered' },
            { field: 'day', is: 'not-answered' },
          ],
        },
        then: { show: 'z' },
      },
    ],
  ],
  [
    'Answer this only if “Age” is answered. Leave this out if “Sure?” is “Yes”.',
    [
      { if: { field: 'age', is: 'answered' }, then: { show: 'z' } },
      { if: { field: 'sure', is: 'equal', to: true }, then: { hide: 'z' } },
    ],
  ],
  [
    'Answer this only if “Age” is answered, or if “At” is after 12:00.',
    [
      { if: { field: 'age', is: 'answered' }, then: { show: 'z' } },
      { if: { field: 'at', is: 'greater', to: '12:00' }, then: { show: 'z' } },
    ],
  ],
  [
    'Please answer this if “Grid”, “Food”, is “Bad”.',
    [{ if: { field: 'grid', part: 'food', is: 'equal', to: 'bad' }, then: { require: 'z' } }],
  ],
  [
    'Please answer this if “Order”, place 1, is “Sales”.',
    [{ if: { field: 'order', part: '1', is: 'equal', to: 's' }, then: { require: 'z' } }],
  ],
  [
    'Leave this out if “Home”, “City”, begins with “B”.',
    [{ if: { field: 'home', part: 'city', is: 'starts-with', to: 'B' }, then: { hide: 'z' } }],
  ],
  [
    'Answer this only if it applies to you.',
    [
      {
        if: {
          all: [
            { field: 'age', is: 'answered' },
            { field: 'source', is: 'equal', to: 'ad' },
          ],
        },
        then: { show: 'z' },
      },
    ],
  ],
])('%s', (sentence, rules) => {
  expect(say(...rules).sentence).toBe(sentence)
})

it('has nothing to say where only hidden fields decide', () => {
  expect(say({ if: { field: 'source', is: 'equal', to: 'ad' }, then: { show: 'z' } })).toEqual({
    sentence: '',
    settled: true,
  })
})

describe('ways past questions', () => {
  const fields = (...names: string[]) =>
    names.map((name) => ({ id: name, name, kind: 'yes-no' as const, label: name.toUpperCase() }))
  const pages = [
    { id: 'p1', fields: fields('a', 'b', 'c') },
    { id: 'p2', fields: fields('d', 'e') },
    { id: 'p3', fields: fields('f') },
  ]
  const sayOf = (rules: Rules, steps: 'pages' | 'questions' = 'pages') => {
    const definition = v.parse(Definition, { pages, rules, settings: { steps } })
    const sentences = sentencesOf(definition)
    const said: Record<string, string> = {}
    for (const page of definition.pages) {
      if (sentences.ofPage(page)) said[page.id] = sentences.ofPage(page)
      for (const field of page.fields) {
        if (sentences.of(field)) said[field.id] = sentences.of(field)
        expect(sentences.isSettled(field)).toBe(!sentences.of(field) && !sentences.ofPage(page))
      }
    }
    return said
  }
  const ifA = { field: 'a', is: 'equal' as const, to: true }

  it('are told of whole pages once', () => {
    expect(sayOf([{ if: ifA, then: { jump: 'p3' } }])).toEqual({ p2: 'Leave this part out if “A” is “Yes”.' })
    expect(sayOf([{ if: ifA, then: { end: true } }])).toEqual({
      p2: 'Leave this part out if “A” is “Yes”.',
      p3: 'Leave this part out if “A” is “Yes”.',
    })
  })

  it('are told of single questions where those are the steps', () => {
    expect(sayOf([{ if: ifA, then: { jump: 'e' } }], 'questions')).toEqual({
      b: 'Leave this out if “A” is “Yes”.',
      c: 'Leave this out if “A” is “Yes”.',
      d: 'Leave this out if “A” is “Yes”.',
    })
  })

  it('are owned up to where they take too many words', () => {
    const nested = { all: [{ any: [ifA, { field: 'b', is: 'answered' as const }] }] }
    expect(sayOf([{ if: nested, then: { jump: 'p3' } }])).toEqual({
      p2: 'Leave this part out if it does not apply to you.',
    })
  })
})
