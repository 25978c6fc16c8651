/**
 * The signature doctor: told what a receiver got, and knowing the webhook, it says whether the signature is good or
 * what is wrong with it, and how to mend that. It finds by computing: a cause is named only when it makes the very
 * signature that was pasted.
 */

import type { ContentType } from './body.ts'
import {
  type BodyCandidate,
  bodyCandidates,
  changesBetween,
  type Difference,
  firstDifference,
} from './doctor/bodies.ts'
import { type Finding, type FindingCode, findingOf, prefixOf, styleInWords } from './doctor/codes.ts'
import { type PastedHeaders, pastedHeader, readPasted } from './doctor/pasted.ts'
import { encodingOf, type Reading, readingsOf } from './doctor/readings.ts'
import { type KnownSecret, type Match, search } from './doctor/search.ts'
import { standardHeaders } from './headers.ts'
import { type Signature, type SignatureStyle, signatureStyles, styleNames } from './signature.ts'

/** Seconds between signing and coming that receivers accept. */
const TOLERANCE = 300
/** Headers that are looked at for a signature under another name: each takes as long as a whole search. */
const MOST_RENAMED = 4

export interface Received {
  /** The body, as text; null when none was given. */
  body: string | null
  /** Headers as lines or JSON, or the value of the signature alone. */
  headers: string
  /** What the receiver's own code computed, when that is known: why it differs is looked for too. */
  computed?: string | undefined
  /** When it came by the receiver's clock, in ms since 1970; the `Date` among the headers stands in for it. */
  receivedAt?: number | undefined
}

export interface Patient {
  signature: Signature
  contentType: ContentType
  /** Newest first; none for a webhook that sends unsigned. */
  secrets: readonly KnownSecret[]
  /** The names of the form's fields in their order. */
  names?: readonly string[]
}

/** A delivery as the relay has it on record. */
export interface Sent {
  body: string
  /** Of each attempt. */
  attempts: readonly { headers: Readonly<Record<string, string>> }[]
}

export interface Diagnosis {
  /** `unclear`: there was too little to go by, or nothing was found. */
  verdict: 'valid' | 'invalid' | 'unclear'
  /** What is wrong, or worth knowing; the first first. */
  findings: Finding[]
  /** Where the body that came differs first from the one that was sent or signed; null where they are equal or unknown. */
  difference: Difference | null
}

/** A finding's code, and the header or style that it names. */
type Found = [code: FindingCode, found?: string]

