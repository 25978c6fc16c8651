/** Everything that the doctor can find, and what it says of it. */
import { standardHeaders } from '../headers.ts'
import { type Signature, type SignatureStyle, signatureStyles } from '../signature.ts'

/** What the mending line of code is about. */
type Remedy = 'raw-body' | 'secret' | 'compare' | 'hmac' | 'headers' | 'clock'

interface Words {
  /** What happened. */
  happened: string
  /** What to do in the receiver's code, or beside it. */
  mend: string
  remedy: Remedy | null
}

const rawBody = (happened: string, mend = ''): Words => ({
  happened,
  mend: `Verify the bytes of the request before anything parses them, and parse after that.${mend && ` ${mend}`}`,
  remedy: 'raw-body',
})
const secret = (happened: string, mend: string): Words => ({ happened, mend, remedy: 'secret' })
const compare = (happened: string, mend: string): Words => ({ happened, mend, remedy: 'compare' })
const hmac = (happened: string, mend: string): Words => ({ happened, mend, remedy: 'hmac' })
const headers = (happened: string, mend: string): Words => ({ happened, mend, remedy: 'headers' })
const clock = (happened: string, mend: string): Words => ({ happened, mend, remedy: 'clock' })
const told = (happened: string, mend: string): Words => ({ happened, mend, remedy: null })

