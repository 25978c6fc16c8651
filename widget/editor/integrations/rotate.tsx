import type { Webhook } from '@fieldpost/shared/resources.ts'
import { webhookLimits } from '@fieldpost/shared/webhook/settings.ts'
import { useSignal } from '@preact/signals'
import { rotateSecret } from '../api.ts'
import { issuesOf, messageOf } from '../request.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorText, TextInput } from '../ui/field.tsx'
import { SecretOnce } from './secret.tsx'

interface RotateDialogProps {
  webhook: Webhook
  onClose: () => void
  onRotated: (webhook: Webhook) => void
}

const sources = [
  { value: 'made', label: 'Make one for me' },
  { value: 'given', label: 'I have one' },
] as const

export function RotateDialog({ webhook, onClose, onRotated }: RotateDialogProps) {
  const source = useSignal<'made' | 'given'>('made')
  const given = useSignal('')
  const secret = useSignal<string | null>(null)
  const error = useSignal('')
  const busy = useSignal(false)

  async function rotate() {
    if (source.value === 'given' && !given.value) {
      error.value = 'Enter the new secret.'
      return
    }
    busy.value = true
    error.value = ''
    try {
      const rotated = await rotateSecret(webhook.id, source.value === 'given' ? { secret: given.value } : {})
      secret.value = rotated.secret
      onRotated(rotated)
    } catch (failure) {
      error.value = issuesOf(failure).secret ?? messageOf(failure)
    } finally {
      busy.value = false
    }
  }

  if (secret.value !== null) {
    return (
      <Dialog
        title="The new secret signs from now on"
        once
        onClose={onClose}
        footer={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <SecretOnce secret={secret.value} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={webhook.signed ? 'Rotate the signing secret' : 'Sign with a secret'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={busy.value} onClick={() => void rotate()}>
            {webhook.signed ? 'Rotate' : 'Sign from now on'}
          </Button>
        </>
      }
    >
      <div class="stack">
        {webhook.signed && (
          <p>
            {webhook.signature.style === 'standard'
              ? 'For a day, deliveries are signed with the new and the present secret, so your receiver has time to change.'
              : 'The signature header holds one signature, the new secret’s. For a day, when your receiver refuses it (400, 401 or 403), the delivery is sent again at once with the present one’s, so your receiver has time to change.'}
          </p>
        )}
        <Segments
          label="The new secret"
          value={source.value}
          options={sources}
          onChange={(value) => {
            source.value = value
          }}
        />
        {source.value === 'given' && (
          <TextInput
            label="Your signing secret"
            mono
            autocomplete="off"
            maxLength={webhookLimits.secretLength}
            value={given.value}
            onInput={(value) => {
              given.value = value
            }}
          />
        )}
        <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
      </div>
    </Dialog>
  )
}
