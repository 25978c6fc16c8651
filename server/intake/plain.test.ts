import type { DefinitionInput } from '@fieldpost/shared/form.ts'
import { describe, expect, it } from 'vitest'
import { makeForm } from '../test/make.ts'
import { plainAnswers } from './plain.ts'

type Fields = DefinitionInput['pages'][number]['fields']

const read = (fields: Fields, query: string, rules: DefinitionInput['rules'] = []) => {
  const entries = new Map<string, string[]>()
  for (const [name, text] of new URLSearchParams(query)) {
    entries.set(name, [...(entries.get(name) ?? []), text])
  }
  return { ...plainAnswers(makeForm({ fields, rules }), entries) }
}

const options = [{ value: 'a' }, { value: 'b' }]
const rows = ['x', 'y]', 'z'].map((value) => ({ value }))

describe('the texts of a plain form', () => {
  it.each([
    ['text', { kind: 'text' }, 'q=+Ada+', 'Ada'],
    ['long-text', { kind: 'long-text' }, 'q=a%0D%0Ab%0Ac', 'a\nb\nc'],
    ['email', { kind: 'email' }, 'q=+ada@example.com', 'ada@example.com'],
    ['phone', { kind: 'phone' }, 'q=%2B1+555', '+1 555'],
    ['url', { kind: 'url' }, 'q=example.com', 'https://example.com'],
    ['number', { kind: 'number' }, 'q=1,5', 1.5],
    ['a number that is none', { kind: 'number' }, 'q=abc', 'abc'],
    ['date', { kind: 'date' }, 'q=2026-01-31', '2026-01-31'],
    ['single-choice', { kind: 'single-choice', options }, 'q=a', 'a'],
    ['one of multiple-choice', { kind: 'multiple-choice', options }, 'q=a', ['a']],
    ['several of multiple-choice', { kind: 'multiple-choice', options }, 'q=a&q=&q=b', ['a', 'b']],
    ['dropdown', { kind: 'dropdown', options }, 'q=b', 'b'],
    ['yes', { kind: 'yes-no' }, 'q=true', true],
    ['no', { kind: 'yes-no' }, 'q=No', false],
    ['neither', { kind: 'yes-no' }, 'q=maybe', 'maybe'],
    ['a ticked consent', { kind: 'consent' }, 'q=on', true],
    ['rating', { kind: 'rating' }, 'q=4', 4],
    ['nps', { kind: 'nps' }, 'q=0', 0],
    ['smiley', { kind: 'smiley' }, 'q=good', 'good'],
    ['time', { kind: 'time' }, 'q=09:30', '09:30'],
    ['scale', { kind: 'scale' }, 'q=3', 3],
    ['slider', { kind: 'slider' }, 'q=0,5', 0.5],
    ['picture-choice', { kind: 'picture-choice', options }, 'q=a', 'a'],
    ['several of picture-choice', { kind: 'picture-choice', options, multiple: true }, 'q=a&q=b', ['a', 'b']],
    ['several as a list', { kind: 'multiple-choice', options }, 'q[]=a&q[]=b', ['a', 'b']],
    ['matrix', { kind: 'matrix', rows, columns: options }, 'q[x]=a&q[y]]=b&q[z]=', { x: 'a', 'y]': 'b' }],
    [
      'a matrix with two in a row',
      { kind: 'matrix', rows, columns: options },
      'q[x]=a&q[x]=b',
      { x: ['a', 'b'] },
    ],
    ['address', { kind: 'address' }, 'q[line1]=+1 A St&q[line2]=&q[city]=B', { line1: '1 A St', city: 'B' }],
    ['ranking', { kind: 'ranking', options }, 'q[2]=a&q[1]=b&q[10]=', ['b', 'a']],
    ['ranking as a list', { kind: 'ranking', options }, 'q=b&q=a', ['b', 'a']],
    ['other words', { kind: 'single-choice', options, other: true }, 'q=_other&q[other]=+mine+', 'mine'],
    ['other words alone', { kind: 'single-choice', options, other: true }, 'q[other]=mine', 'mine'],
    [
      'an option beside other words',
      { kind: 'single-choice', options, other: true },
      'q=a&q[other]=mine',
      'a',
    ],
    ['other words left out', { kind: 'single-choice', options, other: true }, 'q=_other&q[other]=', ''],
    ['words of their own', { kind: 'single-choice', options, other: true }, 'q=mine', 'mine'],
    [
      'options and other words',
      { kind: 'multiple-choice', options, other: true },
      'q=a&q[other]=mine',
      ['a', 'mine'],
    ],
    ['other where there is none', { kind: 'multiple-choice', options }, 'q=_other', ['_other']],
    ['hidden', { kind: 'hidden' }, 'q=+as+it+is', ' as it is'],
    ['two answers to one question', { kind: 'text' }, 'q=a&q=b', ['a', 'b']],
  ])('become answers: %s', (_, settings, query, answer) => {
    const field = { id: 'q', name: 'q', ...settings } as Fields[number]
    expect(read([field], query)).toEqual({ q: answer })
  })

  it('keep names that the form has not, for the validator to refuse', () => {
    expect(read([{ id: 'q', name: 'q', kind: 'text' }], 'other=x&constructor=y')).toEqual({
      other: 'x',
      constructor: 'y',
    })
  })

  it('keep parts that are none of a field', () => {
    const fields: Fields = [{ id: 'q', name: 'q', kind: 'text' }]
    expect(read(fields, 'q=x&q[other]=y&r[a]=z')).toEqual({ q: 'x', 'q[other]': 'y', 'r[a]': 'z' })
  })

  it('lose what the rules do not show with them, chains of rules too', () => {
    const fields: Fields = [
      { id: 'a', name: 'a', kind: 'yes-no' },
      { id: 'b', name: 'b', kind: 'text' },
      { id: 'c', name: 'c', kind: 'text' },
    ]
    const rules: DefinitionInput['rules'] = [
      { if: { field: 'a', is: 'equal', to: true }, then: { show: 'b' } },
      { if: { field: 'b', is: 'answered' }, then: { show: 'c' } },
    ]
    expect(read(fields, 'a=true&b=x&c=y', rules)).toEqual({ a: true, b: 'x', c: 'y' })
    expect(read(fields, 'a=false&b=x&c=y', rules)).toEqual({ a: false })
  })

  it('are looked at together with what hidden fields hold by themselves', () => {
    const fields: Fields = [
      { id: 'a', name: 'a', kind: 'hidden', default: 'web' },
      { id: 'b', name: 'b', kind: 'text' },
    ]
    const rules: DefinitionInput['rules'] = [
      { if: { field: 'a', is: 'equal', to: 'web' }, then: { show: 'b' } },
    ]
    expect(read(fields, 'b=x', rules)).toEqual({ b: 'x' })
    expect(read(fields, 'a=app&b=x', rules)).toEqual({ a: 'app' })
  })
})
