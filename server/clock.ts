/** Time, passed in wherever it is needed, so that tests can hold it. */
export interface Clock {
  /** Wall time in ms since 1970. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
