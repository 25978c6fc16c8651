/** POST /v1/forms/ID/submissions: bounds what comes in before anything trusts it, then hands it to intake. */
import { limits } from '@fieldpost/shared/limits.ts'
import { SubmissionBody } from '@fieldpost/shared/submission.ts'
import { Hono } from 'hono'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import type { Intake, IntakeResult } from '../intake/accept.ts'
import { limitKey, visitorAddress } from './address.ts'
import { parseJson, readBytes } from './body.ts'
import { ProblemError, parse } from './problem.ts'

/** Submissions being handled at once; past it the relay says 503 rather than let all of them grow slow. */
const MOST_AT_ONCE = 2_000

/** Both need no preflight's worth of trust: the bytes are parsed the same way. */
const TYPES = /^(?:application\/json|text\/plain)\s*(?:;|$)/i

export interface SubmissionDeps {
  intake: Pick<Intake, 'accept'>
  trustedProxies: readonly string[]
  /** Per address and form; 0 for any number. */
  submissionsPerMinute: number
  /** Told of each submission's fate, for the metrics. */
  count?: (outcome: IntakeResult['outcome']) => void
}

export function submissionRoutes({ intake, trustedProxies, submissionsPerMinute, count }: SubmissionDeps) {
  const address = visitorAddress(trustedProxies)
  const limiter =
    submissionsPerMinute > 0 ? new RateLimiterMemory({ points: submissionsPerMinute, duration: 60 }) : null
  let underWay = 0

  return new Hono().post('/:form/submissions', async (c) => {
    if (underWay >= MOST_AT_ONCE) {
      throw new ProblemError(
        'unavailable',
        'The relay has more to do than it can. Send this again shortly.',
        {
          headers: { 'retry-after': '2' },
        },
      )
    }
    underWay++
    try {
      const form = c.req.param('form')
      if (!TYPES.test(c.req.header('content-type') ?? '')) {
        throw new ProblemError(
          'wrong-content-type',
          'Send the submission as JSON: application/json or text/plain.',
        )
      }
      if (limiter) await spend(limiter, address(c), form)
      const bytes = await readBytes(c.req.raw, limits.bodyBytes)
      const json = parseJson(bytes, {
        bytes: limits.bodyBytes,
        depth: limits.jsonDepth,
        keys: limits.jsonKeys,
      })
      const result = await intake.accept(form, parse(SubmissionBody, json), c.req.header('origin') ?? null)
      count?.(result.outcome)
      if (result.outcome === 'accepted') return c.json({ id: result.id, duplicate: false }, 201)
      if (result.outcome === 'duplicate') return c.json({ id: result.id, duplicate: true }, 200)
      throw refusal(result, form)
    } finally {
      underWay--
    }
  })
}

async function spend(limiter: RateLimiterMemory, address: string | null, form: string) {
  if (address === null) return
  try {
    await limiter.consume(`${limitKey(address)} ${form}`)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new ProblemError(
      'too-many-requests',
      'This address has sent too much to this form. Try again later.',
      {
        headers: { 'retry-after': String(Math.ceil(refused.msBeforeNext / 1_000)) },
      },
    )
  }
}

function refusal(result: Exclude<IntakeResult, { id: string }>, form: string): ProblemError {
  switch (result.outcome) {
    case 'invalid':
      return new ProblemError('invalid-answers', 'Nothing was saved. Each issue names its field.', {
        issues: result.issues,
      })
    case 'key-reused':
      return new ProblemError('key-reused', 'Other answers were sent with this key before. Use a new key.')
    case 'origin-refused':
      return new ProblemError(
        'origin-refused',
        'The owner has not listed this page among those that may send.',
      )
    case 'form-unpublished':
      return new ProblemError('form-not-published', `The form ${form} has only a draft so far.`)
    case 'version-missing':
      return new ProblemError('form-not-found', `The form ${form} has no such version.`)
    case 'form-missing':
      return new ProblemError('form-not-found', `No form has the id ${form}.`)
  }
}
