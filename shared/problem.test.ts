import * as v from 'valibot'
import { expect, it } from 'vitest'
import { schemaIssues } from './problem.ts'

const Body = v.strictObject({ name: v.string(), age: v.optional(v.number('An age is a number')) })
const messages = (input: unknown) =>
  schemaIssues(v.safeParse(Body, input).issues ?? []).map((i) => [i.field, i.message])

it.each([
  [{ name: 'Ada', bogus: 1 }, 'bogus', 'Nothing of this name is taken here'],
  [{}, 'name', 'This is missing'],
  [{ name: 1 }, 'name', 'This should be string, not 1'],
  [{ name: 'Ada', age: '36' }, 'age', 'An age is a number'],
])('says plainly what is wrong with %j', (input, field, message) => {
  expect(messages(input)).toEqual([[field, message]])
})
