import { describe, expect, it, onTestFinished } from 'vitest'
import {
  attempt,
  claimOf,
  makeForm,
  makeWebhook,
  oneEach,
  submissionOf,
  WORKSPACE,
} from '../store/contract/kit.ts'
import { openSqlite } from '../store/sqlite/open.ts'
import { databaseFile } from '../test/auth.ts'
import { testClock } from '../test/clock.ts'
import { type SmtpOptions, startSmtp as start } from '../test/smtp.ts'
import { createMailer } from './mailer.ts'
import { type SendMail, smtpSender } from './smtp.ts'

const MINUTE = 60_000
const DAY = 86_400_000

async function startSmtp(options?: SmtpOptions, port?: number) {
  const smtp = await start(options, port)
  onTestFinished(smtp.close)
  return smtp
}

/** A webhook that was paused a moment ago, and a mailer over a mail server of its own. */
async function withPaused(options: SmtpOptions = {}, name = 'CRM') {
  const clock = testClock()
  const { store } = openSqlite({ file: await databaseFile(), clock })
  const smtp = await startSmtp(options)
  const logged: { data: object; text: string }[] = []
  const note = (data: object, text: string) => void logged.push({ data, text })
  const log = { info: note, warn: note, error: note }
  const to = ['ada@example.com', 'grace@example.com']
  const mailer = (send: SendMail = smtpSender(smtp.settings), members = to) =>
    createMailer({
      store,
      memberEmails: async (workspaceId) => (workspaceId === WORKSPACE ? members : []),
      send,
      publicUrl: 'https://forms.example.com',
      clock,
      log,
    })
  const form = await makeForm(store)
  const webhook = await makeWebhook(store, form)
  await store.updateWebhook(WORKSPACE, webhook.id, ({ settings }) => ({
    settings: { ...settings, name, url: 'https://receiver.example/services/T0P-SECRET' },
  }))
  for (const text of ['first answer', 'second answer'])
    await store.acceptSubmission(submissionOf(form, { answers: JSON.stringify({ name: text }) }), oneEach)
  const [claimed] = (await store.claimDeliveries(claimOf({ limit: 1 }))).deliveries
  await store.recordAttempt({
    deliveryId: claimed?.id ?? '',
    claim: claimed?.claim ?? '',
    attempt: attempt(1, 410),
    state: 'failed',
    dueAt: null,
    gone: true,
  })
  return { store, clock, smtp, logged, mailer, form, webhook }
}

/** The lines of a header, decoded where nodemailer had to encode them. */
const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
const subjectOf = (raw: string) =>
  (/^Subject: (.*)$/m.exec(headersOf(raw))?.[1] ?? '')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?(Q|B)\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : Buffer.from(
            word
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString(),
    )
