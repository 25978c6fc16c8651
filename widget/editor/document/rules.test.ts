import { Definition, type DefinitionInput } from '@fieldpost/shared/form.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { publishIssues } from '@fieldpost/shared/publish.ts'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { type Command, type Document, edit } from '../document.ts'
import { convertField, kindsLike } from '../fields/index.ts'
import { ruleOf } from '../rule.ts'
import { itemsOf, listNames } from './list.ts'

const items = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }))
type FieldInput = DefinitionInput['pages'][number]['fields'][number]
const fields: FieldInput[] = [
  { id: 'f1', name: 'choice', kind: 'single-choice', label: '1', options: items },
  { id: 'f2', name: 'several', kind: 'multiple-choice', label: '2', options: items },
  { id: 'f3', name: 'grid', kind: 'matrix', label: '3', rows: items, columns: items },
  { id: 'f4', name: 'order', kind: 'ranking', label: '4', options: items },
  { id: 'f5', name: 'home', kind: 'address', label: '5' },
  { id: 'f6', name: 'stars', kind: 'rating', label: '6' },
  { id: 'f7', name: 'words', kind: 'text', label: '7' },
  { id: 'f8', name: 'face', kind: 'smiley', label: '8' },
  { id: 'f9', name: 'last', kind: 'text', label: '9' },
]
const definition = v.parse(Definition, {
  pages: [
    { id: 'p1', fields: fields.slice(0, 3) },
    { id: 'p2', fields: fields.slice(3, 6) },
    { id: 'p3', fields: fields.slice(6) },
  ],
  rules: [
    ruleOf({ all: [{ field: 'choice', is: 'equal', to: 'a' }] }, { show: 'f2' }),
    ruleOf(
      {
        any: [
          { field: 'several', is: 'contains', to: 'b' },
          { field: 'grid', part: 'a', is: 'not-equal', to: 'c' },
        ],
      },
      { hide: 'f4' },
    ),
    ruleOf({ field: 'order', part: '3', is: 'equal', to: 'a' }, { require: 'f9' }),
    ruleOf({ all: [{ field: 'home', part: 'city', is: 'contains', to: 'x' }] }, { jump: 'p3' }),
    ruleOf({ any: [{ field: 'stars', is: 'at-least', to: 4 }, { all: [] }] }, { jump: 'last' }),
    ruleOf(
      {
        all: [
          { field: 'words', is: 'answered' },
          { field: 'face', is: 'equal', to: 'great' },
        ],
      },
      { end: true },
    ),
  ],
})

/** What an owner may do with a form, with numbers that choose of what is there. */
const doing = fc.record({
  what: fc.constantFrom('rename', 'remove', 'remove-page', 'fewer', 'revalue', 'convert', 'parts', 'faces'),
  a: fc.nat(99),
  b: fc.nat(99),
})

function commandOf({ definition }: Document, { what, a, b }: { what: string; a: number; b: number }) {
  const all = fieldsOf(definition)
  const field = all[a % all.length]
  const page = definition.pages[a % definition.pages.length]
  if (!field || !page) return undefined
  const { id } = field
  const list = listNames.filter((name) => itemsOf(field, name))[b % 2] ?? 'options'
  const has = itemsOf(field, list) ?? []
  const kinds = kindsLike(field.kind)
  const commands: Record<string, Command> = {
    rename: { type: 'rename-field', id, name: ['x', 'y', 'p2', 'f9', 'z'][b % 5] ?? 'x' },
    remove: { type: 'remove-field', id },
    'remove-page': { type: 'remove-page', id: page.id },
    fewer: { type: 'set-items', id, list, items: has.filter((_, at) => at !== b % 3) },
    revalue: { type: 'change-item-value', id, list, index: b % 3, value: `v${b}` },
    convert: { type: 'replace-field', id, field: convertField(field, kinds[b % kinds.length] ?? field.kind) },
    parts: { type: 'change-field', id: 'f5', change: { parts: b % 2 ? ['line1'] : ['city', 'line1'] } },
    faces: { type: 'change-field', id: 'f8', change: { count: 3 } },
  }
  const command = commands[what]
  const isTaken = command?.type === 'rename-field' && all.some(({ name }) => name === command.name)
  const isSame = command?.type === 'change-item-value' && has.some(({ value }) => value === command.value)
  const isGone =
    command?.type === 'change-field' &&
    !all.some(
      (each) => each.id === command.id && each.kind === fields.find((field) => field.id === each.id)?.kind,
    )
  return isTaken || isSame || isGone ? undefined : command
}

/** What rules may still be told after an edit: that an owner emptied the page which they lead to. */
const passing = new Set(['empty-page', 'backwards'])

test('whatever an owner edits, rules ask only for what is there, and the form can be stored', () => {
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 25 }), (doings) => {
      let document: Document = { title: '', definition }
      for (const each of doings) {
        const command = commandOf(document, each)
        if (command) document = edit(document, command)
        const stored = v.safeParse(Definition, document.definition)
        expect(stored.success, JSON.stringify({ command, issues: stored.issues })).toBe(true)
        const issues = publishIssues(document.definition).filter(
          ({ field, code }) => field.startsWith('rules') && !passing.has(code),
        )
        expect(issues, JSON.stringify(command)).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
})