/** Looks at what a receiver got. `sent` is the delivery that it was, when the relay knows. */
export async function diagnose(
  received: Received,
  patient: Patient,
  sent: Sent | null = null,
): Promise<Diagnosis> {
  const { signature, secrets } = patient
  const codes: Found[] = []
  let difference = sent && received.body !== null ? firstDifference(sent.body, received.body) : null
  const done = (verdict: Diagnosis['verdict']): Diagnosis => ({
    verdict,
    findings: codes
      .filter(([code], at) => codes.findIndex(([other]) => other === code) === at)
      .map(([code, found]) => findingOf(code, signature, found)),
    difference,
  })
  const add = (...found: FindingCode[]) => codes.push(...found.map((code) => [code] as Found))

  const headers = readPasted(received.headers)
  if (!headers) {
    add('unreadable-headers')
    return done('unclear')
  }
  if (secrets.length === 0) {
    add('unsigned')
    return done('unclear')
  }

  const id =
    pastedHeader(headers, standardHeaders.id) ??
    pastedHeader(headers, 'X-Webhook-Id') ??
    sentHeader(sent, standardHeaders.id, headers.value)
  const timestamp =
    pastedHeader(headers, standardHeaders.timestamp) ??
    sentHeader(sent, standardHeaders.timestamp, headers.value)
  const body = received.body
  const inquire = (value: string, bodies: BodyCandidate[]) =>
    search({ readings: readingsOf(value), bodies, secrets, style: signature.style, id, timestamp })
  const look = (value: string, base: string) =>
    inquire(value, bodyCandidates(base, { contentType: patient.contentType, names: patient.names ?? [] }))
  const lookAt = (value: string, base: string) => inquire(value, bodyCandidates(base, null))

  const found = await signatureIn(headers, patient, body, sent, look)
  for (const code of found.codes) codes.push(code)
  const { value } = found
  const isSigned = headers.headers.length > 0

  if (value === null) {
    if (!isSigned && !received.computed) add('signature-needed')
    if (!received.computed) return done(isSigned ? 'invalid' : 'unclear')
  } else if (body === null && !sent) {
    add(readingsOf(value).length > 0 ? 'body-needed' : 'malformed-signature')
    return done(readingsOf(value).length > 0 ? 'unclear' : 'invalid')
  } else if (readingsOf(value).length === 0) {
    add('malformed-signature')
    return done('invalid')
  } else {
    const came = body ?? sent?.body ?? ''
    // What was sent is on record, so what was done to it needs no search.
    const original = sent && wasSent(sent, value) ? sent.body : null
    const match = await (original === null ? look(value, came) : lookAt(value, original))
    if (original !== null) add(...changesBetween(original, came))
    else if (match) add(...bodyCodes(match, came))
    if (match) {
      add(...match.codes)
      codes.push(...writtenCodes(match, signature))
      if (isSigned) add(...timeCodes(headers, signature.style, received))
      if (match.body.text !== null) difference ??= firstDifference(match.body.text, came)
    } else if (original !== null) {
      if (original === came) add('old-secret')
    } else if (sent && isSigned) add('signature-never-sent')
    else add(...hopeless(came))
  }

  if (received.computed && (body !== null || sent)) codes.push(...(await computedFindings(received.computed)))
  const isWrong = codes.some(([code]) => code !== 'overlap-secret')
  const unknown = codes.some(([code]) => code === 'no-match')
  if (unknown) return done('unclear')
  return done(isWrong ? 'invalid' : 'valid')

  /** Why the receiver's code computed something else than what came. */
  async function computedFindings(computed: string): Promise<Found[]> {
    if (value !== null && computed.trim() === value) return codes.length === 0 ? [['comparison']] : []
    for (const base of [body, sent?.body ?? null].filter((text) => text !== null)) {
      const match = await look(computed, base)
      if (!match) continue
      const made = [...bodyCodes(match, base), ...match.codes].filter((code) => code !== 'overlap-secret')
      return [...made.map((code): Found => [code]), ...writtenCodes(match, signature)]
    }
    return [[readingsOf(computed).length === 0 ? 'malformed-signature' : 'no-match']]
  }
}

/** The value to look at, and what is to say of where it was found. */
async function signatureIn(
  headers: PastedHeaders,
  { signature }: Patient,
  body: string | null,
  sent: Sent | null,
  look: (value: string, base: string) => Promise<Match | null>,
): Promise<{ value: string | null; codes: Found[] }> {
  if (headers.value !== null) return { value: headers.value, codes: [] }
  if (headers.headers.length === 0) return { value: null, codes: [] }
  const own = pastedHeader(headers, signature.header)
  const base = body ?? sent?.body
  if (own) {
    const missing: Found[] = []
    if (signatureStyles[signature.style].signsMetadata) {
      if (!pastedHeader(headers, standardHeaders.id)) missing.push(['id-missing'])
      const time = pastedHeader(headers, standardHeaders.timestamp)
      if (!time) missing.push(['timestamp-missing'])
      else if (!/^\d{1,12}$/.test(time)) missing.push(['timestamp-malformed'])
    }
    return { value: own, codes: missing }
  }
  if (base !== undefined) {
    // Whatever header has the signature, under whatever name: the right one before one of another style.
    const others = headers.headers.filter(
      ([name, value]) =>
        name.toLowerCase() !== standardHeaders.signature &&
        readingsOf(value).some(({ bytes }) => bytes.length === 32),
    )
    // Those that are called signatures first, of requests that carry other digests as well.
    const likely = others.toSorted(([a], [b]) => Number(/sign/i.test(b)) - Number(/sign/i.test(a)))
    for (const [name, value] of likely.slice(0, MOST_RENAMED)) {
      const match = await look(value, base)
      if (match && !otherStyle(match, signature)) return { value, codes: [['header-renamed', name]] }
    }
  }
  return { value: null, codes: [['header-missing']] }
}

/** Of the attempt that had this signature; of the last one when none is told apart by it. */
function sentHeader(sent: Sent | null, name: string, signature: string | null): string | null {
  const own = sent?.attempts.find(({ headers }) => signature && Object.values(headers).includes(signature))
  const { headers = {} } = own ?? sent?.attempts.at(-1) ?? {}
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1] ?? null
}

/** What can be said of a body that no signature fits: some cannot have been signed at all. */
function hopeless(came: string): FindingCode[] {
  const certain = changesBetween('{}', came).filter((code) => code === 'empty-body' || code === 'body-object')
  return certain.length > 0 ? certain : ['no-match']
}

