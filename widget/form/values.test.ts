import type { FieldKind } from '@fieldpost/shared/fields/index.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadKinds } from './fields/index.ts'
import { colours, makeForm } from './make.ts'
import { answersOf, kept, prefilled } from './values.ts'

const one = (kind: FieldKind, settings: object = {}, name = 'it') =>
  fieldsOf(makeForm([[{ name, kind, ...settings } as never]]).definition)

/** One kind of each part that is loaded. */
beforeAll(() =>
  loadKinds(
    makeForm([
      (['number', 'matrix', 'file', 'slider'] as const).map((kind) => ({ name: kind, kind })),
    ]).definition.pages.flatMap(({ fields }) => fields),
  ),
)

const rows = [
  { value: 'speed', label: 'Speed' },
  { value: 'price', label: 'Price' },
]
const uploaded = { id: 'upl_1', name: 'a.pdf', type: 'application/pdf', size: 9 }

describe('a prefill', () => {
  test.each<[kind: FieldKind, settings: object, given: unknown, held: unknown]>([
    ['text', {}, 'Ada', 'Ada'],
    ['email', {}, 'not an address', 'not an address'],
    ['number', {}, 12, '12'],
    ['single-choice', { options: colours }, 'red', 'red'],
    ['single-choice', { options: colours }, 'pink', undefined],
    ['dropdown', { options: colours }, 'blue', 'blue'],
    ['multiple-choice', { options: colours }, 'green,red,pink', ['red', 'green']],
    ['multiple-choice', { options: colours }, ['blue'], ['blue']],
    ['multiple-choice', { options: colours }, 'pink', undefined],
    ['single-choice', { options: colours, other: true }, ' pink ', ' pink'],
    ['single-choice', { options: colours, other: true }, 'red', 'red'],
    ['multiple-choice', { options: colours, other: true }, ['pink', 'red', 'grey'], ['red', ' pink']],
    ['picture-choice', { options: colours }, 'red', 'red'],
    ['picture-choice', { options: colours }, 'pink', undefined],
    ['picture-choice', { options: colours, multiple: true }, 'green,red', ['red', 'green']],
    ['time', {}, '14:30', '14:30'],
    ['scale', { min: 0, max: 5 }, '0', 0],
    ['scale', { min: 1, max: 5 }, '0', undefined],
    ['scale', { min: 0, max: 5 }, '', undefined],
    ['slider', { min: 0, max: 1, step: 0.1 }, '0.3', 0.3],
    ['slider', { min: 0, max: 1, step: 0.1 }, '0.35', undefined],
    ['slider', {}, ' ', undefined],
    ['matrix', { rows, columns: colours }, { speed: 'red', price: 'pink', size: 'red' }, { speed: 'red' }],
    ['matrix', { rows, columns: colours }, 'red', undefined],
    ['ranking', { options: colours }, 'green,red,blue', ['green', 'red', 'blue']],
    ['ranking', { options: colours }, ['green', 'pink', 'green', 'red'], undefined],
    ['ranking', { options: colours, top: 2 }, ['green', 'pink', 'green', 'red'], ['green', 'red']],
    ['address', {}, { city: 'Paris', planet: 'Earth', country: 7 }, { city: 'Paris' }],
    ['address', { parts: ['line1'] }, { city: 'Paris' }, undefined],
    ['address', {}, 'Paris', undefined],
    ['file', {}, [uploaded, { ...uploaded, id: '~1' }, 'a.pdf'], [uploaded]],
    ['file', {}, 'a.pdf', undefined],
    ['signature', {}, [uploaded], [uploaded]],
    ['yes-no', {}, 'yes', true],
    ['yes-no', {}, 'FALSE', false],
    ['yes-no', {}, 'perhaps', undefined],
    ['rating', { max: 5 }, '4', 4],
    ['rating', { max: 5 }, '6', undefined],
    ['nps', {}, '0', 0],
    ['nps', {}, 'ten', undefined],
    ['smiley', { count: 3 }, 'good', 'good'],
    ['smiley', { count: 3 }, 'great', undefined],
    ['consent', {}, true, undefined],
    ['consent', {}, 'true', undefined],
    ['statement', {}, 'words', undefined],
    ['hidden', {}, 'ad-1', 'ad-1'],
    ['hidden', {}, 'x'.repeat(2_001), undefined],
  ])('of %s %j with %j becomes %j', (kind, settings, given, held) => {
    expect(prefilled(one(kind, settings), { prefill: { it: given } }).get('f-it')).toEqual(held)
  })

  test('is found under its name, or in the lower case of HTML attributes', () => {
    const field = one('text', {}, 'firstName')
    expect(prefilled(field, { prefill: { firstname: 'Ada' } }).get('f-firstName')).toBe('Ada')
    expect(prefilled(field, { prefill: { firstname: 'Ada', firstName: 'Eve' } }).get('f-firstName')).toBe(
      'Eve',
    )
  })

  test('never takes what every object has for a value', () => {
    const fields = one('text', {}, 'constructor')
    expect(prefilled(fields, {}).size).toBe(0)
    expect(answersOf(fields, new Map()).constructor).toBeUndefined()
  })

  test('does not reach past the hidden values for a hidden field', () => {
    expect(prefilled(one('hidden'), { prefill: { it: 'link' }, hidden: { it: 'page' } }).get('f-it')).toBe(
      'page',
    )
  })
})

