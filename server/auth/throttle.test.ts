import { expect, it } from 'vitest'
import { testClock } from '../test/clock.ts'
import { createThrottle } from './throttle.ts'

const MINUTE_MS = 60_000

function make(most = 3) {
  const clock = testClock()
  return { clock, throttle: createThrottle({ most, windowMs: MINUTE_MS, clock }) }
}

/** How many tries in a row are let through. */
function allowed(throttle: { take(key: string): number }, key: string, tries: number) {
  return Array.from({ length: tries }, () => throttle.take(key)).filter((wait) => wait === 0).length
}

it('lets through so many tries per key and window', () => {
  const { clock, throttle } = make()
  expect(allowed(throttle, 'a', 10)).toBe(3)
  expect(allowed(throttle, 'b', 10)).toBe(3)
  clock.advance(MINUTE_MS)
  expect(allowed(throttle, 'a', 10)).toBe(3)
})

it('says how long to wait for the next window', () => {
  const { clock, throttle } = make(1)
  clock.advance(20_000)
  throttle.take('a')
  expect(throttle.take('a')).toBe(40_000)
  clock.advance(39_999)
  expect(throttle.take('a')).toBe(1)
})

it('gives back a try that was good, and never more than were taken', () => {
  const { throttle } = make()
  allowed(throttle, 'a', 3)
  throttle.giveBack('a')
  expect(allowed(throttle, 'a', 10)).toBe(1)
  for (let i = 0; i < 10; i++) throttle.giveBack('b')
  expect(allowed(throttle, 'b', 10)).toBe(3)
})

it('begins anew when the clock is set back, instead of refusing for as long', () => {
  const { clock, throttle } = make()
  allowed(throttle, 'a', 10)
  clock.advance(-24 * 60 * MINUTE_MS)
  expect(allowed(throttle, 'a', 10)).toBe(3)
})

it('forgets nobody under a flood of other keys, and takes few of them for somebody else', () => {
  const { throttle } = make(10)
  allowed(throttle, 'guessed', 10)
  for (let i = 0; i < 20_000; i++) throttle.take(`flood ${i}`)
  expect(throttle.take('guessed')).toBeGreaterThan(0)
  const shut = Array.from({ length: 1_000 }, (_, i) => throttle.take(`stranger ${i}`)).filter(
    (wait) => wait > 0,
  )
  expect(shut.length).toBeLessThan(10)
})
