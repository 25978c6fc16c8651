import type { FieldKind } from '@fieldpost/shared/fields/index.ts'
import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Comparison, Condition } from '@fieldpost/shared/rule.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { type Command, type Document, edit } from './document.ts'
import { convertField } from './fields/index.ts'
import { ruleOf } from './rule.ts'

const start = (input: Partial<DefinitionInput> = {}): Document => ({
  title: 'Contact',
  definition: v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        fields: [
          { id: 'f1', name: 'name', kind: 'text', label: 'Name' },
          { id: 'f2', name: 'email', kind: 'email', label: 'Email' },
          {
            id: 'f3',
            name: 'topic',
            kind: 'dropdown',
            label: 'Topic',
            options: [
              { value: 'sales', label: 'Sales' },
              { value: 'help', label: 'Help' },
            ],
          },
        ],
      },
      {
        id: 'p2',
        title: 'More',
        fields: [{ id: 'f4', name: 'message', kind: 'long-text', label: 'Message' }],
      },
    ],
    ...input,
  }),
})

const after = (document: Document, ...commands: Command[]) => commands.reduce(edit, document)
const order = ({ definition }: Document) =>
  definition.pages.map((page) => `${page.id}: ${page.fields.map(({ id }) => id).join(' ')}`.trim())
const field = (document: Document, id: string) => fieldsOf(document.definition).find((each) => each.id === id)

describe('fields', () => {
  test('are added at a place on a page', () => {
    const added = edit(start(), {
      type: 'add-field',
      pageId: 'p1',
      index: 1,
      field: { id: 'f5', name: 'agree', kind: 'consent', label: '', help: '', required: true },
    })
    expect(order(added)).toEqual(['p1: f1 f5 f2 f3', 'p2: f4'])
  })

  test('move within a page, counted without the field itself', () => {
    const moved = edit(start(), { type: 'move-field', id: 'f1', pageId: 'p1', index: 2 })
    expect(order(moved)).toEqual(['p1: f2 f3 f1', 'p2: f4'])
  })

  test('move to another page', () => {
    const moved = edit(start(), { type: 'move-field', id: 'f1', pageId: 'p2', index: 1 })
    expect(order(moved)).toEqual(['p1: f2 f3', 'p2: f4 f1'])
  })

  test('duplicate beside themselves under a free name', () => {
    const twice = after(
      start(),
      { type: 'duplicate-field', id: 'f2', newId: 'f5' },
      { type: 'duplicate-field', id: 'f5', newId: 'f6' },
    )
    expect(order(twice)[0]).toBe('p1: f1 f2 f5 f6 f3')
    expect(field(twice, 'f5')?.name).toBe('email_2')
    expect(field(twice, 'f6')?.name).toBe('email_3')
  })

  test('lose a setting that is set to undefined, and keep the others', () => {
    const set = edit(start(), { type: 'change-field', id: 'f1', change: { placeholder: 'Ada' } })
    expect(field(set, 'f1')).toMatchObject({ placeholder: 'Ada', label: 'Name' })
    const unset = edit(set, { type: 'change-field', id: 'f1', change: { placeholder: undefined } })
    expect(field(unset, 'f1')).not.toHaveProperty('placeholder')
  })

  test('keep their id when their kind changes', () => {
    const replaced = edit(start(), {
      type: 'replace-field',
      id: 'f1',
      field: { id: 'other', name: 'name', kind: 'long-text', label: 'Name', help: '', required: false },
    })
    expect(field(replaced, 'f1')?.kind).toBe('long-text')
  })
})

describe('names', () => {
  test('follow the label while they were never edited', () => {
    const relabelled = edit(start(), { type: 'relabel-field', id: 'f1', label: 'Full name', keepName: false })
    expect(field(relabelled, 'f1')).toMatchObject({ label: 'Full name', name: 'full_name' })
  })

  test('stay when they are settled', () => {
    const relabelled = edit(start(), { type: 'relabel-field', id: 'f1', label: 'Full name', keepName: true })
    expect(field(relabelled, 'f1')).toMatchObject({ label: 'Full name', name: 'name' })
  })

  test('stay once they were edited', () => {
    const edited = after(
      start(),
      { type: 'rename-field', id: 'f1', name: 'who' },
      { type: 'relabel-field', id: 'f1', label: 'Full name', keepName: false },
    )
    expect(field(edited, 'f1')).toMatchObject({ label: 'Full name', name: 'who' })
  })

  test('do not collide when two labels are alike', () => {
    const same = edit(start(), { type: 'relabel-field', id: 'f1', label: 'Email', keepName: false })
    expect(field(same, 'f1')?.name).toBe('email_2')
  })
})

