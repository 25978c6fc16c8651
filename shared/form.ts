/** The form's definition: what the editor edits, the relay stores and the widget renders. */
import * as v from 'valibot'
import { fieldId, shortText } from './fields/base.ts'
import { Field } from './fields/index.ts'
import { limits } from './limits.ts'

// From where a visitor's browser can have it without the schemas of this file.
export { fieldsOf } from './logic.ts'

/** What a condition may ask of a field's answer; which of them make sense for a kind is in `logic.ts`. */
const operators = [
  'equal',
  'not-equal',
  'contains',
  'not-contains',
  'greater',
  'less',
  'answered',
  'not-answered',
] as const
export type Operator = (typeof operators)[number]

const fieldReference = v.pipe(v.string('A field is given by its name'), v.minLength(1), v.maxLength(64))

export const Comparison = v.strictObject({
  /** The field's name, or its id. */
  field: fieldReference,
  is: v.picklist(operators, `is takes one of: ${operators.join(', ')}`),
  /** What to compare with; not used by answered and not-answered. */
  to: v.optional(
    v.union(
      [shortText(limits.labelLength), v.number(), v.boolean()],
      'to is a text, a number, true or false',
    ),
  ),
})
export type Comparison = v.InferOutput<typeof Comparison>

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] }

const Condition: v.GenericSchema<unknown, Condition> = v.lazy((input) => {
  const list = v.pipe(
    v.array(Condition),
    v.maxLength(limits.conditions, `At most ${limits.conditions} conditions`),
  )
  if (typeof input === 'object' && input !== null && 'all' in input) return v.strictObject({ all: list })
  if (typeof input === 'object' && input !== null && 'any' in input) return v.strictObject({ any: list })
  return Comparison
})

export const Rule = v.strictObject({
  if: Condition,
  then: v.union(
    [v.strictObject({ show: fieldReference }), v.strictObject({ hide: fieldReference })],
    'then takes {"show": field} or {"hide": field}',
  ),
})
export type Rule = v.InferOutput<typeof Rule>

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

const Thanks = v.strictObject({
  title: v.optional(shortText(limits.titleLength), 'Thank you'),
  text: v.optional(shortText(limits.helpLength), ''),
  redirect,
})

const origin = v.pipe(
  v.string('An origin is a text'),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text),
    'An origin is written like https://example.com, with no path',
  ),
)

const Settings = v.strictObject({
  /** The words on the button that sends; the visitor's language decides when empty. */
  submitLabel: v.optional(shortText(limits.titleLength), ''),
  /** Pages that may send; every page when empty. */
  origins: v.optional(v.pipe(v.array(origin), v.maxLength(100)), () => []),
})

const Display = v.strictObject({ mode: v.optional(v.picklist(['inline']), 'inline') })

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
  theme: v.optional(v.strictObject({}), () => ({})),
  thanks: v.optional(Thanks, () => v.parse(Thanks, {})),
  settings: v.optional(Settings, () => v.parse(Settings, {})),
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

/** What the widget gets of a published version, and nothing more. */
export interface PublishedForm {
  id: string
  version: number
  title: string
  kind: FormKind
  definition: Omit<Definition, 'settings'> & { settings: Pick<Definition['settings'], 'submitLabel'> }
}

/** A definition with one empty page: where a new form begins. */
export const emptyDefinition = (): Definition =>
  v.parse(Definition, { pages: [{ id: 'p1', fields: [] }] } satisfies DefinitionInput)
