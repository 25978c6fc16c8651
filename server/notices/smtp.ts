/** Sends mail by the operator's SMTP server. The library is loaded with the first mail: most relays never send one. */
import { isIP } from 'node:net'

export interface MailSettings {
  host: string
  port: number
  /** TLS from the start; otherwise by STARTTLS where the server offers it. */
  secure: boolean
  auth: { user: string; password: string } | null
  /** An address, or `Name <address>`. */
  from: string
}

export interface Message {
  /** Stays the same when the mail is sent again, so that mail programs know the copy. */
  id: string
  to: readonly string[]
  subject: string
  text: string
  html: string
}

/** Sends a mail to all of its addresses; resolves with those that the server refused, rejects when it took none. */
export type SendMail = (message: Message, signal: AbortSignal) => Promise<string[]>

const CONNECT_MS = 20_000
/** Without a word from the server. */
const SILENCE_MS = 30_000

export function smtpSender({ host, port, secure, auth, from }: MailSettings): SendMail {
  return async ({ id, to, subject, text, html }, signal) => {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      host,
      port,
      secure,
      // A password goes through no network in clear, whatever a server, or who is between, says it can do.
      requireTLS: !secure && auth !== null && !isLoopback(host),
      // Nobody is in between on one machine, where mail servers mostly have a certificate that nobody signed.
      ignoreTLS: isLoopback(host),
      ...(auth && { auth: { user: auth.user, pass: auth.password } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // Texts come from owners: none of them is a file or an address to be fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const { rejected } = await transport.sendMail({
      messageId: id,
      from,
      to: [...to],
      subject,
      text,
      html,
      signal,
      // RFC 3834: keeps out-of-office replies from answering.
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return rejected
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
