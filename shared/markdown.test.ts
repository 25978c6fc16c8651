import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInline, plainText } from './markdown.ts'

const text = (words: string) => ({ type: 'text', text: words })

describe('the small markdown', () => {
  it('knows bold, italic, links and line breaks', () => {
    expect(parseInline('a **b** *c*\n[d](https://example.com)')).toEqual([
      text('a '),
      { type: 'bold', children: [text('b')] },
      text(' '),
      { type: 'italic', children: [text('c')] },
      { type: 'break' },
      { type: 'link', href: 'https://example.com', children: [text('d')] },
    ])
    expect(parseInline('**a *b* c**')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'italic', children: [text('b')] }, text(' c')] },
    ])
  })

  it('leaves stars that mean nothing as they are', () => {
    for (const words of ['2 * 3 * 4', '*', '**', 'a*', '[a]', '[a](b c)'])
      expect(plainText(words)).toBe(words)
  })

  it('links only to the web, to mail and to phones', () => {
    for (const href of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', '/path']) {
      expect(parseInline(`[x](${href})`)).toEqual([text(`[x](${href})`)])
    }
    for (const href of ['https://a.example', 'HTTP://a.example', 'mailto:a@b.example', 'tel:+12025550123']) {
      expect(parseInline(`[x](${href})`)[0]).toMatchObject({ type: 'link', href })
    }
  })

  it('loses no word of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '*', '[', ']', '(', ')', '\n', 'https://x.y') }),
        (words) => {
          const letters = (given: string) => given.replace(/[^a]/g, '')
          expect(letters(plainText(words))).toBe(letters(words))
        },
      ),
    )
  })
})
