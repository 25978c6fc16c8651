import { fieldName } from '@fieldpost/shared/fields/base.ts'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { deriveName, deriveValue, itemKey, nameFollows, settledBy, slug, valueFollows } from './name.ts'

describe('slug', () => {
  test.each([
    ['Email', 'email'],
    ['What is your name?', 'what_is_your_name'],
    ['  E-mail  address ', 'e_mail_address'],
    ["What's new", 'whats_new'],
    ['Straße & Größe', 'strasse_grosse'],
    ['Ærøskøbing', 'aeroskobing'],
    ['**Bold** [link](https://example.com)', 'bold_link'],
    ['お名前', ''],
    ['???', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(slug(text)).toBe(expected)
  })

  test('stops at a word before it grows too long', () => {
    expect(slug('How likely are you to recommend our company to a friend or colleague')).toBe(
      'how_likely_are_you_to_recommend_our',
    )
  })

  test('cuts a single endless word', () => {
    expect(slug('a'.repeat(300))).toBe('a'.repeat(40))
  })
})

describe('deriveName', () => {
  test('takes the kind when the label has no letters it can use', () => {
    expect(deriveName('', 'long-text', [])).toBe('long_text')
  })

  test('numbers a name that is taken', () => {
    expect(deriveName('Email', 'email', ['email', 'email_2'])).toBe('email_3')
  })

  test('always gives a name that a form may store, and that is free', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (label, others) => {
        const name = deriveName(label, 'text', others)
        expect(v.is(fieldName, name)).toBe(true)
        expect(others).not.toContain(name)
      }),
    )
  })

  test('gives a name that counts as following its label', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.constantFrom('email', 'text', 'text_2')), (label, others) => {
        expect(nameFollows(deriveName(label, 'text', others), label, 'text')).toBe(true)
      }),
    )
  })

  test('a name that was edited does not follow', () => {
    expect(nameFollows('customer_mail', 'Email', 'email')).toBe(false)
    expect(nameFollows('email_work', 'Email', 'email')).toBe(false)
    expect(nameFollows('email_1', 'Email', 'email')).toBe(false)
  })
})

describe('deriveValue', () => {
  test('keeps a label in another script as it is', () => {
    expect(deriveValue(' 東京 ', [])).toBe('東京')
  })

  test('gives something even for an empty label', () => {
    expect(deriveValue('', ['option'])).toBe('option_2')
  })

  test('gives a value that counts as following its label, without spaces at its ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (label, others) => {
        const value = deriveValue(label, others)
        expect(valueFollows(value, label)).toBe(true)
        expect(value).toBe(value.trim())
        expect(others).not.toContain(value)
      }),
    )
  })
})

test('publishing settles every field and every option of the definition', () => {
  const settled = settledBy({
    pages: [
      {
        id: 'p1',
        title: '',
        fields: [
          { id: 'f1', name: 'email', kind: 'email', label: '', help: '', required: false },
          {
            id: 'f2',
            name: 'topic',
            kind: 'dropdown',
            label: '',
            help: '',
            required: false,
            options: [{ value: 'sales', label: 'Sales' }],
          },
        ],
      },
    ],
  })
  expect([...settled]).toEqual(['f1', 'f2', itemKey('f2', 'options', 'sales')])
})
