/**
 * Writes to the members of a workspace when the relay pauses a webhook of theirs. What is to be mailed stands in the
 * store until the mail server has taken it, so a crash in between sends twice and never not at all; who resumes the
 * webhook first is not written to. A mail server that cannot be reached is tried for a day: later than that the
 * editor has long said it.
 */
import type { Clock } from '../clock.ts'
import type { NoticeMail } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { noticeMessage } from './message.ts'
import type { SendMail } from './smtp.ts'

const EVERY_MS = 5_000
/** Longer than a mail takes with a server that is slow at every step. */
const LEASE_MS = 5 * 60_000
const GIVE_UP_MS = 86_400_000
/** Between one try of a mail and the next; the last again and again. */
const WAITS_MS = [60_000, 5 * 60_000, 15 * 60_000, 3_600_000, 3 * 3_600_000]
/** What is under way when the relay stops has so long to end. */
const STOP_MS = 3_000

export interface MailerDeps {
  store: Pick<Store, 'claimNoticeMail' | 'finishNoticeMail'>
  /** Addresses of a workspace's members. */
  memberEmails(workspaceId: string): Promise<string[]>
  send: SendMail
  /** The origin that members reach the editor by. */
  publicUrl: string
  clock: Clock
  log: Record<'info' | 'warn' | 'error', (data: object, text: string) => void>
}

export function createMailer({ store, memberEmails, send, publicUrl, clock, log }: MailerDeps) {
  const cut = new AbortController()
  let isStopping = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  /** A server that cannot be reached is told of once, and once more when it can. */
  let isDown = false

  /** Sends all that is due, one after the other, until one cannot be sent: the next would not fare better. */
  async function mail(): Promise<void> {
    while (!isStopping) {
      const notice = await store.claimNoticeMail({ lease: LEASE_MS, since: clock.now() - GIVE_UP_MS })
      if (!notice || !(await mailOne(notice))) return
    }
  }

  async function mailOne(notice: NoticeMail): Promise<boolean> {
    const to = await memberEmails(notice.workspaceId)
    const about = { webhook: notice.webhookId, form: notice.formId }
    try {
      // Nobody is there to be told yet: the editor will.
      const refused = to.length > 0 ? await send({ ...noticeMessage(notice, publicUrl), to }, cut.signal) : []
      if (refused.length > 0) log.warn({ ...about, refused }, 'the mail server refused some addresses')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      await store.finishNoticeMail(notice, nextTry(notice, reason))
      return false
    }
    await store.finishNoticeMail(notice, null)
    if (isDown) log.info(about, 'mail about paused webhooks is sent again')
    isDown = false
    return true
  }

  /** When to try again; null when that is not worth it any more. */
  function nextTry({ webhookId, formId, attempts, createdAt }: NoticeMail, reason: string): number | null {
    // Broken off by the stop of the relay: the next one sends it.
    if (cut.signal.aborted) return clock.now()
    const wait = WAITS_MS[attempts - 1] ?? WAITS_MS.at(-1) ?? 0
    const at = clock.now() + wait
    if (at - createdAt > GIVE_UP_MS) {
      const about = { webhook: webhookId, form: formId, reason }
      log.error(about, 'a webhook was paused and its owner could not be told by mail; see the editor')
      return null
    }
    if (!isDown) log.warn({ reason }, 'mail cannot be sent; trying again for a day. Check SMTP_URL')
    isDown = true
    return at
  }

  function look() {
    underWay = mail()
      .catch((error) => log.error({ err: error }, 'mail about paused webhooks could not be looked up'))
      .then(() => {
        if (isStopping) return
        timer = setTimeout(look, EVERY_MS)
        timer.unref()
      })
  }

  return {
    mail,
    start: look,
    /** Resolves when nothing is under way; what a mail server takes long for is broken off, for the next start. */
    async stop() {
      isStopping = true
      clearTimeout(timer)
      const patience = setTimeout(() => cut.abort(), STOP_MS)
      await underWay
      clearTimeout(patience)
    },
  }
}
