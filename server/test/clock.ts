/** A clock that moves only when the test says so. */
export function testClock(start = Date.UTC(2026, 0, 15, 12)) {
  let now = start
  return {
    now: () => now,
    advance(ms: number) {
      now += ms
    },
  }
}
