import type { Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { countRecoverable, recoverDeliveries } from '../api.ts'
import { messageOf } from '../request.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextInput } from '../ui/field.tsx'
import { toast } from '../ui/toast.tsx'
import { localMoment, momentOf } from './log-filter.ts'
import { heldWords } from './resend.ts'

interface RecoverDialogProps {
  webhook: Webhook
  onClose: () => void
  onRecovered: () => void
}

const DAY = 86_400_000

/** How long the moment may be typed at before it is counted, in ms. */
const TYPING_PAUSE = 300

type Count = { count: number; isMore: boolean } | 'counting' | null

const countWords = (found: Count): string => {
  if (found === 'counting') return 'Counting…'
  if (found === null) return ''
  const { count, isMore } = found
  if (count === 0) return 'Nothing that was made since then has failed.'
  if (count === 1) return 'That is one delivery.'
  return `Those are ${count.toLocaleString()}${isMore ? ' deliveries or more' : ' deliveries'}.`
}

function toldWords(recovered: number, webhook: Webhook): string {
  if (recovered === 0) return 'Nothing has failed since then'
  const count = `${recovered.toLocaleString()} ${recovered === 1 ? 'delivery' : 'deliveries'}`
  const held = heldWords(webhook)
  if (held) return `${count} ${recovered === 1 ? 'waits' : 'wait'} ${held}`
  return `${count} ${recovered === 1 ? 'is' : 'are'} sent again now`
}

export function RecoverDialog({ webhook, onClose, onRecovered }: RecoverDialogProps) {
  const since = useSignal(localMoment(new Date(Date.now() - DAY).toISOString()))
  const error = useSignal('')
  const busy = useSignal(false)
  const found = useSignal<Count>(null)

  useEffect(() => {
    const moment = momentOf(since.value)
    found.value = moment ? 'counting' : null
    if (!moment) return
    const own = new AbortController()
    const timer = setTimeout(async () => {
      try {
        found.value = await countRecoverable(webhook.id, moment, own.signal)
      } catch {
        // It can be sent again without being counted.
        if (!own.signal.aborted) found.value = null
      }
    }, TYPING_PAUSE)
    return () => {
      clearTimeout(timer)
      own.abort()
    }
  }, [since.value, webhook.id, found])

  async function recover() {
    const moment = momentOf(since.value)
    if (!moment) {
      error.value = 'Choose a day and a time.'
      return
    }
    busy.value = true
    try {
      const { recovered } = await recoverDeliveries(webhook.id, moment)
      toast(toldWords(recovered, webhook))
      onRecovered()
      onClose()
    } catch (failure) {
      error.value = messageOf(failure)
      busy.value = false
    }
  }

  return (
    <Dialog
      title="Send failed deliveries again"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void recover()}>
            Send again
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>
          Every delivery that was made since this moment and has failed for good is tried anew, with the same
          id and the same bytes. Tests are left out.
        </p>
        <TextInput
          label="Made since"
          type="datetime-local"
          value={since.value}
          error={error.value}
          onInput={(value) => {
            since.value = value
            error.value = ''
          }}
        />
        <p class="soft" role="status">
          {countWords(found.value)}
        </p>
      </div>
    </Dialog>
  )
}
