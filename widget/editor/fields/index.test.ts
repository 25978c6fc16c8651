import { Field, type FieldOf } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { convertField, kindNames, kindOf, makeField } from './index.ts'

describe.each(kindNames)('a new %s', (kind) => {
  test('is a field that a form may store, under a free name', () => {
    const first = makeField(kind, 'f1', [])
    const second = makeField(kind, 'f2', [first.name])
    expect(v.is(Field, first)).toBe(true)
    expect(second.name).not.toBe(first.name)
  })

  test('can become every other kind of its group and stays itself', () => {
    const field = { ...makeField(kind, 'f1', []), label: 'Question', help: 'Why', name: 'q' }
    for (const other of kindNames.filter((each) => kindOf(each).group === kindOf(kind).group)) {
      const converted = convertField(field, other)
      expect(v.is(Field, converted)).toBe(true)
      expect(converted).toMatchObject({ kind: other, id: 'f1', name: 'q', label: 'Question', help: 'Why' })
    }
  })
})

test('another kind keeps the settings that it has too, and drops the others', () => {
  const text: FieldOf<'text'> = {
    ...(makeField('text', 'f1', []) as FieldOf<'text'>),
    required: true,
    placeholder: 'Ada',
    autocomplete: 'name',
  }
  const converted = convertField(text, 'email')
  expect(converted).toMatchObject({ required: true, placeholder: 'Ada' })
  expect(converted).not.toHaveProperty('autocomplete')
})

test('another kind of choice keeps the options', () => {
  const choice = makeField('single-choice', 'f1', []) as FieldOf<'single-choice'>
  const options = [{ value: 'a', label: 'A' }]
  expect(convertField({ ...choice, options }, 'dropdown')).toMatchObject({ options })
})

test('two new fields do not share their options', () => {
  const first = makeField('dropdown', 'f1', []) as FieldOf<'dropdown'>
  const second = makeField('dropdown', 'f2', []) as FieldOf<'dropdown'>
  expect(first.options).not.toBe(second.options)
})