const showsMessage = {
  rules: [ruleOf({ all: [{ field: 'topic', is: 'equal', to: 'sales' }] }, { show: 'f4' })],
}

describe('rules', () => {
  test('follow a field that is renamed', () => {
    const renamed = edit(start(showsMessage), { type: 'rename-field', id: 'f3', name: 'subject' })
    expect(renamed.definition.rules[0]?.if).toEqual({ all: [{ field: 'subject', is: 'equal', to: 'sales' }] })
  })

  test('follow a field that they name where ids are usual', () => {
    const byName = start({ rules: [ruleOf({ field: 'f3', is: 'answered' }, { hide: 'message' })] })
    const renamed = edit(byName, { type: 'rename-field', id: 'f4', name: 'text' })
    expect(renamed.definition.rules).toEqual([ruleOf({ field: 'f3', is: 'answered' }, { hide: 'text' })])
  })

  test('follow the value of an option', () => {
    const changed = edit(start(showsMessage), {
      type: 'relabel-item',
      id: 'f3',
      list: 'options',
      index: 0,
      label: 'Buying',
      keepValue: false,
    })
    expect(changed.definition.rules[0]?.if).toEqual({ all: [{ field: 'topic', is: 'equal', to: 'buying' }] })
  })

  test('go with the field that they show', () => {
    expect(edit(start(showsMessage), { type: 'remove-field', id: 'f4' }).definition.rules).toEqual([])
  })

  test('go with the only field that they ask for', () => {
    expect(edit(start(showsMessage), { type: 'remove-field', id: 'f3' }).definition.rules).toEqual([])
  })

  test('lose only the conditions that ask for a removed field', () => {
    const nested = start({
      rules: [
        ruleOf(
          { any: [{ field: 'name', is: 'answered' }, { all: [{ field: 'topic', is: 'answered' }] }] },
          { show: 'f4' },
        ),
      ],
    })
    const removed = edit(nested, { type: 'remove-field', id: 'f3' })
    expect(removed.definition.rules[0]?.if).toEqual({ any: [{ field: 'name', is: 'answered' }] })
  })

  test('about one field are replaced together', () => {
    const replaced = edit(start(showsMessage), { type: 'set-rule', id: 'f4', rule: null })
    expect(replaced.definition.rules).toEqual([])
  })
})

describe('options', () => {
  test('keep a value that was edited when the label changes', () => {
    const changed = after(
      start(),
      { type: 'change-item-value', id: 'f3', list: 'options', index: 0, value: 'S-1' },
      { type: 'relabel-item', id: 'f3', list: 'options', index: 0, label: 'Buying', keepValue: false },
    )
    expect(field(changed, 'f3')).toMatchObject({
      options: [{ value: 'S-1', label: 'Buying' }, { value: 'help' }],
    })
  })

  test('get values that differ', () => {
    const changed = edit(start(), {
      type: 'relabel-item',
      id: 'f3',
      list: 'options',
      index: 0,
      label: 'Help',
      keepValue: false,
    })
    expect(field(changed, 'f3')).toMatchObject({ options: [{ value: 'help_2' }, { value: 'help' }] })
  })

  test('are what a field begins with, under whichever value', () => {
    const document = edit(start(), { type: 'change-field', id: 'f3', change: { default: 'sales' } })
    const renamed = edit(document, {
      type: 'change-item-value',
      id: 'f3',
      list: 'options',
      index: 0,
      value: 'buy',
    })
    expect(field(renamed, 'f3')).toMatchObject({ default: 'buy' })
    const gone = edit(renamed, { type: 'set-items', id: 'f3', list: 'options', items: [] })
    expect(field(gone, 'f3')).not.toHaveProperty('default')
  })

  test('that are gone leave the others that a field begins with', () => {
    const several = start({
      pages: [
        {
          id: 'p1',
          fields: [
            {
              id: 'f1',
              name: 'many',
              kind: 'multiple-choice',
              default: ['a', 'b'],
              options: [{ value: 'a' }, { value: 'b' }],
            },
          ],
        },
      ],
    })
    const next = edit(several, {
      type: 'set-items',
      id: 'f1',
      list: 'options',
      items: [{ value: 'b', label: '' }],
    })
    expect(field(next, 'f1')).toMatchObject({ default: ['b'] })
  })

  test('have pictures that change alone', () => {
    const pictured = start({
      pages: [
        {
          id: 'p1',
          fields: [{ id: 'f1', name: 'which', kind: 'picture-choice', options: [{ value: 'a' }] }],
        },
      ],
    })
    const set = (image: string | undefined): Command => ({
      type: 'change-item',
      id: 'f1',
      list: 'options',
      index: 0,
      change: { image },
    })
    const shown = edit(pictured, set('https://example.com/a.jpg'))
    expect(field(shown, 'f1')).toMatchObject({ options: [{ image: 'https://example.com/a.jpg' }] })
    expect(edit(shown, set(undefined)).definition).toEqual(pictured.definition)
  })
})

