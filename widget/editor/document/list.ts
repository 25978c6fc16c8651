/** The lists of a field: the options of a choice, the rows and the columns of a matrix. */
import type { Option } from '@fieldpost/shared/fields/base.ts'
import type { Field } from '@fieldpost/shared/fields/index.ts'

export const listNames = ['options', 'rows', 'columns'] as const
export type ListName = (typeof listNames)[number]

/** One of a list; an option of a picture-choice has the address of its picture, too. */
export interface Item extends Option {
  image?: string | undefined
}

/** A list of a field; undefined when fields of its kind have no such list. */
export const itemsOf = (field: Field, list: ListName): readonly Item[] | undefined =>
  (field as { [List in ListName]?: readonly Item[] })[list]
