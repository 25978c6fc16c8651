/** Why the relay will not have some answers, in English. Who hears from it can load this, too. */
import type { RefusalWords } from './words.ts'

export const words: RefusalWords = {
  refusals: {
    closed: 'This form takes no more answers. Yours were not sent.',
    gone: 'This form is no longer here. Your answers were not sent.',
    origin: 'This page may not send to this form. Your answers were not sent.',
    'too-large': 'Your answers are too long to be sent. Please shorten them.',
    'key-reused': 'Your answers changed while they were sent. Please send them once more.',
    refused: 'Your answers could not be taken. Please try again later.',
  },
}
