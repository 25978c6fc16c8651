import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { expect, it } from 'vitest'
import { makeForm } from '../test/make.ts'
import { isSettled, when } from './when.ts'

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
      { id: 'h', name: 'source', kind: 'hidden' },
      { id: 'z', name: 'more', kind: 'text', label: 'More' },
    ],
    rules,
  })

const say = (...rules: Rules) => {
  const definition = form(rules)
  const field = fieldsOf(definition).find(({ id }) => id === 'z')
  if (!field) throw new Error('The form has no field z.')
  return { sentence: when(definition, field), settled: isSettled(definition, field) }
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
    'Answer this only if it applies to you.',
    [
      { if: { field: 'age', is: 'answered' }, then: { show: 'z' } },
      { if: { field: 'sure', is: 'equal', to: true }, then: { hide: 'z' } },
    ],
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
