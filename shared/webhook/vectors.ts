/**
 * Signatures that others have published, and ours for one delivery in every style: what signing, verifying and the
 * receivers that owners copy are tried against.
 */
import type { SignatureStyle } from './signature.ts'

interface PublishedVector {
  source: string
  style: SignatureStyle
  header: string
  secret: string
  body: string | Uint8Array
  /** The header's value. */
  value: string
  /** Where they are signed; the time in seconds. */
  id?: string
  timestamp?: number
}

/** Those of RFC 4231 whose key is text, as our secrets are. */
const ascending = String.fromCharCode(...Array.from({ length: 25 }, (_, at) => at + 1))
const rfc = { style: 'hex', header: 'X-Signature' } as const

export const publishedVectors: readonly PublishedVector[] = [
  {
    ...rfc,
    source: 'RFC 4231, case 1',
    secret: '\x0b'.repeat(20),
    body: 'Hi There',
    value: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    ...rfc,
    source: 'RFC 4231, case 2',
    secret: 'Jefe',
    body: 'what do ya want for nothing?',
    value: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    ...rfc,
    source: 'RFC 4231, case 4',
    secret: ascending,
    body: new Uint8Array(50).fill(0xcd),
    value: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    source: 'GitHub',
    style: 'sha256=hex',
    header: 'X-Hub-Signature-256',
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    value: 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  },
  {
    source: 'the libraries of Standard Webhooks',
    style: 'standard',
    header: 'webhook-signature',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    value: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
  },
  {
    source: 'the Rust library of Standard Webhooks',
    style: 'standard',
    header: 'webhook-signature',
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    body: '{"email":"test@example.com","username":"test_user"}',
    value: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    timestamp: 1_649_367_553,
  },
]

/** Signed by Python's hmac, which shares no code with us. */
export const ownVector = {
  secret: 'whsec_dGhpcyBpcyBubyByZWFsIHNlY3JldCBhdCBhbGw=',
  id: 'evt_1',
  timestamp: 1_700_000_000,
  body: '{"name":"Ada","email":"ada@example.com","note":"ünïcödé \\"/\\" 😀"}',
  values: {
    'sha256=hex': 'sha256=03663cf0f52d7264158692cb72f2124c8910af0dcc93610be188ec5d3c975c90',
    hex: '03663cf0f52d7264158692cb72f2124c8910af0dcc93610be188ec5d3c975c90',
    base64: 'A2Y88PUtcmQVhpLLcvISTIkQrw3Mk2EL4YjsXTyXXJA=',
    standard: 'v1,beRtJnV330O4FglWbwJ/7ucBejOGjVl0kebFgLFLoSI=',
  } satisfies Record<SignatureStyle, string>,
} as const
