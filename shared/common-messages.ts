/** What can be wrong with an answer of the kinds that nearly every form has, in English; see messages.ts. */

/** `{n}` stands for the limit that the answer broke. */
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
