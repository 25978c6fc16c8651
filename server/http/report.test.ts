import { Definition } from '@fieldpost/shared/form.ts'
import type { Report } from '@fieldpost/shared/resources.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { makeApp, makeForm, problemOf, textField } from '../test/make.ts'

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

const uncounted = { counts: null, other: null, average: null, rows: null, places: null, files: null }

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
    partials: 0,
    views: 2,
    starts: 1,
    abandons: 0,
    days: [
      { day: '2026-01-17', submissions: 1 },
      { day: '2026-01-18', submissions: 1 },
    ],
    steps: [{ id: 'p1', title: '', reached: 1, abandoned: 0 }],
    fields: [
      { ...uncounted, name: 'name', label: 'The name', kind: 'text', answered: 1 },
      {
        ...uncounted,
        name: 'topic',
        label: 'Topic',
        kind: 'single-choice',
        answered: 2,
        counts: [
          { value: 'a', count: 0 },
          { value: 'b', count: 2 },
        ],
      },
      {
        ...uncounted,
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

it('tells how many came to each step and left there, whatever the steps are', async () => {
  const { call, get, publish } = makeApp()
  const pages = [
    { id: 'p1', title: 'You', fields: [textField('name'), textField('city')] },
    { id: 'p2', title: 'Us', fields: [textField('why')] },
  ]
  const signals = [
    { type: 'view' },
    ...Array.from({ length: 3 }, () => ({ type: 'start' })),
    { type: 'page', page: 'p2' },
    { type: 'page', page: 'why' },
    { type: 'page', page: 'why' },
    { type: 'abandon', page: 'name' },
    { type: 'abandon', page: 'p1' },
    { type: 'abandon', page: 'made-up' },
  ]
  const stepsWith = async (steps: 'pages' | 'questions') => {
    const form = await publish('ada', v.parse(Definition, { pages, settings: { steps } }))
    for (const body of signals) await call(`POST /v1/forms/${form.id}/signals`, { body })
    const report = await get<Report>(`GET /api/forms/${form.id}/report`, { as: 'ada' })
    expect(report).toMatchObject({ views: 1, starts: 3, abandons: 3 })
    return report.steps.map(({ id, title, reached, abandoned }) => [id, title, reached, abandoned])
  }
  expect(await stepsWith('pages')).toEqual([
    ['p1', 'You', 3, 1],
    ['p2', 'Us', 1, 0],
  ])
  expect(await stepsWith('questions')).toEqual([
    ['name', 'The name', 3, 1],
    ['city', 'The city', 0, 0],
    ['why', 'The why', 2, 0],
  ])
})
