import { expect, test } from 'vitest'
import { readPlace } from './place.ts'

/** An element as far as a place is concerned: its attributes. */
const makeElement = (attributes: Record<string, string>) => ({
  getAttribute: (name: string) => attributes[name] ?? null,
  getAttributeNames: () => Object.keys(attributes),
})

test.each(['data-fieldpost', 'data-form', 'form'])('a form is named by %s', (name) => {
  expect(readPlace(makeElement({ [name]: 'abc' }))).toEqual({
    form: 'abc',
    lang: undefined,
    minHeight: 0,
    prefill: {},
  })
})

test('a place that names no form yet asks for nothing', () => {
  expect(readPlace(makeElement({ 'data-fieldpost': '' }))).toBeNull()
  expect(readPlace(makeElement({ 'data-lang': 'de' }))).toBeNull()
})

test('prefills, language and height come along', () => {
  const place = readPlace(
    makeElement({
      'data-fieldpost': 'abc',
      'data-prefill-first_name': 'Ada',
      'data-prefill-x.y': '',
      'data-prefill-': 'nothing',
      'data-lang': 'de',
      'data-min-height': '480',
    }),
  )
  expect(place).toEqual({
    form: 'abc',
    lang: 'de',
    minHeight: 480,
    prefill: { first_name: 'Ada', 'x.y': '' },
  })
})

test('a height that is no number reserves none', () => {
  expect(readPlace(makeElement({ form: 'abc', 'data-min-height': 'tall' }))?.minHeight).toBe(0)
})
