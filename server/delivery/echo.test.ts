import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerSecrets, withoutEcho } from './echo.ts'

const reply = (body: string, headers: Record<string, string> = {}, truncated = false) => ({
  body,
  headers,
  truncated,
})
const SECRET = 'whsec_C2FtZ/+Uv"W=<3 é'
const bare = SECRET.slice('whsec_'.length)

describe('a reply', () => {
  it.each([
    ['plain text', (text: string) => text],
    ['JSON', (text: string) => JSON.stringify({ echo: text })],
    ['JSON of PHP', (text: string) => JSON.stringify({ echo: text }).replaceAll('/', '\\/')],
    ['an address', (text: string) => `https://receiver.example/?s=${encodeURIComponent(text)}`],
    ['a form', (text: string) => encodeURIComponent(text).replaceAll('%20', '+')],
    [
      'HTML',
      (text: string) =>
        `<p>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}`,
    ],
  ])('does not keep a secret in %s', (_, write) => {
    const told = withoutEcho(reply(`before ${write(SECRET)} after ${write(SECRET)}`), [SECRET])
    expect(told.body).toMatch(/^before .*••••.* after .*••••/s)
    expect(told.body).not.toContain(write(bare).slice(8, -4))
  })

  it('does not keep a secret in its headers', () => {
    const told = withoutEcho(reply('', { 'x-echo': `Bearer ${SECRET}`, date: 'today' }), [SECRET])
    expect(told.headers).toEqual({ 'x-echo': 'Bearer whsec_••••', date: 'today' })
  })

  it('does not keep the beginning of a secret where it was cut off', () => {
    expect(withoutEcho(reply('{"echo":"C2FtZ', {}, true), [SECRET]).body).toBe('{"echo":"••••')
    expect(withoutEcho(reply('{"echo":"C2FtZ'), [SECRET]).body).toBe('{"echo":"C2FtZ')
  })

  it('stays as it is without a secret in it', () => {
    const said = reply('{"ok":true}', { 'content-type': 'application/json' }, true)
    expect(withoutEcho(said, [SECRET, 'ok'])).toEqual(said)
    expect(withoutEcho(said, [])).toBe(said)
  })

  it('never holds a secret, whatever it and the reply are', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !/•/.test(text))
    fc.assert(
      fc.property(secret, secret, fc.string(), (one, other, around) => {
        const said = around + one + around + other + around
        const told = withoutEcho(reply(said, { echo: said }), [one, other])
        for (const each of [one, other]) {
          const hidden = each.startsWith('whsec_') ? each.slice('whsec_'.length) : each
          // Masking may bring together what was apart, around the mask itself; a secret has none in it.
          expect(told.body.includes(hidden) && hidden.length >= 4).toBe(false)
        }
        expect(told.headers.echo).toBe(told.body)
      }),
    )
  })
})

describe("an owner's header", () => {
  it.each([
    ['Bearer abc.def', ['abc.def']],
    ['token  abc', ['abc']],
    [`Basic ${btoa('ada:pass:word')}`, [btoa('ada:pass:word'), 'ada:pass:word', 'pass:word']],
    ['a whole sentence', ['a whole sentence']],
  ])('is secret in %s', (value, secrets) => {
    expect(headerSecrets(value)).toEqual(secrets)
  })
})
