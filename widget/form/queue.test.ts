import { expect, test } from 'vitest'
import { delayAfter } from './queue.ts'

test('delays double up to a minute, vary by a half, and never undercut the relay’s wish', () => {
  expect([1, 2, 3, 4, 5, 6, 99].map((attempt) => delayAfter(attempt, 0, 0))).toEqual([
    2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ])
  expect(delayAfter(1, 0, 1)).toBe(1_000)
  expect(delayAfter(1, 90_000, 0)).toBe(90_000)
  expect(delayAfter(6, 1_000, 0)).toBe(60_000)
})
