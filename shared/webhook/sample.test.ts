import * as v from 'valibot'
import { expect, test } from 'vitest'
import { answerFault, Field } from '../fields/index.ts'
import { makeEventField } from './make.ts'
import { sampleAnswers } from './sample.ts'

const options = [
  { value: 'red', label: 'Red' },
  { value: 'blue', label: 'Blue' },
]
const ownSettings: Record<string, object> = {
  'single-choice': { options },
  'multiple-choice': { options },
  dropdown: { options },
  'picture-choice': { options },
  ranking: { options },
  matrix: { rows: options, columns: options },
  smiley: { count: 3 },
}
const kinds = Field.options.map((option) => option.entries.kind.literal)

test.each(kinds)('a sample of %s is an answer that a visitor could give', (kind) => {
  const field = v.parse(Field, { id: 'f1', name: 'it', kind, label: 'It', ...ownSettings[kind] })
  const sample = sampleAnswers([field])
  if (kind === 'statement') expect(sample).toEqual({})
  else expect(answerFault(field, sample.it)).toBeUndefined()
})

test('samples stand in the order of the form, under the names of its fields', () => {
  const sample = sampleAnswers([
    makeEventField({ name: 'stars', kind: 'rating' }),
    makeEventField({ name: 'why' }),
  ])
  expect(Object.entries(sample)).toEqual([
    ['stars', 4],
    ['why', 'Sample text'],
  ])
})

test('a kind that this version does not know gets a text', () => {
  expect(sampleAnswers([makeEventField({ name: 'x', kind: 'toString' })])).toEqual({ x: 'Sample answer' })
})
