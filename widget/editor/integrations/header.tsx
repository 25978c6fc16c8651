/** A webhook's head: what it is called, how it is doing, and what can be done with it. */
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { CircleSlash, History, KeyRound, Pause, Play, Power, Send, Trash2 } from 'lucide'
import { deleteWebhook, discardDeliveries, pauseWebhook, saveWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { backlogWords, HealthStrip } from './health.tsx'
import { inboxPath } from './inbox.ts'
import { WebhookState, webhookName } from './list.tsx'
import { ListenNote } from './listen.tsx'
import { HeldBanner } from './pause.tsx'
import { ProbeWarning } from './probe.tsx'
import { RecoverDialog } from './recover.tsx'
import { RotateDialog } from './rotate.tsx'
import { useTest } from './test-send.ts'

interface HeaderProps {
  webhook: Webhook
  set: (webhook: Webhook) => void
  form: Form
  /** Something was done that the log and the figures should show at once. */
  onSent: () => void
  /** Asks how to go on. */
  onResume: () => void
}

export function Header({ webhook, set, form, onSent, onResume }: HeaderProps) {
  const dialog = useSignal<'rotate' | 'recover' | null>(null)
  const test = useTest(webhook, onSent)
  const inbox = inboxPath(webhook.url)
  const close = () => {
    dialog.value = null
  }

  async function pause() {
    const yes = await confirm({
      title: `Pause “${webhookName(webhook)}”?`,
      text: 'Nothing is sent until you resume. What it is owed is kept and waits, and so are new submissions. To owe it nothing new, switch it off instead.',
      action: 'Pause',
    })
    if (!yes) return
    try {
      set(await pauseWebhook(webhook.id))
      toast('The webhook is paused; what it is owed waits')
    } catch (error) {
      toastError(error)
    }
  }

  async function switchOff() {
    const yes = await confirm({
      title: `Switch “${webhookName(webhook)}” off?`,
      text: 'Nothing is sent, and new submissions are never owed to it, not even later. What waits by now is kept. To have new submissions wait, pause it instead.',
      action: 'Switch off',
    })
    if (!yes) return
    try {
      set(await saveWebhook(webhook.id, { active: false }))
      toast('The webhook is off')
    } catch (error) {
      toastError(error)
    }
  }

  async function discard() {
    const yes = await confirm({
      title: `Discard what waits (${backlogWords(webhook.health)})?`,
      text: 'It is not sent. The log keeps it as discarded, and you can send it again later.',
      action: 'Discard',
      danger: true,
    })
    if (!yes) return
    try {
      const { discarded } = await discardDeliveries(webhook.id)
      toast(`${discarded.toLocaleString()} ${discarded === 1 ? 'delivery was' : 'deliveries were'} discarded`)
      onSent()
    } catch (error) {
      toastError(error)
    }
  }

  async function remove() {
    const yes = await confirm({
      title: `Delete “${webhookName(webhook)}”?`,
      text: 'Its log and everything that is still to be delivered to it are deleted too. This cannot be undone.',
      action: 'Delete the webhook',
      danger: true,
    })
    if (!yes) return
    try {
      await deleteWebhook(webhook.id)
      toast('The webhook was deleted')
      router.navigate(paths.integrations(form.id))
    } catch (error) {
      toastError(error)
    }
  }

  return (
    <>
      <header class="webhook-head">
        <div class="grow">
          <div class="row">
            <h2>{webhookName(webhook)}</h2>
            <WebhookState webhook={webhook} />
          </div>
          <p class="webhook-url mono" title={webhook.url}>
            {webhook.url}
          </p>
          {inbox && (
            <p class="small">
              <a href={inbox}>Look into the inbox</a>
            </p>
          )}
        </div>
        <div class="row">
          <Button icon={Send} busy={test.busy.value} onClick={() => void test.send()}>
            Send a test
          </Button>
          <Menu
            label={`Actions for ${webhookName(webhook)}`}
            items={[
              {
                label: webhook.signed ? 'Rotate the secret…' : 'Sign with a secret…',
                icon: KeyRound,
                run: () => {
                  dialog.value = 'rotate'
                },
              },
              {
                label: 'Send failed ones again…',
                icon: History,
                run: () => {
                  dialog.value = 'recover'
                },
              },
              ...(webhook.active && !webhook.paused
                ? [{ label: 'Pause…', icon: Pause, run: () => void pause() }]
                : [{ label: webhook.active ? 'Resume…' : 'Switch on…', icon: Play, run: onResume }]),
              ...(webhook.health.backlog > 0
                ? [{ label: 'Discard what waits…', icon: CircleSlash, run: () => void discard() }]
                : []),
              ...(webhook.active ? [{ label: 'Switch off…', icon: Power, run: () => void switchOff() }] : []),
              { label: 'Delete…', icon: Trash2, danger: true, run: () => void remove() },
            ]}
          />
        </div>
      </header>
      <HealthStrip health={webhook.health} />
      <ListenNote webhook={webhook} />
      <ProbeWarning webhook={webhook} />
      <HeldBanner webhook={webhook} onResume={onResume} />
      {webhook.overlapUntil && (
        <div class="banner">
          <Icon of={KeyRound} />
          <div>
            <p>
              {webhook.signature.style === 'standard'
                ? 'Deliveries carry the signature of the secret before this one, too, until '
                : 'What a receiver refuses (400, 401 or 403) is sent again at once with the signature of the secret before this one, until '}
              <Moment at={webhook.overlapUntil} />.
            </p>
          </div>
        </div>
      )}
      {dialog.value === 'rotate' && <RotateDialog webhook={webhook} onClose={close} onRotated={set} />}
      {dialog.value === 'recover' && <RecoverDialog webhook={webhook} onClose={close} onRecovered={onSent} />}
    </>
  )
}
