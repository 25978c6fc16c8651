import fc from 'fast-check'
import { expect, test } from 'vitest'
import { part } from './more-extras.tsx'

const ordered = part.extras?.ordered
const list = (length: number) => Array.from({ length }, (_, at) => ({ value: `v${at}`, label: `${at}` }))

test('options in another order are the same options, and the same order each time', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat({ max: 300 }), (id, length) => {
      const options = list(length)
      const once = ordered?.({ id, randomize: true }, options)
      expect(ordered?.({ id, randomize: true }, [...options])).toEqual(once)
      expect(new Set(once)).toEqual(new Set(options))
      expect(ordered?.({ id }, options)).toBe(options)
    }),
  )
})

test('each option is first about as often as any other', () => {
  const firsts = new Map<string | undefined, number>()
  for (let field = 0; field < 4_000; field++) {
    const first = ordered?.({ id: `f${field}`, randomize: true }, list(4))[0]?.value
    firsts.set(first, (firsts.get(first) ?? 0) + 1)
  }
  // Six deviations of what chance gives.
  for (const { value } of list(4)) expect(Math.abs((firsts.get(value) ?? 0) - 1_000)).toBeLessThan(165)
})
