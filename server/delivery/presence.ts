/** Which listeners have been there of late: between two leases a listener waits for nothing, and is there all the same. */

interface Seen {
  webhookId: string
  listener: string
  at: number
}

export interface Presence {
  note(webhookId: string, listener: string): void
  forget(webhookId: string, listener: string): void
  /** Whether somebody but this listener has been there for the webhook. */
  hasOthers(webhookId: string, listener: string): boolean
}

/**
 * Who was noted counts for `lastsMs`; `now` is monotonic, in milliseconds. Nothing is kept of who left without a word,
 * under however many names.
 */
export function createPresence(lastsMs: number, now: () => number): Presence {
  /** In the order in which they were noted. */
  const all = new Map<string, Seen>()
  const nameOf = (webhookId: string, listener: string) => `${webhookId} ${listener}`

  function forgetOld() {
    for (const [name, { at }] of all) {
      if (at + lastsMs > now()) return
      all.delete(name)
    }
  }

  return {
    note(webhookId, listener) {
      forgetOld()
      const name = nameOf(webhookId, listener)
      all.delete(name)
      all.set(name, { webhookId, listener, at: now() })
    },
    forget(webhookId, listener) {
      all.delete(nameOf(webhookId, listener))
    },
    hasOthers(webhookId, listener) {
      forgetOld()
      return [...all.values()].some((seen) => seen.webhookId === webhookId && seen.listener !== listener)
    },
  }
}
