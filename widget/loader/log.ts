const said = new Set<string>()

/** Tells the page's owner what went wrong, each thing once. */
export function log(...words: unknown[]): void {
  const line = words.join(' ')
  if (said.has(line)) return
  said.add(line)
  console.error('[fieldpost]', ...words)
}