/** A form of one question, one more, and rules about the second that ask for the first. */
const asking = (first: object, ...conditions: Condition[]): Document =>
  start({
    pages: [
      {
        id: 'p1',
        fields: [
          { id: 'f1', name: 'first', label: 'First', ...first },
          { id: 'f2', name: 'second', kind: 'text', label: 'Second' },
        ] as DefinitionInput['pages'][number]['fields'],
      },
    ],
    rules: conditions.map((condition) => ruleOf(condition, { show: 'f2' })),
  })
const conditions = ({ definition }: Document) => definition.rules.map((rule) => rule.if)
const abc = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }))
const equal = (to: string, part?: string): Comparison => ({
  field: 'first',
  ...(part !== undefined && { part }),
  is: 'equal',
  to,
})
const without = (list: 'options' | 'rows' | 'columns', gone: string): Command => ({
  type: 'set-items',
  id: 'f1',
  list,
  items: abc.filter(({ value }) => value !== gone),
})

describe('what asks for an option that is removed', () => {
  test('can never hold: it goes from an any, and takes an all with it', () => {
    const document = asking(
      { kind: 'dropdown', options: abc },
      { any: [equal('a'), equal('b')] },
      { all: [equal('a'), { field: 'second', is: 'answered' }] },
      { any: [{ all: [equal('a')] }, equal('c')] },
      equal('a'),
    )
    expect(conditions(edit(document, without('options', 'a')))).toEqual([
      { any: [equal('b')] },
      { any: [equal('c')] },
    ])
  })

  test('always holds where it is not to be chosen', () => {
    const not: Comparison = { field: 'first', is: 'not-equal', to: 'a' }
    const document = asking(
      { kind: 'dropdown', options: abc },
      { all: [not, equal('b')] },
      { any: [not, equal('b')] },
    )
    expect(conditions(edit(document, without('options', 'a')))).toEqual([{ all: [equal('b')] }])
  })

  test('leaves a group alone that is still empty', () => {
    const document = asking({ kind: 'dropdown', options: abc }, { any: [equal('b'), { all: [] }] })
    expect(edit(document, without('options', 'a')).definition.rules).toBe(document.definition.rules)
    expect(conditions(edit(document, without('options', 'b')))).toEqual([])
  })

  test('stays where visitors may still write it', () => {
    const document = asking({ kind: 'single-choice', options: abc, other: true }, equal('a'))
    expect(conditions(edit(document, without('options', 'a')))).toEqual([equal('a')])
  })

  test('stays when options only move', () => {
    const document = asking({ kind: 'dropdown', options: abc }, equal('a'))
    const moved = edit(document, { type: 'set-items', id: 'f1', list: 'options', items: abc.toReversed() })
    expect(moved.definition.rules).toBe(document.definition.rules)
  })
})

describe('rules about a matrix', () => {
  const matrix = { kind: 'matrix', rows: abc, columns: abc }

  test('follow the values of rows and of columns, and never mix them up', () => {
    const document = asking(matrix, equal('a', 'a'))
    const rename = (list: 'rows' | 'columns', value: string): Command => ({
      type: 'change-item-value',
      id: 'f1',
      list,
      index: 0,
      value,
    })
    expect(conditions(edit(document, rename('rows', 'x')))).toEqual([equal('a', 'x')])
    expect(conditions(edit(document, rename('columns', 'x')))).toEqual([equal('x', 'a')])
  })

  test('go with the row or the column that they ask for', () => {
    const document = asking(matrix, equal('a', 'b'), equal('b', 'a'))
    expect(conditions(edit(document, without('rows', 'a')))).toEqual([equal('a', 'b')])
    expect(conditions(edit(document, without('columns', 'a')))).toEqual([equal('b', 'a')])
  })
})

