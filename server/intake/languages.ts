/** Which language a visitor gets a form in, and the form in it. */
import { bestLanguage, translate, translateTitle } from '@fieldpost/shared/translate.ts'
import type { VersionRow } from '../store/rows.ts'

/** More than a browser sends, and no more. */
const MOST_ASKED = 20

/** Versions never change, so each is put into a language once, for as long as it is kept. */
const translated = new WeakMap<VersionRow, Map<string, VersionRow>>()

/** The version in the best of its languages for who asks for these, best first; its settings say which that is. */
export function inLanguage(form: VersionRow, asked: readonly string[]): VersionRow {
  const { definition, title } = form
  const tag = bestLanguage(definition, asked)
  if (tag === definition.settings.language) return form
  const kept = translated.get(form) ?? new Map<string, VersionRow>()
  translated.set(form, kept)
  const known = kept.get(tag) ?? {
    ...form,
    title: translateTitle(definition, tag, title),
    definition: translate(definition, tag),
  }
  kept.set(tag, known)
  return known
}

/** The languages of an address's `lang`: a tag, or several with commas between them. */
export const askedLanguages = (lang: string | undefined): string[] =>
  (lang ?? '')
    .split(',', MOST_ASKED)
    .map((tag) => tag.trim())
    .filter(Boolean)

/** The languages of an `Accept-Language` header, best first: RFC 9110, section 12.5.4. */
export const acceptedLanguages = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',', MOST_ASKED)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const quality = parameters.find((text) => /^q=/i.test(text))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => tag && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
