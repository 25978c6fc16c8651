import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromLocal, toLocal } from './moment.ts'

test('a moment survives the input to the minute, wherever the owner is', () => {
  const minutes = fc.date({
    min: new Date('1990-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(minutes, (date) => {
      date.setUTCSeconds(0, 0)
      const shown = toLocal(date.toISOString())
      // An hour is named twice when clocks are set back; what is shown is the same all the same.
      expect(toLocal(fromLocal(shown))).toBe(shown)
    }),
  )
})

test.each([null, '', 'soon'])('%j is no moment', (moment) => expect(toLocal(moment)).toBe(''))

test.each(['', '2026-13-40T00:00', 'x'])('an input with %j has no moment', (text) =>
  expect(fromLocal(text)).toBeNull(),
)
