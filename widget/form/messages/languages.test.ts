import { commonMessages } from '@fieldpost/shared/common-messages.ts'
import { emailFault } from '@fieldpost/shared/fields/email.ts'
import { phoneFault } from '@fieldpost/shared/fields/phone.ts'
import { urlFault } from '@fieldpost/shared/fields/url.ts'
import { rareMessages } from '@fieldpost/shared/rare-messages.ts'
import { parseNumber } from '@fieldpost/shared/typed.ts'
import { describe, expect, it } from 'vitest'
import type { Words } from './words.ts'

/** The languages that are built, from vite.config.ts. */
declare const LANGUAGES: string
const languages = LANGUAGES.split(' ')

const tables = import.meta.glob<Words>('./[a-z][a-z].ts', { import: 'words', eager: true })
const english = Object.assign(
  { answers: { ...commonMessages, ...rareMessages } },
  ...Object.values(import.meta.glob<object>('./en{,-*}.ts', { eager: true })).flatMap(Object.values),
)

/** What a language happens to call as English does; everything else that is the same was forgotten. */
const alike: Readonly<Record<string, readonly string[]>> = {
  de: ['Optional', 'Text'],
  es: ['No'],
  fr: ['Images', 'Documents', 'Archives'],
  it: ['No'],
  nl: ['Postcode', 'Spreadsheets'],
  sv: ['Text'],
}
const everywhere = ['PDF', 'Audio', 'Video']

const rightToLeft = ['ar', 'fa', 'he', 'ur']

/** Every text by its path; what is said for a list has an entry per item. */
const textsOf = (words: object, before = ''): [path: string, text: unknown][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? textsOf(value, `${before}${name}.`)
      : [[before + name, value] as [string, unknown]],
  )

const placeholders = (text: string) => (text.match(/\{\w*\}/g) ?? []).sort()

const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[0] ?? ''

const englishTexts = new Map(textsOf(english) as [string, string][])

it('builds every table that there is', () => {
  const named = Object.keys(tables).map((path) => path.slice(2, 4))
  expect(named.filter((language) => language !== 'en').sort()).toEqual([...languages].sort())
})

describe.each(languages)('the words in %s', (language) => {
  const { rtl, ...words } = tables[`./${language}.ts`] ?? ({} as Words)
  const texts = textsOf(words) as [string, string][]

  it('are those of English, no more and no less', () => {
    expect(texts.map(([path]) => path).sort()).toEqual([...englishTexts.keys()].sort())
  })

  it('are not empty, and have no spaces around them', () => {
    expect(texts.filter(([, text]) => typeof text !== 'string' || !text || text.trim() !== text)).toEqual([])
  })

  it('keep what is put in', () => {
    const kept = texts.map(([path, text]) => [path, placeholders(text)])
    expect(kept).toEqual(texts.map(([path]) => [path, placeholders(englishTexts.get(path) ?? '')]))
  })

  it('are translated', () => {
    const same = texts.filter(([path, text]) => englishTexts.get(path) === text).map(([, text]) => text)
    expect(same.filter((text) => ![...everywhere, ...(alike[language] ?? [])].includes(text))).toEqual([])
  })

  it('have quotes, apostrophes and dots as they are printed, and no space at which a mark comes off', () => {
    expect(texts.filter(([, text]) => /["'`]|\.\.\.| [:;?!»]|« | {2}/.test(text))).toEqual([])
  })

  it('give examples that are taken', () => {
    const { email, phone, url, time } = words.answers
    expect(emailFault({}, found(email, /[\w.]+@[\w.]+\w/))).toBeUndefined()
    expect(phoneFault({}, found(phone, /\+?\d[\d -]+\d/))).toBeUndefined()
    expect(urlFault({}, found(url, /https:[\w./]+\w/))).toBeUndefined()
    expect(found(time, /\d+:\d+/)).toBe('14:30')
    expect(parseNumber(found(words.number, /\d[\d.,]*\d/))).toBe(1234.5)
  })

  it('say which way they are written', () => {
    expect(rtl ?? false).toBe(rightToLeft.includes(language))
  })
})
