/** The words of the kinds of fields that are loaded when a form has them, in English; see en.ts. */
export interface MoreMessages {
  choose: string
  yes: string
  no: string
  /** `{n}` and `{of}` are numbers. */
  place: string
  /** From worst to best. */
  smileys: readonly [string, string, string, string, string]
  npsLow: string
  npsHigh: string
  number: string
}

export const en: MoreMessages = {
  choose: 'Choose one',
  yes: 'Yes',
  no: 'No',
  place: '{n} of {of}',
  smileys: ['Terrible', 'Bad', 'Okay', 'Good', 'Great'],
  npsLow: 'Not at all likely',
  npsHigh: 'Extremely likely',
  number: 'Please enter a number, like 1234.5.',
}
