/** Languages by their names. */

/** Those that the form's own words are translated into; a form can be written in any other. */
const known = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'tr', 'ja', 'zh', 'ar', 'he'] as const
/** Others that forms are often written in; their buttons and messages are in English. */
const others = [
  'cs',
  'da',
  'el',
  'fi',
  'hi',
  'hu',
  'id',
  'ko',
  'nb',
  'ro',
  'ru',
  'sk',
  'th',
  'uk',
  'vi',
] as const

const hasWords = (tag: string): boolean => {
  const language = tag.toLowerCase().replace(/-.*/, '')
  return known.some((one) => one === language)
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** What a language is called in English: "Brazilian Portuguese" for `pt-BR`. */
export const languageName = (tag: string): string => {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Languages to choose from, by name; `now` is among them whatever it is. */
export const languageOptions = (now: string): { value: string; label: string }[] =>
  [...new Set<string>([...known, ...others, now])]
    .map((value) => ({
      value,
      label: hasWords(value) ? languageName(value) : `${languageName(value)} (buttons in English)`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
