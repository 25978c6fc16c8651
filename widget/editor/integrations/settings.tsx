import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { saveWebhook } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { ErrorText } from '../ui/field.tsx'
import { toast } from '../ui/toast.tsx'
import { WebhookFields } from './form.tsx'
import { useSaving } from './save.ts'
import { valuesOf } from './values.ts'

interface SettingsProps {
  webhook: Webhook
  set: (webhook: Webhook) => void
  form: Form
}

/** The inputs of a webhook that is there already. */
export function WebhookSettings({ webhook, set, form }: SettingsProps) {
  const values = useSignal(valuesOf(webhook))
  const { issues, error, busy, save } = useSaving('patch', async (body) => {
    const { active, ...others } = body
    // To say once more that it is on would resume one that is paused.
    const saved = await saveWebhook(webhook.id, active === webhook.active ? others : body)
    // A secret that was typed is not shown again.
    values.value = valuesOf(saved)
    set(saved)
    toast(saved.warning ? `Saved. ${saved.warning}` : 'The webhook was saved')
  })
  return (
    <form
      class="card card-form stack-l"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(values.value)
      }}
    >
      <WebhookFields values={values} issues={issues.value} form={form} isNew={false} />
      <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
      <div class="row">
        <Button kind="primary" type="submit" busy={busy.value}>
          Save
        </Button>
      </div>
    </form>
  )
}
