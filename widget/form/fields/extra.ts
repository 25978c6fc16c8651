/** What some settings add to common kinds: loaded by the forms that use it, see more-extras.tsx and combobox.tsx. */
import type { Option } from '@fieldpost/shared/fields/base.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { ComponentChild } from 'preact'
import type { FieldProps } from './frame.tsx'

type Choice = FieldProps<FieldOf<'single-choice' | 'multiple-choice'>>

export interface Extras {
  ordered?: <O extends Option>(
    field: { id: string; randomize?: boolean | undefined },
    list: readonly O[],
  ) => readonly O[]
  /** One more option, with an input for words of one's own. */
  other?: (props: Choice) => ComponentChild
  /** How many characters are left, where that is few. */
  count?: (props: Pick<FieldProps, 'field' | 'value' | 't'>) => ComponentChild
  combobox?: (props: FieldProps<FieldOf<'dropdown'>>) => ComponentChild
}

export const extras: Extras = {}

/** A dropdown of more options than this is searched rather than read. */
export const LONG = 12

/** Options in the order in which this visitor sees them. */
export const inOrder = <O extends Option>(
  field: { id: string; randomize?: boolean | undefined },
  list: readonly O[],
): readonly O[] => extras.ordered?.(field, list) ?? list

/**
 * Words of the visitor's own begin with a space while they are a value, which no option does: so that they stay
 * such words, also while they happen to be the value of an option.
 */
export const isOwn = (value: unknown): value is string => typeof value === 'string' && value[0] === ' '
