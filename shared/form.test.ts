import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Definition, emptyDefinition } from './form.ts'
import { publishIssues } from './publish.ts'

const text = { id: 'f1', name: 'name', kind: 'text', label: 'Name' }
const withFields = (...fields: object[]) => ({ pages: [{ id: 'p1', fields }] })
const problems = (input: unknown) => {
  const result = v.safeParse(Definition, input)
  return result.success ? [] : result.issues.map((issue) => issue.message)
}

describe('a definition', () => {
  it('needs only its pages; the rest has defaults', () => {
    expect(v.parse(Definition, withFields(text))).toEqual({
      pages: [{ id: 'p1', title: '', fields: [{ ...text, help: '', required: false }] }],
      rules: [],
      display: {
        mode: 'inline',
        side: 'end',
        edge: 'bottom',
        triggers: [],
        urls: [],
        frequency: 'until-submitted',
        label: '',
      },
      theme: {},
      thanks: { title: 'Thank you', text: '', redirect: null },
      endings: [],
      settings: {
        submitLabel: '',
        origins: [],
        language: 'en',
        steps: 'pages',
        progress: true,
        partial: false,
        partialMinutes: 30,
        draft: false,
        queue: true,
        opensAt: null,
        closesAt: null,
        quota: null,
        closedText: '',
      },
      translations: {},
    })
  })

  it('is its own input', () => {
    const definition = v.parse(Definition, withFields(text, { id: 'f2', name: 'nps', kind: 'nps' }))
    expect(v.parse(Definition, definition)).toEqual(definition)
  })

  it.each([
    ['no pages', { pages: [] }, /at least one page/],
    ['a kind that is not there', withFields({ ...text, kind: 'telepathy' }), /no field kind "telepathy"/],
    ['a setting of another kind', withFields({ ...text, options: [] }), /options/],
    ['a name with a space', withFields({ ...text, name: 'first name' }), /letters, digits/],
    ['a name like __proto__', withFields({ ...text, name: '__proto__' }), /begins with a letter or digit/],
    ['two fields of one name', withFields(text, { ...text, id: 'f2' }), /Two fields have the name name/],
    ['two fields of one id', withFields(text, { ...text, name: 'other' }), /the id f1/],
    [
      'a redirect to a script',
      { ...withFields(text), thanks: { redirect: 'javascript:alert(1)' } },
      /http or https/,
    ],
    [
      'an origin with a path',
      { ...withFields(text), settings: { origins: ['https://a.example/x'] } },
      /with no path/,
    ],
    [
      'a rule that does nothing',
      { ...withFields(text), rules: [{ if: { field: 'name', is: 'answered' }, then: {} }] },
      /show.*hide/,
    ],
    [
      'an operator that is not there',
      { ...withFields(text), rules: [{ if: { field: 'name', is: 'like' }, then: { show: 'f1' } }] },
      /one of: equal/,
    ],
  ])('is refused with %s', (_what, input, message) => {
    expect(problems(input).join('\n')).toMatch(message)
  })

  it('may be an unfinished draft', () => {
    expect(
      problems(withFields({ id: 'f1', name: 'a', kind: 'dropdown' }, { ...text, id: 'f2', label: '' })),
    ).toEqual([])
    expect(emptyDefinition().pages).toHaveLength(1)
  })
})

