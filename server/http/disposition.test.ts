import fc from 'fast-check'
import { expect, it } from 'vitest'
import { disposition } from './disposition.ts'

it.each([
  ['cv.pdf', 'attachment; filename="cv.pdf"'],
  ['my cv (2).pdf', 'attachment; filename="my cv (2).pdf"'],
  ['Grüße.pdf', `attachment; filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf`],
  ['"a\\b".pdf', `attachment; filename="_a_b_.pdf"; filename*=UTF-8''%22a%5Cb%22.pdf`],
  [
    "it's 50% (*).pdf",
    `attachment; filename="it's 50_ (*).pdf"; filename*=UTF-8''it%27s%2050%25%20%28%2A%29.pdf`,
  ],
  ['a\r\nb.pdf', `attachment; filename="a__b.pdf"; filename*=UTF-8''a%0D%0Ab.pdf`],
])('names %j', (name, header) => {
  expect(disposition('attachment', name)).toBe(header)
})

it('is a header for any name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const header = disposition('inline', name)
      expect(header).toMatch(/^inline; filename="[^"\\%]*"(; filename\*=UTF-8''[\w%!#$&+.^`|~-]*)?$/)
      expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header)
    }),
  )
})
