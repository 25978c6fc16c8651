import { Field } from '@fieldpost/shared/fields/index.ts'
import type { Submission } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { answerText, columnsOf, partsOf, sizeText } from './answer.ts'

const field = (input: object) => v.parse(Field, { id: 'f1', name: 'answer', ...input })
const options = [
  { value: 'a', label: 'First **one**' },
  { value: 'b', label: '' },
]
const choice = field({ kind: 'multiple-choice', options })
const matrix = field({
  kind: 'matrix',
  rows: [
    { value: 'food', label: 'The food' },
    { value: 'room', label: 'The room' },
  ],
  columns: [
    { value: '1', label: 'Bad' },
    { value: '2', label: 'Good' },
  ],
})
const address = {
  country: 'Germany',
  city: 'Berlin',
  line1: 'Main street 1',
  postcode: '10115',
}
const file = { id: 'u1', name: 'cv.pdf', type: 'application/pdf', size: 2_500 }
const drawing = { id: 'u2', name: 'signature.png', type: 'image/png', size: 900 }

test.each([
  ['Ada', field({ kind: 'text' }), 'Ada'],
  [['a', 'b', 'my own'], choice, 'First one, b, my own'],
  [['b', 'a'], field({ kind: 'ranking', options }), '1. b, 2. First one'],
  ['a', field({ kind: 'picture-choice', options }), 'First one'],
  [true, field({ kind: 'yes-no' }), 'Yes'],
  [false, field({ kind: 'yes-no' }), 'No'],
  [true, field({ kind: 'consent' }), 'Agreed'],
  [4, field({ kind: 'rating' }), '4 of 5'],
  [0, field({ kind: 'scale', min: 0, max: 6 }), '0 of 6'],
  [0, field({ kind: 'nps' }), '0 of 10'],
  [250, field({ kind: 'slider', unit: '€', max: 900 }), '250 €'],
  ['great', field({ kind: 'smiley' }), 'Great'],
  ['14:30', field({ kind: 'time' }), '14:30'],
  [{ room: '2', food: '1' }, matrix, 'The food: Bad; The room: Good'],
  [{ bar: '2', food: '9' }, matrix, 'The food: 9; bar: Good'],
  [address, field({ kind: 'address' }), 'Main street 1, 10115 Berlin, Germany'],
  [[file], field({ kind: 'file' }), 'cv.pdf'],
  [[drawing], field({ kind: 'signature' }), 'Signed'],
  [undefined, field({ kind: 'text' }), ''],
  ['', field({ kind: 'text' }), ''],
  [[], choice, ''],
])('%j reads %#', (value, of, expected) => {
  expect(answerText(value, of)).toBe(expected)
})

describe('an answer whose field is gone, or was of another kind', () => {
  test('reads by its own shape', () => {
    expect(answerText({ line1: 'Main street' }, null)).toBe('line1: Main street')
    expect(answerText(['a', 2], null)).toBe('a, 2')
    expect(answerText({ deep: { er: [1] } }, null)).toBe('deep: {"er":[1]}')
    expect(answerText({ a: 'b' }, field({ kind: 'text' }))).toBe('a: b')
  })

  test('is files when it looks like files, and only then', () => {
    expect(partsOf([file], null)).toEqual({ type: 'files', files: [file], drawn: false })
    expect(partsOf([{ ...file, more: true }], null).type).toBe('list')
    expect(partsOf([file, 'text'], field({ kind: 'file' })).type).toBe('list')
  })
})

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 KB'],
  [2_500_000, '2.4 MB'],
  [100 * 1_024 * 1_024, '100 MB'],
])('%i bytes read %s', (bytes, expected) => {
  expect(sizeText(bytes)).toBe(expected)
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
