import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Answers } from './fields/index.ts'
import { Definition } from './form.ts'
import { parseInline, plainText } from './markdown.ts'
import { fieldsOf } from './pages.ts'
import { pipe, speaker } from './piping.ts'

const options = [
  { value: 'r', label: '**Red**' },
  { value: 'b', label: 'Blue' },
  { value: 'g', label: 'Green' },
]
const fields = fieldsOf(
  v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        fields: [
          { id: 'f1', name: 'name', kind: 'text' },
          { id: 'f2', name: 'colour', kind: 'single-choice', options },
          { id: 'f3', name: 'colours', kind: 'multiple-choice', options },
          { id: 'f4', name: 'sure', kind: 'yes-no' },
          { id: 'f5', name: 'count', kind: 'number' },
          { id: 'f6', name: 'day', kind: 'date' },
          { id: 'f7', name: 'home', kind: 'address' },
          { id: 'f8', name: 'mood', kind: 'smiley' },
          { id: 'f9', name: 'grid', kind: 'matrix', rows: options, columns: options },
        ],
      },
    ],
  }),
)

const piped = (text: string, answers: Answers, language = 'en', words = {}) =>
  pipe(text, speaker(fields, answers, language, words))

describe('an answer in a later text', () => {
  test('may have any number of spaces, of which breaks become one', () => {
    const spaces = ' '.repeat(1_000_000)
    expect(pipe('{{a}}', () => `x${spaces}y`)).toBe(`x${spaces}y`)
    expect(pipe('{{a}}', () => `x \r\n${spaces}y  z`)).toBe('x y  z')
  })

  test.each<[string, string, Answers]>([
    ['Hello {{name}}!', 'Hello Ada!', { name: 'Ada' }],
    ['Hello {{ name }}!', 'Hello Ada!', { name: ' Ada ' }],
    ['You like {{colour}}.', 'You like Red.', { colour: 'r' }],
    ['You like {{colours}}.', 'You like Red, Blue, and Green.', { colours: ['r', 'b', 'g'] }],
    ['{{sure}}, {{count}}', 'Yes, 12,345.5', { sure: true, count: 12345.5 }],
    ['{{sure}}', 'No', { sure: false }],
    ['On {{day}}', 'On March 1, 2026', { day: '2026-03-01' }],
    ['{{home}}', '1 Main Street, York', { home: { city: 'York', line1: '1 Main Street', line2: ' ' } }],
    ['{{grid}}', 'Red: Blue, Green: Red', { grid: { r: 'b', g: 'r' } }],
    ['{{colour}}', 'mauve', { colour: 'mauve' }],
  ])('%s', (text, expected, answers) => {
    expect(piped(text, answers)).toBe(expected)
  })

  test('is in the words of the language', () => {
    const answers = { colours: ['r', 'b'], count: 12345.5, day: '2026-03-01', sure: true, mood: 'great' }
    const words = { yes: 'Ja', no: 'Nein', smileys: ['a', 'b', 'c', 'd', 'Sehr gut'] }
    expect(piped('{{colours}} {{count}} {{day}} {{sure}} {{mood}}', answers, 'de', words)).toBe(
      'Red und Blue 12.345,5 1. März 2026 Ja Sehr gut',
    )
    expect(piped('{{count}}', answers, 'no_such-tag!')).not.toBe('')
  })

  test('that is not there is empty, or what the owner put instead', () => {
    expect(piped('Hello {{name}}!', {})).toBe('Hello !')
    expect(piped('Hello {{name|you there}}!', { name: '  ' })).toBe('Hello you there!')
    expect(piped('{{nobody}}{{constructor|x}}{{toString}}', {})).toBe('x')
  })

  test('stays as it is when it names nothing', () => {
    expect(piped('{{}} {name} {{a b}} {{ {{name}} }}', { name: 'x' })).toBe('{{}} {name} {{a b}} {{ x }}')
  })

  test.each([
    '**bold**',
    '[here](https://example.com)',
    '](https://example.com)',
    '(https://example.com)',
    'a\r\nb',
    '*a*',
    '{{name}}',
  ])('is only text: %s', (name) => {
    for (const text of ['{{name}}', '[see]{{name}}', '*{{name}}*', '[{{name}}](https://owner.example)']) {
      const shown = parseInline(piped(text, { name }))
      const mine = JSON.stringify(shown)
      expect(mine).not.toContain('"href":"https://example.com"')
      expect(mine).not.toContain('"break"')
      expect(mine).not.toContain('"type":"bold"')
    }
    const alone = parseInline(piped('{{name}}', { name }))
    expect(alone.map(({ type }) => type)).toEqual(['text'])
    expect(plainText(piped('{{name}}', { name })).replace(/\u200c/g, '')).toBe(
      name.replaceAll('*', '\u2217').replace('\r\n', ' '),
    )
  })
})
