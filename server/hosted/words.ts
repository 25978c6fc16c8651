/** The hosted page's own words. What is wrong with an answer is said by shared/messages.ts. */
import type { ProblemCode } from '@fieldpost/shared/problem.ts'

export const words = {
  send: 'Send',
  sent: 'Sent',
  optional: 'Optional',
  choose: 'Choose one',
  noAnswer: 'No answer',
  yes: 'Yes',
  no: 'No',
  npsLow: 'Not at all likely',
  npsHigh: 'Extremely likely',
  number: 'Please enter a number, like 1234.5.',
  file: 'This form takes no files. Please send it without one.',
  signature: 'Signing here needs a script. A picture of your signature (PNG) will do as well.',
  emptyFile: 'This file is empty. Please choose another one.',
  fileType: 'Files of this type are not taken here. Please choose another one.',
  check: 'Please check your answers',
  again:
    'You have sent this form before, with other answers. Send it once more if these are to be kept as well.',
  applies: 'Answer this only if it applies to you.',
  pageApplies: 'Leave this part out if it does not apply to you.',
  other: 'Other',
  otherWords: 'In your own words',
  pickPlace: 'Choose',
  address: {
    line1: 'Street address',
    line2: 'Flat, suite, building',
    city: 'City',
    region: 'State or region',
    postcode: 'Postcode',
    country: 'Country',
  },
  smileys: { terrible: 'Terrible', bad: 'Bad', okay: 'Okay', good: 'Good', great: 'Great' },
} as const

export const place = (n: number, of: number): string => `${n} of ${of}`

/** Under a ranking. */
export const rankAll = (places: number, options: number): string =>
  places < options ? `Choose your first ${places}.` : 'Give each option a place.'

/** Under a number that has both a least and a most. */
export const between = (least: number, most: number, unit = ''): string =>
  `From ${least} to ${most}${unit && ` ${unit}`}.`

export const placeName = (n: number): string => `Place ${n}`

/** Under a question of which several options may be chosen. */
export function howMany(min: number | undefined, max: number | undefined): string {
  if (min && max) return min === max ? `Choose ${min}.` : `Choose ${min} to ${max}.`
  if (min) return `Choose at least ${min}.`
  return max ? `Choose up to ${max}.` : ''
}

const MIB = 1_024 * 1_024

/** `bytes` is the most that a file may have. */
export function largeFile(bytes: number): string {
  const [size, unit] = bytes < MIB ? [bytes / 1_024, 'KB'] : [bytes / MIB, 'MB']
  return `This file is too large. It may have at most ${Math.floor(size * 10) / 10} ${unit}.`
}
interface Failure {
  title: string
  /** The problem's own words when absent. */
  text?: string
}

const missing: Failure = {
  title: 'There is no form here',
  text: 'The address may be mistyped, or the form was taken down or is not published yet. Ask whoever gave it to you.',
}
const later: Failure = {
  title: 'Please try again in a moment',
  text: 'Nothing was saved. Reload this page to send your answers again.',
}

/** What a visitor is told when there is no form to show; other failures are told in the problem's own words. */
export const failures: { readonly [Code in ProblemCode]?: Failure } = {
  'form-not-found': missing,
  'form-not-published': missing,
  'not-found': {
    title: 'There is nothing here',
    text: 'The address may be mistyped. Ask whoever gave it to you.',
  },
  'origin-refused': {
    title: 'This form is filled in elsewhere',
    text: 'Its owner takes answers from certain pages only, and this is not one of them. Nothing was saved.',
  },
  // The owner's words say why, and whether there is a later.
  'form-closed': { title: 'Nothing was saved' },
  'too-large': {
    title: 'Your answers are too long',
    text: 'Nothing was saved. Go back and shorten them, then send the form again.',
  },
  'broken-off': later,
  'too-many-requests': later,
  unavailable: later,
  internal: {
    title: 'Something went wrong here',
    text: 'This was not your doing. Please try again later.',
  },
}
