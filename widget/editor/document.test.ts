import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { type Command, type Document, edit } from './document.ts'
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
