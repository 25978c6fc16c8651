/** What a form consists of, and the way through one without rules; `logic.ts` has what rules make of it. */
import type { Answers, Field } from './fields/index.ts'
import type { Definition, Page } from './form.ts'

/** Every field of a definition, in the order of the form. */
export const fieldsOf = (definition: Pick<Definition, 'pages'>): Field[] =>
  definition.pages.flatMap((page) => page.fields)

/** What of a definition decides the path. */
export interface Course {
  pages: Definition['pages']
  rules: Definition['rules']
  settings: Pick<Definition['settings'], 'steps'>
}

/** A visitor's way through a form, as far as the answers say. */
export interface Path {
  /** Ids of the fields that are seen; hidden-kind fields too: they are on the form, though never drawn. */
  visible: ReadonlySet<string>
  /** Ids of those that rules require. */
  required: ReadonlySet<string>
  /** The id of the ending that a rule chose; undefined for the form's own thanks. */
  ending: string | undefined
}

/** Finds the path; `pathOf` is one, and a form without rules needs less. */
export type Follow = (course: Course, answers: Answers) => Path

/** The path of a form without rules: all of it. */
export const wholePath: Follow = ({ pages }) => ({
  visible: new Set(fieldsOf({ pages }).map((field) => field.id)),
  required: new Set(),
  ending: undefined,
})

/**
 * What a visitor goes through one after the other, at least one: pages, or each question as a page of its own by its
 * own id.
 */
export function stepsOf({ pages, settings }: Pick<Course, 'pages' | 'settings'>): readonly Page[] {
  if (settings.steps === 'pages') return pages
  const steps = pages.flatMap(({ title, fields }) =>
    fields.map((field) => ({ id: field.id, title, fields: [field] })),
  )
  return steps.length > 0 ? steps : pages
}

/** Steps that have something to show, in order; a form that shows nothing at all keeps its last one. */
export function visibleSteps(steps: readonly Page[], visible: ReadonlySet<string>): Page[] {
  const shown = steps.filter((page) =>
    page.fields.some((field) => field.kind !== 'hidden' && visible.has(field.id)),
  )
  return shown.length > 0 ? shown : steps.slice(-1)
}
