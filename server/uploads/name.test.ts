import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName } from './name.ts'

describe('the name of an upload', () => {
  it.each([
    ['holiday.png', 'holiday.png'],
    ['Holiday Photo (2).PNG', 'Holiday Photo (2).PNG'],
    ['Grüße aus Köln.png', 'Grüße aus Köln.png'],
    ['写真.png', '写真.png'],
    ['👩‍👧.png', '👩👧.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['..\\..\\Windows\\system.ini', 'system.ini.png'],
    ['C:\\fakepath\\a.png', 'a.png'],
    ['/etc/cron.d/x.png', 'x.png'],
    ['folder/', 'file.png'],
    ['..', 'file.png'],
    ['.', 'file.png'],
    ['', 'file.png'],
    ['.htaccess', 'htaccess.png'],
    ['.png', 'png.png'],
    ['a.png. . .', 'a.png'],
    ['setup.exe', 'setup.exe.png'],
    ['a.png.exe', 'a.png.exe.png'],
    ['a.png\0.exe', 'a.png.exe.png'],
    ['a\r\nSet-Cookie: x=1.png', 'aSet-Cookie: x=1.png'],
    ['a\u202egnp.exe', 'agnp.exe.png'],
    ['a\ud800b.png', 'a\ufffdb.png'],
    ['e\u0301.png', '\u00e9.png'],
  ])('of %j is %j', (given, name) => {
    expect(cleanName(given, ['png'])).toBe(name)
  })

  it('keeps any ending that its type may have', () => {
    expect(cleanName('a.jpeg', ['jpg', 'jpeg'])).toBe('a.jpeg')
    expect(cleanName('a.png', ['jpg', 'jpeg'])).toBe('a.png.jpg')
  })

  it('is cut between characters, and keeps its ending', () => {
    expect(cleanName(`${'a'.repeat(500)}.png`, ['png'])).toBe(`${'a'.repeat(196)}.png`)
    expect(cleanName(`${'a'.repeat(195)}😀😀.png`, ['png'])).toBe(`${'a'.repeat(195)}.png`)
  })

  it('never is a path, has controls or is long, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 9 }), (a, b) => {
        const name = cleanName(`${a}${b}`, ['png'])
        expect(name).toMatch(/^[^\\/\p{Cc}]{1,196}\.png$/isu)
        expect(name.length).toBeLessThanOrEqual(200)
        expect(name.isWellFormed()).toBe(true)
        expect(cleanName(name, ['png'])).toBe(name)
      }),
    )
  })
})