/** `{header}`, `{style}` and `{found}` are filled in by `wordsOf`. */
const words = {
  // --- the body
  'spaces-added': rawBody(
    'The body was parsed and written again with spaces after commas and colons.',
    'Python’s json.dumps writes so unless it is told separators=(",", ":").',
  ),
  'spaces-removed': rawBody('The body was parsed and written again without the spaces that it had.'),
  'pretty-printed': rawBody('The body was parsed and written again over several lines.'),
  'sorted-keys': rawBody('The body was parsed and written again with its keys sorted.'),
  'reordered-keys': rawBody('The body was parsed and written again with its keys in another order.'),
  'unicode-escaped': rawBody(
    'The body was parsed and written again with letters beyond ASCII as \\uXXXX.',
    'Python (ensure_ascii) and PHP (without JSON_UNESCAPED_UNICODE) do that.',
  ),
  'slashes-escaped': rawBody(
    'The body was parsed and written again with \\/ for every slash.',
    'PHP’s json_encode does that without JSON_UNESCAPED_SLASHES.',
  ),
  'html-escaped': rawBody(
    'The body was parsed and written again with <, > and & or quotes as \\u00XX.',
    'Go’s json.Marshal and .NET’s JsonSerializer do that.',
  ),
  'text-rewritten': rawBody('The body was parsed and written again with other escapes in its texts.'),
  'numbers-rewritten': rawBody(
    'The body was parsed and written again with its numbers in another form, such as 42.0 for 42.',
  ),
  'trailing-newline': rawBody(
    'A line break at the end of the body was added or lost.',
    'echo and some loggers add one, and reading line by line loses one.',
  ),
  crlf: rawBody('Line breaks of the body were changed between LF and CRLF.'),
  bom: rawBody('A byte order mark was put before the body, or taken away.'),
  'whitespace-changed': rawBody('Space at the beginning or the end of the body was trimmed or added.'),
  'latin-1': rawBody(
    'The body, which is UTF-8, was read or written as Latin-1.',
    'Do not turn it into text in between, or do that as UTF-8.',
  ),
  'urlencoded-parsed': rawBody(
    'The body came as a form (application/x-www-form-urlencoded) and was verified as the JSON of its parsed fields, or the reverse.',
  ),
  'urlencoded-rewritten': rawBody('The form in the body was parsed and encoded again, with other escapes.'),
  'body-quoted': rawBody('The body’s text was written as JSON once more: it stands in quotes.'),
  'bytes-printed': rawBody("What was verified is how Python prints bytes, b'…', and not the bytes."),
  'body-object': rawBody('An object was turned into text: a body parser had parsed the body already.'),
  'empty-body': rawBody(
    'The body is empty: something before your code, such as a body parser, has read it already.',
  ),
  'body-truncated': rawBody('The end of the body is missing.', 'Look for a limit on the size of bodies.'),
  'other-body': rawBody('The body is another one than the one that was signed.'),

  // --- the secret
  'old-secret': secret(
    'It was made with a former secret, which signs no more.',
    'Give your receiver the present secret; rotate it here when nobody knows it any more.',
  ),
  'overlap-secret': secret(
    'It was made with the secret before the present one, which still signs for a while.',
    'Give your receiver the present secret before the overlap ends.',
  ),
  'secret-whitespace': secret(
    'The secret was used with space or a line break around it, or without one that it has.',
    'Trim it when it is read, from a file or an environment variable.',
  ),
  'secret-quoted': secret(
    'The secret was used with quotes around it.',
    'Take the quotes away; .env files and container settings pass them on.',
  ),
  'secret-missing': secret(
    'It was made with no secret, or with the text “undefined”, “null” or “None” for it.',
    'Look at the name of the environment variable, and stop at the start when it is not set.',
  ),
  'secret-decoded': secret(
    'The secret was decoded (as base64 or hex) before it signed; here its characters sign as they are.',
    'Use the secret’s UTF-8 bytes, whsec_ and all.',
  ),
  'secret-not-decoded': secret(
    'The characters of the whsec_ secret signed; in the standard style they are decoded first.',
    'Take whsec_ away and decode the rest as base64; those bytes are the key.',
  ),
  'secret-prefix-dropped': secret(
    'The secret was used without its whsec_, and not decoded.',
    'Use the secret whole; only the standard style takes whsec_ away and decodes the rest.',
  ),

  // --- the signature's writing
  'hex-for-base64': compare(
    'The signature is written in hex where base64 is expected.',
    'Write the digest as base64.',
  ),
  'base64-for-hex': compare(
    'The signature is written in base64 where hex is expected.',
    'Write the digest as hex.',
  ),
  'upper-case-hex': compare(
    'The signature is written in upper-case hex; ours is lower-case.',
    'Lower it, or compare the bytes behind it.',
  ),
  'base64-of-hex': compare(
    'The hex of the signature was encoded as base64 once more.',
    'Encode the digest’s bytes, not its hex.',
  ),
  'base64url-for-base64': compare(
    'The signature is written in the base64 for URLs, with - and _ or without its =.',
    'Use the usual base64, with + and / and padding.',
  ),
  'prefix-missing': compare(
    'The signature lacks the “{prefix}” that the header’s value begins with.',
    'Put “{prefix}” before what you computed.',
  ),
  'prefix-doubled': compare(
    'The signature begins with “{prefix}” twice.',
    'Put it before what you computed once.',
  ),
  'prefix-wrong': compare(
    'The signature begins with something that the style does not have.',
    'The value of {header} is {written}.',
  ),
  'signature-quoted': compare(
    'There are quotes or spaces around the signature.',
    'Take them away before you compare.',
  ),
  'signature-truncated': compare(
    'The signature is cut: only its beginning is there.',
    'Keep 64 characters of hex, or 44 of base64, wherever it passes, such as in a database’s column.',
  ),
  'malformed-signature': compare(
    'This is no signature: neither hex nor base64.',
    'The value of {header} is {written}.',
  ),
  comparison: compare(
    'What your code computed is exactly what came, so only comparing them goes wrong.',
    'Compare two texts, or two lists of bytes, and not one with the other, in constant time.',
  ),

  // --- what is signed, and how
  'other-style': compare(
    'This is the signature of another style, {found}, and not the one of {header}.',
    'Read {header}, whose value is {written}; or choose that other style for this webhook.',
  ),
  'metadata-unsigned': hmac(
    'Only a part of what the standard style signs was signed.',
    'Sign webhook-id, webhook-timestamp and the body, joined by dots.',
  ),
  'metadata-order': hmac(
    'The id, the time and the body were joined in another way than the standard style has.',
    'Join webhook-id, webhook-timestamp and the body, in this order, by dots.',
  ),
  'metadata-signed': hmac(
    'More than the body was signed; in this style the body alone is.',
    'Sign the body and nothing else.',
  ),
  'sha-1': hmac('It is an HMAC with SHA-1.', 'Use SHA-256.'),
  'sha-512': hmac('It is an HMAC with SHA-384 or SHA-512.', 'Use SHA-256.'),
  'no-hmac': hmac(
    'It is a plain SHA-256 hash, and no HMAC.',
    'Use HMAC with SHA-256, with the secret as its key.',
  ),
  'hashed-first': hmac(
    'The body was hashed, and the HMAC made over the hash.',
    'Give the body itself to HMAC; it hashes by itself.',
  ),
  'key-and-body-swapped': hmac(
    'The body was used as the key, and the secret as the text.',
    'Exchange the two: the secret is the key.',
  ),

  // --- headers
  'header-missing': headers(
    'The header {header} is not there.',
    'Look at what stands before your code: a proxy or gateway may take it away, or pass on only the headers that it is told.',
  ),
  'header-renamed': headers(
    'The signature came, but in the header {found} instead of {header}.',
    'Read it there, or tell the proxy to pass {header} on.',
  ),
  'id-missing': headers(
    'The webhook-id header is missing, and it is signed.',
    'Tell the proxy to pass it on.',
  ),
  'timestamp-missing': headers(
    'The webhook-timestamp header is missing, and it is signed.',
    'Tell the proxy to pass it on.',
  ),
  'timestamp-malformed': clock(
    'The webhook-timestamp is not a number of seconds.',
    'Take the header as it is; it is in seconds, not in milliseconds, and no date.',
  ),
  'timestamp-too-old': clock(
    'The delivery was signed more than five minutes before it came by your clock, so receivers refuse it as a recording.',
    'Set your server’s clock by NTP, and verify when the request comes, not later from a queue.',
  ),
  'timestamp-too-new': clock(
    'The delivery was signed more than five minutes after it came by your clock.',
    'Set your server’s clock by NTP.',
  ),
  'signature-never-sent': compare(
    'This signature is none that the relay sent with this delivery.',
    'Take {header} from the very request whose body you have.',
  ),

  // --- nothing found, or nothing to look at
  unsigned: told(
    'This webhook has no secret, so its deliveries carry no signature.',
    'Sign with a secret, here at “Sign with a secret…”.',
  ),
  'body-needed': told(
    'A signature alone cannot be checked.',
    'Paste the body too, exactly as your code got it, or choose the delivery.',
  ),
  'signature-needed': told('There is no signature to check.', 'Paste the headers, or the value of {header}.'),
  'unreadable-headers': told(
    'These are no headers.',
    'Paste lines like {header}: …, a JSON object, or the value of the signature alone.',
  ),
  'no-match': told(
    'The signature is of none of the bodies that this one may have been, with none of this webhook’s secrets.',
    'It was made with a secret of another webhook, or over another body. Take both from one request, or rotate the secret to be sure of it.',
  ),
} as const satisfies Record<string, Words>

