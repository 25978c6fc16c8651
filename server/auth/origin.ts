/** Which pages may act for a signed-in owner: those of the relay itself. */

/** The spellings of this machine. A relay that is reached by one of them is reached by all. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** The origins that are the relay's own, by its public URL. */
export function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl)
  if (!LOOPBACK.includes(url.hostname)) return new Set([url.origin])
  const port = url.port ? `:${url.port}` : ''
  return new Set(LOOPBACK.map((host) => `${url.protocol}//${host}${port}`))
}

/**
 * Whether a request that changes something was made by a page that is not ours. Browsers name the page in `Origin`
 * and cannot be made to lie there; `Sec-Fetch-Site` is believed when it says that it was not ours. A request with
 * neither was not made by a browser's page.
 */
export function isForeign(headers: Headers, origins: ReadonlySet<string>): boolean {
  const origin = headers.get('origin')
  if (origin !== null && !origins.has(origin)) return true
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}
