/** A webhook's head: what it is called, how it is doing, and what can be done with it. */
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { History, KeyRound, Power, Send, Trash2, TriangleAlert } from 'lucide'
import { deleteWebhook, saveWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { WebhookState, webhookName } from './list.tsx'
import { ListenNote } from './listen.tsx'
import { RecoverDialog } from './recover.tsx'
import { RotateDialog } from './rotate.tsx'
import { useTest } from './test-send.ts'

interface HeaderProps {
  webhook: Webhook
  set: (webhook: Webhook) => void
  form: Form
  /** Something was done that the log should show at once. */
  onSent: () => void
}

export function Header({ webhook, set, form, onSent }: HeaderProps) {
  const dialog = useSignal<'rotate' | 'recover' | null>(null)
  const test = useTest(form.id, webhook.id)
  const close = () => {
    dialog.value = null
  }

  async function setActive(active: boolean) {
    try {
      set(await saveWebhook(webhook.id, { active }))
      toast(active ? 'The webhook is on; what waited is sent now' : 'The webhook is off; nothing is sent')
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
          <p class="webhook-url mono">{webhook.url}</p>
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
              {
                label: webhook.active ? 'Switch off' : 'Switch on',
                icon: Power,
                run: () => void setActive(!webhook.active),
              },
              { label: 'Delete…', icon: Trash2, danger: true, run: () => void remove() },
            ]}
          />
        </div>
      </header>
      <ListenNote webhook={webhook} />
      {webhook.active && webhook.paused && <Paused webhook={webhook} resume={() => void setActive(true)} />}
      {webhook.overlapUntil && (
        <div class="banner">
          <Icon of={KeyRound} />
          <div>
            <p>
              The secret before this one signs too until <Moment at={webhook.overlapUntil} />, where the
              signature has room for two.
            </p>
          </div>
        </div>
      )}
      {dialog.value === 'rotate' && <RotateDialog webhook={webhook} onClose={close} onRotated={set} />}
      {dialog.value === 'recover' && <RecoverDialog webhook={webhook} onClose={close} onRecovered={onSent} />}
    </>
  )
}

const pauseWords = {
  gone: 'The receiver answered 410: it is gone for good.',
  failing: 'Everything sent to it has failed for days.',
  owner: 'You paused it.',
} as const

function Paused({ webhook, resume }: { webhook: Webhook; resume: () => void }) {
  return (
    <div class="banner banner-bad" role="alert">
      <Icon of={TriangleAlert} />
      <div>
        <strong>The relay stopped sending to this webhook.</strong>
        <p>{webhook.paused && pauseWords[webhook.paused]} Its deliveries are kept and wait.</p>
      </div>
      <Button size="small" onClick={resume}>
        Resume
      </Button>
    </div>
  )
}
