/**
 * Reads what a browser's own form sends, `application/x-www-form-urlencoded` or `multipart/form-data`, as strictly
 * as a JSON body: bytes that are not UTF-8 are refused, not replaced, and the number of entries is bounded.
 */
import { ProblemError } from './problem.ts'

/** The texts that came under each name, in the order in which they came. */
export type Entries = ReadonlyMap<string, readonly string[]>

export interface PlainForm {
  entries: Entries
  /** Names under which a file came; what was in them is not kept. */
  files: ReadonlySet<string>
}

const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i

export const isFormType = (contentType: string): boolean => FORM_TYPE.test(contentType)

/** The entries of a body of one of the two types, at most `most` of them. */
export async function readForm(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  most: number,
): Promise<PlainForm> {
  const form = /^multipart/i.test(contentType)
    ? await readMultipart(bytes, contentType)
    : { pairs: readPairs(decode(bytes)), files: new Set<string>() }
  if (form.pairs.length > most) {
    throw tooMany(most)
  }
  return { entries: gather(form.pairs), files: form.files }
}

/** The parameters of an address. Nobody is refused a page over them: what cannot be read is left out. */
export function readQuery(address: string): Entries {
  const [, query = ''] = address.split('#', 1)[0]?.split(/\?(.*)/s) ?? []
  const pairs = query.split('&').flatMap((pair) => {
    try {
      return readPairs(pair)
    } catch {
      return []
    }
  })
  return gather(pairs)
}

export const tooMany = (most: number) =>
  new ProblemError('too-deep', `A form may send ${most} values at most.`)
export const malformed = () =>
  new ProblemError('malformed-form', 'The body could not be read as multipart/form-data.')

export type Pairs = (readonly [name: string, text: string])[]

const utf8 = new TextDecoder('utf-8', { fatal: true })

export function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw notUtf8()
  }
}

const notUtf8 = () =>
  new ProblemError(
    'invalid-utf8',
    'The form was not sent in UTF-8. Give its page <meta charset="utf-8">, or the form accept-charset="utf-8".',
  )

/** `URLSearchParams` would put U+FFFD where bytes are wrong; this throws. A lone % stays one, as it does there. */
function readPairs(text: string): Pairs {
  const read = (part: string) => {
    try {
      return decodeURIComponent(part.replaceAll('+', ' ').replace(/%(?![\da-f]{2})/gi, '%25'))
    } catch {
      throw notUtf8()
    }
  }
  return text
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return [read(name), read(value)]
    })
}

async function readMultipart(bytes: Uint8Array<ArrayBuffer>, contentType: string) {
  let data: FormData
  try {
    data = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw malformed()
  }
  const pairs: Pairs = []
  const files = new Set<string>()
  for (const [name, value] of data) {
    // An input for files that was left empty sends one of no name and no bytes.
    if (typeof value !== 'string' && (value.name !== '' || value.size > 0)) files.add(name)
    else pairs.push([name, typeof value === 'string' ? value : ''])
  }
  // The parser replaces what is not UTF-8. A file may be of any bytes, but then nothing of this body is stored.
  if (files.size === 0) decode(bytes)
  return { pairs, files }
}

export function gather(pairs: Pairs): Entries {
  const entries = new Map<string, string[]>()
  for (const [name, text] of pairs) {
    const known = entries.get(name)
    if (known) known.push(text)
    else entries.set(name, [text])
  }
  return entries
}
