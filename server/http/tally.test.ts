import { Field } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import type { AnswerField } from './fields-ever.ts'
import { createTally } from './tally.ts'

const options = ['a', 'b'].map((value) => ({ value, label: value.toUpperCase() }))

const tallyOf = (settings: object, answers: unknown[]) => {
  const field = v.parse(Field, { id: 'f', name: 'f', label: 'F', ...settings })
  const tally = createTally(field as AnswerField)
  for (const answer of answers) tally.add(answer)
  return tally.report()
}

it.each<[settings: object, answers: unknown[], counts: object]>([
  [{ kind: 'yes-no' }, [true, false, true], { true: 2, false: 1 }],
  [{ kind: 'smiley', count: 3 }, ['good'], { bad: 0, okay: 0, good: 1 }],
  [{ kind: 'multiple-choice', options }, [['a', 'gone'], ['a']], { a: 2, b: 0, gone: 1 }],
  [{ kind: 'picture-choice', options }, ['b'], { a: 0, b: 1 }],
  [{ kind: 'picture-choice', options, multiple: true }, [['b', 'a'], ['b']], { a: 1, b: 2 }],
  [{ kind: 'scale', min: 0, max: 2 }, [0, 2, 2], { 0: 1, 1: 0, 2: 2 }],
])('%j counts the answers %j', (settings, answers, counts) => {
  const report = tallyOf(settings, answers)
  expect(
    report.counts && Object.fromEntries(report.counts.map(({ value, count }) => [value, count])),
  ).toEqual(counts)
  expect(report.answered).toBe(answers.length)
})

it.each<[settings: object, answers: unknown[], average: number | null]>([
  [{ kind: 'number' }, [-1, 2.5], 0.75],
  [{ kind: 'slider' }, [10, 20], 15],
  [{ kind: 'scale' }, [1, 2], 1.5],
  [{ kind: 'nps' }, [], null],
  [{ kind: 'text' }, ['5'], null],
])('%j has of the answers %j the average %j', (settings, answers, average) => {
  expect(tallyOf(settings, answers).average).toBe(average)
})

it("counts visitors' own words without telling them apart", () => {
  const report = tallyOf({ kind: 'multiple-choice', options, other: true }, [['a', 'my own'], ['another']])
  expect(report).toMatchObject({
    other: 2,
    counts: [
      { value: 'a', count: 1 },
      { value: 'b', count: 0 },
    ],
  })
  expect(tallyOf({ kind: 'single-choice', options }, ['a']).other).toBeNull()
})

it('counts a matrix row by row', () => {
  const rows = [
    { value: 'food', label: 'Food' },
    { value: 'drink', label: 'Drink' },
  ]
  const report = tallyOf({ kind: 'matrix', rows, columns: options }, [
    { food: 'a', drink: 'b' },
    { food: 'a', gone: 'b' },
  ])
  const row = (a: number, b: number) => [
    { value: 'a', count: a },
    { value: 'b', count: b },
  ]
  expect(report.rows).toEqual([
    { value: 'food', answered: 2, counts: row(2, 0) },
    { value: 'drink', answered: 1, counts: row(0, 1) },
    { value: 'gone', answered: 1, counts: row(0, 1) },
  ])
})

it('gives each option of a ranking its place on average', () => {
  const three = [...options, { value: 'c', label: 'C' }]
  const report = tallyOf({ kind: 'ranking', options: three, top: 2 }, [
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'b'],
  ])
  expect(report.places).toEqual([
    { value: 'a', count: 3, average: 4 / 3 },
    { value: 'b', count: 3, average: 5 / 3 },
    { value: 'c', count: 0, average: null },
  ])
})

it('counts files', () => {
  const file = { id: 'upl_1', name: 'a.pdf', type: 'application/pdf', size: 1 }
  expect(tallyOf({ kind: 'file', maxFiles: 2 }, [[file, { ...file, id: 'upl_2' }], [file]])).toMatchObject({
    answered: 2,
    files: 3,
  })
})
