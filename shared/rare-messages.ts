/**
 * What can be wrong with an answer of other kinds, and what only a wrong sender is told, in English; see messages.ts.
 * A file of its own: a visitor's script has it when a form needs it.
 */
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
