import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Attempted, decide, type RetrySettings } from './schedule.ts'
import type { Failure, Outcome, Reply } from './send.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const HOUR_MS = 3_600_000
const RETRY: RetrySettings = {
  maxAttempts: 6,
  schedule: [60, 300, 900, 3_600, 21_600],
  clientErrors: false,
}

function reply(status: number, headers: Record<string, string> = {}): Reply {
  return { kind: 'reply', status, headers, body: '', truncated: false, durationMs: 5, address: '8.8.8.8' }
}

function error(code: Failure['code']): Failure {
  return { kind: 'error', code, message: 'It went wrong.', durationMs: 5 }
}

/** Decides with no jitter unless the test gives some. */
function verdict(outcome: Outcome, more: Partial<Attempted> = {}) {
  return decide({ outcome, attempt: 1, retry: RETRY, now: NOW, random: () => 0.5, ...more })
}

/** The wait in milliseconds, or undefined when it is not tried again. */
function waitOf(outcome: Outcome, more: Partial<Attempted> = {}): number | undefined {
  const given = verdict(outcome, more)
  return given.state === 'retry' ? given.dueAt - NOW : undefined
}

const clientErrors = { retry: { ...RETRY, clientErrors: true } }

describe('an outcome', () => {
  test.each([200, 201, 202, 204, 226, 299])('of %i succeeds', (status) => {
    expect(verdict(reply(status))).toEqual({ state: 'succeeded' })
    expect(verdict(reply(status), { attempt: 6 })).toEqual({ state: 'succeeded' })
  })

  test.each([300, 301, 302, 303, 304, 307, 308, 399])('of %i fails', (status) => {
    const failed = { state: 'failed', reason: expect.stringContaining(`replied ${status}, a redirect`) }
    expect(verdict(reply(status))).toEqual(failed)
    expect(verdict(reply(status), clientErrors)).toEqual(failed)
  })

  test('of 410 fails and pauses the webhook', () => {
    const paused = { state: 'failed', reason: expect.stringContaining('410'), pauseWebhook: true }
    expect(verdict(reply(410))).toEqual(paused)
    expect(verdict(reply(410), clientErrors)).toEqual(paused)
  })

  test.each([400, 401, 403, 404, 409, 413, 422, 499])(
    'of %i fails, unless client errors are retried',
    (status) => {
      expect(verdict(reply(status))).toEqual({
        state: 'failed',
        reason: expect.stringContaining(`replied ${status}.`),
      })
      expect(verdict(reply(status), clientErrors)).toEqual({ state: 'retry', dueAt: NOW + 60_000 })
    },
  )

  test.each([408, 425, 429, 500, 501, 502, 503, 504, 522, 599, 600, 999])(
    'of %i is tried again',
    (status) => {
      expect(verdict(reply(status))).toEqual({ state: 'retry', dueAt: NOW + 60_000 })
    },
  )

  test.each(['timeout', 'dns', 'connection', 'tls', 'protocol'] as const)(
    'of a %s error is tried again',
    (code) => {
      expect(verdict(error(code))).toEqual({ state: 'retry', dueAt: NOW + 60_000 })
    },
  )

  test('of a blocked address fails for good, with its reason', () => {
    expect(verdict(error('blocked'))).toEqual({ state: 'failed', reason: 'It went wrong.' })
    expect(verdict(error('blocked'), clientErrors)).toMatchObject({ state: 'failed' })
  })

  test('that the relay cut short is due at once, even when attempts are spent', () => {
    expect(verdict(error('aborted'), { attempt: 6 })).toEqual({ state: 'retry', dueAt: NOW })
  })
})

