import { expect, test } from 'vitest'
import { createHaste } from './haste.ts'

/** Scrolls through these places, one each 16 ms; whether any of it looks like haste. */
function scrolled(tops: number[], everyMs = 16) {
  const haste = createHaste()
  return tops.map((top, index) => haste(top, 700, 1_000 + index * everyMs)).includes(true)
}

const steps = (from: number, to: number, by: number) =>
  Array.from({ length: Math.abs(to - from) / by + 1 }, (_, index) => from + Math.sign(to - from) * by * index)

test('fast up after having been down is haste', () => {
  expect(scrolled([...steps(0, 2_000, 50), ...steps(2_000, 1_000, 50)])).toBe(true)
})

test('slowly up, down only, or never having been down is not', () => {
  expect(scrolled([...steps(0, 2_000, 50), ...steps(2_000, 0, 10)])).toBe(false)
  expect(scrolled(steps(0, 5_000, 100))).toBe(false)
  expect(scrolled([...steps(0, 600, 50), ...steps(600, 0, 50)])).toBe(false)
})

test('short flicks with rests between are not', () => {
  expect(scrolled([...steps(0, 2_000, 100), 1_900, 1_800, 1_700, 1_600], 200)).toBe(false)
})