describe('rules about parts', () => {
  test('go with a part of an address that is no longer asked for', () => {
    const answered: Comparison = { field: 'first', part: 'city', is: 'answered' }
    const document = asking({ kind: 'address' }, answered, equal('x', 'country'))
    const change: Command = { type: 'change-field', id: 'f1', change: { parts: ['line1', 'country'] } }
    expect(conditions(edit(document, change))).toEqual([equal('x', 'country')])
  })

  test('go with the last place of a ranking that becomes shorter', () => {
    const document = asking({ kind: 'ranking', options: abc }, equal('b', '1'), equal('b', '3'))
    expect(conditions(edit(document, without('options', 'a')))).toEqual([equal('b', '1')])
  })
})

describe('a field that becomes another kind', () => {
  const become = (document: Document, kind: FieldKind) => {
    const first = field(document, 'f1')
    if (!first) throw new Error('f1 is on the form')
    return edit(document, { type: 'replace-field', id: 'f1', field: convertField(first, kind) })
  }

  test('is asked for in the words of that kind', () => {
    const document = asking({ kind: 'single-choice', options: abc }, equal('a'), {
      field: 'first',
      is: 'not-equal',
      to: 'b',
    })
    const several = become(document, 'multiple-choice')
    expect(conditions(several)).toEqual([
      { field: 'first', is: 'contains', to: 'a' },
      { field: 'first', is: 'not-contains', to: 'b' },
    ])
    expect(conditions(become(several, 'dropdown'))).toEqual(conditions(document))
  })

  test('is no longer asked for what that kind has not', () => {
    const text = asking(
      { kind: 'text' },
      { field: 'first', is: 'contains', to: 'x' },
      { all: [equal('5'), { field: 'first', is: 'answered' }] },
    )
    expect(conditions(become(text, 'number'))).toEqual([{ all: [{ field: 'first', is: 'answered' }] }])
    const ranked = become(asking({ kind: 'dropdown', options: abc }, equal('a')), 'ranking')
    expect(conditions(ranked)).toEqual([])
  })
})

describe('rules that require or jump', () => {
  const rules = [
    ruleOf({ field: 'name', is: 'answered' }, { require: 'f4' }),
    ruleOf({ field: 'name', is: 'answered' }, { jump: 'p2' }),
    ruleOf({ field: 'name', is: 'answered' }, { jump: 'message' }),
    ruleOf({ field: 'name', is: 'answered' }, { end: true }),
  ]

  test('go with the field that they lead to', () => {
    const removed = edit(start({ rules }), { type: 'remove-field', id: 'f4' })
    expect(removed.definition.rules).toEqual([rules[1], rules[3]])
  })

  test('go with the page that they lead to', () => {
    const removed = edit(start({ rules }), { type: 'remove-page', id: 'p2' })
    expect(removed.definition.rules).toEqual([rules[3]])
  })

  test('follow the name of the field, and not a page that is called alike', () => {
    const same = start({ rules: [...rules, ruleOf({ field: 'email', is: 'answered' }, { jump: 'p2' })] })
    const renamed = after(
      same,
      { type: 'rename-field', id: 'f4', name: 'p2' },
      { type: 'rename-field', id: 'f4', name: 'words' },
    )
    expect(renamed.definition.rules.map(({ then }) => then)).toEqual([
      { require: 'f4' },
      { jump: 'p2' },
      { jump: 'f4' },
      { end: true },
      { jump: 'p2' },
    ])
  })

  test('stay when the rules that show the same field are replaced', () => {
    const shown = edit(start({ rules }), {
      type: 'set-rule',
      id: 'f4',
      rule: ruleOf({ field: 'email', is: 'answered' }, { show: 'f4' }),
    })
    expect(shown.definition.rules.slice(0, -1)).toEqual(rules)
    expect(edit(shown, { type: 'set-rule', id: 'f4', rule: null }).definition.rules).toEqual(rules)
  })
})

