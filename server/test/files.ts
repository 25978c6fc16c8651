/** Small files of many types, made byte by byte. */
import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

const u16 = (value: number) => Buffer.from([value & 255, value >> 8])
const u32 = (value: number) =>
  Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24])
const big32 = (value: number) => u32(value).reverse()
const ascii = (text: string) => Buffer.from(text, 'latin1')

/** A picture of so many pixels in each direction, of noise, which no compression makes small. */
export function png(pixels = 1): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const named = Buffer.concat([ascii(name), data])
    return Buffer.concat([big32(data.length), named, big32(crc32(named))])
  }
  const rows = Buffer.concat(Array.from({ length: pixels }, () => [Buffer.of(0), randomBytes(pixels)]).flat())
  // Eight bits of grey.
  const head = Buffer.concat([big32(pixels), big32(pixels), Buffer.from([8, 0, 0, 0, 0])])
  return Buffer.concat([
    ascii('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const jpeg = () =>
  Buffer.concat([ascii('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0'), ascii('\xff\xd9')])
export const gif = () => ascii('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;')
export const webp = () => Buffer.concat([ascii('RIFF'), u32(20), ascii('WEBPVP8 '), u32(8), Buffer.alloc(8)])
export const pdf = () => ascii('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** An archive of texts, stored as they are. */
export function zip(texts: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(texts)) {
    const data = Buffer.from(text)
    const about = Buffer.concat([
      ...[20, 0, 0, 0, 0].map(u16),
      u32(crc32(data)),
      u32(data.length),
      u32(data.length),
      u16(name.length),
      u16(0),
    ])
    const part = Buffer.concat([ascii('PK\x03\x04'), about, ascii(name), data])
    const place = Buffer.concat([u16(0), u16(0), u16(0), u32(0), u32(at)])
    directory.push(ascii('PK\x01\x02'), u16(20), about, place, ascii(name))
    parts.push(part)
    at += part.length
  }
  const listed = Buffer.concat(directory)
  const count = u16(parts.length)
  const end = [ascii('PK\x05\x06'), u32(0), count, count, u32(listed.length), u32(at), u16(0)]
  return Buffer.concat([...parts, listed, ...end])
}

/**
 * A container of old Office files with one stream of this name, after so many sectors of its directory; with
 * `circle` the directory's last sector leads back to the first.
 */
export function office(stream: string, sectors = 1, circle = false): Buffer {
  const SECTOR = 512
  const END = 0xfffffffe
  const entry = (name: string) => {
    const bytes = Buffer.alloc(128)
    bytes.write(name, 0, 'utf16le')
    bytes.writeUInt16LE(name ? name.length * 2 + 2 : 0, 64)
    return bytes
  }
  const header = Buffer.alloc(SECTOR)
  ascii('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1').copy(header)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt32LE(1, 44)
  // The table of chains is the first sector, the directory the ones after it.
  header.writeUInt32LE(1, 48)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(SECTOR, 0xff)
  for (let sector = 1; sector <= sectors; sector++) {
    table.writeUInt32LE(sector < sectors ? sector + 1 : circle ? 1 : END, sector * 4)
  }
  const entries = Array.from({ length: sectors * 4 }, (_, index) => {
    if (index === 0) return entry('Root Entry')
    return entry(index === sectors * 4 - 1 ? stream : '')
  })
  return Buffer.concat([header, table, ...entries])
}
