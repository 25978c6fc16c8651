import { Definition } from '@fieldpost/shared/form.ts'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { applyCommand, beginHistory, type History, redo, undo } from './history.ts'

const start = () =>
  beginHistory({
    title: 'A',
    definition: v.parse(Definition, {
      pages: [{ id: 'p1', fields: [{ id: 'f1', name: 'name', kind: 'text', label: '' }] }],
    }),
  })

const type = (history: History, label: string, at: number) =>
  applyCommand(history, { type: 'relabel-field', id: 'f1', label, keepName: true }, at)
const label = (history: History) => history.present.definition.pages[0]?.fields[0]?.label

test('typing without a pause is one step', () => {
  const typed = type(type(type(start(), 'N', 0), 'Na', 200), 'Nam', 1_000)
  expect(label(typed)).toBe('Nam')
  expect(label(undo(typed))).toBe('')
})

test('a pause begins another step', () => {
  const typed = type(type(start(), 'N', 0), 'Na', 1_201)
  expect(label(undo(typed))).toBe('N')
})

test('typing elsewhere begins another step', () => {
  const renamed = applyCommand(type(start(), 'N', 0), { type: 'rename-form', title: 'B' }, 1)
  expect(undo(renamed).present.title).toBe('A')
  expect(label(undo(renamed))).toBe('N')
})

test('typing after an undo is a step of its own', () => {
  const undone = undo(type(type(start(), 'N', 0), 'Na', 5_000))
  expect(label(undo(type(undone, 'Nx', 5_001)))).toBe('N')
})

test('redo brings back what undo took, until something else is done', () => {
  const typed = type(start(), 'N', 0)
  const undone = undo(typed)
  expect(label(redo(undone))).toBe('N')
  expect(redo(type(undone, 'X', 9_000)).future).toEqual([])
})

test('undo and redo at the ends change nothing', () => {
  const history = start()
  expect(undo(history)).toBe(history)
  expect(redo(history)).toBe(history)
})

test('a command without effect is no step', () => {
  const history = start()
  expect(type(history, '', 0)).toBe(history)
})

test('keeps the last two hundred steps', () => {
  let history = start()
  for (let n = 1; n <= 250; n++) history = type(history, String(n), n * 10_000)
  for (let n = 0; n < 250; n++) history = undo(history)
  expect(label(history)).toBe('50')
})
