/** What a form says in English that takes no answers. */
import type { ClosedWords } from './words.ts'

export const enClosed: ClosedWords = {
  early: 'This form is not open yet.',
  late: 'This form takes no more answers.',
  full: 'This form has all the answers that it takes.',
}
