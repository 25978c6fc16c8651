/** What can be wrong with an answer, in English. The widget's other languages translate the same codes. */

/** Of the kinds that nearly every form has. `{n}` stands for the limit that the answer broke. */
export const commonMessages = {
  required: 'Please answer this.',
  consent: 'Please tick this to go on.',
  'one-line': 'Please write this on one line.',
  'too-short': 'Please write at least {n} characters.',
  'too-long': 'Please write at most {n} characters.',
  'too-few': 'Please choose at least {n}.',
  'too-many': 'Please choose at most {n}.',
  option: 'Please choose one of the options.',
  email: 'Please enter an email address, like name@example.com.',
  phone: 'Please enter a phone number, like +1 555 010 9999.',
  pattern: 'Please write this in the form that is asked for.',
} as const

/** Of the other kinds, and what only a wrong sender is told: a visitor's script has them when a form needs them. */
export const rareMessages = {
  type: 'This is not the kind of answer that is asked for.',
  'too-small': 'Please enter {n} or more.',
  'too-big': 'Please enter {n} or less.',
  integer: 'Please enter a whole number.',
  'too-early': 'Please choose {n} or later.',
  'too-late': 'Please choose {n} or earlier.',
  twice: 'The same option is chosen twice.',
  url: 'Please enter a web address, like https://example.com.',
  date: 'Please enter a date that exists.',
  time: 'Please enter a time, like 14:30.',
  step: 'Please enter a number in steps of {n}.',
  'every-row': 'Please answer every row.',
  part: 'Please fill in every part of the address that is asked for.',
  upload: 'This file is not here any more. Please choose it again.',
  unknown: 'This form has no such field.',
  'not-shown': 'This field is not shown with these answers.',
} as const

const answerMessages = { ...commonMessages, ...rareMessages }

export type AnswerCode = keyof typeof answerMessages

/** The message of a code in English; `limit` is what the answer broke. */
export const message = (code: AnswerCode, limit?: unknown): string =>
  answerMessages[code].replace('{n}', String(limit))
