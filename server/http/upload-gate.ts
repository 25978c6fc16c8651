/** What stands between a visitor and the disk: how often, how many at once, how much; and why a file was not taken. */
import type { UploadedFile } from '@fieldpost/shared/fields/file.ts'
import type { Context } from 'hono'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import type { VersionRow } from '../store/rows.ts'
import type { Taken, TakeUpload, UploadField } from '../uploads/take.ts'
import { UploadsUnavailable } from '../uploads/uploads.ts'
import { limitKey, visitorAddress } from './address.ts'
import { ProblemError } from './problem.ts'
import { formMissing } from './refusal.ts'

/** Files that one address may send to one form in a minute. */
const PER_MINUTE = 60
/** Files of the largest size that one address may send in an hour, counted by their bytes. */
const LARGEST_PER_HOUR = 30
/** Files on their way in at once, from everybody and from one address. */
const MOST_AT_ONCE = 200
const MOST_OF_ONE = 8
/** Seconds after which to try again: when others have finished, and when what waits was sent or given up. */
const RETRY_SOON = '5'
const RETRY_LATER = '3600'
const KIB = 1_024

export interface UploadGateDeps {
  takeUpload: TakeUpload
  /** Most bytes of one file. */
  uploadBytes: number
  trustedProxies: readonly string[]
  /** Per address and form; with 0 neither these nor files are limited. */
  submissionsPerMinute: number
  log: { error(data: object, text: string): void }
  /** Files per minute and address, instead of the usual. */
  perMinute?: number
}

/** Takes in a file for a field of a published form, or throws the problem that says why not. */
export type UploadGate = (
  c: Context,
  form: Pick<VersionRow, 'formId'>,
  upload: { field: UploadField; name: string; bytes: ReadableStream<Uint8Array> },
) => Promise<UploadedFile>

export function createUploadGate(deps: UploadGateDeps): UploadGate {
  const { takeUpload, uploadBytes, trustedProxies, submissionsPerMinute, log } = deps
  const address = visitorAddress(trustedProxies)
  const isLimited = submissionsPerMinute > 0
  const files = new RateLimiterMemory({ points: deps.perMinute ?? PER_MINUTE, duration: 60 })
  const kibs = new RateLimiterMemory({
    points: Math.ceil((LARGEST_PER_HOUR * uploadBytes) / KIB),
    duration: 3_600,
  })
  const underWay = new Map<string, number>()
  let all = 0

  return async (c, { formId }, { field, name, bytes }) => {
    const from = isLimited ? address(c) : null
    const key = from && limitKey(from)
    if (key) await admit(key, formId)
    const own = key ? (underWay.get(key) ?? 0) : 0
    if (all >= MOST_AT_ONCE || own >= MOST_OF_ONE) {
      throw new ProblemError('unavailable', 'Too many files are on their way. Send this one again shortly.', {
        headers: { 'retry-after': RETRY_SOON },
      })
    }
    all++
    if (key) underWay.set(key, own + 1)
    try {
      const taken = await takeUpload({ formId, field, name, bytes })
      if (taken.outcome !== 'taken') throw notTaken(taken, formId, field)
      if (key) await kibs.penalty(key, Math.ceil(taken.file.size / KIB))
      return taken.file
    } catch (error) {
      if (error instanceof UploadsUnavailable) log.error({ err: error }, 'an upload could not be kept')
      throw error
    } finally {
      all--
      if (key) {
        const left = (underWay.get(key) ?? 1) - 1
        if (left > 0) underWay.set(key, left)
        else underWay.delete(key)
      }
    }
  }

  async function admit(key: string, formId: string): Promise<void> {
    const spent = await kibs.get(key)
    if (spent && spent.remainingPoints <= 0) throw tooMuch(spent.msBeforeNext)
    try {
      await files.consume(`${key} ${formId}`)
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw tooMuch(refused.msBeforeNext)
      throw refused
    }
  }
}

const tooMuch = (waitMs: number) =>
  new ProblemError('too-many-requests', 'This address has sent too many files. Try again later.', {
    headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  })

export const tooLarge = (most: number) =>
  new ProblemError('upload-too-large', `A file may have at most ${most} bytes here.`, {
    headers: { connection: 'close' },
  })

function notTaken(
  taken: Exclude<Taken, { outcome: 'taken' }>,
  formId: string,
  field: UploadField,
): ProblemError {
  switch (taken.outcome) {
    case 'too-large':
      return tooLarge(taken.most)
    case 'wrong-type':
      return new ProblemError('upload-type', wrongType(taken.type, field))
    case 'empty':
      return new ProblemError('upload-empty', 'There is nothing in this file, or nothing but spaces.')
    case 'broken-off':
      return new ProblemError('broken-off', 'The file did not come to its end. Send it again.', {
        headers: { connection: 'close' },
      })
    case 'form-missing':
      return formMissing(taken.outcome, formId)
    case 'full':
    case 'no-room':
      return new ProblemError('unavailable', 'There is no room for more files at present. Try again later.', {
        headers: { 'retry-after': RETRY_LATER },
      })
  }
}

function wrongType(type: string | null, field: UploadField): string {
  const is = type ? `The content is ${type}.` : 'The content is of no type that may be sent.'
  if (field.kind === 'signature') return `${is} A signature is a PNG.`
  return field.accept.length > 0 ? `${is} This field takes: ${field.accept.join(', ')}.` : is
}
