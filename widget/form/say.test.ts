import type { AnswerCode } from '@fieldpost/shared/messages.ts'
import { fieldsOf } from '@fieldpost/shared/pages.ts'
import { beforeAll, expect, test } from 'vitest'
import { makeForm } from './make.ts'
import { english, type Words } from './messages/words.ts'
import { loadParts } from './parts.ts'
import { sayIssue } from './say.ts'

const form = makeForm([
  [
    { name: 'code', kind: 'text', pattern: '[a-z]+', patternMessage: 'Small letters, please.' },
    { name: 'free', kind: 'text', pattern: '[a-z]+' },
    { name: 'count', kind: 'number' },
  ],
])
const field = (name: string) => fieldsOf(form.definition).find((field) => field.name === name)
const issue = (code: AnswerCode | 'new-code', limit?: number, message = '') => ({
  field: 'x',
  code,
  limit,
  message,
})

beforeAll(() => loadParts(form))

test('an issue is said in the words of its code, with its limit', () => {
  expect(sayIssue(issue('required'), field('code'), english, 'en')).toBe('Please answer this.')
  expect(sayIssue(issue('too-short', 3), field('code'), english, 'en')).toContain('at least 3')
  const words = { answers: { 'too-short': 'Mindestens {n}.' } } as unknown as Words
  expect(sayIssue(issue('too-short', 3), field('code'), words, 'de')).toBe('Mindestens 3.')
})

test('the owner’s words for their pattern win', () => {
  expect(sayIssue(issue('pattern'), field('code'), english, 'en')).toBe('Small letters, please.')
  expect(sayIssue(issue('pattern'), field('free'), english, 'en')).toContain('in the form that is asked for')
})

test('what is not known here is said as the relay said it', () => {
  expect(sayIssue(issue('new-code', undefined, 'From the relay.'), undefined, english, 'en')).toBe(
    'From the relay.',
  )
  // It gives no limit; a gap in the sentence would be worse than another language.
  expect(sayIssue(issue('too-short', undefined, 'At least 3.'), field('code'), english, 'en')).toBe(
    'At least 3.',
  )
})

test('a kind has the last word', () => {
  expect(sayIssue(issue('type'), field('count'), english, 'en')).toBe(english.number)
})
