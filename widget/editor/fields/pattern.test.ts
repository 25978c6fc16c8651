import { patternIssue } from '@fieldpost/shared/fields/pattern.ts'
import { wholePattern } from '@fieldpost/shared/fields/whole-pattern.ts'
import { describe, expect, test } from 'vitest'
import patterns from './patterns.json'

describe.each(patterns)('the ready pattern $name', ({ pattern, example }) => {
  const matches = (text: string) => new RegExp(wholePattern(pattern), 'u').test(text)

  test('may be set, and takes its own example as a whole', () => {
    expect(patternIssue(pattern)).toBeUndefined()
    expect(matches(example)).toBe(true)
    expect(matches(`${example}!`)).toBe(false)
  })
})

test('no two ready patterns are the same', () => {
  expect(new Set(patterns.map(({ pattern }) => pattern)).size).toBe(patterns.length)
})
