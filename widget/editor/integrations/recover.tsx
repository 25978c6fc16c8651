import type { Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { recoverDeliveries } from '../api.ts'
import { messageOf } from '../request.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextInput } from '../ui/field.tsx'
import { toast } from '../ui/toast.tsx'

interface RecoverDialogProps {
  webhook: Webhook
  onClose: () => void
  onRecovered: () => void
}

const DAY = 86_400_000

/** A moment as an input of type datetime-local has it, in the owner's own zone. */
function localMoment(ms: number): string {
  const date = new Date(ms)
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function RecoverDialog({ webhook, onClose, onRecovered }: RecoverDialogProps) {
  const since = useSignal(localMoment(Date.now() - DAY))
  const error = useSignal('')
  const busy = useSignal(false)

  async function recover() {
    const moment = Date.parse(since.value)
    if (Number.isNaN(moment)) {
      error.value = 'Choose a day and a time.'
      return
    }
    busy.value = true
    try {
      const { recovered } = await recoverDeliveries(webhook.id, new Date(moment).toISOString())
      toast(
        recovered === 0
          ? 'Nothing has failed since then'
          : `${recovered} ${recovered === 1 ? 'delivery is' : 'deliveries are'} sent again now`,
      )
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
          Everything that failed for good since this moment is tried anew, with the same ids and the same
          bytes.
        </p>
        <TextInput
          label="Failed since"
          type="datetime-local"
          value={since.value}
          error={error.value}
          onInput={(value) => {
            since.value = value
            error.value = ''
          }}
        />
      </div>
    </Dialog>
  )
}
