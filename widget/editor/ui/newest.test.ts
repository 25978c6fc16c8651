import { expect, test } from 'vitest'
import { withNewest } from './newest.ts'

const list = (ids: string, next: string | null) => ({
  items: [...ids].map((id) => ({ id, seen: ids })),
  next,
})
const shown = (result: ReturnType<typeof list>) =>
  result.items.map(({ id, seen }) => `${id}:${seen}`).join(' ')

test('one part is replaced by the fresh one, so that what left it is gone', () => {
  expect(withNewest(list('cba', 'x'), list('dca', 'y'))).toEqual(list('dca', 'y'))
})

test('older parts stay behind the fresh one, which brings and renews the newest', () => {
  const result = withNewest(list('dcba', 'older'), list('fed', 'x'))
  expect(shown(result)).toBe('f:fed e:fed d:fed c:dcba b:dcba a:dcba')
  expect(result.next).toBe('older')
})

test('a fresh part that is everything replaces all', () => {
  expect(withNewest(list('dcba', 'older'), list('d', null))).toEqual(list('d', null))
})
