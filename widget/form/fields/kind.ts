/** What the form needs of a kind of field, beside its schema: how it looks, and what its texts mean. */
import type { Fault } from '@fieldpost/shared/fields/fault.ts'
import type { Answer, Field } from '@fieldpost/shared/fields/index.ts'
import type { ComponentChild } from 'preact'
import type { Words } from '../messages/words.ts'
import type { FieldProps } from './frame.tsx'

/** What is wrong, in the visitor's language. */
interface Told {
  code: string
  message: string
  limit?: number | string | undefined
}

export interface Kind<F extends Field = Field> {
  /** What is wrong with an answer; see the file of the same name in shared/fields. */
  fault(field: F, value: unknown): Fault | undefined
  draw(props: FieldProps<F>): ComponentChild
  /** The answer that a value means; a text is trimmed before. The value itself when absent. */
  read?(value: Answer, language?: string): Answer
  /**
   * What the field can hold of a value from elsewhere (a prefill, or the same field before its owner edited it);
   * any text when absent, also a wrong one: the visitor sees it and can mend it.
   */
  hold?(field: F, value: unknown): Answer | undefined
  /** A message of the validator in words that fit better. */
  say?(issue: Told, t: Words, lang: string | undefined): string
}
