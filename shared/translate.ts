/**
 * A form's own words in other languages. Each text has a place, like `fields.f1.label` or `thanks.title`, under
 * which a translation has it; a place says ids and values, so that moving things about loses no words.
 */
import type { Field } from './fields/index.ts'
import type { Definition, PublishedForm } from './form.ts'

export interface Place {
  /** Like `fields.f1.options.red`. */
  key: string
  /** The text in the form's own language; never empty. */
  text: string
}

const fieldTexts = [
  'label',
  'help',
  'placeholder',
  'lowLabel',
  'highLabel',
  'unit',
  'otherLabel',
  'patternMessage',
] as const
const fieldLists = ['options', 'rows', 'columns'] as const
const screenTexts = ['title', 'text'] as const

/**
 * Every text of a form that can be translated, in the order of the form. Texts that are empty are no places: the
 * visitor's language decides what stands there.
 */
export function placesOf(definition: Definition, title = ''): Place[] {
  const places: Place[] = []
  const note = (key: string, text: string) => {
    places.push({ key, text })
    return text
  }
  if (title.trim()) note('title', title)
  rewrite(definition, note)
  return places
}

/**
 * The definition with the texts of a language put in, and that language for its own. A text that has no
 * translation, or an empty one, stays; a tag that there is nothing for changes no text.
 */
export function translate(definition: Definition, tag: string): Definition {
  const put = translator(definition, tag)
  if (!put) return definition
  const translated = rewrite(definition, put)
  return { ...translated, settings: { ...translated.settings, language: tag } }
}

/** The form's title, which is no part of its definition, in a language. */
export const translateTitle = (definition: Definition, tag: string, title: string): string =>
  translator(definition, tag)?.('title', title) ?? title

/** A form's own tags have no more; whatever else is asked for is cut, as strangers may ask for much. */
const MOST_SUBTAGS = 4

/**
 * The language to show a form in to who asks for these, best first, as `Accept-Language` or `navigator.languages`
 * have them: the tag itself, or a less narrow one (`de` for `de-AT`), or another of the same language (`pt-BR` for
 * `pt`); the form's own when it has none of them. The form's spelling of the tag comes back.
 */
export function bestLanguage(definition: Definition, asked: readonly string[]): string {
  const { settings, translations } = definition
  const written = Object.entries(translations)
    .filter(([, texts]) => Object.values(texts).some((text) => text.trim()))
    .map(([tag]) => tag)
  const known = [settings.language, ...written]
  const find = (fits: (tag: string) => boolean) => known.find((tag) => fits(tag.toLowerCase()))
  for (const tag of asked) {
    const wanted = tag.toLowerCase().split('-', MOST_SUBTAGS)
    for (let parts = wanted.length; parts > 0; parts--) {
      const narrow = wanted.slice(0, parts).join('-')
      const found = find((tag) => tag === narrow)
      if (found) return found
    }
    const found = find((tag) => tag.split('-')[0] === wanted[0])
    if (found) return found
  }
  return settings.language
}

export type Rewrite = (key: string, text: string) => string

function translator({ translations }: Definition, tag: string): Rewrite | undefined {
  const texts = Object.hasOwn(translations, tag) ? translations[tag] : undefined
  return (
    texts &&
    ((key, text) => {
      const translated = Object.hasOwn(texts, key) ? texts[key] : undefined
      return translated?.trim() ? translated : text
    })
  )
}

/** The definition, or what a visitor gets of one, with each of its texts, none of them empty, made anew. */
export function rewrite<Texts extends PublishedForm['definition']>(
  definition: Texts,
  change: Rewrite,
): Texts {
  return {
    ...definition,
    pages: definition.pages.map((page) => ({
      ...texts(page, `pages.${page.id}`, ['title'], change),
      fields: page.fields.map((field) => rewriteField(field, change)),
    })),
    thanks: texts(definition.thanks, 'thanks', screenTexts, change),
    endings: definition.endings.map((ending) => texts(ending, `endings.${ending.id}`, screenTexts, change)),
    settings: texts(definition.settings, 'settings', ['submitLabel', 'closedText'], change),
    display: texts(definition.display, 'display', ['label'], change),
  }
}

function rewriteField(field: Field, change: Rewrite): Field {
  // Nobody reads a hidden field.
  if (field.kind === 'hidden') return field
  const place = `fields.${field.id}`
  const own = texts(field, place, fieldTexts, change)
  const lists = fieldLists.flatMap((list) => {
    const items = (field as { [List in typeof list]?: readonly { value: string; label: string }[] })[list]
    return items
      ? [[list, items.map((item) => label(item, `${place}.${list}.${item.value}`, change))] as const]
      : []
  })
  return { ...own, ...Object.fromEntries(lists) }
}

const label = <Item extends { label: string }>(item: Item, key: string, change: Rewrite): Item =>
  item.label.trim() ? { ...item, label: change(key, item.label) } : item

/** An object with those of its entries of these names that hold a text made anew. */
function texts<Item extends object>(
  item: Item,
  place: string,
  names: readonly string[],
  change: Rewrite,
): Item {
  const changed = Object.entries(item).flatMap(([name, text]) =>
    names.includes(name) && typeof text === 'string' && text.trim()
      ? [[name, change(`${place}.${name}`, text)]]
      : [],
  )
  return { ...item, ...Object.fromEntries(changed) }
}
