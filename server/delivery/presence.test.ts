import { expect, it } from 'vitest'
import { createPresence } from './presence.ts'

function makePresence() {
  let at = 0
  let asked = 0
  const presence = createPresence(100, () => {
    asked++
    return at
  })
  return {
    ...presence,
    pass: (ms: number) => {
      at += ms
    },
    /** How often something asked for the time: once and once more for each that is looked at. */
    asked: () => asked,
  }
}

it('tells a listener of the others at its webhook, and of no other webhook', () => {
  const { note, hasOthers } = makePresence()
  note('a', 'one')
  expect(hasOthers('a', 'one')).toBe(false)
  expect(hasOthers('a', 'two')).toBe(true)
  expect(hasOthers('b', 'two')).toBe(false)
})

it('forgets who leaves, and who has not been there for a while', () => {
  const { note, forget, hasOthers, pass } = makePresence()
  note('a', 'one')
  note('a', 'two')
  forget('a', 'two')
  expect(hasOthers('a', 'one')).toBe(false)
  note('a', 'two')
  pass(60)
  note('a', 'one')
  pass(60)
  expect(hasOthers('a', 'one')).toBe(false)
  expect(hasOthers('a', 'two')).toBe(true)
})

it('keeps nothing of listeners that left without a word', () => {
  const { note, hasOthers, pass, asked } = makePresence()
  for (let i = 0; i < 1_000; i++) note('a', `listener ${i}`)
  pass(100)
  note('b', 'last')
  const before = asked()
  hasOthers('b', 'last')
  expect(asked() - before).toBe(1)
})