describe('publishing', () => {
  const issues = (input: unknown) =>
    publishIssues(v.parse(Definition, input)).map((issue) => `${issue.field} ${issue.code}`)

  it('asks for nothing more of a form that is complete', () => {
    expect(issues(withFields(text))).toEqual([])
  })

  it.each([
    [
      'nothing to answer',
      withFields({ id: 's', name: 's', kind: 'statement', label: 'Hello' }),
      [' no-fields'],
    ],
    ['a field without a label', withFields({ ...text, label: ' ' }), ['f1 no-label']],
    ['an empty statement', withFields(text, { id: 's', name: 's', kind: 'statement' }), ['s no-text']],
    ['no options', withFields({ id: 'f1', name: 'a', kind: 'dropdown', label: 'A' }), ['f1 no-options']],
    [
      'an option without a label',
      withFields({ id: 'f1', name: 'a', kind: 'dropdown', label: 'A', options: [{ value: 'x' }] }),
      ['f1 no-option-label'],
    ],
    [
      'more pictures to choose than there are',
      withFields({
        id: 'f1',
        name: 'a',
        kind: 'picture-choice',
        label: 'A',
        multiple: true,
        min: 2,
        options: [{ value: 'x', label: 'X', image: 'https://a.example/x.png' }],
      }),
      ['f1 min-options'],
    ],
    [
      'more rows in all than can be sent',
      withFields(
        ...Array.from({ length: 20 }, (_, index) => ({
          id: `f${index}`,
          name: `m${index}`,
          kind: 'matrix',
          label: 'M',
          rows: Array.from({ length: 50 }, (_, row) => ({ value: `${row}`, label: `${row}` })),
          columns: ['a', 'b'].map((value) => ({ value, label: value })),
        })),
      ),
      [' too-many-values'],
    ],
    [
      'a range that nothing fits',
      withFields({ id: 'f1', name: 'a', kind: 'number', label: 'A', min: 5, max: 1 }),
      ['f1 empty-range'],
    ],
    [
      'a range of days that nothing fits',
      withFields({ id: 'f1', name: 'a', kind: 'date', label: 'A', min: '2026-02-01', max: '2026-01-01' }),
      ['f1 empty-range'],
    ],
    [
      'a rule about nobody',
      { ...withFields(text), rules: [{ if: { field: 'x', is: 'answered' }, then: { show: 'y' } }] },
      ['rules.0 no-such-field', 'rules.0 no-such-field'],
    ],
    [
      'a rule that compares with nothing',
      {
        ...withFields(text, { ...text, id: 'f2', name: 'b' }),
        rules: [{ if: { field: 'name', is: 'equal' }, then: { show: 'f2' } }],
      },
      ['rules.0 no-value'],
    ],
    [
      'a rule that compares with an empty text',
      {
        ...withFields(text, { ...text, id: 'f2', name: 'b' }),
        rules: [{ if: { field: 'name', is: 'equal', to: '' }, then: { show: 'f2' } }],
      },
      ['rules.0 no-value'],
    ],
    [
      'an operator that makes no sense',
      {
        ...withFields(text, { ...text, id: 'f2', name: 'b' }),
        rules: [{ if: { field: 'name', is: 'greater', to: 1 }, then: { show: 'f2' } }],
      },
      ['rules.0 no-such-operator'],
    ],
    [
      'a rule that requires what takes no answer',
      {
        ...withFields(text, { id: 's', name: 's', kind: 'statement', label: 'Hello' }),
        rules: [{ if: { field: 'name', is: 'answered' }, then: { require: 's' } }],
      },
      ['rules.0 no-answer'],
    ],
    [
      'an ending that is not there',
      { ...withFields(text), rules: [{ if: { field: 'name', is: 'answered' }, then: { thanks: 'e1' } }] },
      ['rules.0 no-such-ending'],
    ],
    [
      'a jump to nowhere',
      { ...withFields(text), rules: [{ if: { field: 'name', is: 'answered' }, then: { jump: 'x' } }] },
      ['rules.0 no-such-field'],
    ],
    [
      'a jump to an empty page',
      {
        pages: [
          { id: 'p1', fields: [text] },
          { id: 'p2', fields: [] },
        ],
        rules: [{ if: { field: 'name', is: 'answered' }, then: { jump: 'p2' } }],
      },
      ['rules.0 empty-page'],
    ],
    [
      'a jump back',
      {
        ...withFields(text, { ...text, id: 'f2', name: 'b' }),
        rules: [{ if: { field: 'b', is: 'answered' }, then: { jump: 'f1' } }],
      },
      ['rules.0 backwards'],
    ],
    [
      'a rule without a condition',
      { ...withFields(text), rules: [{ if: { all: [] }, then: { end: true } }] },
      ['rules.0 no-condition'],
    ],
    [
      'a question about the whole of a matrix, and about a row that it has not',
      {
        ...withFields(
          {
            id: 'f1',
            name: 'grid',
            kind: 'matrix',
            label: 'Grid',
            rows: [{ value: 'r', label: 'R' }],
            columns: [
              { value: 'a', label: 'A' },
              { value: 'b', label: 'B' },
            ],
          },
          { ...text, id: 'f2', name: 'b' },
        ),
        rules: [
          { if: { field: 'grid', is: 'equal', to: 'a' }, then: { show: 'f2' } },
          { if: { field: 'grid', part: 'q', is: 'equal', to: 'a' }, then: { show: 'f2' } },
        ],
      },
      ['rules.0 no-part', 'rules.1 no-such-part'],
    ],
    [
      'a default that the field does not take',
      withFields({ id: 'f1', name: 'a', kind: 'rating', label: 'A', default: 9 }),
      ['f1 default'],
    ],
    [
      'pictures without an address',
      withFields({
        id: 'f1',
        name: 'a',
        kind: 'picture-choice',
        label: 'A',
        options: [{ value: 'x', label: 'X' }],
      }),
      ['f1 no-picture'],
    ],
    [
      'a matrix with nothing in it',
      withFields({ id: 'f1', name: 'a', kind: 'matrix', label: 'A' }),
      ['f1 no-rows', 'f1 no-columns'],
    ],
    [
      'a field that decides about itself',
      { ...withFields(text), rules: [{ if: { field: 'name', is: 'answered' }, then: { hide: 'f1' } }] },
      ['rules circle'],
    ],
  ])('refuses %s', (_what, input, expected) => {
    expect(issues(input)).toEqual(expected)
  })
})