describe('the schedule', () => {
  test('gives each attempt its wait, then the delivery fails', () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) => waitOf(reply(500), { attempt }))
    expect(waits).toEqual([60_000, 300_000, 900_000, HOUR_MS, 6 * HOUR_MS])
    expect(verdict(reply(500), { attempt: 6 })).toEqual({
      state: 'failed',
      reason: 'The receiver replied 500. This was attempt 6 of 6.',
    })
    expect(verdict(error('timeout'), { attempt: 6 })).toEqual({
      state: 'failed',
      reason: 'It went wrong. This was attempt 6 of 6.',
    })
  })

  test('repeats its last wait, and is never without one', () => {
    const longer = { retry: { ...RETRY, maxAttempts: 9, schedule: [1, 7] } }
    expect([1, 2, 3, 8].map((attempt) => waitOf(reply(500), { ...longer, attempt }))).toEqual([
      1_000, 7_000, 7_000, 7_000,
    ])
    expect(waitOf(reply(500), { retry: { ...RETRY, schedule: [] } })).toBe(60_000)
  })

  test('ends at the first attempt when one is all there is', () => {
    expect(verdict(reply(500), { retry: { ...RETRY, maxAttempts: 1 } })).toMatchObject({ state: 'failed' })
  })

  test('is followed within a fifth, and reaches both ends', () => {
    expect(waitOf(reply(500), { random: () => 0 })).toBe(48_000)
    expect(waitOf(reply(500), { random: () => 1 - Number.EPSILON })).toBe(72_000)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 604_800 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom<Outcome>(reply(500), reply(429), error('timeout'), error('dns')),
        (schedule, attempt, random, outcome) => {
          const wait = waitOf(outcome, {
            attempt,
            random: () => random,
            retry: { ...RETRY, schedule, maxAttempts: 21 },
          })
          const listed = (schedule[attempt - 1] ?? schedule.at(-1) ?? Number.NaN) * 1_000
          expect(wait).toBeGreaterThanOrEqual(Math.floor(listed * 0.8))
          expect(wait).toBeLessThanOrEqual(Math.ceil(listed * 1.2))
          expect(Number.isInteger(wait)).toBe(true)
        },
      ),
    )
  })

  test('never goes on after the last attempt, and never ends before it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (maxAttempts, attempt) => {
          const { state } = verdict(error('connection'), { attempt, retry: { ...RETRY, maxAttempts } })
          expect(state).toBe(attempt < maxAttempts ? 'retry' : 'failed')
        },
      ),
    )
  })
})

describe('Retry-After', () => {
  const asking = (value: string, status = 503) => reply(status, { 'retry-after': value })

  test.each([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['Sun, 01 Mar 2026 13:00:00 GMT', HOUR_MS],
    ['Sunday, 01-Mar-26 13:00:00 GMT', HOUR_MS],
    ['Sun Mar  1 13:00:00 2026', HOUR_MS],
    ['86400', 24 * HOUR_MS],
  ])('%j is waited for', (value, wait) => {
    expect(waitOf(asking(value))).toBe(wait)
  })

  test.each(['86401', '9'.repeat(400), 'Tue, 03 Mar 2026 12:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    '%s is cut to a day',
    (value) => {
      expect(waitOf(asking(value))).toBe(24 * HOUR_MS)
    },
  )

  test.each([
    '0',
    '59',
    '-5',
    '1e9',
    '0x7fff',
    '12.5',
    'Infinity',
    '120, 120',
    'tomorrow',
    'in the year 2030',
    '2030-01-01T00:00:00Z',
    'Sun, 01 Mar 2026 13:00:00 +0000',
    'Sun, 99 Mar 2026 13:00:00 GMT',
    'Sun, 01 Mar 2020 13:00:00 GMT',
    'Sun, 01 Mar 2026 12:00:30 GMT',
    '',
  ])('%j is less than the schedule, or no time at all: the schedule stands', (value) => {
    expect(waitOf(asking(value))).toBe(60_000)
  })

  test('is honoured wherever another attempt follows, and nowhere else', () => {
    for (const status of [408, 425, 429, 500, 503]) expect(waitOf(asking('120', status))).toBe(120_000)
    expect(waitOf(asking('120', 404), clientErrors)).toBe(120_000)
    expect(verdict(asking('120', 404))).toMatchObject({ state: 'failed' })
    expect(verdict(asking('120', 301))).toMatchObject({ state: 'failed' })
    expect(verdict(asking('120'), { attempt: 6 })).toMatchObject({ state: 'failed' })
  })

  test('does not shorten a schedule of more than a day', () => {
    expect(waitOf(asking('86400'), { retry: { ...RETRY, schedule: [172_800] } })).toBe(48 * HOUR_MS)
  })

  test('is never undercut, and never more than a day beyond now when the schedule is shorter', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 200_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (seconds, random) => {
          const wait = waitOf(asking(`${seconds}`), { random: () => random }) ?? Number.NaN
          expect(wait).toBeGreaterThanOrEqual(Math.min(seconds * 1_000, 24 * HOUR_MS))
          expect(wait).toBeGreaterThanOrEqual(48_000)
          expect(wait).toBeLessThanOrEqual(24 * HOUR_MS)
        },
      ),
    )
  })

  test('is ignored whatever else it says', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!/^\s*\d+\s*$/.test(value))
        expect(waitOf(asking(value))).toBe(60_000)
      }),
    )
  })
})
