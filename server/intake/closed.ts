/** Whether a form takes answers: its owner says from when, until when, and how many. */
import type { Definition, PublishedForm } from '@fieldpost/shared/form.ts'
import { bestLanguage, translate } from '@fieldpost/shared/translate.ts'

export type ClosedReason = NonNullable<PublishedForm['closed']>['reason']

/** Why a form takes no answers at a moment (ms since 1970), or undefined when its dates do not say so. */
export function closedByTime(
  { opensAt, closesAt }: Pick<Definition['settings'], 'opensAt' | 'closesAt'>,
  now: number,
): Extract<ClosedReason, 'early' | 'late'> | undefined {
  if (opensAt && now < Date.parse(opensAt)) return 'early'
  return closesAt && now >= Date.parse(closesAt) ? 'late' : undefined
}

/** What visitors read in English when the owner has no words for it. */
const sentences: Readonly<Record<ClosedReason, string>> = {
  early: 'This form is not open yet.',
  late: 'This form takes no more answers.',
  full: 'This form has all the answers that it takes.',
}

/** Why it is closed in the owner's words, in a language that the form has, or in a sentence of ours. */
export function closedText(definition: Definition, reason: ClosedReason, language?: string): string {
  const tag = bestLanguage(definition, language ? [language] : [])
  return translate(definition, tag).settings.closedText.trim() || sentences[reason]
}
