// What an attempt's outcome means for its delivery: done, failed, or tried again, and when. Pure.
import type { Outcome, Reply } from './send.ts'

/** Waits differ by up to this share, so that what failed together does not come back together. */
const JITTER = 0.2
/** The most that a receiver's Retry-After can ask for. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000
/** The wait, in seconds, of a schedule that lists none. */
const DEFAULT_WAIT_S = 60
/** 4xx replies that say "not now" rather than "not like this". */
const TRY_LATER = new Set([408, 425, 429])

/** The three forms of RFC 9110, 5.6.7: as it should be, as RFC 850 had it, as C's asctime() writes it. */
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
]

export interface RetrySettings {
  /** In all, the first one counted. */
  maxAttempts: number
  /** Seconds to wait after the first attempt, the second, and so on; the last one repeats. */
  schedule: readonly number[]
  /** Whether 4xx replies are retried as well. */
  clientErrors: boolean
}

export interface Attempted {
  outcome: Outcome
  /** 1 for the first. */
  attempt: number
  retry: RetrySettings
  /** Milliseconds since the epoch. */
  now: number
  /** From 0 up to, not including, 1. */
  random: () => number
}

/** `reason` is for the owner; `dueAt` is in milliseconds since the epoch. */
export type Verdict =
  | { state: 'succeeded' }
  | { state: 'failed'; reason: string; pauseWebhook?: true }
  | { state: 'retry'; dueAt: number }

/**
 * Decides what becomes of a delivery after an attempt. An `aborted` one is the relay's doing: it is due at once,
 * however many attempts there were, and should not be counted.
 */
export function decide({ outcome, attempt, retry, now, random }: Attempted): Verdict {
  if (outcome.kind === 'error') {
    if (outcome.code === 'aborted') return { state: 'retry', dueAt: now }
    if (outcome.code === 'blocked') return { state: 'failed', reason: outcome.message }
  } else {
    const final = judgeReply(outcome, retry)
    if (final) return final
  }
  if (attempt >= retry.maxAttempts) {
    const what = outcome.kind === 'error' ? outcome.message : `The receiver replied ${outcome.status}.`
    return { state: 'failed', reason: `${what} This was attempt ${attempt} of ${retry.maxAttempts}.` }
  }
  const wait = Math.round(scheduledWait(retry.schedule, attempt) * (1 - JITTER + 2 * JITTER * random()))
  const asked = outcome.kind === 'reply' ? Math.min(readRetryAfter(outcome, now), MAX_RETRY_AFTER_MS) : 0
  return { state: 'retry', dueAt: now + Math.max(wait, asked) }
}

/** What is settled by the status alone, or undefined for what is worth another attempt. */
function judgeReply({ status }: Reply, { clientErrors }: RetrySettings): Verdict | undefined {
  const failed = (reason: string): Verdict => ({ state: 'failed', reason })
  if (status >= 200 && status < 300) return { state: 'succeeded' }
  if (status >= 300 && status < 400) {
    return failed(
      `The receiver replied ${status}, a redirect, which is never followed. ` +
        'Set the callback URL to the address it leads to.',
    )
  }
  if (status === 410) {
    const reason = 'The receiver replied 410: it is gone for good. The webhook is paused.'
    return { state: 'failed', reason, pauseWebhook: true }
  }
  if (status >= 400 && status < 500 && !TRY_LATER.has(status) && !clientErrors) {
    return failed(`The receiver replied ${status}. This webhook does not retry client errors.`)
  }
  // RFC 9110, 15: a status beyond the five classes is treated as 5xx.
  return undefined
}

/** In milliseconds. */
function scheduledWait(schedule: readonly number[], attempt: number): number {
  return (schedule[attempt - 1] ?? schedule.at(-1) ?? DEFAULT_WAIT_S) * 1_000
}

/** How long the receiver asks to be left alone, in milliseconds; 0 when it does not, or not in HTTP's words. */
function readRetryAfter({ headers }: Reply, now: number): number {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1_000
  if (!HTTP_DATES.some((form) => form.test(value))) return 0
  const at = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}
