/** The words of rarer kinds of fields in English. */
import type { MoreWords } from './words.ts'

export const enMore: MoreWords = {
  choose: 'Choose one',
  yes: 'Yes',
  no: 'No',
  place: '{n} of {of}',
  smileys: ['Terrible', 'Bad', 'Okay', 'Good', 'Great'],
  npsLow: 'Not at all likely',
  npsHigh: 'Extremely likely',
  number: 'Please enter a number, like 1234.5.',
  unanswered: 'Not answered yet',
}
