import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gif, jpeg, office, pdf, png, webp, zip } from '../test/files.ts'
import { makeFolder } from '../test/folder.ts'
import { detectType } from './detect.ts'

async function typeOf(bytes: Uint8Array | string, name = 'file') {
  const path = join(await makeFolder(), 'a.part')
  await writeFile(path, bytes)
  return detectType(path, name)
}

const utf16 = (text: string, order: 'le' | 'be' = 'le') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const ooxml = (part: string, type: string) =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="application/vnd.${type}.main+xml"/></Types>`,
    [part]: '<x/>',
  })
const WORD = 'openxmlformats-officedocument.wordprocessingml.document'
const EXCEL = 'openxmlformats-officedocument.spreadsheetml.sheet'

describe('the type of a file', () => {
  const known: [type: string, bytes: Uint8Array | string][] = [
    ['image/png', png()],
    ['image/jpeg', jpeg()],
    ['image/gif', gif()],
    ['image/webp', webp()],
    ['application/pdf', pdf()],
    ['application/zip', zip({ 'a.txt': 'a' })],
    ['application/gzip', gzipSync('a text')],
    [`application/vnd.${WORD}`, ooxml('word/document.xml', WORD)],
    [`application/vnd.${EXCEL}`, ooxml('xl/workbook.xml', EXCEL)],
    ['application/vnd.oasis.opendocument.text', zip({ mimetype: 'application/vnd.oasis.opendocument.text' })],
    ['application/msword', office('WordDocument')],
    ['application/vnd.ms-excel', office('Workbook')],
    ['application/vnd.ms-powerpoint', office('PowerPoint Document')],
    ['application/msword', office('WordDocument', 9)],
    ['application/rtf', '{\\rtf1 Hello}'],
    ['text/plain', 'Hello\r\n\tthere, 1 < 2\f'],
    ['text/plain', '\ufeffGrüße'],
    ['text/plain', Buffer.from('Gr\xfc\xdfe aus K\xf6ln', 'latin1')],
    ['text/plain', utf16('Grüße')],
    ['text/plain', utf16('Grüße', 'be')],
    ['text/plain', 'long '.repeat(50_000)],
  ]
  it.each(known)('is %s by its content', async (type, bytes) => {
    expect(await typeOf(bytes, 'setup.exe')).toBe(type)
  })

  it('is CSV for a text of that name, and for nothing else', async () => {
    expect(await typeOf('a,b\n1,2\n', 'table.CSV')).toBe('text/csv')
    expect(await typeOf('a,b\n1,2\n', 'table.txt')).toBe('text/plain')
    expect(await typeOf(png(), 'table.csv')).toBe('image/png')
    expect(await typeOf('<html>', 'table.csv')).toBeNull()
  })

  const refused: [what: string, bytes: Uint8Array | string][] = [
    ['nothing but spaces', ' \n\t '],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['HTML after spaces and a mark', '\ufeff \r\n<HTML>'],
    ['HTML in UTF-16', utf16('  <html>')],
    ['HTML in big-endian UTF-16', utf16('  <html>', 'be')],
    ['HTML after a comment', '<!-- GIF89a --><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['SVG as XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['XML', '<?xml version="1.0"?><a/>'],
    ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])],
    ['a Linux program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(500)])],
    ['a Java archive', zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0' })],
    ['a document with macros', ooxml('word/document.xml', 'ms-word.document.macroEnabled')],
    ['an installer', office('Icon.exe')],
    ['a container cut short', office('WordDocument').subarray(0, 700)],
    ['a container whose directory goes in a circle', office('Other', 1, true)],
    ['binary of no known kind', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])],
    ['a text that is binary at its end', `${'a'.repeat(200_000)}\0`],
    ['half a unit of UTF-16', Buffer.concat([utf16('a'), Buffer.from([0])])],
  ]
  it.each(refused)('is none that is taken for %s', async (_what, bytes) => {
    expect(await typeOf(bytes, 'picture.png')).toBeNull()
  })
})
