/** A form's answers as the columns of a table. */
import { partsOf } from '@fieldpost/shared/fields/address.ts'
import type { AnswerField } from './fields-ever.ts'

export interface Column {
  /** `name`, or `name.part` where an answer has parts: the rows of a matrix, the lines of an address. */
  header: string
  name: string
  part: string | undefined
}

/** The parts of this field's answers; one that is none for answers of one piece. */
function partsOfField(field: AnswerField): (string | undefined)[] {
  if (field.kind === 'matrix') return field.rows.map(({ value }) => value)
  return field.kind === 'address' ? partsOf(field) : [undefined]
}

/** The columns of a field in all its versions, newest first: a row that was taken away had answers, too. */
export const columnsOf = (versions: readonly AnswerField[]): Column[] =>
  versions.slice(0, 1).flatMap(({ name }) =>
    Array.from(new Set(versions.flatMap(partsOfField)), (part) => ({
      header: part === undefined ? name : `${name}.${part}`,
      name,
      part,
    })),
  )

/**
 * What stands in a column for a submission. Numbers stay numbers, so that a negative one is not taken for a formula;
 * several options, or the places of a ranking, are joined by a comma; a file is its name and where to get it.
 */
export function cellOf(
  { name, part }: Column,
  answers: Readonly<Record<string, unknown>>,
  addressOf: (uploadId: string) => string,
): string | number {
  const answer = own(answers, name)
  const isNested = typeof answer === 'object' && answer !== null && !Array.isArray(answer)
  // What a field's kind was in another version, it has other columns for.
  if (isNested !== (part !== undefined)) return ''
  const value = part === undefined ? answer : own(answer as Record<string, unknown>, part)
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return value
  return Array.isArray(value) ? value.map((item) => itemText(item, addressOf)).join(', ') : String(value)
}

const own = (values: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined

function itemText(item: unknown, addressOf: (uploadId: string) => string): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { id, name } = item as { id?: unknown; name?: unknown }
  return `${String(name)} (${addressOf(String(id))})`
}
