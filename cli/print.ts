/** What the terminal shows. */
import type { DeliverySummary } from '@fieldpost/shared/resources.ts'
import type { LeasedDelivery } from '@fieldpost/shared/webhook/listen.ts'
import type { Told } from './forward.ts'

export interface Printer {
  /** A line of our own words. */
  say(text: string): void
  /** A line that must not be overlooked. */
  warn(text: string): void
  /** `result`: what the relay made of it, or why it did not take it. */
  delivered(item: LeasedDelivery, told: Told, result: DeliverySummary | string): void
}

interface Look {
  write: (text: string) => void
  colors: boolean
  verbose: boolean
  now?: () => Date
}

const codes = { red: 31, green: 32, yellow: 33, dim: 90, bold: 1 } as const

/** Colours for a person who looks, and nothing but text for a file or a pipe; NO_COLOR and FORCE_COLOR say otherwise. */
export function hasColors(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false
  return env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : isTerminal && env.TERM !== 'dumb'
}

export function createPrinter({ write, colors, verbose, now = () => new Date() }: Look): Printer {
  const paint = (color: keyof typeof codes, text: string) =>
    colors ? `\u001b[${codes[color]}m${text}\u001b[0m` : text
  const line = (text: string) => write(`${text}\n`)

  return {
    say: (text) => line(clean(text)),
    warn: (text) => line(paint('yellow', clean(text))),
    delivered(item, told, result) {
      const isGood = told.status !== undefined && told.status >= 200 && told.status < 300
      const answer = told.status === undefined ? 'error' : String(told.status)
      line(
        [
          paint('dim', clock(now())),
          clean(item.eventType),
          paint('dim', clean(item.eventId)),
          `attempt ${item.attempt}`,
          paint(isGood ? 'green' : 'red', answer),
          `${told.durationMs} ms`,
        ].join('  '),
      )
      const after = typeof result === 'string' ? result : afterwards(told, result)
      if (after) line(paint(isGood ? 'yellow' : 'red', `          ${clean(after)}`))
      if (!verbose) return
      line(indented(`> ${item.request.body}`))
      if (told.body) line(indented(`< ${told.body}${told.truncated ? '…' : ''}`))
    },
  }

  function indented(text: string): string {
    return paint(
      'dim',
      clean(text, '\n')
        .split('\n')
        .map((each) => `          ${each}`)
        .join('\n'),
    )
  }
}

/** What becomes of a delivery that did not arrive; empty when it did. */
function afterwards({ error }: Told, { state, dueAt, lastError }: DeliverySummary): string {
  if (state === 'succeeded') return ''
  if (dueAt !== null) {
    const again = `It is tried again at ${clock(new Date(dueAt))}.`
    return error ? `${error} ${again}` : again
  }
  return lastError ?? error ?? `It is ${state}.`
}

const clock = (at: Date) => at.toLocaleTimeString('en-GB')

/**
 * Visitors write what is shown here, and receivers too: escape sequences would let them write all over the terminal,
 * and letters that turn the direction would let one text look like another.
 */
const clean = (text: string, allowed = ''): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (char) =>
    allowed.includes(char) ? char : `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
