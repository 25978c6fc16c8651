/** The form's definition: what the editor edits, the relay stores and the widget renders. */
import * as v from 'valibot'
import { Display } from './display.ts'
import { fieldId, shortText } from './fields/base.ts'
import { Field } from './fields/index.ts'
import { limits } from './limits.ts'
import { Rule } from './rule.ts'
import { languageTag, Settings } from './settings.ts'
import { Theme } from './theme.ts'

export const Page = v.strictObject({
  id: fieldId,
  title: v.optional(shortText(limits.titleLength), ''),
  fields: v.pipe(v.array(Field), v.maxLength(limits.fields, `At most ${limits.fields} fields`)),
})
export type Page = v.InferOutput<typeof Page>

/** Where a visitor is sent after the thanks; only the owner can say it, and only to the web. */
const redirect = v.nullish(
  v.pipe(
    shortText(limits.urlLength),
    v.check(
      (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
      'A redirect is an http or https address',
    ),
  ),
  null,
)

const screen = {
  title: v.optional(shortText(limits.titleLength), 'Thank you'),
  text: v.optional(shortText(limits.helpLength), ''),
  redirect,
}
export const Thanks = v.strictObject(screen)

/** Another thank-you screen, which a rule chooses. */
const Ending = v.strictObject({ id: fieldId, ...screen })
export type Ending = v.InferOutput<typeof Ending>

/** The form's words in one language, by where they stand: see `translate.ts`. */
const Translation = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(limits.labelLength + 100)),
    shortText(limits.helpLength),
    'A translation is an object of places and texts',
  ),
  v.check(
    (texts) => Object.keys(texts).length <= limits.translations,
    `At most ${limits.translations} texts in a language`,
  ),
)

const Shape = v.strictObject({
  pages: v.pipe(
    v.array(Page, 'pages is a list'),
    v.minLength(1, 'A form has at least one page'),
    v.maxLength(limits.pages, `At most ${limits.pages} pages`),
  ),
  rules: v.optional(
    v.pipe(v.array(Rule), v.maxLength(limits.rules, `At most ${limits.rules} rules`)),
    () => [],
  ),
  display: v.optional(Display, () => v.parse(Display, {})),
  theme: v.optional(Theme, () => ({})),
  thanks: v.optional(Thanks, () => v.parse(Thanks, {})),
  endings: v.optional(
    v.pipe(v.array(Ending), v.maxLength(limits.endings, `At most ${limits.endings} endings`)),
    () => [],
  ),
  settings: v.optional(Settings, () => v.parse(Settings, {})),
  translations: v.optional(
    v.pipe(
      v.record(languageTag, Translation),
      v.check((all) => Object.keys(all).length <= limits.languages, `At most ${limits.languages} languages`),
    ),
    () => ({}),
  ),
})

/**
 * A definition that can be stored. A draft may be unfinished (no label yet, no options yet); what a visitor may
 * see is decided by `publishIssues`.
 */
export const Definition = v.pipe(
  Shape,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const ids = new Set<string>()
    const names = new Set<string>()
    let count = 0
    for (const { id } of dataset.value.endings) {
      if (ids.has(id)) addIssue({ message: `Two endings have the id ${id}` })
      ids.add(id)
    }
    for (const page of dataset.value.pages) {
      if (ids.has(page.id)) addIssue({ message: `Two pages or fields have the id ${page.id}` })
      ids.add(page.id)
      for (const field of page.fields) {
        count++
        if (ids.has(field.id)) addIssue({ message: `Two pages or fields have the id ${field.id}` })
        if (names.has(field.name)) addIssue({ message: `Two fields have the name ${field.name}` })
        ids.add(field.id)
        names.add(field.name)
      }
    }
    if (count > limits.fields) addIssue({ message: `At most ${limits.fields} fields in all pages together` })
    // A draft may refer to a field that is gone; logic ignores such a rule, and publishing names it.
  }),
)
export type Definition = v.InferOutput<typeof Definition>
export type DefinitionInput = v.InferInput<typeof Definition>

export const formKinds = ['form', 'survey'] as const
export type FormKind = (typeof formKinds)[number]

/** Settings that are the owner's business alone; visitors are told what follows from them. */
type OwnSettings = 'origins' | 'opensAt' | 'closesAt' | 'quota' | 'closedText' | 'partialMinutes'

/** What the widget gets of a published version, in one language, and nothing more. */
export interface PublishedForm {
  id: string
  version: number
  title: string
  kind: FormKind
  /** The language of the words below: the one asked for, or the nearest that the form has. */
  language: string
  /** Present while it takes no answers: the owner's words, or none. */
  closed?: { reason: 'early' | 'late' | 'full'; text: string } | undefined
  definition: Omit<Definition, 'settings' | 'translations'> & {
    settings: Omit<Definition['settings'], OwnSettings>
  }
}

/** A definition with one empty page: where a new form begins. */
export const emptyDefinition = (): Definition =>
  v.parse(Definition, { pages: [{ id: 'p1', fields: [] }] } satisfies DefinitionInput)
