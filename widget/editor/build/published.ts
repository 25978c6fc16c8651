/** A draft as visitors would get it if it were published now. */
import type { Field } from '@fieldpost/shared/fields/index.ts'
import type { PublishedForm } from '@fieldpost/shared/form.ts'
import type { Form } from '@fieldpost/shared/resources.ts'
import type { Document } from '../document.ts'
import { kindOf } from '../fields/index.ts'

export function publishedOf({ id, kind, version }: Form, { title, definition }: Document): PublishedForm {
  const pages = definition.pages.map((page) => ({ ...page, fields: page.fields.map(named) }))
  return {
    id,
    kind,
    version: version ?? 1,
    title,
    language: definition.settings.language,
    definition: { ...definition, pages },
  }
}

/** A question that has no label yet is called by its kind, so that it can be told from its neighbours. */
const named = (field: Field): Field =>
  field.label.trim() || field.kind === 'statement' || field.kind === 'hidden'
    ? field
    : { ...field, label: kindOf(field.kind).title }
