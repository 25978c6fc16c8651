/** Builders for tests. */
import { Definition, type DefinitionInput, type PublishedForm } from '@fieldpost/shared/form.ts'
import * as v from 'valibot'

type FieldInput = DefinitionInput['pages'][number]['fields'][number]

/** A published form of these pages, each a list of fields; a field's id and label come from its name. */
export function makeForm(
  pages: readonly (readonly (Partial<FieldInput> & Pick<FieldInput, 'name' | 'kind'>)[])[],
  rest: Partial<DefinitionInput> = {},
): PublishedForm {
  const definition = v.parse(Definition, {
    pages: pages.map((fields, index) => ({
      id: `p${index + 1}`,
      fields: fields.map((field) => ({ id: `f-${field.name}`, label: field.name, ...field })) as FieldInput[],
    })),
    ...rest,
  })
  return { id: 'form1', version: 3, title: 'A form', kind: 'form', language: 'en', definition }
}

export const colours = [
  { value: 'red', label: 'Red' },
  { value: 'blue', label: 'Blue' },
  { value: 'green', label: 'Green' },
]
