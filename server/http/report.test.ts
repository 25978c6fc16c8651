import type { Report } from '@fieldpost/shared/resources.ts'
import { describe, expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'
import type { AnswerField } from './fields-ever.ts'
import { createTally } from './report.ts'

const DAY_MS = 86_400_000

const fields = [
  textField('name'),
  {
    id: 'topic',
    name: 'topic',
    kind: 'single-choice' as const,
    label: 'Topic',
    options: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
  },
  { id: 'stars', name: 'stars', kind: 'rating' as const, label: 'Stars', max: 3 },
]

it('has the same days in every number', async () => {
  const { call, get, publish, submit, clock } = makeApp()
  const { id } = await publish('ada', makeForm({ fields }))
  await submit(id, { name: 'Too long ago' })
  clock.advance(2 * DAY_MS)
  await submit(id, { name: 'Ada', topic: 'b', stars: 3 })
  clock.advance(DAY_MS)
  await submit(id, { topic: 'b', stars: 2 })
  for (const type of ['view', 'view', 'start']) {
    expect((await call(`POST /v1/forms/${id}/signals`, { body: { type } })).status).toBe(204)
  }
  expect(await get<Report>(`GET /api/forms/${id}/report?days=2`, { as: 'ada' })).toEqual({
    submissions: 2,
    views: 2,
    starts: 1,
    abandons: 0,
    days: [
      { day: '2026-01-17', submissions: 1 },
      { day: '2026-01-18', submissions: 1 },
    ],
    fields: [
      { name: 'name', label: 'The name', kind: 'text', answered: 1, counts: null, average: null },
      {
        name: 'topic',
        label: 'Topic',
        kind: 'single-choice',
        answered: 2,
        counts: [
          { value: 'a', count: 0 },
          { value: 'b', count: 2 },
        ],
        average: null,
      },
      {
        name: 'stars',
        label: 'Stars',
        kind: 'rating',
        answered: 2,
        counts: [
          { value: '1', count: 0 },
          { value: '2', count: 1 },
          { value: '3', count: 1 },
        ],
        average: 2.5,
      },
    ],
  })
})

it('is of the last 30 days unless told otherwise', async () => {
  const { get, publish } = makeApp()
  const { id } = await publish('ada')
  const { days } = await get<Report>(`GET /api/forms/${id}/report`, { as: 'ada' })
  expect(days).toHaveLength(30)
  expect(days.at(0)?.day).toBe('2025-12-17')
  expect(days.at(-1)?.day).toBe('2026-01-15')
})

it.each(['days=0', 'days=367', 'days=all', 'days=-1'])('refuses %s', async (query) => {
  const { call, publish } = makeApp()
  const { id } = await publish('ada')
  const problem = await problemOf(await call(`GET /api/forms/${id}/report?${query}`, { as: 'ada' }))
  expect(problem).toMatchObject({ status: 400, code: 'invalid-query', issues: [{ field: 'days' }] })
})

describe('a tally', () => {
  const common = { id: 'f', name: 'f', label: 'F', help: '', required: false }
  const counted = (field: AnswerField, answers: unknown[]) => {
    const tally = createTally(field)
    for (const answer of answers) tally.add(answer)
    const { counts, average } = tally.report()
    return { counts: counts && Object.fromEntries(counts.map(({ value, count }) => [value, count])), average }
  }

  it.each<[AnswerField, unknown[], object | null, number | null]>([
    [{ ...common, kind: 'yes-no' }, [true, false, true], { true: 2, false: 1 }, null],
    [{ ...common, kind: 'smiley', count: 3 }, ['good'], { bad: 0, okay: 0, good: 1 }, null],
    [{ ...common, kind: 'number' } as AnswerField, [-1, 2.5], null, 0.75],
    [
      { ...common, kind: 'multiple-choice', options: [{ value: 'a', label: '' }] },
      [['a', 'gone'], ['a']],
      { a: 2, gone: 1 },
      null,
    ],
  ])('counts %j', (field, answers, counts, average) => {
    expect(counted(field, answers)).toEqual({ counts, average })
  })

  it('has no average of nothing', () => {
    expect(counted({ ...common, kind: 'nps' }, [])).toMatchObject({ average: null })
  })
})
