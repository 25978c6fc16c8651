/** Ids: a prefix that tells what it names, and for rows that are listed by time a UUIDv7, which sorts by it. */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

type TimedPrefix = 'sub' | 'evt' | 'dlv' | 'msg' | 'whk'

/** `sub_0199…`: unique, and in the order of time. */
export const timedId = (prefix: TimedPrefix): string => `${prefix}_${v7().replaceAll('-', '')}`

/** Letters and digits that are not taken for each other when read aloud or from a screen. */
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz'

/** A form's id: 12 characters, 60 bits, short enough to paste and read. */
export const formId = (): string => Array.from(randomBytes(12), (byte) => ALPHABET[byte % 32]).join('')

/** 256 random bits, for links that must not be guessed. */
export const secretToken = (): string => randomBytes(32).toString('base64url')
