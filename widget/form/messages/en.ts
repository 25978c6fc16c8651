/**
 * The form's own words in English. Another language is another table of this shape; what can be wrong with an
 * answer is said by shared/messages.ts, by code.
 */
import type { Refusal } from '../send.ts'

export interface Messages {
  next: string
  back: string
  send: string
  /** `{n}` and `{of}` are numbers, here and below. */
  step: string
  optional: string
  clear: string
  /** Under a question of which several options may be chosen. */
  between: string
  atLeast: string
  atMost: string
  exactly: string
  summary: string
  sending: string
  sent: string
  /** On the button while sending is repeated. */
  now: string
  waiting: string
  unsent: string
  refusals: Readonly<Record<Refusal, string>>
}

export const en: Messages = {
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

/** A message with its numbers put in. */
export const fill = (text: string, n: number | string, of: number | string = ''): string =>
  text.replace('{n}', String(n)).replace('{of}', String(of))
