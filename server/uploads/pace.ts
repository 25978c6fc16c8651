/**
 * How slowly a body of any size may come. Who sends a byte now and then never pauses for long, and would hold a place
 * among those that are served at once for as long as the largest file may take.
 */

/** For what is small: headers, texts, and the way there and back. */
const SMALL_MS = 20_000
/** Bytes in a ms that a phone at the edge of its network still sends. */
const SLOWEST = 64

/** The longest that so many bytes may take, in ms. */
export const mostTime = (bytes: number): number => SMALL_MS + Math.ceil(bytes / SLOWEST)
