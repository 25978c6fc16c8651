/**
 * Patterns that an owner sets. They run on the relay by a linear engine, and in the visitor's browser by its own,
 * so only what both read alike and what cannot take the browser long is let in.
 */
import * as v from 'valibot'
import { limits } from '../limits.ts'
import { made, shortText } from './base.ts'

/** Why a pattern cannot be taken, in a sentence; undefined when it can. */
export function patternIssue(source: string): string | undefined {
  try {
    new RegExp(source, 'u')
  } catch {
    return 'This is not a regular expression.'
  }
  if (/\\[1-9k]|\(\?[^:]/.test(source)) return 'A pattern cannot look around, refer back or set flags.'
  return repeatsRepeats(source) ? 'A pattern cannot repeat what repeats already, like (a+)+.' : undefined
}

/** Whether a group that is repeated without end, or often, holds something that is. */
function repeatsRepeats(source: string): boolean {
  // Escapes and classes are one character each here.
  const plain = source.replace(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|.)/gu, 'a').replace(/\[[^\]]*\]/g, 'a')
  const open: boolean[] = [false]
  let ended = false
  for (let at = 0; at < plain.length; at++) {
    const character = plain[at]
    const repeat = /^(?:[*+]|\{\d+,\d*\})/.exec(plain.slice(at))?.[0]
    if (character === '(') open.push(false)
    else if (character === ')') {
      ended = open.pop() === true
      if (ended) open[open.length - 1] = true
    } else if (repeat) {
      if (ended && plain[at - 1] === ')') return true
      open[open.length - 1] = true
      at += repeat.length - 1
    }
    if (character !== ')') ended = false
  }
  return false
}

/** What a text must be as a whole: a regular expression, without slashes. */
export const pattern = /* @__PURE__ */ made(() =>
  v.optional(
    v.pipe(
      shortText(limits.patternLength),
      v.minLength(1, 'A pattern has at least one character'),
      v.check(
        (source) => !patternIssue(source),
        (issue) => patternIssue(issue.input) ?? '',
      ),
    ),
  ),
)

/** What a visitor is told whose answer does not match. */
export const patternMessage = /* @__PURE__ */ made(() => v.optional(shortText(limits.titleLength)))
