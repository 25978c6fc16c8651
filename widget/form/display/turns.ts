/** Displays that would come by themselves at the same time, one after the other. */

/** After one is closed: a visitor who has just sent a form away does not want the next. */
const PAUSE_MS = 5_000

export interface Turn {
  /** Whether it still wants to come, now that it could. */
  ready(): boolean
  come(): void
  /** Makes room for one that the visitor asked for. */
  aside(): void
}

export interface Turns {
  /** Wants to come by itself, as soon as nothing else is there. */
  ask(turn: Turn): void
  /** Comes because the visitor asked for it, which waits for nobody. */
  take(turn: Turn): void
  /** Is closed; the next comes after a pause. */
  leave(turn: Turn): void
  /** Is gone from the page. */
  drop(turn: Turn): void
}

/** `later` calls back after so many milliseconds. */
export function createTurns(now: () => number, later: (call: () => void, ms: number) => void): Turns {
  const waiting = new Set<Turn>()
  let here: Turn | undefined
  let free = 0
  let woken = false

  function next() {
    if (here || woken || waiting.size === 0) return
    const pause = free - now()
    if (pause > 0) {
      woken = true
      later(() => {
        woken = false
        next()
      }, pause)
      return
    }
    for (const turn of waiting) {
      waiting.delete(turn)
      if (!turn.ready()) continue
      here = turn
      turn.come()
      return
    }
  }

  function drop(turn: Turn) {
    waiting.delete(turn)
    if (here === turn) here = undefined
    next()
  }

  return {
    ask(turn) {
      waiting.add(turn)
      next()
    },
    take(turn) {
      waiting.delete(turn)
      const other = here
      here = turn
      if (other !== turn) other?.aside()
    },
    leave(turn) {
      if (here === turn) free = now() + PAUSE_MS
      drop(turn)
    },
    drop,
  }
}
