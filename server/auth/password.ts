/**
 * Passwords, hashed with scrypt. better-auth's own hash is not used: it takes half the work that OWASP asks for, and
 * loading it costs 20 MB before anybody has signed in.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** 2^15 × 8 × 128 bytes = 32 MB for about a quarter of a second. OWASP Password Storage, scrypt, third row. */
const LOG_N = 15
const R = 8
const P = 3
const SALT_BYTES = 16
const HASH_BYTES = 32
const MAX_MEMORY = 128 * 1024 * 1024
/** More at once would take the threads that files and name lookups need. */
const AT_ONCE = 2
/** Ten seconds of work: who comes later is better told so than kept waiting. */
const MOST_WAITING = 64

/** So many are signing in that another would wait too long. */
export class PasswordsBusy extends Error {
  override name = 'PasswordsBusy'
}

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** The hash of a password as `$scrypt$ln=15,r=8,p=3$SALT$HASH`, both in base64. Rejects with PasswordsBusy. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await work(password, salt, HASH_BYTES, { logN: LOG_N, r: R, p: P })
  return `$scrypt$ln=${LOG_N},r=${R},p=${P}$${salt.toString('base64')}$${hash.toString('base64')}`
}

const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)$/

/** Whether this is the password that was hashed. Rejects with PasswordsBusy. */
export async function verifyPassword({
  hash,
  password,
}: {
  hash: string
  password: string
}): Promise<boolean> {
  const [, logN, r, p, salt = '', expected = ''] = FORMAT.exec(hash) ?? []
  if (logN === undefined)
    throw new Error('A stored password hash is not in the form that hashPassword writes')
  const wanted = Buffer.from(expected, 'base64')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  return timingSafeEqual(await work(password, Buffer.from(salt, 'base64'), wanted.length, cost), wanted)
}

let running = 0
const waiting: (() => void)[] = []

async function work(
  password: string,
  salt: Buffer,
  bytes: number,
  { logN, r, p }: { logN: number; r: number; p: number },
): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new PasswordsBusy('Too many people are signing in at this moment')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    // The same letters may come composed or not, from one keyboard or another (RFC 8265).
    return await derive(password.normalize('NFC'), salt, bytes, { N: 2 ** logN, r, p, maxmem: MAX_MEMORY })
  } finally {
    // The place is handed on rather than freed, so that nobody who comes between takes it.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
