/** What a file is, by its content. What it is called decides nothing but which of the harmless texts it is. */
import { open } from 'node:fs/promises'
import { officeType } from './office.ts'
import { fileTypes } from './types.ts'

const PART_BYTES = 64 * 1_024

/** Of an old Office file, and of installers and mail stores, too: the container alone says nothing. */
const CONTAINER = 'application/x-cfb'

/** The media type of a file, one of `fileTypes`; null for what is not taken, and for what nobody knows. */
export async function detectType(path: string, name: string): Promise<string | null> {
  // Loaded at the first upload: most relays never see one.
  const { fileTypeFromFile } = await import('file-type')
  const found = await fileTypeFromFile(path)
  if (!found) return (await isText(path)) ? (/\.csv$/i.test(name) ? 'text/csv' : 'text/plain') : null
  const type = found.mime === CONTAINER ? await officeType(path) : found.mime.split(';', 1)[0]
  return type && fileTypes.has(type) ? type : null
}

/**
 * Whether a file is text that is nothing else: no control characters but tabs and line breaks, and no markup at its
 * beginning, which makes it a page, a picture with scripts, or something else that browsers run. Any encoding will
 * do: spreadsheets still write their CSVs in old ones, and all but UTF-16 have the same controls.
 */
async function isText(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const part = Buffer.alloc(PART_BYTES)
    let unitsOf: ((bytes: Buffer) => Uint8Array | Uint16Array) | undefined
    let hasBegun = false
    for (;;) {
      const { bytesRead } = await file.read(part, 0, PART_BYTES)
      if (bytesRead === 0) return hasBegun
      const bytes = part.subarray(0, bytesRead)
      unitsOf ??= readerOf(bytes)
      for (const unit of unitsOf(bytes)) {
        if (isControl(unit)) return false
        if (hasBegun || isSpace(unit)) continue
        if (unit === LESS_THAN) return false
        hasBegun = true
      }
    }
  } finally {
    await file.close()
  }
}

const LESS_THAN = 0x3c
const TAB_LF_FF_CR: ReadonlySet<number> = new Set([9, 10, 12, 13])

const isControl = (unit: number) => (unit < 0x20 ? !TAB_LF_FF_CR.has(unit) : unit === 0x7f)
/** Also the three bytes and the one unit that mark an encoding. */
const isSpace = (unit: number) => unit <= 0x20 || [0xef, 0xbb, 0xbf, 0xfeff].includes(unit)

/** By what a file begins with: units of two bytes when it is marked as UTF-16, else bytes. */
function readerOf(beginning: Buffer) {
  const mark = beginning.subarray(0, 2).toString('hex')
  if (mark !== 'fffe' && mark !== 'feff') return (bytes: Buffer) => bytes
  return (bytes: Buffer) =>
    Uint16Array.from({ length: Math.ceil(bytes.length / 2) }, (_, index) => {
      const [first = 0, second = 0] = bytes.subarray(index * 2, index * 2 + 2)
      return mark === 'fffe' ? second * 256 + first : first * 256 + second
    })
}
