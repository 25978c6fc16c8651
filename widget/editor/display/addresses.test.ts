import { expect, test } from 'vitest'
import { formatAddresses, parseAddresses } from './addresses.ts'

test('addresses are lines, without the empty ones', () => {
  const urls = ['/pricing/*', 'https://shop.example/cart', 'shop.example/*', '!/pricing/old']
  expect(parseAddresses(`  ${urls.join(' \n\n')} \n`)).toEqual({ value: urls })
  expect(parseAddresses(formatAddresses(urls))).toEqual({ value: urls })
  expect(parseAddresses('')).toEqual({ value: [] })
})

test.each([
  ['pricing', /“pricing” is neither a path/],
  ['/two words', /neither a path/],
  [`/${'a'.repeat(300)}`, /at most 200 characters/],
  ['/a\n'.repeat(51), /At most 50/],
])('%j is refused with its reason', (text, error) => {
  expect(parseAddresses(text)).toEqual({ error: expect.stringMatching(error) })
})
