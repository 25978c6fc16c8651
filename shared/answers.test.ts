import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { checkAnswers } from './answers.ts'
import { Definition, type DefinitionInput } from './form.ts'
import { judge } from './judge.ts'

type FieldInput = DefinitionInput['pages'][number]['fields'][number]

const options = [
  { value: 'red', label: 'Red' },
  { value: 'blue', label: 'Blue' },
  { value: 'green', label: 'Green' },
]

const makeForm = (fields: FieldInput[], rules: DefinitionInput['rules'] = []) =>
  v.parse(Definition, { pages: [{ id: 'p1', fields }], rules })

/** One field named `it`, of any kind and with any settings. */
const makeOne = (kind: string, settings: object = {}) =>
  makeForm([{ id: 'f1', name: 'it', kind, label: 'It', ...settings } as FieldInput])

const issues = (definition: Definition, answers: Record<string, unknown>) => {
  const result = checkAnswers(definition, answers, judge)
  return result.ok ? [] : result.issues.map(({ field, code }) => [field, code])
}

describe('an answer', () => {
  test.each<[kind: string, settings: object, right: unknown[], wrong: [unknown, string][]]>([
    [
      'text',
      { minLength: 2, maxLength: 4 },
      ['ab', 'abcd'],
      [
        ['a', 'too-short'],
        ['abcde', 'too-long'],
        ['a\nb', 'one-line'],
        [12, 'type'],
      ],
    ],
    [
      'long-text',
      { minLength: 2 },
      ['a\nb', 'x'.repeat(20_000)],
      [
        ['a', 'too-short'],
        ['x'.repeat(20_001), 'too-long'],
        [['a', 'b'], 'type'],
      ],
    ],
    [
      'email',
      {},
      ['ada@example.com', 'ünï@bücher.example', "o'brien+tag@mail.example.co"],
      [
        ['ada@example', 'email'],
        ['ada@example.com, bob@example.com', 'email'],
        [`${'a'.repeat(250)}@example.com`, 'too-long'],
        [{ address: 'ada@example.com' }, 'type'],
      ],
    ],
    [
      'phone',
      {},
      ['+49 (0)30 901820', '555-0100', '020 7946 0018 ext. 12'],
      [
        ['1234', 'phone'],
        ['call me', 'phone'],
        [5550100, 'type'],
      ],
    ],
    [
      'url',
      {},
      ['https://example.com', 'http://localhost:8080/a?b#c'],
      [
        ['example.com', 'url'],
        ['javascript:alert(1)', 'url'],
        ['https://exa mple.com', 'url'],
      ],
    ],
    [
      'number',
      { min: -1, max: 2.5 },
      [-1, 0, 2.5],
      [
        [-1.1, 'too-small'],
        [3, 'too-big'],
        [Number.NaN, 'type'],
        [Number.POSITIVE_INFINITY, 'type'],
        ['2', 'type'],
      ],
    ],
    ['number', { integer: true }, [0, -7], [[1.5, 'integer']]],
    [
      'date',
      { min: '2026-01-01', max: '2026-12-31' },
      ['2026-01-01', '2026-12-31'],
      [
        ['2025-12-31', 'too-early'],
        ['2027-01-01', 'too-late'],
        ['2026-02-30', 'date'],
        ['1.2.2026', 'date'],
        [20260101, 'type'],
      ],
    ],
    [
      'single-choice',
      { options },
      ['red'],
      [
        ['Red', 'option'],
        [['red'], 'type'],
      ],
    ],
    [
      'multiple-choice',
      { options, min: 2, max: 2 },
      [['red', 'blue']],
      [
        [['red'], 'too-few'],
        [['red', 'blue', 'green'], 'too-many'],
        [['red', 'red'], 'twice'],
        [['red', 'pink'], 'option'],
        [['red', 1], 'type'],
        ['red', 'type'],
      ],
    ],
    ['dropdown', { options }, ['blue'], [['pink', 'option']]],
    ['yes-no', {}, [true, false], [['true', 'type']]],
    [
      'consent',
      { required: true },
      [true],
      [
        [false, 'consent'],
        ['on', 'type'],
      ],
    ],
    ['consent', {}, [true, false], []],
    [
      'rating',
      { max: 3 },
      [1, 3],
      [
        [0, 'too-small'],
        [4, 'too-big'],
        [1.5, 'integer'],
        ['2', 'type'],
      ],
    ],
    ['nps', {}, [0, 10], [[11, 'too-big']]],
    ['smiley', { count: 3 }, ['bad', 'good'], [['great', 'option']]],
    [
      'hidden',
      {},
      ['x'.repeat(2_000)],
      [
        ['x'.repeat(2_001), 'too-long'],
        [1, 'type'],
      ],
    ],
    ['statement', {}, [], [['words', 'unknown']]],
  ])('to %s %j is taken or refused for what it is', (kind, settings, right, wrong) => {
    const definition = makeOne(kind, settings)
    for (const it of right)
      expect(checkAnswers(definition, { it }, judge)).toEqual({ ok: true, answers: { it } })
    for (const [it, code] of wrong) expect(issues(definition, { it })).toEqual([['it', code]])
  })

  test.each([undefined, null, '', '  ', []])('like %j counts as not given', (it) => {
    expect(issues(makeOne('text', { required: true }), { it })).toEqual([['it', 'required']])
    expect(issues(makeOne('consent', { required: true }), { it })).toEqual([['it', 'consent']])
    expect(checkAnswers(makeOne('multiple-choice', { options, min: 2 }), { it }, judge)).toEqual({
      ok: true,
      answers: {},
    })
  })

  test('names the limit that it breaks', () => {
    expect(checkAnswers(makeOne('rating'), { it: 9 }, judge)).toEqual({
      ok: false,
      issues: [{ field: 'it', code: 'too-big', limit: 5, message: 'Please enter 5 or less.' }],
    })
  })
})

