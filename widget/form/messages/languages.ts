/** The words of other languages, each loaded by the forms that are in it. */
import { english, type Words } from './words.ts'

/** Put in by the build: what the scripts' names end with, and the languages that there are. */
declare const WORDS_DIGEST: string
declare const LANGUAGES: string

const tables = new Map<string, Words>()

/** `pt` of `pt-BR`: there is one table for all of a language. */
const primary = (tag: string) => tag.toLowerCase().replace(/-.*/, '')

/** The words of a language (a BCP 47 tag), as far as they are loaded; English otherwise. */
export const wordsOf = (tag: string): Words => tables.get(primary(tag)) ?? english

/**
 * Loads the words of a language; undefined when they are there, or there are none. Never rejects: a form in
 * English is better than no form.
 */
export function loadWords(tag: string): Promise<void> | undefined {
  const language = primary(tag)
  if (tables.has(language) || !LANGUAGES.split(' ').includes(language)) return undefined
  // Relative to the script that this is a part of, which lies beside it.
  const script: string = `./words-${language}-${WORDS_DIGEST}.js`
  return import(/* @vite-ignore */ script).then(
    ({ words }: { words: Words }) => void tables.set(language, words),
    () => {},
  )
}
