/**
 * POST /v1/forms/ID/submissions: bounds what comes in before anything trusts it, then hands it to intake. What comes
 * as JSON is answered in JSON; what a browser's own form sends is answered with a page.
 */
import { limits } from '@fieldpost/shared/limits.ts'
import { SubmissionBody, type SubmissionReceipt } from '@fieldpost/shared/submission.ts'
import { type Context, Hono } from 'hono'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import type { Intake, IntakeResult } from '../intake/accept.ts'
import { limitKey, visitorAddress } from './address.ts'
import { parseJson, readBytes } from './body.ts'
import { isFormType } from './form-data.ts'
import { publicHeaders } from './headers.ts'
import { failAsPage } from './hosted.ts'
import { formAgain, onToThanks, type PlainDeps, readPlainPost } from './plain-post.ts'
import { ProblemError, parse } from './problem.ts'
import { formMissing, refusal } from './refusal.ts'

/** Submissions being handled at once; past it the relay says 503 rather than let all of them grow slow. */
const MOST_AT_ONCE = 2_000

/** Both need no preflight's worth of trust: the bytes are parsed the same way. */
const JSON_TYPES = /^(?:application\/json|text\/plain)\s*(?:;|$)/i

/** A script that sends a form for its visitor says so; a browser that does it itself asks for HTML. */
const asksForJson = (accept: string) => /\bjson\b/i.test(accept) && !/text\/html/i.test(accept)

export interface SubmissionDeps extends PlainDeps {
  intake: Pick<Intake, 'accept' | 'find'>
  trustedProxies: readonly string[]
  /** Per address and form; 0 for any number. */
  submissionsPerMinute: number
  /** Told of each submission's fate, for the metrics. */
  count?: (outcome: IntakeResult['outcome']) => void
}

export function submissionRoutes(deps: SubmissionDeps) {
  const { intake, publicUrl, trustedProxies, submissionsPerMinute, count } = deps
  const address = visitorAddress(trustedProxies)
  const limiter =
    submissionsPerMinute > 0 ? new RateLimiterMemory({ points: submissionsPerMinute, duration: 60 }) : null
  let underWay = 0

  async function takeJson(c: Context, form: string, bytes: Uint8Array<ArrayBuffer>) {
    const json = parseJson(bytes, {
      bytes: limits.bodyBytes,
      depth: limits.jsonDepth,
      keys: limits.jsonKeys,
    })
    const result = await intake.accept(form, parse(SubmissionBody, json), c.req.header('origin') ?? null)
    count?.(result.outcome)
    return answer(form, result)
  }

  async function takePlain(c: Context, form: string, asPage: boolean) {
    const post = await readPlainPost(c, deps, form)
    const { issues } = post
    if (issues.length > 0) {
      count?.('invalid')
      if (asPage) return formAgain(c, deps, post, { issues })
      throw new ProblemError('invalid-answers', 'Nothing was saved. Each issue names its field.', { issues })
    }
    const result = await intake.accept(form, post.body, post.origin)
    count?.(result.outcome)
    if (!asPage) return answer(form, result)
    if ('id' in result) return onToThanks(c, deps, post, result.id)
    if (result.outcome === 'invalid') return formAgain(c, deps, post, result)
    if (result.outcome === 'key-reused') return formAgain(c, deps, post, result.outcome)
    throw refusal(result, form)
  }

  async function take(c: Context<object, '/:form/submissions'>): Promise<Response> {
    const form = c.req.param('form')
    const type = c.req.header('content-type') ?? ''
    const isPlain = isFormType(type)
    const asPage = isPlain && !asksForJson(c.req.header('accept') ?? '')
    if (isPlain) setPublicHeaders(c)
    if (asPage) failAsPage(c, publicUrl)
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
      if (!isPlain && !JSON_TYPES.test(type)) {
        throw new ProblemError(
          'wrong-content-type',
          'Send the submission as JSON (application/json or text/plain), or as a form does.',
        )
      }
      const from = limiter && address(c)
      if (limiter && from) {
        // Only for forms that there are: ids that a stranger makes up would fill the memory.
        const known = await intake.find(form, undefined)
        if (typeof known === 'string') {
          count?.(known)
          throw formMissing(known, form)
        }
        await spend(limiter, `${limitKey(from)} ${form}`)
      }
      if (isPlain) return await takePlain(c, form, asPage)
      return await takeJson(c, form, await readBytes(c.req.raw, limits.bodyBytes))
    } finally {
      underWay--
    }
  }

  return new Hono().post('/:form/submissions', async (c) => {
    try {
      return await take(c)
    } catch (error) {
      setPublicHeaders(c)
      throw error
    }
  })
}

function setPublicHeaders(c: Context) {
  for (const [name, value] of Object.entries(publicHeaders)) c.header(name, value)
}

/** Given whole with the answer: what is set through the context first is merged and sorted for every answer. */
const RECEIPT_HEADERS = { ...publicHeaders, 'content-type': 'application/json' }

function answer(form: string, result: IntakeResult): Response {
  if (!('id' in result)) throw refusal(result, form)
  const { outcome, id } = result
  const receipt = { id, duplicate: outcome === 'duplicate' } satisfies SubmissionReceipt
  const known = receipt.duplicate || (outcome === 'partial' && result.again)
  return new Response(JSON.stringify(receipt), {
    status: known ? 200 : 201,
    headers: RECEIPT_HEADERS,
  })
}

async function spend(limiter: RateLimiterMemory, key: string) {
  try {
    await limiter.consume(key)
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
