/**
 * Counts tries in a fixed amount of memory. A map of keys would grow with a flood, or forget under it; here every
 * key falls into one of 65,536 buckets by a hash that nobody outside can compute, and strangers who share a bucket
 * share its budget. To shut one bucket from outside takes about 65,536 budgets of tries within one window.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

const BUCKETS = 65_536

export interface Throttle {
  /** Takes one try; returns 0, or when there is none left the ms until there are again. */
  take(key: string): number
  /** Gives back a try that turned out to be good. */
  giveBack(key: string): void
}

/** `most` tries per key in each window of `windowMs`. The windows of all keys begin together. */
export function createThrottle({
  most,
  windowMs,
  clock,
}: {
  most: number
  windowMs: number
  clock: Clock
}): Throttle {
  const salt = randomBytes(16)
  const counts = new Uint16Array(BUCKETS)
  let current = 0

  const bucket = (key: string) => createHash('sha256').update(salt).update(key).digest().readUInt16BE()

  function turn(): number {
    const now = clock.now()
    const window = Math.floor(now / windowMs)
    // Also when the clock was set back.
    if (window !== current) {
      counts.fill(0)
      current = window
    }
    return (window + 1) * windowMs - now
  }

  return {
    take(key) {
      const left = turn()
      const at = bucket(key)
      const used = counts[at] ?? 0
      if (used >= most) return left
      counts[at] = used + 1
      return 0
    },
    giveBack(key) {
      turn()
      const at = bucket(key)
      const used = counts[at] ?? 0
      if (used > 0) counts[at] = used - 1
    },
  }
}
