/** What a visitor is led to after a plain post: which thanks, in which language, and with which answers in their words. */
import type { Definition } from '@fieldpost/shared/form.ts'
import type { Context } from 'hono'
import { acceptedLanguages, askedLanguages } from '../intake/languages.ts'
import type { Vault } from '../secrets.ts'

/** How long an address of thanks speaks of the answers: it stands in the browser's history. */
const SPEAKS_MS = 3_600_000

/** The ending of this id, or the form's own thanks. */
export const screenOf = ({ thanks, endings }: Definition, ending: string | undefined) =>
  endings.find(({ id }) => id === ending) ?? thanks

export const speaksOfAnswers = ({ title, text }: { title: string; text: string }): boolean =>
  `${title}${text}`.includes('{{')

const subject = (formId: string) => `the thanks of ${formId}`

/** What names a submission in an address, to nobody but us. */
export const sealThanks = (
  vault: Pick<Vault, 'seal'>,
  formId: string,
  submissionId: string,
  now: number,
): string => vault.seal(subject(formId), `${now} ${submissionId}`)

/** The submission's id, or null when this is none of ours, or too old. */
export function openThanks(
  vault: Pick<Vault, 'open'>,
  formId: string,
  sealed: string,
  now: number,
): string | null {
  try {
    const [at, id] = vault.open(subject(formId), sealed).split(' ')
    return id && now - Number(at) < SPEAKS_MS ? id : null
  } catch {
    return null
  }
}

/** The languages that a request is answered in, best first: those of the address, or else the browser's. */
export const languagesOf = (c: Context, lang: string | undefined): string[] =>
  lang ? askedLanguages(lang) : acceptedLanguages(c.req.header('accept-language'))
