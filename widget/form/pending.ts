/** What the browser keeps that could not be sent, on any page of this site; `queue.ts` knows the rest. */

/** Before the key of each submission. */
export const PREFIX = 'fieldpost:queue:'

/** Whether there is any. */
export function isPending(): boolean {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(PREFIX))
  } catch {
    return false
  }
}
