import { emptyDefinition } from '@fieldpost/shared/form.ts'
import { expect, test } from 'vitest'
import { type Document, edit } from '../document.ts'
import { applyCommand, beginHistory, undo } from '../history.ts'

const plain: Document = { title: 'A form', definition: emptyDefinition() }

test('a token is set, and given back to the widget', () => {
  const square = edit(plain, { type: 'change-theme', change: { radius: 0 } })
  expect(square.definition.theme).toEqual({ radius: 0 })
  expect(edit(square, { type: 'change-theme', change: { radius: 0 } })).toBe(square)
  const back = edit(square, { type: 'change-theme', change: { radius: undefined } })
  expect(Object.keys(back.definition.theme)).toEqual([])
})

test('a colour is set in its scheme, and the scheme goes with its last colour', () => {
  const red = edit(plain, { type: 'change-colors', scheme: 'dark', change: { accent: '#ff8080' } })
  expect(red.definition.theme).toEqual({ dark: { accent: '#ff8080' } })
  const back = edit(red, { type: 'change-colors', scheme: 'dark', change: { accent: undefined } })
  expect(back.definition.theme).toEqual({})
  expect('dark' in back.definition.theme).toBe(false)
})

test("the owner's word for low contrast ends with the colours that it was given for", () => {
  const pale = edit(plain, { type: 'set-theme', theme: { light: { text: '#aaaaaa' }, lowContrast: true } })
  expect(pale.definition.theme.lowContrast).toBe(true)
  const readable = edit(pale, { type: 'change-colors', scheme: 'light', change: { text: '#222222' } })
  expect(readable.definition.theme).toEqual({ light: { text: '#222222' } })
})

test('a display is changed setting by setting', () => {
  const popup = edit(plain, { type: 'change-display', change: { mode: 'popup' } })
  expect(popup.definition.display).toEqual({ ...plain.definition.display, mode: 'popup' })
  expect(edit(popup, { type: 'change-display', change: { mode: 'popup' } })).toBe(popup)
})

test('drawing a colour over many shades is one step to undo, and a preset is one of its own', () => {
  let history = beginHistory(plain)
  for (const [at, accent] of ['#100000', '#200000', '#300000'].entries())
    history = applyCommand(history, { type: 'change-colors', scheme: 'light', change: { accent } }, at * 100)
  history = applyCommand(history, { type: 'set-theme', theme: { radius: 4 } }, 350)
  history = applyCommand(history, { type: 'set-theme', theme: { radius: 8 } }, 400)
  expect(undo(history).present.definition.theme).toEqual({ radius: 4 })
  expect(undo(undo(history)).present.definition.theme).toEqual({ light: { accent: '#300000' } })
  expect(undo(undo(undo(history))).present).toBe(plain)
})
