/** Where the built-in inbox receives. */

/** The path of an inbox; its token is 256 random bits in base64url. */
const PATH = /^\/inbox\/[\w-]{43}$/

/** The callback URL of a webhook that sends to the inbox with this token. */
export const inboxUrl = (publicUrl: string, token: string): string => `${publicUrl}/inbox/${token}`

/**
 * Whether a callback URL is an inbox of the relay at this origin: by its exact path, so that no other route of the
 * relay can be reached through a webhook.
 */
export function isOwnInbox(publicUrl: string): (url: URL) => boolean {
  const { origin } = new URL(publicUrl)
  return (url) => url.origin === origin && PATH.test(url.pathname) && url.href === origin + url.pathname
}

export const isInboxOf = (url: string, token: string): boolean => new URL(url).pathname === `/inbox/${token}`
