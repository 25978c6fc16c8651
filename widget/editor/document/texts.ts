/** Texts and their translations stay with what they speak of; see shared/translate.ts for the places. */
import type { Definition } from '@fieldpost/shared/form.ts'
import { repipe } from '@fieldpost/shared/piping.ts'
import { rewrite } from '@fieldpost/shared/translate.ts'

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

/** The definition whose texts, in every language, ask for a field's answer by its new name. */
export function withPipes(definition: Definition, from: string, to: string): Definition {
  const change = (text: string) => repipe(text, from, to)
  let isAsked = false
  rewrite(definition, (_, text) => {
    isAsked ||= change(text) !== text
    return text
  })
  const own = isAsked ? rewrite(definition, (_, text) => change(text)) : definition
  return withTexts(own, (key, text) => [[key, change(text)]])
}

function withTexts(
  definition: Definition,
  change: (key: string, text: string) => [string, string][],
): Definition {
  const languages = Object.entries(definition.translations).map(([tag, texts]): [string, Texts] => {
    const entries = Object.entries(texts)
    const next = entries.flatMap(([key, text]) => change(key, text))
    const isSame = ([key, text]: [string, string], at: number) =>
      key === entries[at]?.[0] && text === entries[at][1]
    const same = next.length === entries.length && next.every(isSame)
    return [tag, same ? texts : Object.fromEntries(next)]
  })
  const same = languages.every(([tag, texts]) => texts === definition.translations[tag])
  return same ? definition : { ...definition, translations: Object.fromEntries(languages) }
}
