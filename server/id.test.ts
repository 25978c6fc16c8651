import { describe, expect, it } from 'vitest'
import { formId, secretToken, timedId } from './id.ts'

describe('ids', () => {
  it('are unique, and sort in the order in which they were made', () => {
    const ids = Array.from({ length: 20_000 }, () => timedId('sub'))
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
    expect(ids[0]).toMatch(/^sub_[0-9a-f]{12}7[0-9a-f]{19}$/)
  })

  it('carry the time', () => {
    const before = Date.now()
    const at = Number.parseInt(timedId('evt').slice(4, 16), 16)
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
  })

  it('of forms are short and have no letters that are taken for others', () => {
    for (let i = 0; i < 1_000; i++) expect(formId()).toMatch(/^[2-9a-km-np-z]{12}$/)
  })

  it('for links cannot be guessed', () => {
    expect(Buffer.from(secretToken(), 'base64url')).toHaveLength(32)
  })
})