describe('translations', () => {
  const translated = (texts: Record<string, string>) => start({ translations: { de: texts } })
  const german = ({ definition }: Document) => definition.translations.de

  test('follow the value of an option', () => {
    const document = translated({ 'fields.f3.options.sales': 'Verkauf', 'fields.f3.options.sales.x': 'x' })
    const renamed = edit(document, {
      type: 'change-item-value',
      id: 'f3',
      list: 'options',
      index: 0,
      value: 'buy',
    })
    expect(german(renamed)).toEqual({ 'fields.f3.options.buy': 'Verkauf', 'fields.f3.options.sales.x': 'x' })
  })

  test('go with options, fields and pages, and with nothing else', () => {
    const document = translated({
      'fields.f3.options.sales': 'Verkauf',
      'fields.f3.label': 'Thema',
      'fields.f4.label': 'Nachricht',
      'pages.p2.title': 'Mehr',
      'thanks.title': 'Danke',
    })
    const fewer = edit(document, { type: 'set-items', id: 'f3', list: 'options', items: [] })
    expect(Object.keys(german(fewer) ?? {})).not.toContain('fields.f3.options.sales')
    const left = after(fewer, { type: 'remove-field', id: 'f3' }, { type: 'remove-page', id: 'p2' })
    expect(german(left)).toEqual({ 'thanks.title': 'Danke' })
  })

  test('and texts ask for a renamed field by its new name', () => {
    const asking = start({
      thanks: { title: 'Bye, {{ name |you}}', text: '{{names}} {{email}}' },
      translations: { de: { 'thanks.title': 'Tschüs, {{name}}' } },
    })
    const renamed = edit(asking, { type: 'rename-field', id: 'f1', name: 'who' })
    expect(renamed.definition.thanks).toMatchObject({
      title: 'Bye, {{ who |you}}',
      text: '{{names}} {{email}}',
    })
    expect(german(renamed)).toEqual({ 'thanks.title': 'Tschüs, {{who}}' })
    expect(renamed.definition.pages[1]).toEqual(asking.definition.pages[1])
    const other = edit(asking, { type: 'rename-field', id: 'f3', name: 'about' })
    expect(other.definition.pages[1]).toBe(asking.definition.pages[1])
    expect(other.definition.thanks).toBe(asking.definition.thanks)
  })

  test('are copied with a field', () => {
    const twice = edit(translated({ 'fields.f3.label': 'Thema' }), {
      type: 'duplicate-field',
      id: 'f3',
      newId: 'f5',
    })
    expect(german(twice)).toEqual({ 'fields.f3.label': 'Thema', 'fields.f5.label': 'Thema' })
  })
})

describe('pages', () => {
  test('are added, renamed and moved', () => {
    const changed = after(
      start(),
      { type: 'add-page', page: { id: 'p3', title: '', fields: [] }, index: 2 },
      { type: 'rename-page', id: 'p3', title: 'Last' },
      { type: 'move-page', id: 'p3', index: 0 },
    )
    expect(changed.definition.pages.map(({ id, title }) => [id, title])).toEqual([
      ['p3', 'Last'],
      ['p1', ''],
      ['p2', 'More'],
    ])
  })

  test('take their fields and those fields’ rules with them', () => {
    const removed = edit(start(showsMessage), { type: 'remove-page', id: 'p2' })
    expect(order(removed)).toEqual(['p1: f1 f2 f3'])
    expect(removed.definition.rules).toEqual([])
  })

  test('the last page stays', () => {
    const single = start({ pages: [{ id: 'p1', fields: [] }] })
    expect(edit(single, { type: 'remove-page', id: 'p1' })).toBe(single)
  })
})

test.each<Command>([
  { type: 'rename-form', title: 'Contact' },
  { type: 'change-field', id: 'f1', change: { label: 'Name' } },
  { type: 'change-field', id: 'gone', change: { label: 'Name' } },
  { type: 'relabel-field', id: 'f1', label: 'Name', keepName: false },
  { type: 'rename-field', id: 'f1', name: 'name' },
  { type: 'move-field', id: 'f2', pageId: 'p1', index: 1 },
  { type: 'move-field', id: 'f2', pageId: 'gone', index: 1 },
  { type: 'remove-field', id: 'gone' },
  { type: 'rename-page', id: 'p2', title: 'More' },
  { type: 'move-page', id: 'p1', index: 0 },
  { type: 'relabel-item', id: 'f3', list: 'options', index: 9, label: 'x', keepValue: false },
  { type: 'relabel-item', id: 'f3', list: 'rows', index: 0, label: 'x', keepValue: false },
  { type: 'change-item', id: 'f3', list: 'options', index: 0, change: { label: 'Sales' } },
  { type: 'set-items', id: 'f1', list: 'options', items: [] },
])('a command that changes nothing gives the same document: %j', (command) => {
  const document = start()
  expect(edit(document, command)).toBe(document)
})

test('what a command does not touch is shared with the document before', () => {
  const before = start()
  const next = edit(before, { type: 'change-field', id: 'f1', change: { required: true } })
  expect(next.definition.pages[1]).toBe(before.definition.pages[1])
  expect(next.definition.pages[0]?.fields[1]).toBe(before.definition.pages[0]?.fields[1])
})
