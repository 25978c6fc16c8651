import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newKey, resultOf, type SendResult } from './send.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('a reply', () => {
  test.each<[status: number, body: unknown, retryAfter: string | null, result: SendResult]>([
    [201, { id: 's1', duplicate: false }, null, { outcome: 'accepted', id: 's1' }],
    [200, { id: 's1', duplicate: true }, null, { outcome: 'accepted', id: 's1' }],
    [
      422,
      { issues: [{ field: 'a', code: 'email', message: 'No.' }] },
      null,
      { outcome: 'invalid', issues: [{ field: 'a', code: 'email', message: 'No.' }] },
    ],
    [422, { code: 'invalid-body' }, null, { outcome: 'refused', reason: 'refused' }],
    [400, null, null, { outcome: 'refused', reason: 'refused' }],
    [403, null, null, { outcome: 'refused', reason: 'origin' }],
    [404, null, null, { outcome: 'refused', reason: 'gone' }],
    [409, null, null, { outcome: 'refused', reason: 'key-reused' }],
    [410, null, null, { outcome: 'refused', reason: 'closed' }],
    [413, null, null, { outcome: 'refused', reason: 'too-large' }],
    [408, null, null, { outcome: 'later', after: undefined }],
    [429, null, '7', { outcome: 'later', after: 7_000 }],
    [503, null, 'Sun, 01 Mar 2026 12:00:30 GMT', { outcome: 'later', after: 30_000 }],
    [503, null, 'Sun, 01 Mar 2026 11:00:00 GMT', { outcome: 'later', after: undefined }],
    [503, null, '86400', { outcome: 'later', after: 600_000 }],
    [500, null, 'soon', { outcome: 'later', after: undefined }],
  ])('of %i with %j and Retry-After %j is %j', (status, body, retryAfter, result) => {
    expect(resultOf(status, body, retryAfter, now)).toEqual(result)
  })

  test('that says 2xx without an id is not the relay’s, and is not believed', () => {
    expect(resultOf(200, null, null, now)).toEqual({ outcome: 'later' })
    expect(resultOf(200, { welcome: 'to the hotel' }, null, now)).toEqual({ outcome: 'later' })
  })
})

test('keys are version 4 UUIDs, and no two are the same', () => {
  const keys = Array.from({ length: 200 }, newKey)
  for (const key of keys)
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(keys).size).toBe(keys.length)
})

test('no reply of any shape makes it throw', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 599 }),
      fc.jsonValue(),
      fc.option(fc.string()),
      (status, body, header) => {
        expect(['accepted', 'invalid', 'refused', 'later']).toContain(
          resultOf(status, body, header, now).outcome,
        )
      },
    ),
  )
})
