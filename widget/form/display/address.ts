/** On which addresses a display may come by itself. */

/**
 * Whether an address (a whole URL) is one of those that the patterns name: any when there are none. A pattern is a
 * path, `/pricing/*`, or an address with or without its scheme, `shop.example/*`; `*` stands for anything. A query
 * or a fragment counts where the pattern has one. With `!` before it, it takes addresses away.
 */
export function isAmong(patterns: readonly string[], address: string): boolean {
  const matching = (pattern: string) => matches(pattern, address)
  const not = patterns.filter((pattern) => pattern.startsWith('!'))
  const only = patterns.filter((pattern) => !pattern.startsWith('!'))
  return (only.length === 0 || only.some(matching)) && !not.some((pattern) => matching(pattern.slice(1)))
}

function matches(pattern: string, address: string): boolean {
  const { pathname, search, hash, host, protocol } = new URL(address)
  const part = (sign: string, text: string) => (pattern.includes(sign) ? text : '')
  const tail = part('?', search) + part('#', hash)
  const front = pattern.startsWith('/') ? '' : pattern.includes('://') ? `${protocol}//${host}` : host
  return fits(bare(pattern), bare(front + pathname + tail))
}

/** Somebody's `/pricing/` is the same page as their `/pricing`. */
const bare = (text: string) => text.replace(/\/$/, '')

/** Piece by piece instead of by a regular expression: takes linear time whatever the pattern is. */
function fits(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const first = pieces.shift() ?? ''
  const last = pieces.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= text.length - last.length
}
