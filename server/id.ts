/** Ids: a prefix that tells what it names, and for rows that are listed by time a UUIDv7, which sorts by it. */
import { randomBytes, randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

type TimedPrefix = 'sub' | 'evt' | 'dlv' | 'msg' | 'whk' | 'ntc'

/**
 * Random bytes by the page: asking the system for sixteen at a time, as `v7` does by itself, was a tenth of the
 * work of taking in a submission.
 */
const pool = Buffer.alloc(4_096)
let used = pool.length

function random16(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 16
  return pool.subarray(used - 16, used)
}

let lastMs = 0
let sequence = 0

/** `sub_0199…`: unique, and in the order in which this process made them. */
export function timedId(prefix: TimedPrefix): string {
  const random = random16()
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    // 31 bits, which leaves half of the counter's range to count up in.
    sequence = random.readUInt32BE(0) >>> 1
  } else sequence = (sequence + 1) >>> 0
  return `${prefix}_${v7({ random, msecs: lastMs, seq: sequence }).replaceAll('-', '')}`
}

/** Letters and digits that are not taken for each other when read aloud or from a screen. */
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz'

/** A form's id: 12 characters, 60 bits, short enough to paste and read. */
export const formId = (): string => Array.from(randomBytes(12), (byte) => ALPHABET[byte % 32]).join('')

/** An upload's id: 128 random bits in letters and digits that are different names of files on any disk. */
export const uploadId = (): string => `upl_${randomBytes(16).toString('hex')}`

/** 256 random bits, for links that must not be guessed. */
export const secretToken = (): string => randomBytes(32).toString('base64url')
