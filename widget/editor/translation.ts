/** A form's translations, as values. */
import type { Definition } from '@fieldpost/shared/form.ts'
import { placesOf } from '@fieldpost/shared/translate.ts'

/** The definition with a text put into a language, or taken out of it when empty. */
export function withTranslation(definition: Definition, tag: string, key: string, text: string): Definition {
  const { [key]: before = '', ...others } = definition.translations[tag] ?? {}
  if (text === before) return definition
  const texts = text === '' ? others : { ...others, [key]: text }
  return { ...definition, translations: { ...definition.translations, [tag]: texts } }
}

/** The definition with a language more, still without words. */
export const withLanguage = (definition: Definition, tag: string): Definition =>
  Object.hasOwn(definition.translations, tag)
    ? definition
    : { ...definition, translations: { ...definition.translations, [tag]: {} } }

export function withoutLanguage(definition: Definition, tag: string): Definition {
  if (!Object.hasOwn(definition.translations, tag)) return definition
  const { [tag]: _, ...translations } = definition.translations
  return { ...definition, translations }
}

/** How many of a form's texts a language has. */
export function progressOf(definition: Definition, tag: string, title: string): { done: number; of: number } {
  const texts = definition.translations[tag] ?? {}
  const places = placesOf(definition, title)
  return { done: places.filter(({ key }) => texts[key]?.trim()).length, of: places.length }
}