const wasSent = ({ attempts }: Sent, value: string) =>
  attempts.some(({ headers }) => Object.values(headers).includes(value))

/** What was done to the body, between what was pasted and what was signed. */
function bodyCodes({ body: { code, text } }: Match, came: string): FindingCode[] {
  if (code === null) return []
  if (text === null || code === 'empty-body' || code === 'body-object') return [code]
  // Undone or done? What deliveries have is written without space and escapes, so the way there is the mending.
  const ways = [changesBetween(text, came), changesBetween(came, text)]
  const [nearest] = ways
    .filter((codes) => codes.length > 0 && !codes.includes('other-body'))
    .sort((a, b) => removals(a) - removals(b))
  return nearest ?? [code]
}

const removals = (codes: FindingCode[]) =>
  codes.filter((code) => code === 'spaces-removed' || code === 'text-rewritten' || code === 'reordered-keys')
    .length

/** The style whose whole way of signing this is, when it has another layout than the webhook's. */
function otherStyle({ layout, codes, reading }: Match, { style }: Signature): SignatureStyle | null {
  const isStandard = signatureStyles[style].signsMetadata
  if (layout === 'other' || (layout === 'standard') === isStandard) return null
  if (codes.some((code) => code !== 'overlap-secret' && code !== 'old-secret')) return null
  return (
    styleNames.find(
      (name) =>
        signatureStyles[name].signsMetadata === (layout === 'standard') &&
        encodingOf[name] === reading.encoding &&
        prefixOf[name] === reading.prefixes.join(''),
    ) ?? null
  )
}

/** What is wrong with how the signature is written; a whole other style is one finding. */
function writtenCodes(match: Match, signature: Signature): Found[] {
  const { reading, layout } = match
  const isStandard = signatureStyles[signature.style].signsMetadata
  const other = otherStyle(match, signature)
  // A body that signs alone, written as the standard style is, is that style with its other half forgotten.
  if (isStandard && layout === 'body' && reading.prefixes.join('') === prefixOf.standard)
    return [['metadata-unsigned']]
  if (other) return [['other-style', styleInWords(other)]]
  if (layout !== 'other' && (layout === 'standard') !== isStandard)
    return [[isStandard ? 'metadata-unsigned' : 'metadata-signed']]
  return [...prefixCodes(reading, signature.style), ...encodingCodes(reading, signature.style)].map(
    (code) => [code],
  )
}

function prefixCodes({ prefixes }: Reading, style: SignatureStyle): FindingCode[] {
  const wanted = prefixOf[style]
  if (prefixes.join('') === wanted) return []
  if (prefixes.length === 0) return ['prefix-missing']
  if (wanted && prefixes.length > 1 && prefixes.every((prefix) => prefix === wanted))
    return ['prefix-doubled']
  return ['prefix-wrong']
}

function encodingCodes({ encoding, isCut, isQuoted }: Reading, style: SignatureStyle): FindingCode[] {
  const wanted = encodingOf[style]
  const codes: FindingCode[] = []
  if (isQuoted) codes.push('signature-quoted')
  if (isCut) codes.push('signature-truncated')
  if (encoding === 'base64 of hex') codes.push('base64-of-hex')
  else if (wanted === 'hex' && encoding === 'HEX') codes.push('upper-case-hex')
  else if (wanted === 'hex' && encoding.startsWith('base64')) codes.push('base64-for-hex')
  else if (wanted === 'base64' && encoding.toLowerCase() === 'hex') codes.push('hex-for-base64')
  else if (wanted === 'base64' && encoding === 'base64url' && !isCut) codes.push('base64url-for-base64')
  return codes
}

/** Of the standard style alone: the others do not sign the time. */
function timeCodes(headers: PastedHeaders, style: SignatureStyle, received: Received): FindingCode[] {
  if (!signatureStyles[style].signsMetadata) return []
  const timestamp = Number(pastedHeader(headers, standardHeaders.timestamp))
  const date = Date.parse(pastedHeader(headers, 'Date') ?? '')
  const at = received.receivedAt ?? (Number.isNaN(date) ? null : date)
  if (at === null || Number.isNaN(timestamp)) return []
  const age = at / 1_000 - timestamp
  if (age > TOLERANCE) return ['timestamp-too-old']
  return age < -TOLERANCE ? ['timestamp-too-new'] : []
}
