/** Which answers are always there: those that no visitor can leave out. */
import type { Field } from '../../fields/index.ts'
import { exitsOf, findField, targetOf } from '../../logic.ts'
import { type Course, fieldsOf } from '../../pages.ts'

/**
 * Ids of the fields that every complete submission answers: the owner's setting requires them (or they are hidden ones
 * with a default), no rule shows or hides them, and none leads past them. Rules that only require add nothing: their
 * conditions need not hold.
 */
export function certainFields(course: Course): Set<string> {
  const fields = fieldsOf(course)
  const ruled = new Set(
    course.rules.flatMap(({ then }) => {
      const target = 'show' in then || 'hide' in then ? targetOf(then) : undefined
      return (target !== undefined && findField(fields, target, 'id')?.id) || []
    }),
  )
  const exits = exitsOf(course)
  return new Set(
    fields
      .filter(
        (field, place) =>
          isInsistedOn(field) &&
          !ruled.has(field.id) &&
          !exits.some(({ from, to }) => from < place && place < to),
      )
      .map(({ id }) => id),
  )
}

const isInsistedOn = (field: Field): boolean =>
  field.kind === 'hidden' ? Boolean(field.default) : 'required' in field && field.required
