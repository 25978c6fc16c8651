import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'fieldpost-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
const KEY = Buffer.alloc(32, 7).toString('base64')

describe('the settings', () => {
  it('have defaults for everything', () => {
    const data = folder()
    expect(readConfig({ DATA_DIR: data })).toMatchObject({
      port: 4400,
      host: '127.0.0.1',
      publicUrl: null,
      databaseFile: join(data, 'fieldpost.db'),
      admin: null,
      demo: null,
      webhookAllow: '',
      trustedProxies: [],
      logLevel: 'info',
      submissionsPerMinute: 60,
      uploads: join(data, 'uploads'),
      uploadBytes: 10 * 1_024 * 1_024,
      mail: null,
    })
  })

  it.each([
    ['smtp://mail.example.com', { port: 587, secure: false, auth: null }],
    ['smtps://mail.example.com', { port: 465, secure: true, auth: null }],
    [
      'smtp://ada%40example.com:p%40ss%2F%3A@mail.example.com:2525/',
      { port: 2525, secure: false, auth: { user: 'ada@example.com', password: 'p@ss/:' } },
    ],
  ])('send mail by %s', (SMTP_URL, expected) => {
    const { mail } = readConfig({ DATA_DIR: folder(), SMTP_URL, MAIL_FROM: 'Fieldpost <relay@example.com>' })
    expect(mail).toEqual({ host: 'mail.example.com', from: 'Fieldpost <relay@example.com>', ...expected })
  })

  it('find a mail server by its address', () => {
    const settings = { DATA_DIR: folder(), SMTP_URL: 'smtp://[::1]:2525', MAIL_FROM: 'relay@example.com' }
    expect(readConfig(settings).mail).toMatchObject({ host: '::1', port: 2525 })
  })

  it.each([
    [{ SMTP_URL: 'smtp://mail.example.com' }, /SMTP_URL and MAIL_FROM go together/],
    [{ MAIL_FROM: 'relay@example.com' }, /SMTP_URL and MAIL_FROM go together/],
    [{ SMTP_URL: 'mail.example.com:587', MAIL_FROM: 'relay@example.com' }, /SMTP_URL: give smtp:/],
    [{ SMTP_URL: 'https://mail.example.com', MAIL_FROM: 'relay@example.com' }, /SMTP_URL: give smtp:/],
    [{ SMTP_URL: 'smtp://', MAIL_FROM: 'relay@example.com' }, /SMTP_URL: give smtp:/],
    [{ SMTP_URL: 'smtp://a:%zz@mail.example.com', MAIL_FROM: 'relay@example.com' }, /SMTP_URL: give smtp:/],
    [{ SMTP_URL: 'smtp://mail.example.com/?tls=no', MAIL_FROM: 'r@example.com' }, /SMTP_URL: give smtp:/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'nobody' }, /MAIL_FROM=nobody: give one email/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@b.co, c@d.co' }, /MAIL_FROM/],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a\r\nBcc: x <a@b.co>' }, /MAIL_FROM/],
  ])('refuse mail as in %j', (settings, message) => {
    expect(() => readConfig({ DATA_DIR: folder(), ...settings })).toThrow(message)
  })

  it("do not repeat a mail server's password when they refuse", () => {
    const settings = { SMTP_URL: 'smtp://ada:hunter2@mail.example.com/x', MAIL_FROM: 'relay@example.com' }
    expect(() => readConfig({ DATA_DIR: folder(), ...settings })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  it('make a key once, which only the owner of the file may read', () => {
    const data = join(folder(), 'new', 'data')
    const first = readConfig({ DATA_DIR: data }).appKey
    expect(first).toHaveLength(32)
    expect(statSync(join(data, 'app.key')).mode & 0o777).toBe(0o600)
    expect(readConfig({ DATA_DIR: data }).appKey).toEqual(first)
    expect(readFileSync(join(data, 'app.key'), 'utf8').trim()).toBe(first.toString('base64'))
  })

  it('take a key that is given, and write none', () => {
    const data = folder()
    expect(readConfig({ DATA_DIR: data, APP_KEY: KEY }).appKey).toEqual(Buffer.alloc(32, 7))
    expect(() => statSync(join(data, 'app.key'))).toThrow()
  })

  it.each([
    ['PORT', '80x', /PORT=80x.*whole number/],
    ['PORT', '70000', /65535/],
    ['PUBLIC_URL', 'forms.example.com', /PUBLIC_URL.*origin/],
    ['PUBLIC_URL', 'https://example.com/forms', /without a path/],
    ['APP_KEY', 'short', /APP_KEY holds \d+ bytes/],
    ['ADMIN_EMAIL', 'owner@example.com', /go together/],
    ['ADMIN_PASSWORD', 'long enough to be one', /go together/],
    ['ADMIN_API_KEY', 'a key of sixteen characters', /needs both/],
    ['DEMO', 'maybe', /DEMO=maybe.*on or off/],
    ['TRUSTED_PROXIES', '10.0.0.0/8, nobody', /TRUSTED_PROXIES has nobody/],
    ['TRUSTED_PROXIES', '10.0.0.0/64', /TRUSTED_PROXIES/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL=loud.*fatal/],
    ['DATABASE_URL', 'postgres://localhost/fieldpost', /PostgreSQL/],
    ['SUBMISSIONS_PER_MINUTE', '-1', /SUBMISSIONS_PER_MINUTE/],
    ['UPLOADS', 's3:bucket', /UPLOADS=s3:bucket.*s3:\/\/bucket\/prefix/],
    ['UPLOADS', 's3://bucket', /S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY/],
    ['UPLOAD_BYTES', '1', /UPLOAD_BYTES=1: .*1024 to/],
  ])('say what is wrong with %s=%s', (name, value, message) => {
    const read = () => readConfig({ DATA_DIR: folder(), [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(message)
  })

  it('name a bucket for uploads, in any store that speaks like S3', () => {
    const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }
    const read = (more: Record<string, string>) =>
      readConfig({ DATA_DIR: folder(), ...keys, ...more }).uploads
    expect(read({ UPLOADS: 's3://files', S3_REGION: 'eu-central-1' })).toEqual({
      bucket: 'files',
      prefix: '',
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    })
    const own = { UPLOADS: 's3://files/forms//visitors', S3_ENDPOINT: 'http://minio.internal:9000/' }
    expect(read(own)).toMatchObject({ prefix: 'forms/visitors/', endpoint: 'http://minio.internal:9000' })
    expect(() => read({ ...own, S3_ENDPOINT: 'http://minio.internal/files' })).toThrow(/without the bucket/)
    expect(() => read({ ...own, S3_ENDPOINT: 'minio.internal' })).toThrow(ConfigError)
  })

  it('never repeat a password or a key in what they say', () => {
    const admin = { DATA_DIR: folder(), ADMIN_EMAIL: 'owner@example.com' }
    const said = (more: Record<string, string>) => {
      try {
        readConfig({ ...admin, ...more })
        return ''
      } catch (error) {
        return String(error)
      }
    }
    expect(said({ ADMIN_PASSWORD: 'tiny' })).toMatch(/10 to 128/)
    expect(said({ ADMIN_PASSWORD: 'tiny' })).not.toContain('tiny')
    expect(said({ ADMIN_PASSWORD: 'long enough to be one', ADMIN_API_KEY: 'key-short' })).not.toContain(
      'key-short',
    )
  })

  it('explain a key file that holds no key', () => {
    const data = folder()
    writeFileSync(join(data, 'app.key'), 'not a key')
    expect(() => readConfig({ DATA_DIR: data })).toThrow(/app\.key holds \d+ bytes/)
  })
})