/** The parts without the line breaks and codes of quoted-printable. */
const bodyOf = (raw: string) =>
  Buffer.from(
    raw
      .slice(raw.indexOf('\r\n\r\n'))
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

describe('a paused webhook', () => {
  it('is mailed to every member of its workspace, once', async () => {
    const { smtp, mailer, form, webhook, clock } = await withPaused()
    const { mail } = mailer()
    await mail()
    clock.advance(DAY / 2)
    await mail()
    expect(smtp.mails).toHaveLength(1)
    const [{ from, to, raw } = { from: '', to: [], raw: '' }] = smtp.mails
    expect({ from, to }).toEqual({
      from: 'relay@example.com',
      to: ['ada@example.com', 'grace@example.com'],
    })
    expect(subjectOf(raw)).toBe('Webhook “CRM” of “Form” is paused')
    expect(headersOf(raw)).toContain('Auto-Submitted: auto-generated')
    const body = bodyOf(raw)
    expect(body).toContain('answered 410')
    expect(body).toContain('One delivery waits for it.')
    expect(body).toContain('Receiver: receiver.example')
    expect(body).toContain(
      `<a href="https://forms.example.com/forms/${form.id}/integrations/${webhook.id}">Open the webhook</a>`,
    )
  })

  it('is mailed without answers, and without a callback URL that may hold a secret', async () => {
    const { smtp, mailer } = await withPaused()
    await mailer().mail()
    const all = bodyOf(smtp.mails[0]?.raw ?? '')
    expect(all).toContain('receiver.example')
    expect(all).not.toContain('T0P-SECRET')
    expect(all).not.toMatch(/(first|second) answer/)
  })

  it.each(['CRM\r\nBcc: eve@evil.example', '“<b>Kunden</b>” & Größe', '=?UTF-8?Q?hi?='])(
    'called %j adds no header and no markup',
    async (name) => {
      const { smtp, mailer } = await withPaused({}, name)
      await mailer().mail()
      expect(smtp.mails).toHaveLength(1)
      const raw = smtp.mails[0]?.raw ?? ''
      expect(smtp.mails[0]?.to).toHaveLength(2)
      expect(headersOf(raw)).not.toMatch(/^bcc:/im)
      expect(bodyOf(raw).split('text/html')[1]).not.toContain('<b>')
    },
  )

  it('is mailed later when the server cannot take it now, and the outage is logged once', async () => {
    const { smtp, mailer, clock, logged } = await withPaused({ refuse: 451 })
    const { mail } = mailer()
    await mail()
    await mail()
    clock.advance(MINUTE)
    await mail()
    expect(smtp.mails).toEqual([])
    expect(logged.map(({ text }) => text)).toEqual([expect.stringContaining('mail cannot be sent')])
    delete smtp.options.refuse
    clock.advance(5 * MINUTE - 1)
    await mail()
    expect(smtp.mails).toEqual([])
    clock.advance(1)
    await mail()
    expect(smtp.mails).toHaveLength(1)
    expect(logged.at(-1)?.text).toContain('sent again')
  })

  it('is mailed after a server that was down has come back', async () => {
    const { smtp, mailer, clock } = await withPaused()
    const { mail } = mailer()
    await smtp.close()
    await mail()
    const back = await startSmtp({}, smtp.settings.port)
    clock.advance(MINUTE)
    await mail()
    expect(back.mails).toHaveLength(1)
  })

  it('is mailed no more after a day of trying', async () => {
    const { smtp, mailer, clock, logged } = await withPaused({ refuse: 451 })
    const { mail } = mailer()
    const begun = clock.now()
    while (clock.now() - begun < 2 * DAY) {
      await mail()
      clock.advance(30 * MINUTE)
    }
    expect(logged.at(-1)?.text).toContain('could not be told by mail')
    delete smtp.options.refuse
    await mail()
    expect(smtp.mails).toEqual([])
  })

  it('is not mailed when it was resumed, or its notice put away, before that', async () => {
    const resumed = await withPaused()
    await resumed.store.updateWebhook(WORKSPACE, resumed.webhook.id, () => ({ resume: true }))
    await resumed.mailer().mail()
    expect(resumed.smtp.mails).toEqual([])
    const dismissed = await withPaused()
    const [notice] = await dismissed.store.listNotices(WORKSPACE, 1)
    await dismissed.store.dismissNotice(WORKSPACE, notice?.id ?? '')
    await dismissed.mailer().mail()
    expect(dismissed.smtp.mails).toEqual([])
  })

  it('is not mailed when it was paused more than a day before mail was set up', async () => {
    const { smtp, mailer, clock } = await withPaused()
    clock.advance(DAY + 1)
    await mailer().mail()
    expect(smtp.mails).toEqual([])
  })

  it('is mailed again when the relay crashed before it was noted, as the same mail', async () => {
    const { smtp, mailer, clock } = await withPaused()
    const send = smtpSender(smtp.settings)
    const crash: SendMail = async (message, signal) => {
      await send(message, signal)
      return new Promise(() => {})
    }
    void mailer(crash).mail()
    await expect.poll(() => smtp.mails.length).toBe(1)
    const { mail } = mailer()
    await mail()
    expect(smtp.mails).toHaveLength(1)
    clock.advance(5 * MINUTE)
    await mail()
    expect(smtp.mails).toHaveLength(2)
    const ids = smtp.mails.map(({ raw }) => /^Message-ID: (.*)$/m.exec(headersOf(raw))?.[1])
    expect(ids[0]).toMatch(/^<ntc_\w+@forms\.example\.com>$/)
    expect(ids[1]).toBe(ids[0])
  })

  it('is mailed to who can be reached, and the others are logged', async () => {
    const { smtp, mailer, logged, clock } = await withPaused({ unknown: ['ada@example.com'] })
    await mailer().mail()
    clock.advance(MINUTE)
    await mailer().mail()
    expect(smtp.mails.map(({ to }) => to)).toEqual([['grace@example.com']])
    expect(logged).toEqual([
      { data: expect.objectContaining({ refused: ['ada@example.com'] }), text: expect.any(String) },
    ])
  })

  it('of a workspace without members is mailed to nobody', async () => {
    const { smtp, mailer, logged } = await withPaused()
    await mailer(undefined, []).mail()
    expect(smtp.mails).toEqual([])
    expect(logged).toEqual([])
  })

  it('is mailed with a user and password where the server asks for them', async () => {
    const auth = { user: 'ada@example.com', password: 'p@ss: /%' }
    const { smtp, mailer } = await withPaused({ auth })
    await mailer().mail()
    expect(smtp.mails).toMatchObject([{ user: auth.user }])
  })

  it('is not mailed with a password that others could read on the way', async () => {
    const { smtp, mailer, logged } = await withPaused({ auth: { user: 'ada', password: 'hunter2' } })
    // The same machine by an address that does not look like it: a server elsewhere, which offers no TLS.
    await mailer(smtpSender({ ...smtp.settings, host: '::ffff:127.0.0.1' })).mail()
    expect(smtp.logins()).toBe(0)
    expect(smtp.mails).toEqual([])
    expect(logged).toMatchObject([{ data: { reason: expect.stringMatching(/certificate|TLS/) } }])
    expect(JSON.stringify(logged)).not.toContain('hunter2')
  })

  it('is left for the next start when the server says nothing while the relay stops', async () => {
    const { smtp, mailer, clock } = await withPaused({ silent: true })
    const first = mailer()
    first.start()
    await expect.poll(() => smtp.begun()).toBe(1)
    await first.stop()
    smtp.options.silent = false
    clock.advance(1)
    await mailer().mail()
    expect(smtp.mails).toHaveLength(1)
  })
})
