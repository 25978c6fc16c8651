/** Fields and pages at their places. Each function gives the same definition when it changes nothing. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { Definition, Page } from '@fieldpost/shared/form.ts'

/** Settings of a field other than those with commands of their own. `undefined` takes a setting away. */
export type FieldChange = Readonly<Record<string, unknown>>

export function withPages(definition: Definition, change: (page: Page) => Page): Definition {
  const pages = definition.pages.map(change)
  return pages.every((page, index) => page === definition.pages[index])
    ? definition
    : { ...definition, pages }
}

export const withField = (definition: Definition, id: string, change: (field: Field) => Field): Definition =>
  withPages(definition, (page) => {
    const index = page.fields.findIndex((field) => field.id === id)
    const field = page.fields[index]
    if (!field) return page
    const next = change(field)
    return next === field ? page : { ...page, fields: page.fields.with(index, next) }
  })

export const withoutField = (definition: Definition, id: string): Definition =>
  withPages(definition, (page) =>
    page.fields.some((field) => field.id === id)
      ? { ...page, fields: page.fields.filter((field) => field.id !== id) }
      : page,
  )

export const insertField = (
  definition: Definition,
  pageId: string,
  index: number,
  field: Field,
): Definition =>
  withPages(definition, (page) =>
    page.id === pageId ? { ...page, fields: page.fields.toSpliced(index, 0, field) } : page,
  )

/** A thing with other settings; whoever changes a field gives only settings that its kind has. */
export function changed<Thing extends object>(thing: Thing, change: FieldChange): Thing {
  const same = Object.entries(change).every(([key, value]) => thing[key as keyof Thing] === value)
  if (same) return thing
  const next = { ...thing, ...change }
  for (const key of Object.keys(change)) if (change[key] === undefined) delete next[key as keyof Thing]
  return next
}
