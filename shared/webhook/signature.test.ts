import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodedSecret,
  secretBytes,
  secretFrom,
  signatureStyles,
  signedPrefix,
  styleNames,
} from './signature.ts'

const mac = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes = (text: string) => [...new TextEncoder().encode(text)]

describe.each(styleNames)('the style %s', (name) => {
  const { read, write, several } = signatureStyles[name]

  test('reads what it writes', () => {
    fc.assert(
      fc.property(mac, (mac) => {
        expect(read(write([mac]))).toEqual([mac])
      }),
    )
  })

  test(several ? 'holds the signatures of every secret' : 'holds the newest signature alone', () => {
    fc.assert(
      fc.property(mac, mac, (newest, older) => {
        expect(read(write([newest, older]))).toEqual(several ? [newest, older] : [newest])
      }),
    )
  })

  test('reads nothing in what is not of this style', () => {
    const wrong = [
      '',
      'x',
      'sha256=',
      'sha256=zz',
      'v1,',
      'v1,====',
      'v2,AAAA',
      'ab'.repeat(31),
      'A'.repeat(43),
    ]
    for (const value of wrong) expect(read(value)).toEqual([])
    fc.assert(fc.property(fc.string(), (value) => read(value).every((mac) => mac.length === 32)))
  })
})

test('each style writes its own way', () => {
  const mac = Uint8Array.from({ length: 32 }, (_, at) => 255 - at)
  const hex = 'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0'
  const base64 = '//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA='
  expect(styleNames.map((name) => signatureStyles[name].write([mac]))).toEqual([
    `sha256=${hex}`,
    hex,
    base64,
    `v1,${base64}`,
  ])
})

test('the standard style passes over signatures of other versions', () => {
  const own = signatureStyles.standard.write([new Uint8Array(32)])
  expect(signatureStyles.standard.read(`v1a,${'A'.repeat(86)}== ${own} v2,x`)).toEqual([new Uint8Array(32)])
})

test('secrets are their UTF-8 bytes, and a whsec_ secret is decoded for the standard style alone', () => {
  expect([...secretBytes('hex', 'schlüssel')]).toEqual(bytes('schlüssel'))
  expect([...secretBytes('standard', 'schlüssel')]).toEqual(bytes('schlüssel'))
  expect([...secretBytes('sha256=hex', 'whsec_AQID')]).toEqual(bytes('whsec_AQID'))
  expect([...secretBytes('standard', 'whsec_AQID')]).toEqual([1, 2, 3])
})

test('a whsec_ secret that is no base64 keeps its own bytes', () => {
  for (const secret of ['whsec_', 'whsec_AQI', 'whsec_AQ==AQ==', 'whsec_a_b-', 'whsec_not base64!'])
    expect([...secretBytes('standard', secret)]).toEqual(bytes(secret))
})

test('a made secret gives its bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), (random) => {
      expect(decodedSecret(secretFrom(random))).toEqual(random)
    }),
  )
})

test('the standard style alone signs the id and the time', () => {
  expect(styleNames.map((name) => signedPrefix(name, 'event-1', 1_700_000_000))).toEqual([
    '',
    '',
    '',
    'event-1.1700000000.',
  ])
})
