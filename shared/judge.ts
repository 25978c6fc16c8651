/** Everything that answers are judged by, for who has every kind of field at hand. */
import type { Judge } from './answers.ts'
import { answerFault } from './fields/index.ts'
import { wholePattern } from './fields/whole-pattern.ts'
import { pathOf } from './logic.ts'
import { message } from './messages.ts'

/** Patterns run on the engine that is here; who judges for strangers brings a linear one. */
export const judge: Judge = {
  follow: pathOf,
  fault: answerFault,
  matches: (pattern, text) => new RegExp(wholePattern(pattern), 'u').test(text),
  message,
}
