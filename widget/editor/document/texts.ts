/** Translations stay with what they translate; see shared/translate.ts for the places. */
import type { Definition } from '@fieldpost/shared/form.ts'

type Texts = Definition['translations'][string]

/** The definition without the texts at these places, and at what is below those that end with a dot. */
export const withoutTexts = (definition: Definition, places: readonly string[]): Definition =>
  withTextsAt(definition, (key) =>
    places.some((place) => key === place || (place.endsWith('.') && key.startsWith(place))) ? null : key,
  )

/** The definition with the texts of each language at other places; null takes a text away. */
export function withTextsAt(definition: Definition, placeOf: (key: string) => string | null): Definition {
  return withTexts(definition, (key, text) => {
    const place = placeOf(key)
    return place === null ? [] : [[place, text]]
  })
}

/** The definition whose texts below one place are below another as well. */
export const withTextsCopied = (definition: Definition, from: string, to: string): Definition =>
  withTexts(definition, (key, text) =>
    key.startsWith(from)
      ? [
          [key, text],
          [to + key.slice(from.length), text],
        ]
      : [[key, text]],
  )

function withTexts(
  definition: Definition,
  change: (key: string, text: string) => [string, string][],
): Definition {
  const languages = Object.entries(definition.translations).map(([tag, texts]): [string, Texts] => {
    const entries = Object.entries(texts)
    const next = entries.flatMap(([key, text]) => change(key, text))
    const same = next.length === entries.length && next.every(([key], at) => key === entries[at]?.[0])
    return [tag, same ? texts : Object.fromEntries(next)]
  })
  const same = languages.every(([tag, texts]) => texts === definition.translations[tag])
  return same ? definition : { ...definition, translations: Object.fromEntries(languages) }
}
