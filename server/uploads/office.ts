/**
 * Tells old Office files (.doc, .xls, .ppt) from the others that share their container, [MS-CFB], such as Windows
 * installers: by the streams that its directory names.
 */
import { type FileHandle, open } from 'node:fs/promises'

const HEADER_BYTES = 512
/** Each entry of the directory; its name in UTF-16, and the length of that in bytes with its end. */
const ENTRY_BYTES = 128
const NAME_LENGTH_AT = 64
/** Sectors of the directory that are looked through: an Office file's streams are at its beginning. */
const MOST_SECTORS = 64
/** From here on numbers of sectors are marks, such as the end of a chain. */
const LAST_SECTOR = 0xfffffff9

const typeByStream: ReadonlyMap<string, string> = new Map([
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
])

/** The media type of an Office file in such a container; null for any other, and for a broken one. */
export async function officeType(path: string): Promise<string | null> {
  const file = await open(path)
  try {
    const header = await readAt(file, 0, HEADER_BYTES)
    if (!header) return null
    const sectorBytes = 1 << Math.min(header.readUInt16LE(30), 16)
    if (sectorBytes < HEADER_BYTES) return null
    const sectorAt = (sector: number) => (sector + 1) * sectorBytes

    let sector = header.readUInt32LE(48)
    for (let seen = 0; seen < MOST_SECTORS && sector < LAST_SECTOR; seen++) {
      const entries = await readAt(file, sectorAt(sector), sectorBytes)
      if (!entries) return null
      for (let at = 0; at < sectorBytes; at += ENTRY_BYTES) {
        const length = Math.min(entries.readUInt16LE(at + NAME_LENGTH_AT), NAME_LENGTH_AT) - 2
        const type = typeByStream.get(entries.toString('utf16le', at, at + Math.max(length, 0)))
        if (type) return type
      }
      sector = await following(sector)
    }
    return null

    /** The next sector of a chain. The header lists where the first 109 sectors of the table of chains are. */
    async function following(sector: number): Promise<number> {
      const perSector = sectorBytes / 4
      const place = Math.floor(sector / perSector)
      const table = header && place < 109 ? header.readUInt32LE(76 + place * 4) : LAST_SECTOR
      if (table >= LAST_SECTOR) return LAST_SECTOR
      const entry = await readAt(file, sectorAt(table) + (sector % perSector) * 4, 4)
      return entry?.readUInt32LE(0) ?? LAST_SECTOR
    }
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  return bytesRead === length ? bytes : null
}