describe('what a form begins with', () => {
  const params = new URLSearchParams('n=link&c=red&c2=pink&agree=true')
  const value = (kind: FieldKind, settings: object, given = {}) =>
    prefilled(one(kind, settings), { params, ...given }).get('f-it')

  test('is what the page says, else what its address says, else what the owner says', () => {
    const settings = { param: 'n', default: 'owner' }
    expect(value('text', settings, { prefill: { it: 'page' } })).toBe('page')
    expect(value('text', settings)).toBe('link')
    expect(value('text', { param: 'other', default: 'owner' })).toBe('owner')
    expect(value('hidden', settings, { hidden: { it: 'page' } })).toBe('page')
    expect(value('hidden', settings)).toBe('link')
  })

  test('is taken from the address only where the owner named a parameter', () => {
    expect(value('text', {})).toBeUndefined()
    expect(prefilled(one('text', {}, 'n'), { params }).size).toBe(0)
  })

  test('is left out where a field cannot hold it, and the next in line is taken', () => {
    const options = { options: colours }
    expect(value('single-choice', { ...options, param: 'c' })).toBe('red')
    expect(value('single-choice', { ...options, param: 'c2', default: 'blue' })).toBe('blue')
    expect(value('single-choice', options, { prefill: { it: 'pink' } })).toBeUndefined()
  })
})

describe('an answer', () => {
  test.each<[kind: FieldKind, typed: string, answer: unknown]>([
    ['text', ' Ada ', 'Ada'],
    ['email', ' ada@example.com', 'ada@example.com'],
    ['long-text', ' two\nlines ', 'two\nlines'],
    ['number', '1,5', 1.5],
    ['number', 'many', 'many'],
    ['url', 'example.com', 'https://example.com'],
    ['hidden', ' as it is ', ' as it is '],
  ])('of %s typed as %j is %j', (kind, typed, answer) => {
    expect(answersOf(one(kind), new Map([['f-it', typed]])).it).toBe(answer)
  })

  test('in words of one’s own is those words, also where they are the value of an option', () => {
    const settings = { options: colours, other: true }
    expect(answersOf(one('single-choice', settings), new Map([['f-it', ' red ']])).it).toBe('red')
    const many = one('multiple-choice', settings)
    expect(answersOf(many, new Map([['f-it', ['blue', ' my own ']]])).it).toEqual(['blue', 'my own'])
    expect(answersOf(many, new Map([['f-it', ['blue', ' ']]])).it).toEqual(['blue'])
  })

  test('of an address has the parts that say something', () => {
    const value = { line1: ' 1 Rue ', line2: ' ', city: 'Paris' }
    expect(answersOf(one('address'), new Map([['f-it', value]])).it).toEqual({
      line1: '1 Rue',
      city: 'Paris',
    })
  })

  test('of a hidden field that nobody filled is its default', () => {
    expect(answersOf(one('hidden', { default: 'none' }), new Map())).toEqual({ it: 'none' })
  })
})

test('an edit keeps a false, a zero and a tick', () => {
  for (const [kind, value] of [
    ['yes-no', false],
    ['nps', 0],
    ['consent', true],
  ] as const) {
    expect(kept(one(kind), one(kind), new Map([['f-it', value]])).get('f-it')).toBe(value)
  }
})
