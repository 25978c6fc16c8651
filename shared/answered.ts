/**
 * Whether a value counts as an answer. What a browser sends for an untouched input does not: nothing, an empty or
 * blank text, an empty list, or an address or a matrix with nothing but those in it.
 */
export const isAnswered = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  (typeof value === 'object' ? Object.values(value).some(isAnswered) : String(value).trim() !== '')