export type FindingCode = keyof typeof words
export const findingCodes = Object.keys(words) as FindingCode[]

export interface Finding {
  code: FindingCode
  happened: string
  mend: string
  remedy: Remedy | null
}

/** What the header's value looks like, for people. */
const writtenAs: Record<SignatureStyle, string> = {
  'sha256=hex': 'sha256= and 64 characters of lower-case hex',
  hex: '64 characters of lower-case hex',
  base64: '44 characters of base64',
  standard: 'v1, and 44 characters of base64, several parted by spaces',
}

export const prefixOf: Record<SignatureStyle, string> = {
  'sha256=hex': 'sha256=',
  hex: '',
  base64: '',
  standard: 'v1,',
}

/** The finding in words; `found` is the header or the style that was found instead. */
export function findingOf(code: FindingCode, { header, style }: Signature, found = ''): Finding {
  const { happened, mend, remedy }: Words = words[code]
  const fill = (text: string) =>
    text
      .replaceAll('{header}', header)
      .replaceAll('{prefix}', prefixOf[style])
      .replaceAll('{written}', writtenAs[style])
      .replaceAll('{found}', found)
  return { code, happened: fill(happened), mend: fill(mend), remedy }
}

/** The style, and the header that usually has it. */
export const styleInWords = (style: SignatureStyle): string =>
  style === 'standard'
    ? `“standard”, which goes into ${standardHeaders.signature}`
    : `“${style}”, as in ${signatureStyles[style].header}`
