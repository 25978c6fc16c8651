import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Definition, type DefinitionInput } from '../../form.ts'
import { changeText, payloadChanges, reaches } from './changes.ts'

type FieldInput = DefinitionInput['pages'][number]['fields'][number]
const form = (fields: FieldInput[], rules: NonNullable<DefinitionInput['rules']> = []) =>
  v.parse(Definition, { pages: [{ id: 'p1', fields }], rules })
const options = (...values: string[]) => values.map((value) => ({ value, label: value.toUpperCase() }))

const email: FieldInput = { id: 'f1', name: 'email', kind: 'email', label: 'Email', required: true }
const topic: FieldInput = {
  id: 'f2',
  name: 'topic',
  kind: 'single-choice',
  label: 'Topic',
  options: options('sales', 'help', 'jobs'),
}
const byName = { format: 'fields', events: ['form.submission.created'] } as const
const words = (before: Definition, after: Definition, webhook: Parameters<typeof reaches>[1] = byName) =>
  payloadChanges(before, after)
    .filter((change) => reaches(change, webhook))
    .map(changeText)

test('an edit that only adds, relabels or moves changes nothing for receivers', () => {
  const more: FieldInput = { id: 'f3', name: 'more', kind: 'text', label: 'More' }
  const relabelled = { ...topic, label: 'About', options: options('jobs', 'help', 'sales', 'press') }
  const stricter = { ...relabelled, required: true }
  expect(words(form([email, topic]), form([stricter, email, more]))).toEqual([])
})

test('receivers that know answers by what was asked are told of that, and not of names', () => {
  const changed = form([{ ...email, name: 'mail', label: '**Work** email', required: false }, topic])
  expect(words(form([email, topic]), changed, { ...byName, format: 'responses' })).toEqual([
    'get the title “Work email” instead of “Email”',
    'may get nothing for “email”, which was always there',
  ])
})

test('receivers that only hear of what was erased lose nothing', () => {
  const events = ['form.submission.erased'] as const
  expect(words(form([email, topic]), form([]), { ...byName, events })).toEqual([])
})

test.each<[what: string, after: FieldInput[], said: string[]]>([
  ['a field that is gone', [topic], ['no longer get “email”']],
  ['a field with another name', [{ ...email, name: 'mail' }, topic], ['get “mail” instead of “email”']],
  [
    'a field whose value is of another type',
    [email, { ...topic, kind: 'multiple-choice' }],
    ['get “topic” as a list instead of a text'],
  ],
  [
    'a field that need not be answered any more',
    [{ ...email, required: false }, topic],
    ['may get nothing for “email”, which was always there'],
  ],
  [
    'options that are gone',
    [email, { ...topic, options: options('help') }],
    ['no longer get “sales” and “jobs” for “topic”'],
  ],
  [
    'two fields that changed their names with each other',
    [
      { ...email, name: 'topic' },
      { ...topic, name: 'email' },
    ],
    ['get “topic” instead of “email”', 'get “email” instead of “topic”'],
  ],
])('%s is told', (_what, after, said) => {
  expect(words(form([email, topic]), form(after))).toEqual(said)
})

test('another field of the same name stands for one that was removed', () => {
  expect(words(form([email]), form([{ ...email, id: 'f9' }]))).toEqual([])
  expect(words(form([email]), form([{ id: 'f9', name: 'email', kind: 'rating', required: true }]))).toEqual([
    'get “email” as a number instead of a text',
  ])
})

test('a rule that may hide what was always there is told', () => {
  const hide = { if: { field: 'topic', is: 'equal', to: 'jobs' }, then: { hide: 'f1' } } as const
  expect(words(form([topic, email]), form([topic, email], [hide]))).toEqual([
    'may get nothing for “email”, which was always there',
  ])
})

test('rows, columns, faces and parts of an address are told as options are', () => {
  const matrix = { id: 'm', name: 'grid', kind: 'matrix', label: 'Grid' } as const
  const smiley = { id: 's', name: 'mood', kind: 'smiley', label: 'Mood' } as const
  const address = { id: 'a', name: 'home', kind: 'address', label: 'Home' } as const
  expect(
    words(
      form([{ ...matrix, rows: options('r1', 'r2'), columns: options('a', 'b') }, smiley, address]),
      form([
        { ...matrix, rows: options('r1'), columns: options('a', 'c') },
        { ...smiley, count: 3 },
        { ...address, parts: ['line1', 'city'] },
      ]),
    ),
  ).toEqual([
    'no longer get “r2” and “b” for “grid”',
    'no longer get “terrible” and “great” for “mood”',
    'no longer get “line2”, “region”, “postcode” and 1 more for “home”',
  ])
})
