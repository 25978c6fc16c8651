/** The path of the built-in inbox that a callback URL leads to; null for every other receiver. */
export const inboxPath = (url: string): string | null =>
  url.startsWith(`${location.origin}/inbox/`) ? url.slice(location.origin.length) : null
