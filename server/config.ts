/** Every setting of the relay: read from the environment once, checked, and explained here. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { limits } from '@fieldpost/shared/limits.ts'
import type { MailSettings } from './notices/smtp.ts'
import type { S3Settings } from './uploads/s3.ts'

/** Bytes of APP_KEY: one AES-256 key. */
const KEY_BYTES = 32
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export interface Config {
  /** Where it listens; port 0 takes a free one. */
  port: number
  host: string
  /** The origin that visitors and owners reach; null until the port is known when none was set. */
  publicUrl: string | null
  dataDir: string
  /** The SQLite file. */
  databaseFile: string
  /** 32 bytes that secrets at rest and signed tokens come from. */
  appKey: Buffer
  /** The first owner, made at boot when there is none. */
  admin: { email: string; password: string; apiKey: string | null } | null
  /** Whether to make the demo form and its page; null: when the data is empty and no owner is given. */
  demo: boolean | null
  /** What callback URLs may reach although it is not public HTTPS, as it was set. */
  webhookAllow: string
  /** CIDRs of proxies whose X-Forwarded-* is believed. */
  trustedProxies: string[]
  logLevel: (typeof LOG_LEVELS)[number]
  /** Submissions a minute that one address may send to one form; 0 for any number. */
  submissionsPerMinute: number
  /** Where the files of visitors are kept: a folder's path, or a bucket. */
  uploads: string | S3Settings
  /** Most bytes of one file, whatever a form says. */
  uploadBytes: number
  /** How mail is sent; null when it is not. */
  mail: MailSettings | null
}

