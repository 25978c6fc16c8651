/** The code that mends what the signature doctor found, in the language that the owner chose. They are data: `mends.json`. */
import type { Diagnosis } from '@fieldpost/shared/webhook/checks.ts'
import type { Signature } from '@fieldpost/shared/webhook/signature.ts'
import { signal } from '@preact/signals'
import * as v from 'valibot'
import data from './mends.json'
import { filledIn, type Language, languages } from './receivers.ts'

type Remedy = NonNullable<Diagnosis['findings'][number]['remedy']>

const lines = v.object(v.entriesFromList(['node', 'python', 'php', 'go', 'ruby'], v.string()))
const mends = v.parse(v.object({ 'raw-body': lines, secret: lines, headers: lines }), data)

/** The language of receivers and mendings, as long as the editor is open. */
export const chosenLanguage = signal<Language['id']>(languages[0]?.id ?? 'node')

/** Null for what no code mends. Where the signature is made or compared wrongly, that is the receivers' own code. */
export function mendOf(remedy: Remedy | null, language: Language, signature: Signature): string | null {
  switch (remedy) {
    case null:
    case 'clock':
      return null
    case 'compare':
    case 'hmac':
      return filledIn(language.verify[signature.style], signature.header)
    default:
      return filledIn(mends[remedy][language.id], signature.header)
  }
}
