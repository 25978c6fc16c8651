import { Field, type FieldKind, type FieldOf } from '@fieldpost/shared/fields/index.ts'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { convertField, hasSetting, kindNames, kindsLike, makeField } from './index.ts'

describe.each(kindNames)('a new %s', (kind) => {
  test('is a field that a form may store, under a free name', () => {
    const first = makeField(kind, 'f1', [])
    const second = makeField(kind, 'f2', [first.name])
    expect(v.is(Field, first)).toBe(true)
    expect(second.name).not.toBe(first.name)
  })

  test('can become every kind like it and stays itself', () => {
    const field = { ...makeField(kind, 'f1', []), label: 'Question', help: 'Why', name: 'q' }
    expect(kindsLike(kind)).toContain(kind)
    for (const other of kindsLike(kind)) {
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

test.each<FieldKind>(['multiple-choice', 'dropdown', 'picture-choice', 'ranking'])(
  'a %s keeps the options of a single choice',
  (kind) => {
    const choice = makeField('single-choice', 'f1', []) as FieldOf<'single-choice'>
    const options = [{ value: 'a', label: 'A' }]
    const converted = convertField({ ...choice, options, randomize: true }, kind)
    expect(converted).toMatchObject({ options, randomize: true })
    expect(convertField(converted, 'single-choice')).toMatchObject({ options })
  },
)

test('pictures go with the kind that shows them, and their words stay', () => {
  const pictures = makeField('picture-choice', 'f1', []) as FieldOf<'picture-choice'>
  const options = [{ value: 'a', label: 'A', image: 'https://example.com/a.jpg' }]
  const converted = convertField({ ...pictures, options }, 'dropdown')
  expect(converted).toMatchObject({ options: [{ value: 'a', label: 'A' }] })
})

test('the answer to begin with is kept where the other kind takes it, alone or in a list', () => {
  const options = ['a', 'b'].map((value) => ({ value, label: value }))
  const choice = { ...(makeField('single-choice', 'f1', []) as FieldOf<'single-choice'>), options }
  const several = convertField({ ...choice, default: 'a' }, 'multiple-choice')
  expect(several).toMatchObject({ default: ['a'] })
  expect(convertField(several, 'dropdown')).toMatchObject({ default: 'a' })
  const text = { ...(makeField('text', 'f1', []) as FieldOf<'text'>), default: 'Ada' }
  expect(convertField(text, 'long-text')).toMatchObject({ default: 'Ada' })
  expect(convertField(text, 'email')).not.toHaveProperty('default')
})

test('settings are known by kind', () => {
  expect(hasSetting('text', 'default')).toBe(true)
  expect(hasSetting('matrix', 'default')).toBe(false)
  expect(hasSetting('statement', 'required')).toBe(false)
})

test('two new fields do not share their options', () => {
  const first = makeField('dropdown', 'f1', []) as FieldOf<'dropdown'>
  const second = makeField('dropdown', 'f2', []) as FieldOf<'dropdown'>
  expect(first.options).not.toBe(second.options)
})
