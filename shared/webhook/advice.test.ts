import { describe, expect, it } from 'vitest'
import { adviceFor } from './advice.ts'

const after = (status: number | null, durationMs = 20) => adviceFor({ status, durationMs }, 10_000)

describe('advice about an attempt', () => {
  it('is not given for what arrived', () => {
    for (const status of [200, 201, 202, 204, 299]) expect(after(status)).toBeUndefined()
  })

  it('is there for every other answer, whatever its number', () => {
    for (let status = 300; status < 1_000; status++) expect(after(status)?.text).toMatch(/[.?]$/)
  })

  it('sends to the signature doctor who refuses the signature', () => {
    for (const status of [400, 401, 403]) expect(after(status)?.place).toBe('doctor')
  })

  it('says how to be quicker when the time was up, and leaves other errors to their own words', () => {
    expect(after(null, 10_000)?.text).toMatch(/as soon as the body is kept/)
    expect(after(null, 3)).toBeUndefined()
  })
})
