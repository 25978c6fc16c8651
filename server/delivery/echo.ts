/**
 * Receivers answer with what they were sent: error pages that print the request, debug endpoints that echo it. What
 * the owner gave us in confidence must not come to rest in the log that way.
 */
import { headerMask } from '@fieldpost/shared/webhook/headers.ts'
import { secretPrefix } from '@fieldpost/shared/webhook/signature.ts'

/** Shorter ones are everywhere by chance; masking them would tell where. */
const LEAST_LENGTH = 4
/** Secrets whose ways of being written are kept: the webhooks that are being delivered to. */
const KEPT = 1_000

interface Said {
  headers: Record<string, string>
  body: string
  truncated: boolean
}

/** The reply with every one of these secrets masked, however it is written. */
export function withoutEcho<Reply extends Said>(reply: Reply, secrets: readonly string[]): Reply {
  if (secrets.length === 0) return reply
  const [first = '', ...others] = secrets
  const found = others.length === 0 ? written(first) : longestFirst(secrets.flatMap(written))
  const all = [reply.body, ...Object.values(reply.headers)]
  // Most replies have no text that is long enough: joining them to look once took longer than all of this.
  const present = found.filter((text) =>
    all.some((said) => said.length >= text.length && said.includes(text)),
  )
  if (present.length === 0 && !reply.truncated) return reply
  const mask = (text: string) => present.reduce((rest, each) => rest.replaceAll(each, headerMask), text)
  const body = mask(reply.body)
  return {
    ...reply,
    headers:
      present.length === 0
        ? reply.headers
        : Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, mask(value)])),
    body: reply.truncated ? withoutBeginning(body, found) : body,
  }
}

/** What is secret of an owner's header: the credentials, rather than the word for their kind before them. */
export function headerSecrets(value: string): string[] {
  const [, scheme = '', credentials] = /^(basic|bearer|token|apikey|key)\s+(.+)$/i.exec(value) ?? []
  if (credentials === undefined) return [value]
  if (scheme.toLowerCase() !== 'basic') return [credentials]
  const pair = Buffer.from(credentials, 'base64').toString()
  return [credentials, pair, pair.slice(pair.indexOf(':') + 1)]
}

const longestFirst = (texts: string[]) => texts.sort((a, b) => b.length - a.length)

const forms = new Map<string, string[]>()

/** A secret as it stands in plain text, JSON (PHP writes `\/`), addresses, forms and HTML, the longest first. */
function written(secret: string): string[] {
  const known = forms.get(secret)
  if (known) return known
  const bare = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret
  const json = JSON.stringify(bare).slice(1, -1)
  const uri = encodeURIComponent(bare.toWellFormed())
  const html = bare.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const all = [
    bare,
    json,
    json.replaceAll('/', String.raw`\/`),
    uri,
    uri.replaceAll('%20', '+'),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  ]
  const distinct = longestFirst([...new Set(all)].filter((text) => text.length >= LEAST_LENGTH))
  if (forms.size >= KEPT) forms.clear()
  forms.set(secret, distinct)
  return distinct
}

/** A text that was cut off may end in the middle of a secret. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length >= LEAST_LENGTH; length--) {
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + headerMask
    }
  }
  return text
}
