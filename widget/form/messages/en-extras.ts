/** The words that some settings need, in English. */
import type { ExtraWords } from './words.ts'

export const enExtras: ExtraWords = {
  extra: { other: 'Other', left: '{n} characters left', over: '{n} characters too many' },
}
