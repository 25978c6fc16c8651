// X.509 certificates for tests of TLS, written with node:crypto alone: no openssl needed where the tests run,
// and nothing in the repository that expires.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const DAY_MS = 86_400_000
/** DER of the object identifiers used below. */
const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  basicConstraints: '0603551d13',
  subjectAltName: '0603551d11',
}
const TRUE = '0101ff'

export interface Certificate {
  /** PEM, as node:tls takes them. */
  key: string
  cert: string
  issuer: { name: string; key: KeyObject }
}

export interface CertificateOptions {
  /** The DNS name it is for, or an authority's own name. */
  name: string
  /** Who signs it; without one it signs itself. */
  by?: Certificate
  isAuthority?: boolean
  notBefore?: Date
  notAfter?: Date
}

/** Makes a P-256 key and a certificate for it, valid from yesterday until tomorrow. */
export function makeCertificate(options: CertificateOptions): Certificate {
  const { name, by, isAuthority = false } = options
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY_MS)
  const notAfter = options.notAfter ?? new Date(Date.now() + DAY_MS)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = by?.issuer ?? { name, key: privateKey }

  const algorithm = sequence(hex(OID.ecdsaWithSha256))
  const extension = isAuthority
    ? sequence(hex(OID.basicConstraints), hex(TRUE), octets(sequence(hex(TRUE))))
    : sequence(hex(OID.subjectAltName), octets(sequence(der(0x82, Buffer.from(name)))))
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer.name),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  )
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, issuer.key)))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    issuer: { name, key: privateKey },
  }
}

function der(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const { length } = bytes
  // DER wants the shortest form; nothing here is over 64 KB.
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), bytes])
}

const hex = (text: string) => Buffer.from(text, 'hex')
const sequence = (...content: Buffer[]) => der(0x30, ...content)
const octets = (content: Buffer) => der(0x04, content)
const integer = (content: Buffer) => der(0x02, content)
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content)

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(hex(OID.commonName), der(0x0c, Buffer.from(name)))))
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}
