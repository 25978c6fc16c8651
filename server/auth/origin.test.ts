import { describe, expect, it } from 'vitest'
import { isForeign, ownOrigins } from './origin.ts'

describe('the origins of a relay', () => {
  it('are its public URL alone', () => {
    expect([...ownOrigins('https://forms.example.com')]).toEqual(['https://forms.example.com'])
  })

  it('are all spellings of this machine when it is reached by one of them', () => {
    const spellings = ['http://localhost:4400', 'http://127.0.0.1:4400', 'http://[::1]:4400']
    for (const url of spellings) expect([...ownOrigins(url)]).toEqual(spellings)
  })
})

describe('a request', () => {
  const origins = ownOrigins('http://localhost:4400')
  const cases: [string, Record<string, string>, boolean][] = [
    ['of our own page', { origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin' }, false],
    ['of our own page in another spelling', { origin: 'http://127.0.0.1:4400' }, false],
    ['of a program', {}, false],
    ['that a person typed', { 'sec-fetch-site': 'none' }, false],
    ['of another site', { origin: 'https://evil.example' }, true],
    ['of another port', { origin: 'http://localhost:4401' }, true],
    ['of another scheme', { origin: 'https://localhost:4400' }, true],
    ['of a host that only begins like ours', { origin: 'http://localhost:4400.evil.example' }, true],
    ['of a sandboxed page', { origin: 'null' }, true],
    ['of another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, true],
    ['of a neighbour host', { 'sec-fetch-site': 'same-site' }, true],
    ['whose headers disagree', { origin: 'http://localhost:4400', 'sec-fetch-site': 'cross-site' }, true],
  ]
  it.each(cases)('%s', (_name, headers, foreign) => {
    expect(isForeign(new Headers(headers), origins)).toBe(foreign)
  })
})
