/**
 * What can be wrong with an answer. Answers are judged by plain functions, not by schemas: the validator is most of
 * what a visitor would load (2 KB of 4 were the schema library), and the relay runs it on every submission.
 */
import type { AnswerCode } from '../messages.ts'

/** A code of `messages.ts`, and the limit that the answer broke where there is one. */
export type Fault = readonly [code: AnswerCode, limit?: number | string]

/** A text of at least and at most so many UTF-16 units. */
export function lengthFault(value: unknown, least: number, most: number): Fault | undefined {
  if (typeof value !== 'string') return ['type']
  if (value.length < least) return ['too-short', least]
  return value.length > most ? ['too-long', most] : undefined
}

/** A text of at most so many UTF-16 units that passes a test, or it has the fault `code`. */
export const formatFault = (
  value: unknown,
  most: number,
  isRight: (text: string) => boolean,
  code: AnswerCode,
): Fault | undefined =>
  lengthFault(value, 0, most) ?? (typeof value === 'string' && isRight(value) ? undefined : [code])

/** A finite number in a range, ends included. */
export function rangeFault(
  value: unknown,
  least: number,
  most: number,
  integer: boolean | undefined,
): Fault | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return ['type']
  if (integer && !Number.isSafeInteger(value)) return ['integer']
  if (value < least) return ['too-small', least]
  return value > most ? ['too-big', most] : undefined
}
