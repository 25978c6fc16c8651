/**
 * The headers that each group of routes adds to every answer. They differ by group because a visitor's page on
 * another site must be able to load what is public, and nothing else.
 */
import type { MiddlewareHandler } from 'hono'

type HeaderTable = Readonly<Record<string, string>>

const csp = (directives: HeaderTable) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

const pageDirectives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  // The pictures of a form's options are wherever its owner has them.
  'img-src': "'self' data: https:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
}

const common = {
  'x-content-type-options': 'nosniff',
  // Addresses of the editor name forms and inboxes; other sites learn nothing of them.
  'referrer-policy': 'no-referrer',
}

/** For pages that an owner looks at: the editor, the documentation. */
export const pageHeaders: HeaderTable = {
  ...common,
  'content-security-policy': csp(pageDirectives),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const embeddingDirectives = (publicUrl: string) => ({
  ...pageDirectives,
  'script-src': `'self' ${publicUrl}`,
  'connect-src': `'self' ${publicUrl}`,
})

/** For a page of the relay's own that embeds a form with the very tag that owners paste, from `publicUrl`. */
export const embeddingPageHeaders = (publicUrl: string): HeaderTable => ({
  ...pageHeaders,
  'content-security-policy': csp(embeddingDirectives(publicUrl)),
})

/**
 * For a form's own page, which sends to the relay and may then be led on to the owner's page. Its requests to the
 * relay say which page they come from, as any owner's page would; no other site is told.
 */
export const hostedHeaders = (publicUrl: string, redirects: readonly string[] = []): HeaderTable => ({
  ...pageHeaders,
  'referrer-policy': 'same-origin',
  'content-security-policy': csp({
    ...embeddingDirectives(publicUrl),
    // Browsers apply form-action to redirects too, and where an owner's page redirects to in turn nobody knows here.
    ...(redirects.length > 0 && {
      'form-action': `'self' https:${redirects.some((to) => /^http:/i.test(to)) ? ' http:' : ''}`,
    }),
  }),
})

/** For the owners' API and the relay's own receiver: nobody else's page reads it, and no cache keeps it. */
export const apiHeaders: HeaderTable = {
  ...common,
  'cache-control': 'no-store',
  'content-security-policy': csp({ 'default-src': "'none'", 'frame-ancestors': "'none'" }),
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * For what any page may load and call. Answers depend on no cookie, so every origin may read them; and
 * `same-origin`, many frameworks' default, would keep our own script from running there.
 */
export const publicHeaders: HeaderTable = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  // Without it a page's script cannot read when to try again.
  'access-control-expose-headers': 'retry-after',
}

/** Adds headers to every answer of a group of routes, problems too; a route's own of the same name wins. */
export const addHeaders = (headers: HeaderTable): MiddlewareHandler => {
  const entries = Object.entries(headers)
  return (c, next) => {
    for (const [name, value] of entries) c.header(name, value)
    return next()
  }
}
