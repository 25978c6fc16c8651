import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Definition, type DefinitionInput } from './form.ts'
import { bestLanguage, placesOf, translate, translateTitle } from './translate.ts'

const makeForm = (more: Partial<DefinitionInput> = {}): Definition =>
  v.parse(Definition, {
    pages: [
      {
        id: 'p1',
        title: 'About you',
        fields: [
          { id: 'f1', name: 'name', kind: 'text', label: 'Name', help: '', placeholder: 'Ada' },
          {
            id: 'f2',
            name: 'colour',
            kind: 'single-choice',
            label: 'Colour',
            options: [
              { value: 'red', label: 'Red' },
              { value: 'blue', label: 'Blue' },
            ],
            other: true,
            otherLabel: 'Another',
          },
          {
            id: 'f3',
            name: 'grid',
            kind: 'matrix',
            label: 'Grid',
            rows: [{ value: 'food', label: 'Food' }],
            columns: [{ value: 'good', label: 'Good' }],
          },
          { id: 'f4', name: 'effort', kind: 'scale', label: 'Effort', lowLabel: 'Low', highLabel: 'High' },
          { id: 'f5', name: 'weight', kind: 'slider', label: 'Weight', unit: 'kg' },
          {
            id: 'f6',
            name: 'code',
            kind: 'text',
            label: 'Code',
            pattern: '[a-z]+',
            patternMessage: 'Letters',
          },
          { id: 'f7', name: 'source', kind: 'hidden', label: 'Where from' },
        ],
      },
    ],
    endings: [{ id: 'e1', title: 'Sorry', text: 'Next time' }],
    settings: { submitLabel: 'Go', closedText: 'Too late' },
    display: { label: 'Feedback' },
    ...more,
  })

describe('the places of a form', () => {
  test('are its texts, in its order, less those that are empty or never read', () => {
    expect(placesOf(makeForm(), 'Contact')).toEqual(
      [
        ['title', 'Contact'],
        ['pages.p1.title', 'About you'],
        ['fields.f1.label', 'Name'],
        ['fields.f1.placeholder', 'Ada'],
        ['fields.f2.label', 'Colour'],
        ['fields.f2.otherLabel', 'Another'],
        ['fields.f2.options.red', 'Red'],
        ['fields.f2.options.blue', 'Blue'],
        ['fields.f3.label', 'Grid'],
        ['fields.f3.rows.food', 'Food'],
        ['fields.f3.columns.good', 'Good'],
        ['fields.f4.label', 'Effort'],
        ['fields.f4.lowLabel', 'Low'],
        ['fields.f4.highLabel', 'High'],
        ['fields.f5.label', 'Weight'],
        ['fields.f5.unit', 'kg'],
        ['fields.f6.label', 'Code'],
        ['fields.f6.patternMessage', 'Letters'],
        ['thanks.title', 'Thank you'],
        ['endings.e1.title', 'Sorry'],
        ['endings.e1.text', 'Next time'],
        ['settings.submitLabel', 'Go'],
        ['settings.closedText', 'Too late'],
        ['display.label', 'Feedback'],
      ].map(([key, text]) => ({ key, text })),
    )
  })

  test('each hold the word that a translation has for it', () => {
    const form = makeForm()
    const german = Object.fromEntries(placesOf(form, 'Contact').map(({ key, text }) => [key, `${text} (de)`]))
    const translated = translate({ ...form, translations: { de: german } }, 'de')
    for (const { key, text } of placesOf(translated)) expect([key, text]).toEqual([key, german[key]])
    expect(placesOf(translated)).toHaveLength(placesOf(form).length)
    expect(translated.settings.language).toBe('de')
  })
})

describe('a translation', () => {
  test('leaves what it has no word for, or a blank one, as it is', () => {
    const form = makeForm({ translations: { de: { 'fields.f1.label': 'Vorname', 'fields.f2.label': ' ' } } })
    const [name, colour] = translate(form, 'de').pages[0]?.fields ?? []
    expect(name).toMatchObject({ label: 'Vorname', placeholder: 'Ada' })
    expect(colour?.label).toBe('Colour')
  })

  test('puts no words where the form has none any more, nor anywhere but into texts', () => {
    const texts = {
      'fields.f1.help': 'Hilfe',
      'fields.f1.name': 'x',
      'fields.f2.options.green': 'Grün',
      'fields.f7.label': 'x',
      'settings.language': 'x',
      constructor: 'x',
    }
    const form = makeForm({ translations: { de: texts } })
    const { settings, ...rest } = translate(form, 'de')
    expect({ ...rest, settings: { ...settings, language: 'en' } }).toEqual(form)
  })

  test('is no part of what it is made of, and none is for a language that is not there', () => {
    const form = makeForm({ translations: { de: { title: 'Kontakt', 'fields.f1.label': 'Vorname' } } })
    const before = structuredClone(form)
    translate(form, 'de')
    expect(form).toEqual(before)
    expect(translate(form, 'fr')).toBe(form)
    expect(translate(form, 'constructor')).toBe(form)
    expect(translateTitle(form, 'de', 'Contact')).toBe('Kontakt')
    expect(translateTitle(form, 'fr', 'Contact')).toBe('Contact')
  })

  test('is stored with any value that an option may have', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 50 }).map((text) => `v${text}v`),
        (value) => {
          const field = { id: 'f', name: 'f', kind: 'dropdown' as const, options: [{ value, label: 'One' }] }
          const translations = { de: { [`fields.f.options.${value}`]: 'Eins' } }
          const form = makeForm({ pages: [{ id: 'p', fields: [field] }], translations })
          expect(translate(form, 'de').pages[0]?.fields[0]).toMatchObject({
            options: [{ value, label: 'Eins' }],
          })
        },
      ),
    )
  })
})

test.each<[asked: string[], best: string]>([
  [['de'], 'de'],
  [['DE-at'], 'de'],
  [['pt'], 'pt-BR'],
  [['pt-PT', 'de'], 'pt-BR'],
  [['zh-Hant-TW'], 'zh-Hant'],
  [['xx', 'de'], 'de'],
  [['en-GB', 'de'], 'en'],
  [['fr'], 'en'],
  [['it'], 'en'],
  [['*'], 'en'],
  [[''], 'en'],
  [[], 'en'],
])('who asks for %j gets %s', (asked, best) => {
  const words = { title: 'x' }
  // French was begun, but has no word yet.
  const translations = { de: words, 'pt-BR': words, 'zh-Hant': words, fr: { title: '' } }
  expect(bestLanguage(makeForm({ translations }), asked)).toBe(best)
})

test('a tag that has no end is answered at once', () => {
  const form = makeForm({ translations: { de: { title: 'x' } } })
  expect(bestLanguage(form, ['a-'.repeat(500_000), 'de'])).toBe('de')
})
