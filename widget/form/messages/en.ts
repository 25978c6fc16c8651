/** The common words in English. */
import type { CommonWords } from './words.ts'

export const en: CommonWords = {
  next: 'Next',
  back: 'Back',
  send: 'Send',
  step: 'Step {n} of {of}',
  optional: 'Optional',
  clear: 'Clear',
  between: 'Choose {n} to {of}.',
  atLeast: 'Choose at least {n}.',
  atMost: 'Choose up to {n}.',
  exactly: 'Choose {n}.',
  summary: 'Please check your answers',
  sending: 'Sending…',
  sent: 'Sent',
  now: 'Try again now',
  waiting: 'Not sent yet. Your answers are kept on this page and will be sent as soon as that works.',
  unsent: 'Not sent yet.',
  refusals: {
    closed: 'This form takes no more answers. Yours were not sent.',
    gone: 'This form is no longer here. Your answers were not sent.',
    origin: 'This page may not send to this form. Your answers were not sent.',
    'too-large': 'Your answers are too long to be sent. Please shorten them.',
    'key-reused': 'Your answers changed while they were sent. Please send them once more.',
    refused: 'Your answers could not be taken. Please try again later.',
  },
}
