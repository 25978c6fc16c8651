/** The mail about a paused webhook: which, why, since when, what waits, and where to go. */
import { html } from 'hono/html'
import type { NoticeMail } from '../store/rows.ts'
import type { Message } from './smtp.ts'

/** A day and a time as everybody reads them; members may be anywhere, so the zone is said. */
const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
const shown = (at: number) => `${moment.format(at)} UTC`

/**
 * Pure. The callback URL is not in it but for its host: some services have the secret in the path. `publicUrl` is an
 * origin.
 */
export function noticeMessage(notice: NoticeMail, publicUrl: string): Omit<Message, 'to'> {
  const { id, reason, createdAt, failingSince, formId, formTitle, webhookId, webhookUrl } = notice
  const host = URL.parse(webhookUrl)?.host ?? ''
  const name = notice.webhookName || host
  const link = `${publicUrl}/forms/${formId}/integrations/${webhookId}`
  const why =
    reason === 'gone'
      ? 'Its receiver answered 410, which says that it is gone for good.'
      : `Everything that was sent to it has failed since ${shown(failingSince ?? createdAt)}.`
  const lines = [
    `The relay stopped sending to the webhook “${name}” of “${formTitle}” on ${shown(createdAt)}.`,
    why,
    `${waitingWords(notice)} Nothing is lost: submissions go on being taken and kept.`,
    reason === 'gone'
      ? 'If the receiver has moved, change the callback URL and resume the webhook. If it is not needed any more, delete it.'
      : 'Mend the receiver, send it a test, and resume the webhook: what waits is sent then, unless you discard it.',
  ]
  const where = host && host !== name ? `\nReceiver: ${host}\n` : ''
  return {
    id: `<${id}@${new URL(publicUrl).hostname.replace(/[[\]]/g, '')}>`,
    subject: `Webhook “${name}” of “${formTitle}” is paused`,
    text: `${lines.join('\n\n')}\n${where}\n${link}\n`,
    html: String(
      html`<!doctype html><html lang="en"><body>${lines.map((line) => html`<p>${line}</p>`)}${
        where && html`<p>Receiver: ${host}</p>`
      }<p><a href="${link}">Open the webhook</a></p></body></html>`,
    ),
  }
}

function waitingWords({ waiting, waitingIsMore }: NoticeMail): string {
  if (waiting === 0) return 'No delivery waits for it yet.'
  if (waitingIsMore) return `More than ${waiting.toLocaleString('en')} deliveries wait for it.`
  return waiting === 1 ? 'One delivery waits for it.' : `${waiting} deliveries wait for it.`
}
