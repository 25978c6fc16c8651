/** Whether a receiver refuses forged signatures: tried after each test that arrives, and said as long as it does not. */
import type { Webhook } from '@fieldpost/shared/resources.ts'
import type { ProbeResult } from '@fieldpost/shared/webhook/checks.ts'
import { signal } from '@preact/signals'
import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide'
import { probeWebhook } from '../api.ts'
import { messageOf } from '../request.ts'
import { paths } from '../router.ts'
import { Icon } from '../ui/icon.tsx'
import { Ago } from '../ui/time.tsx'
import { announce } from '../ui/toast.tsx'
import { inboxPath } from './inbox.ts'

type Probing =
  | { state: 'asking' }
  | { state: 'told'; result: ProbeResult }
  | { state: 'failed'; message: string }

/** What the last test's probe came to, and beside which delivery it is shown. */
const last = signal<{ deliveryId: string; probing: Probing } | null>(null)

/** Whether there is a signature to forge, and a receiver that could refuse it: the inbox shows everything. */
export const canProbe = ({ signed, listen, listening, url }: Webhook) =>
  signed && !listen && !listening && inboxPath(url) === null

/** Tries a forged signature, and shows what comes of it with the delivery. */
export async function probeAfter(deliveryId: string, webhookId: string): Promise<void> {
  const show = (probing: Probing) => {
    last.value = { deliveryId, probing }
  }
  show({ state: 'asking' })
  try {
    const result = await probeWebhook(webhookId)
    show({ state: 'told', result })
    announce(words(result).title)
  } catch (error) {
    show({ state: 'failed', message: messageOf(error) })
  }
}

function words({ verdict, status, error }: ProbeResult) {
  const answered = status === null ? (error ?? 'There was no answer.') : `It answered ${status}.`
  switch (verdict) {
    case 'rejects':
      return {
        look: 'good',
        icon: ShieldCheck,
        title: 'A forged signature is refused',
        text: `${answered} That is right.`,
      }
    case 'accepts':
      return {
        look: 'bad',
        icon: ShieldAlert,
        title: 'A forged signature is accepted',
        text: `${answered} Anybody who knows the URL can send your receiver made-up answers.`,
      }
    default:
      return {
        look: 'warn',
        icon: ShieldQuestionMark,
        title: 'It is unclear whether a forged signature is refused',
        text: `${answered} A receiver that verifies answers 401.`,
      }
  }
}

/** Beside the delivery of a test: what the receiver did with a forged one. */
export function ProbeOfTest({ deliveryId, webhook }: { deliveryId: string; webhook: Webhook }) {
  if (last.value?.deliveryId !== deliveryId) return null
  const { probing } = last.value
  if (probing.state === 'asking')
    return (
      <p class="soft small" role="status">
        The test arrived. A second one with a forged signature is on its way, to see whether it is refused…
      </p>
    )
  if (probing.state === 'failed')
    return <p class="soft small">No forged signature was tried: {probing.message}</p>
  const { look, icon, title, text } = words(probing.result)
  return (
    <div class={`banner banner-${look}`} role="status">
      <Icon of={icon} />
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
        {probing.result.verdict !== 'rejects' && <ReceiverLink webhook={webhook} />}
      </div>
    </div>
  )
}

/** Stays with the webhook until its receiver refuses one, or until it is another receiver. */
export function ProbeWarning({ webhook }: { webhook: Webhook }) {
  if (webhook.probe?.verdict !== 'accepts') return null
  return (
    <div class="banner banner-bad">
      <Icon of={ShieldAlert} />
      <div>
        <strong>This receiver accepts forged signatures.</strong>
        <p>
          It answered 2xx to a test whose signature was made up (<Ago at={webhook.probe.at} />
          ), so anybody who knows the URL can send it made-up answers. Verify the signature, then send a test.
        </p>
        <ReceiverLink webhook={webhook} />
      </div>
    </div>
  )
}

const ReceiverLink = ({ webhook }: { webhook: Webhook }) => (
  <p>
    <a href={paths.webhook(webhook.formId, webhook.id, 'receiver')}>Code that verifies it</a>
  </p>
)
