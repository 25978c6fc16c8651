import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeUrl, parseNumber } from './typed.ts'

describe('a typed number', () => {
  it.each([
    ['42', 42],
    [' -3.5 ', -3.5],
    ['\u22123', -3],
    ['+7', 7],
    ['1,5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['0,125', 0.125],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ["1'234'567", 1_234_567],
    ['1\u202f234,5', 1234.5],
  ])('%s is %d', (text, number) => expect(parseNumber(text)).toBe(number))

  it.each(['', 'abc', '1,500', '12,34,5', '1e5', '0x10', 'Infinity', 'NaN', '1 kg', '--1', '1.2.3'])(
    '%s is none, or could be two',
    (text) => expect(parseNumber(text)).toBeNull(),
  )

  it('is known for none at once, however long it is', () => {
    expect(parseNumber(`${'1'.repeat(1_000_000)}!`)).toBeNull()
  })

  it('is read from how a program writes it', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        expect(parseNumber(String(number))).toBe(number)
      }),
    )
  })
})

describe('a typed web address', () => {
  it.each([
    ['example.com', 'https://example.com'],
    ['example.com/a?b', 'https://example.com/a?b'],
    ['http://example.com', 'http://example.com'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    ['javascript:alert(1).x', 'javascript:alert(1).x'],
    ['ada@example.com', 'ada@example.com'],
    ['not an address', 'not an address'],
  ])('%s becomes %s', (typed, meant) => expect(completeUrl(typed)).toBe(meant))

  it('is known for none at once, however long it is', () => {
    const text = `${'a.'.repeat(500_000)}@`
    expect(completeUrl(text)).toBe(text)
  })
})

it.each([
  ['1.500', 'de', null],
  ['-12.345', 'pt-BR', null],
  ['1.500', 'en', 1.5],
  ['1.500', 'xx-xx-xx', 1.5],
  ['0.125', 'de', 0.125],
  ['1.5', 'de', 1.5],
  ['1,5', 'de', 1.5],
  ['1.234,5', 'de', 1_234.5],
  ['1.234.567', 'de', 1_234_567],
])('%s in %s is %j', (text, language, number) => expect(parseNumber(text, language)).toBe(number))
