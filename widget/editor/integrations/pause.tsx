/** A webhook to which nothing is sent: why, since when, and how to go on. */
import type { Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Pause, Power, TriangleAlert } from 'lucide'
import { resumeWebhook } from '../api.ts'
import { messageOf } from '../request.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { backlogWords } from './health.tsx'

const pauseWords = {
  gone: {
    title: 'The receiver is gone: it answered 410.',
    todo: 'Check the URL, or ask whoever runs the receiver; then resume.',
  },
  failing: {
    title: 'Everything sent to it has failed for five days.',
    todo: 'See in the log what came back, put it right, send a test; then resume.',
  },
  owner: { title: 'You paused this webhook.', todo: 'Resume when its receiver is ready.' },
} as const

/** Nothing while the webhook is sent to. */
export function HeldBanner({ webhook, onResume }: { webhook: Webhook; onResume: () => void }) {
  const { active, paused, pausedAt, health } = webhook
  const waits =
    health.backlog === 0
      ? null
      : health.backlog === 1
        ? 'One delivery waits.'
        : `${backlogWords(health)} deliveries wait.`
  if (!active) {
    return (
      <div class="banner">
        <Icon of={Power} />
        <div>
          <strong>This webhook is off.</strong>
          <p>Nothing is sent, and new submissions are not owed to it. {waits && `${waits} They are kept.`}</p>
        </div>
        <Button size="small" onClick={onResume}>
          Switch on…
        </Button>
      </div>
    )
  }
  if (!paused) return null
  const { title, todo } = pauseWords[paused]
  return (
    <div class={paused === 'owner' ? 'banner banner-warn' : 'banner banner-bad'} role="alert">
      <Icon of={paused === 'owner' ? Pause : TriangleAlert} />
      <div>
        <strong>{title}</strong>
        <p>
          {pausedAt && (
            <>
              Nothing has been sent since <Moment at={pausedAt} />.{' '}
            </>
          )}
          What it is owed is kept, and new submissions too. {waits} {todo}
        </p>
      </div>
      <Button size="small" onClick={onResume}>
        Resume…
      </Button>
    </div>
  )
}

/** Ends the pause, and tells so. */
export async function resume(webhook: Webhook, discard: boolean): Promise<Webhook> {
  const resumed = await resumeWebhook(webhook.id, discard)
  const { discarded } = resumed
  toast(
    discarded > 0
      ? `Sending goes on; ${discarded.toLocaleString()} ${discarded === 1 ? 'delivery was' : 'deliveries were'} discarded`
      : webhook.health.backlog > 0
        ? 'Sending goes on; what waited is sent now'
        : 'Sending goes on',
  )
  return resumed
}

interface ResumeDialogProps {
  webhook: Webhook
  onClose: () => void
  onResumed: (webhook: Webhook) => void
}

/** What becomes of what waited. */
export function ResumeDialog({ webhook, onClose, onResumed }: ResumeDialogProps) {
  const what = useSignal<'send' | 'discard'>('send')
  const error = useSignal('')
  const busy = useSignal(false)
  const { active, health } = webhook
  const count = backlogWords(health)

  async function goOn() {
    busy.value = true
    try {
      onResumed(await resume(webhook, what.value === 'discard'))
      onClose()
    } catch (failure) {
      error.value = messageOf(failure)
      busy.value = false
    }
  }

  return (
    <Dialog
      title={active ? 'Resume sending' : 'Switch the webhook on'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={what.value === 'discard' ? 'danger' : 'primary'}
            busy={busy.value}
            onClick={() => void goOn()}
          >
            {what.value === 'discard' ? `Discard ${count} and go on` : active ? 'Resume' : 'Switch on'}
          </Button>
        </>
      }
    >
      <div class="stack">
        <Segments
          label={`What waited: ${count} ${health.backlog === 1 ? 'delivery' : 'deliveries'}`}
          value={what.value}
          options={[
            { value: 'send', label: 'Send' },
            { value: 'discard', label: 'Discard' },
          ]}
          onChange={(value) => {
            what.value = value
          }}
        />
        <p>
          {what.value === 'send'
            ? 'It is sent now, the longest due first, as fast as the receiver takes it.'
            : 'It is not sent. The log keeps it as discarded, and you can send it again later.'}
        </p>
        <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
      </div>
    </Dialog>
  )
}
