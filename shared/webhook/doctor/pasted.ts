/** Headers as somebody pastes them: from a log, a debugger, a dump of PHP's, or a signature alone. */

export interface PastedHeaders {
  /** In the order in which they stand; names as they came. */
  headers: [name: string, value: string][]
  /** A single value without a name: a signature. */
  value: string | null
}

/** More than a request has; what comes after them is not looked at. */
const MOST_HEADERS = 200

/** Reads `Name: value` lines, JSON, or one value alone; null when there is text, but nothing of that in it. */
export function readPasted(text: string): PastedHeaders | null {
  const trimmed = text.trim()
  if (trimmed === '') return { headers: [], value: null }
  const headers = (fromJson(trimmed) ?? fromLines(trimmed)).slice(0, MOST_HEADERS)
  if (headers.length > 0) return { headers, value: null }
  return /[\n{}[\]]/.test(trimmed) ? null : { headers: [], value: trimmed }
}

/** The header's value without surrounding space; null when it is missing. */
export function pastedHeader({ headers }: PastedHeaders, name: string): string | null {
  const wanted = name.toLowerCase()
  return headers.find(([each]) => each.toLowerCase() === wanted)?.[1].trim() ?? null
}

/** An object of names and values, or a list of pairs, or Node's list of names and values in turn. */
function fromJson(text: string): [string, string][] | null {
  if (!/^[{[]/.test(text)) return null
  // Python prints a dict like JSON with other quotes.
  const value = parsed(text) ?? parsed(text.replaceAll("'", '"'))
  if (Array.isArray(value)) {
    const isPairs = value.every((item) => Array.isArray(item))
    const flat: unknown[] = isPairs ? value.flatMap((item: unknown[]) => item.slice(0, 2)) : value
    return flat.flatMap((name, at) => (at % 2 === 0 ? pair(name, flat[at + 1]) : []))
  }
  if (typeof value !== 'object' || value === null) return null
  const inner = Object.entries(value)
  const nested = inner.find(([name, held]) => name.toLowerCase() === 'headers' && typeof held === 'object')
  return (nested?.[1] ? Object.entries(nested[1]) : inner).flatMap(([name, held]) => pair(name, held))
}

function pair(name: unknown, value: unknown): [string, string][] {
  if (typeof name !== 'string') return []
  const text = Array.isArray(value) ? value.join(' ') : value
  return typeof text === 'string' || typeof text === 'number' ? [[asHeader(name), String(text)]] : []
}

/**
 * `Name: value`, as logs and `curl -v` have it, and `[HTTP_NAME] => value`, as PHP has it. Each part is bounded, so
 * that no line takes long.
 */
const LINE = /^[>*\s]{0,20}(?:-H\s{1,9})?["'[]?([\w!#$%&*+.^`|~-]{1,100})["'\]]?\s{0,20}(?::|=>)(.*)$/

function fromLines(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ''] = LINE.exec(line) ?? []
    return name ? [[asHeader(name), unquoted(value.trim())] as [string, string]] : []
  })
}

const unquoted = (value: string) =>
  /^".*"[,;]?$/.test(value) || /^'.*'[,;]?$/.test(value)
    ? value.replace(/[,;]$/, '').slice(1, -1)
    : value.replace(/(?<=\w)['"]\s*\\?$/, '')

/** CGI's names, which PHP, Ruby and Python's WSGI have in place of the headers'. */
const asHeader = (name: string) =>
  /^HTTP_[A-Z0-9_]+$/.test(name) ? name.slice('HTTP_'.length).replaceAll('_', '-') : name

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
