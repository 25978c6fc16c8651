/** What a visitor typed, as the answer that was meant: by the widget before it sends, by the relay for plain forms. */

/** Spaces of every width and apostrophes: how people set off thousands. */
const GROUPING = /[\s\u2019']/g

/** Thousands set off by commas, and by points, where the rest leaves no doubt that they are. */
const COMMAS = /^[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d*)?|(?:,\d{3})+\.\d*)$/
const POINTS = /^[+-]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d*)?|(?:\.\d{3})+,\d*)$/

/**
 * The number that a text means, or null when it means none, or could mean two. `1.5` and `1,5` are one and a half;
 * with both marks, the last one is the decimal mark; `1,500` is fifteen hundred to some and one and a half to
 * others, so the visitor is asked rather than misunderstood. `1.500` is that, too, in a `language` (a BCP 47 tag)
 * whose decimal mark is the comma.
 */
export function parseNumber(text: string, language?: string): number | null {
  let digits = text.trim().replace(GROUPING, '').replace('\u2212', '-')
  if (COMMAS.test(digits)) digits = digits.replaceAll(',', '')
  else if (POINTS.test(digits)) digits = digits.replaceAll('.', '').replace(',', '.')
  else if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(digits) && hasDecimalComma(language)) return null
  else if (!/^[+-]?[1-9]\d{0,2},\d{3}$/.test(digits)) digits = digits.replace(',', '.')
  // Each digit in one way only: with more, a long row of them takes seconds to be refused.
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(digits) ? Number(digits) : null
}

function hasDecimalComma(language: string | undefined): boolean {
  try {
    return language !== undefined && (1.5).toLocaleString(language).includes(',')
  } catch {
    // What looks like a tag and is none.
    return false
  }
}

/** A web address; one that was typed without its beginning, like `example.com/a`, gets `https://`. */
export const completeUrl = (text: string): string =>
  /^(?![a-z]+:)[^\s@/][^\s@/.]*\.[^\s@]+$/i.test(text) ? `https://${text}` : text
