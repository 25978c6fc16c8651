import { patternIssue } from '@fieldpost/shared/fields/pattern.ts'
import { wholePattern } from '@fieldpost/shared/fields/whole-pattern.ts'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeForm, textField } from '../test/make.ts'
import { matches, patternIssues, preparePatterns } from './patterns.ts'

const formWith = (pattern: string) => makeForm({ fields: [textField('code', { pattern })] })

beforeAll(() => preparePatterns(formWith('a')))

const inJavaScript = (pattern: string, text: string) => new RegExp(wholePattern(pattern), 'u').test(text)

describe('a pattern', () => {
  const letters = 'abcAB012-_. \t\n\u00a0\u2028é😀[]^$&:/'
  const character = fc.constantFrom(...letters)
  const atom = fc.oneof(
    fc.constantFrom(...'abcAB012-_ é😀'),
    fc.constantFrom('.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\b', '^', '$', '\\.', '\\[', '\\/'),
    fc.constantFrom(
      '\\u0061',
      '\\u{1f600}',
      '\\ud83d\\ude00',
      '\\x62',
      '\\cJ',
      '\\n',
      '\\t',
      '\\p{L}',
      '\\P{Lu}',
    ),
    fc.constantFrom(
      '[ab]',
      '[^a]',
      '[a-c0-2]',
      '[[]',
      '[a[]',
      '[[:b]',
      '[\\s\\d]',
      '[^\\S]',
      '[\\]^]',
      '[]',
      '[^]',
    ),
  )
  const repeat = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '+?')
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc
        .array(
          fc.tuple(atom, repeat).map((parts) => parts.join('')),
          { maxLength: 5 },
        )
        .map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), repeat).map(([inner, times]) => `(?:${inner})${times}`),
      fc.tuple(tie('pattern'), tie('pattern')).map((sides) => sides.join('|')),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
    ),
  }))

  test('that owners may set matches what it matches in a browser', () => {
    let tried = 0
    fc.assert(
      fc.property(
        pattern,
        fc.array(fc.string({ unit: character, maxLength: 8 }), { minLength: 5, maxLength: 5 }),
        (source, texts) => {
          fc.pre(patternIssue(source) === undefined)
          tried++
          for (const text of texts) {
            expect({ source, text, fits: matches(source, text) }).toEqual({
              source,
              text,
              fits: inJavaScript(source, text),
            })
          }
        },
      ),
      { numRuns: 1_000 },
    )
    expect(tried).toBeGreaterThan(500)
  })

  test.each([
    '[\\s]',
    '[^\\s]',
    '\\S',
    '.',
    '\\w',
    '\\d',
    '\\p{Script=Greek}',
    '\\p{Lu}',
    '[\\b]',
    '[a-z&&b]',
  ])('like %s knows the same characters as a browser', (source) => {
    const regex = new RegExp(wholePattern(source), 'u')
    const wrong = []
    for (let point = 0; point < 0x3100; point++) {
      const text = String.fromCodePoint(point)
      if (regex.test(text) !== matches(source, text)) wrong.push(point.toString(16))
    }
    expect(wrong).toEqual([])
  })

  test('that would take Node seconds is judged at once', () => {
    const text = `${'a'.repeat(27)}!`
    matches('(a+)+', 'a')
    const begun = performance.now()
    expect(matches('(a+)+', text)).toBe(false)
    // Node's own engine takes four seconds for these 28 characters.
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test.each([
    ['a{1001}', 'cannot use this pattern'],
    ['\\p{Letter}', 'cannot use this pattern'],
    [
      '(?:.{0,9}[a-z]{1,9}){50}(?:.{0,9}[a-z]{1,9}){50}(?:.{0,9}[a-z]{1,9}){50}(?:.{0,9}[a-z]{1,9}){50}',
      'too large',
    ],
  ])('like %s is refused when it is saved', async (source, why) => {
    expect(patternIssue(source)).toBeUndefined()
    expect(await patternIssues(formWith(source))).toEqual([
      { field: 'pages.0.fields.0.pattern', code: 'pattern', message: expect.stringContaining(why) },
    ])
  })

  test('that is no pattern of the form is no issue', async () => {
    expect(await patternIssues(makeForm())).toEqual([])
    expect(await patternIssues(formWith('[A-Z]{2}\\d+'))).toEqual([])
  })
})
