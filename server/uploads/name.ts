/** The names of uploads: labels for people, which no program may take for anything else. */
import { limits } from '@fieldpost/shared/limits.ts'

/**
 * Controls, and what turns the direction of a text, in which `gpj.exe` can be made to look like `exe.jpg`. Lone
 * surrogates have gone before.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/**
 * A file's name without folders, of at most 200 UTF-16 units, that ends in one of these endings: whoever opens the
 * download shall get what the content is, not what a stranger called it.
 */
export function cleanName(name: string, endings: readonly string[]): string {
  const last = name
    .toWellFormed()
    .normalize('NFC')
    .replace(UNSEEN, '')
    .split(/[\\/]/)
    .at(-1)
    // Windows drops dots and spaces at the end, and with them what comes before them becomes the ending.
    ?.replace(/^[\s.]+|[\s.]+$/g, '')
  const [, stem = '', ending = ''] = /^(.*?)(?:\.([^.]*))?$/su.exec(last ?? '') ?? []
  const isRight = stem !== '' && endings.includes(ending.toLowerCase())
  const rest = isRight ? stem : (last ?? '')
  const tail = `.${isRight ? ending : (endings[0] ?? 'bin')}`
  // Cut between characters, not within one.
  const cut = rest
    .slice(0, limits.fileNameLength - tail.length)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return (cut || 'file') + tail
}
