/** A mail server on a free port of this machine, for tests of what is sent to it. */
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { MailSettings } from '../notices/smtp.ts'

interface ReceivedMail {
  from: string
  to: string[]
  /** As it came: headers, an empty line, the parts. */
  raw: string
  user: unknown
}

export interface SmtpOptions {
  /** Answers a mail with an error of this code instead of taking it. */
  refuse?: number
  /** Addresses that are not known here. */
  unknown?: readonly string[]
  /** Only with this user and password. */
  auth?: { user: string; password: string }
  /** Takes the connection and says nothing more about a mail. */
  silent?: boolean
}

export async function startSmtp(options: SmtpOptions = {}, port = 0) {
  const mails: ReceivedMail[] = []
  let begun = 0
  let logins = 0
  const { auth } = options
  const server = new SMTPServer({
    authOptional: !auth,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth({ username, password }, _, done) {
      logins++
      if (username === auth?.user && password === auth?.password) done(null, { user: username })
      else done(new Error('Wrong password'))
    },
    onRcptTo({ address }, _, done) {
      done(options.unknown?.includes(address) ? new Error('No such mailbox') : null)
    },
    onData(stream, { envelope, user }, done) {
      begun++
      void text(stream).then((raw) => {
        if (options.silent) return
        const { refuse } = options
        if (refuse) return done(Object.assign(new Error('Not now'), { responseCode: refuse }))
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw,
          user,
        })
        done()
      })
    },
  })
  // A connection that breaks off is part of some tests.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  const settings: MailSettings = {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    secure: false,
    auth: auth ?? null,
    from: 'Fieldpost <relay@example.com>',
  }
  return {
    /** What was taken, oldest first. */
    mails,
    /** How many were begun, taken or not. */
    begun: () => begun,
    /** How many passwords it was given, right or wrong. */
    logins: () => logins,
    settings,
    /** Read with every mail: a test may change them. */
    options,
    close,
  }
}