/** A setting that cannot be used. The message names it, what it holds, and what it takes. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the settings; makes the data folder, and the key file in it when no key is given. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const text = (name: string) => environment[name]?.trim() || null
  const dataDir = resolve(text('DATA_DIR') ?? './data')
  return {
    port: wholeNumber('PORT', text('PORT'), 4400, 0, 65_535),
    host: text('HOST') ?? '127.0.0.1',
    publicUrl: publicUrl(text('PUBLIC_URL')),
    dataDir,
    databaseFile: databaseFile(text('DATABASE_URL'), dataDir),
    appKey: appKey(text('APP_KEY'), dataDir),
    admin: admin(text('ADMIN_EMAIL'), environment.ADMIN_PASSWORD || null, text('ADMIN_API_KEY')),
    demo: flag('DEMO', text('DEMO')),
    webhookAllow: text('WEBHOOK_ALLOW') ?? '',
    trustedProxies: proxies(text('TRUSTED_PROXIES')),
    logLevel: logLevel(text('LOG_LEVEL')),
    submissionsPerMinute: wholeNumber(
      'SUBMISSIONS_PER_MINUTE',
      text('SUBMISSIONS_PER_MINUTE'),
      60,
      0,
      1_000_000,
    ),
    uploads: uploads(text, dataDir),
    uploadBytes: wholeNumber(
      'UPLOAD_BYTES',
      text('UPLOAD_BYTES'),
      limits.fileBytesDefault,
      1_024,
      limits.fileBytes,
    ),
    mail: mail(text('SMTP_URL'), text('MAIL_FROM')),
  }
}

function wholeNumber(
  name: string,
  value: string | null,
  fallback: number,
  least: number,
  most: number,
): number {
  if (value === null) return fallback
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new ConfigError(`${name}=${value}: give a whole number from ${least} to ${most}.`)
}

function publicUrl(value: string | null): string | null {
  if (value === null) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new ConfigError(
      `PUBLIC_URL=${value}: give an origin like https://forms.example.com, without a path.`,
    )
  }
  return url.origin
}

function databaseFile(value: string | null, dataDir: string): string {
  if (value === null) return join(dataDir, 'fieldpost.db')
  if (/^postgres(ql)?:/i.test(value)) {
    throw new ConfigError(
      'DATABASE_URL names a PostgreSQL database, which this release does not serve yet. Leave it out.',
    )
  }
  return resolve(value.replace(/^(file|sqlite):(\/\/)?/i, ''))
}

function appKey(value: string | null, dataDir: string): Buffer {
  if (value !== null) return decodeKey(value, 'APP_KEY')
  const file = join(dataDir, 'app.key')
  try {
    mkdirSync(dataDir, { recursive: true })
    if (!existsSync(file)) {
      // 'wx': two relays that start at once must not end up with a key each.
      writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
    }
    return decodeKey(readFileSync(file, 'utf8').trim(), file)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`The key file ${file} cannot be used (${reason}). Check DATA_DIR, or set APP_KEY.`)
  }
}

function decodeKey(value: string, where: string): Buffer {
  const key = Buffer.from(value, 'base64')
  if (key.length === KEY_BYTES) return key
  throw new ConfigError(`${where} holds ${key.length} bytes: give ${KEY_BYTES} random bytes in base64.`)
}

function admin(email: string | null, password: string | null, apiKey: string | null): Config['admin'] {
  if (email === null && password === null && apiKey === null) return null
  if (email === null || password === null) {
    throw new ConfigError(
      'ADMIN_EMAIL and ADMIN_PASSWORD go together, and ADMIN_API_KEY needs both: set them all.',
    )
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ConfigError(`ADMIN_EMAIL=${email}: give an email address.`)
  if (password.length < 10 || password.length > 128) {
    throw new ConfigError('ADMIN_PASSWORD: give 10 to 128 characters.')
  }
  if (apiKey !== null && apiKey.length < 16)
    throw new ConfigError('ADMIN_API_KEY: give at least 16 characters.')
  return { email, password, apiKey }
}

function uploads(text: (name: string) => string | null, dataDir: string): Config['uploads'] {
  const value = text('UPLOADS')
  if (!value || !/^s3:/i.test(value)) return resolve(value ?? join(dataDir, 'uploads'))
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/([\w./-]*))?$/i.exec(value) ?? []
  if (!bucket) throw new ConfigError(`UPLOADS=${value}: give a folder, or a bucket like s3://bucket/prefix.`)
  const region = text('S3_REGION') ?? 'us-east-1'
  const endpoint = text('S3_ENDPOINT') ?? `https://s3.${region}.amazonaws.com`
  if (!/^https?:\/\/[^/?#@\s]+\/?$/i.test(endpoint) || !URL.canParse(endpoint)) {
    throw new ConfigError(
      `S3_ENDPOINT=${endpoint}: give the store's origin, like https://s3.example.com, without the bucket.`,
    )
  }
  const accessKeyId = text('S3_ACCESS_KEY_ID')
  const secretAccessKey = text('S3_SECRET_ACCESS_KEY')
  if (!accessKeyId || !secretAccessKey) {
    throw new ConfigError(`UPLOADS=${value} needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: set both.`)
  }
  const folders = path.split('/').filter(Boolean)
  return {
    bucket,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    endpoint: new URL(endpoint).origin,
    region,
    accessKeyId,
    secretAccessKey,
  }
}

/** The URL's password is never in a message. */
function mail(value: string | null, from: string | null): MailSettings | null {
  if (value === null && from === null) return null
  if (value === null || from === null) {
    throw new ConfigError('SMTP_URL and MAIL_FROM go together: set both, or neither to send no mail.')
  }
  const url = URL.canParse(value) ? new URL(value) : null
  const isUsual = url && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)
  const user = decoded(url?.username ?? '')
  const password = decoded(url?.password ?? '')
  if (!isUsual || url.search || url.hash || user === null || password === null || (password && !user)) {
    throw new ConfigError(
      'SMTP_URL: give smtp://user:password@host:port, or smtps:// for TLS from the start. Of a user or a password, ' +
        'write characters like @ / : % # as percent and their code: @ is %40.',
    )
  }
  if (!/^([^<>@,;\p{Cc}]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/u.test(from)) {
    throw new ConfigError(
      `MAIL_FROM=${from}: give one email address, like relay@example.com or Fieldpost <relay@example.com>.`,
    )
  }
  const secure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth: user ? { user, password } : null,
    from,
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

function flag(name: string, value: string | null): boolean | null {
  if (value === null) return null
  if (/^(1|true|on|yes)$/i.test(value)) return true
  if (/^(0|false|off|no)$/i.test(value)) return false
  throw new ConfigError(`${name}=${value}: give on or off.`)
}

function proxies(value: string | null): string[] {
  const list =
    value
      ?.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean) ?? []
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    const most = family === 6 ? 128 : 32
    if (family === 0 || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= most))) {
      throw new ConfigError(`TRUSTED_PROXIES has ${entry}: give addresses or CIDRs like 10.0.0.0/8.`)
    }
  }
  return list
}

function logLevel(value: string | null): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === (value ?? 'info'))
  if (level) return level
  throw new ConfigError(`LOG_LEVEL=${value}: give one of ${LOG_LEVELS.join(', ')}.`)
}
