/** A visitor with a finger has no pointer that could leave the page; who goes, scrolls back up in haste first. */

/** How fast, in CSS pixels per millisecond, over how long a stretch. */
const FAST = 1.2
const STRETCH_PX = 240
/** A stretch is done in one go: who rests in between is not in haste. */
const REST_MS = 120

/**
 * Takes where the page is scrolled to (pixels from its top) at each scroll, and says whether the visitor hastens
 * up, after having been more than `room` (the window's height) down.
 */
export function createHaste(): (top: number, room: number, now: number) => boolean {
  let lowest = 0
  let last = { top: 0, at: 0 }
  let from = last
  return (top, room, now) => {
    lowest = Math.max(lowest, top)
    if (top >= last.top || now - last.at > REST_MS) from = { top, at: now }
    last = { top, at: now }
    const way = from.top - top
    return lowest > room && way >= STRETCH_PX && way >= FAST * (now - from.at)
  }
}
