import { Field } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { cellOf, columnsOf } from './columns.ts'
import type { AnswerField } from './fields-ever.ts'

const makeField = (kind: string, settings: object = {}) =>
  v.parse(Field, { id: 'f', name: 'it', kind, label: 'It', ...settings }) as AnswerField
const listOf = (...values: string[]) => values.map((value) => ({ value, label: value }))
const addressOf = (id: string) => `https://relay.test/api/uploads/${id}`

const table = (versions: AnswerField[], it: unknown) =>
  Object.fromEntries(columnsOf(versions).map((column) => [column.header, cellOf(column, { it }, addressOf)]))

const matrix = (...rows: string[]) =>
  makeField('matrix', { rows: listOf(...rows), columns: listOf('good', 'bad') })

it.each<[AnswerField[], unknown, object]>([
  [[makeField('text')], 'x', { it: 'x' }],
  [[makeField('number')], -5, { it: -5 }],
  [[makeField('ranking', { options: listOf('a', 'b') })], ['b', 'a'], { it: 'b, a' }],
  [[matrix('food', 'drink')], { food: 'good' }, { 'it.food': 'good', 'it.drink': '' }],
  [
    [makeField('address', { parts: ['city', 'line1'] })],
    { line1: '1 High Street', city: 'Bath' },
    { 'it.line1': '1 High Street', 'it.city': 'Bath' },
  ],
  [
    [makeField('file')],
    [
      { id: 'upl_1', name: 'a.pdf', type: 'application/pdf', size: 1 },
      { id: 'upl_2', name: 'b.pdf', type: 'application/pdf', size: 1 },
    ],
    { it: 'a.pdf (https://relay.test/api/uploads/upl_1), b.pdf (https://relay.test/api/uploads/upl_2)' },
  ],
  [[matrix('food')], undefined, { 'it.food': '' }],
])('%j of %j', (versions, answer, cells) => {
  expect(table(versions, answer)).toEqual(cells)
})

it('has what older versions of a field had, too, and each answer where it belongs', () => {
  const versions = [matrix('food', 'staff'), matrix('food', 'drink'), makeField('text')]
  const empty = { 'it.food': '', 'it.staff': '', 'it.drink': '', it: '' }
  expect(table(versions, { food: 'good', staff: 'bad' })).toEqual({
    ...empty,
    'it.food': 'good',
    'it.staff': 'bad',
  })
  expect(table(versions, { drink: 'bad' })).toEqual({ ...empty, 'it.drink': 'bad' })
  expect(table(versions, 'all fine')).toEqual({ ...empty, it: 'all fine' })
})

it('takes nothing from the prototype', () => {
  expect(table([matrix('constructor')], {})).toEqual({ 'it.constructor': '' })
})