describe('answers', () => {
  const definition = makeForm(
    [
      { id: 'f1', name: 'topic', kind: 'single-choice', options },
      { id: 'f2', name: 'why', kind: 'text', required: true },
      { id: 'f3', name: 'ref', kind: 'hidden', default: 'none' },
    ],
    [{ if: { field: 'topic', is: 'equal', to: 'red' }, then: { show: 'f2' } }],
  )

  test('come back in the order of the form, with what hidden fields hold by default', () => {
    const result = checkAnswers(definition, { why: 'x', topic: 'red' }, judge)
    expect(result.ok && Object.entries(result.answers)).toEqual([
      ['topic', 'red'],
      ['why', 'x'],
      ['ref', 'none'],
    ])
  })

  test('are asked for and taken only where the rules show the field', () => {
    expect(issues(definition, { topic: 'red' })).toEqual([['why', 'required']])
    expect(issues(definition, { topic: 'blue' })).toEqual([])
    expect(issues(definition, { topic: 'blue', why: 'x' })).toEqual([['why', 'not-shown']])
  })

  test('leave out what a hidden field holds by default where a rule hides it', () => {
    const ruled = makeForm(
      [
        { id: 'f1', name: 'topic', kind: 'text' },
        { id: 'f2', name: 'ref', kind: 'hidden', default: 'none' },
      ],
      [{ if: { field: 'topic', is: 'equal', to: 'sales' }, then: { hide: 'ref' } }],
    )
    const given = (answers: Record<string, unknown>) => checkAnswers(ruled, answers, judge)
    expect(given({ topic: 'sales' })).toEqual({ ok: true, answers: { topic: 'sales' } })
    expect(given({ topic: 'help' })).toEqual({ ok: true, answers: { topic: 'help', ref: 'none' } })
    expect(issues(ruled, { topic: 'sales', ref: 'mail' })).toEqual([['ref', 'not-shown']])
  })

  test('may lack what is required as long as they are partial, but not be wrong', () => {
    const unfinished = makeForm(
      [
        { id: 'f1', name: 'email', kind: 'email', required: true },
        { id: 'f2', name: 'terms', kind: 'consent', required: true },
        { id: 'f3', name: 'why', kind: 'text' },
        { id: 'f4', name: 'grid', kind: 'matrix', required: true, rows: options, columns: options },
      ],
      [{ if: { field: 'email', is: 'not-answered' }, then: { require: 'why' } }],
    )
    const partial = (answers: Record<string, unknown>) => checkAnswers(unfinished, answers, judge, true)
    expect(partial({})).toEqual({ ok: true, answers: {} })
    const some = { terms: false, grid: { red: 'blue' } }
    expect(partial(some)).toEqual({ ok: true, answers: some })
    expect(issues(unfinished, some)).toEqual([
      ['email', 'required'],
      ['terms', 'consent'],
      ['why', 'required'],
      ['grid', 'every-row'],
    ])
    expect(partial({ email: 'ada@' })).toMatchObject({ ok: false, issues: [{ code: 'email' }] })
    expect(partial({ nose: 'x' })).toMatchObject({ ok: false, issues: [{ code: 'unknown' }] })
    const ruled = checkAnswers(definition, { topic: 'blue', why: 'x' }, judge, true)
    expect(ruled).toMatchObject({ ok: false, issues: [{ code: 'not-shown' }] })
  })

  test('under names that the form has not are refused, each of them and last', () => {
    const input = JSON.parse('{"constructor": "x", "__proto__": "y", "topic": "pink", "toString": "z"}')
    expect(issues(definition, input)).toEqual([
      ['topic', 'option'],
      ['constructor', 'unknown'],
      ['__proto__', 'unknown'],
      ['toString', 'unknown'],
    ])
  })

  test('of any shape are judged without a throw, and what is taken is judged the same again', () => {
    const anything = makeForm([
      { id: 'f1', name: 'a', kind: 'text' },
      { id: 'f2', name: 'b', kind: 'number', integer: true },
      { id: 'f3', name: 'c', kind: 'multiple-choice', options },
      { id: 'f4', name: 'd', kind: 'date' },
      { id: 'f5', name: 'e', kind: 'smiley' },
    ])
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'constructor')
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.anything())), (input) => {
        const result = checkAnswers(anything, input, judge)
        if (result.ok) expect(checkAnswers(anything, result.answers, judge)).toEqual(result)
        else expect(new Set(result.issues.map((issue) => issue.field)).size).toBe(result.issues.length)
      }),
    )
  })
})
