import { expect, test } from 'vitest'
import { isAmong } from './address.ts'

const at = (path: string) => `https://shop.example${path}`

test('without a pattern every address will do', () => {
  expect(isAmong([], at('/'))).toBe(true)
})

test.each([
  ['/pricing', '/pricing', true],
  ['/pricing', '/pricing/', true],
  ['/pricing/', '/pricing?plan=pro#top', true],
  ['/pricing', '/pricing/teams', false],
  ['/pricing/*', '/pricing/teams/big', true],
  ['/pricing/*', '/pricing', false],
  ['/pricing*', '/pricing', true],
  ['/', '/', true],
  ['/', '/pricing', false],
  ['*/thanks', '/order/7/thanks', true],
  ['/a*a', '/a', false],
  ['/a*b*c', '/a-b-b-c', true],
  ['/a*b*c', '/a-c-b', false],
  ['/*', '/anything', true],
  ['/search?q=*', '/search?q=shoes', true],
  ['/search?q=*', '/search', false],
  ['/#/cart', '/#/cart', true],
  ['/#/cart', '/', false],
  ['/a.c', '/abc', false],
  ['shop.example/*', '/pricing', true],
  ['https://shop.example/pricing', '/pricing', true],
  ['http://shop.example/pricing', '/pricing', false],
  ['other.example/*', '/pricing', false],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(isAmong([pattern], at(path))).toBe(expected)
})

test('one of several is enough, and one with ! takes addresses away', () => {
  expect(isAmong(['/a', '/b'], at('/b'))).toBe(true)
  expect(isAmong(['!/checkout/*'], at('/'))).toBe(true)
  expect(isAmong(['!/checkout/*'], at('/checkout/pay'))).toBe(false)
  expect(isAmong(['/shop/*', '!/shop/cart'], at('/shop/cart'))).toBe(false)
})

test('a pattern of many stars does not take long', () => {
  const before = performance.now()
  expect(isAmong([`/${'*a'.repeat(100)}b`], at(`/${'a'.repeat(5_000)}`))).toBe(false)
  expect(performance.now() - before).toBeLessThan(200)
})
