/** What a form says in English to who comes back to it. */
import type { DraftWords } from './words.ts'

export const enDraft: DraftWords = {
  resumed: 'Your answers from last time are here again.',
  over: 'Start over',
}
