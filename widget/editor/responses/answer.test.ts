import { Field } from '@fieldpost/shared/fields/index.ts'
import type { Submission } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { answerText, columnsOf } from './answer.ts'

const field = (input: object) => v.parse(Field, { id: 'f1', name: 'answer', ...input })
const choice = field({
  kind: 'multiple-choice',
  options: [{ value: 'a', label: 'First **one**' }, { value: 'b' }],
})

test.each([
  ['Ada', field({ kind: 'text' }), 'Ada'],
  [['a', 'b', 'gone'], choice, 'First one, b, gone'],
  [true, field({ kind: 'yes-no' }), 'Yes'],
  [false, field({ kind: 'yes-no' }), 'No'],
  [true, field({ kind: 'consent' }), 'Agreed'],
  [4, field({ kind: 'rating' }), '4 of 5'],
  [0, field({ kind: 'nps' }), '0 of 10'],
  [{ line1: 'Main street' }, null, '{"line1":"Main street"}'],
  [undefined, field({ kind: 'text' }), ''],
])('%j reads %#', (value, of, expected) => {
  expect(answerText(value, of)).toBe(expected)
})

test('answers to fields that are gone get columns of their own, behind the others', () => {
  const submission = { answers: { old: 'x', answer: 'y' } } as unknown as Submission
  const columns = columnsOf(
    [field({ kind: 'text', label: 'Question' }), field({ kind: 'statement', name: 's' })],
    [submission],
  )
  expect(columns.map(({ name, label }) => [name, label])).toEqual([
    ['answer', 'Question'],
    ['old', 'old'],
  ])
})
