import { expect, test } from 'vitest'
import { mayCome, memoryOf } from './frequency.ts'

const DAY = 86_400_000
const now = 1_000 * DAY

test.each([
  ['always', { closed: now - 1, sent: now - 1 }, true],
  ['once', {}, true],
  ['once', { closed: 1 }, false],
  ['once', { sent: 1 }, false],
  ['session', {}, true],
  ['session', { closed: now - 1 }, false],
  ['until-submitted', {}, true],
  ['until-submitted', { closed: now - DAY + 1 }, false],
  ['until-submitted', { closed: now - DAY }, true],
  ['until-submitted', { sent: 1 }, false],
  [7, {}, true],
  [7, { closed: now - 7 * DAY + 1 }, false],
  [7, { closed: now - 7 * DAY }, true],
  [7, { closed: now - 30 * DAY, sent: now - DAY }, false],
] as const)('%s, after %j: %s', (frequency, deeds, expected) => {
  expect(mayCome(frequency, deeds, now)).toBe(expected)
})

function makeStorage(kept = new Map<string, string>()) {
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  }
}

test('what a visitor did is there on the next page', () => {
  const storage = makeStorage()
  memoryOf('f1', 'once', () => storage).write('closed', 5)
  memoryOf('f1', 'once', () => storage).write('sent', 6)
  expect(memoryOf('f1', 'once', () => storage).read()).toEqual({ closed: 5, sent: 6 })
  expect(memoryOf('f2', 'once', () => storage).read()).toEqual({})
})

test.each([
  ['always', 'sent', 0],
  ['until-submitted', 'closed', 1],
  ['until-submitted', 'sent', 1],
  ['session', 'closed', 1],
  [7, 'closed', 1],
] as const)('%s: %s leaves %i entries', (frequency, deed, entries) => {
  const storage = makeStorage()
  const memory = memoryOf('f1', frequency, () => storage)
  memory.read()
  expect(storage.kept.size).toBe(0)
  memory.write(deed, 5)
  expect(storage.kept.size).toBe(entries)
})

test('where nothing can be stored, it is remembered while the page is there', () => {
  const memory = memoryOf('f1', 'once', () => {
    throw new DOMException('Access is denied', 'SecurityError')
  })
  expect(memory.read()).toEqual({})
  memory.write('closed', 5)
  expect(memory.read()).toEqual({ closed: 5 })
})

test('what others have put under its name is no error', () => {
  const storage = makeStorage(new Map([['fieldpost:f1', 'not JSON']]))
  expect(memoryOf('f1', 'once', () => storage).read()).toEqual({})
})
