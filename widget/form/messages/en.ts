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
}
