/** What a visitor has answered so far, told to the relay in case they never finish. They are not bothered with it. */

import type { Outgoing } from './send.ts'
import { post } from './send.ts'

/** Gives a function that tells the relay, and tells nothing twice. */
export function partials(endpoint: string): (answers: Outgoing) => void {
  let last = ''
  return (outgoing) => {
    const now = JSON.stringify([outgoing.answers, outgoing.hidden])
    if (now === last || Object.keys(outgoing.answers).length === 0) return
    last = now
    void post(endpoint, JSON.stringify({ ...outgoing, partial: true }), new AbortController().signal)
  }
}
