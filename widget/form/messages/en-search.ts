/** The words of a searched dropdown in English. */
import type { SearchWords } from './words.ts'

export const enSearch: SearchWords = { search: { found: '{n} found', none: 'Nothing found' } }
