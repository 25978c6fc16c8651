import type { Form, NewWebhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { CircleCheck, Send, TriangleAlert } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { createWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { ErrorText } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { WebhookFields } from './form.tsx'
import { Receiver } from './receiver.tsx'
import { useSaving } from './save.ts'
import { SecretOnce } from './secret.tsx'
import { useTest } from './test-send.ts'
import { newValues } from './values.ts'

export function NewWebhookScreen({ form }: { form: Form }) {
  const values = useSignal(newValues(form.kind))
  const created = useSignal<NewWebhook | null>(null)
  const { issues, error, busy, save } = useSaving('new', async (body) => {
    created.value = await createWebhook(form.id, body)
  })
  if (created.value) return <Created form={form} webhook={created.value} />
  return (
    <div class="card card-form">
      <h2>Add a webhook</h2>
      <form
        class="stack-l"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save(values.value)
        }}
      >
        <WebhookFields values={values} issues={issues.value} form={form} isNew />
        <div role="alert">{error.value && <ErrorText>{error.value}</ErrorText>}</div>
        <div class="row">
          <Button kind="primary" type="submit" busy={busy.value}>
            Add the webhook
          </Button>
          <LinkButton href={paths.integrations(form.id)}>Cancel</LinkButton>
        </div>
      </form>
    </div>
  )
}

/** What can only be said now: the secret, and how to check it. */
function Created({ form, webhook }: { form: Form; webhook: NewWebhook }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const test = useTest(webhook)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div class="stack-l">
      <div class="card card-form">
        <h2 ref={heading} tabIndex={-1} class="row">
          <Icon of={CircleCheck} size={22} class="good" />
          The webhook is ready
        </h2>
        {webhook.warning && (
          <div class="banner banner-warn">
            <Icon of={TriangleAlert} />
            <div>
              <strong>Its address could not be checked.</strong>
              <p>{webhook.warning}</p>
            </div>
          </div>
        )}
        {webhook.secret !== null && <SecretOnce secret={webhook.secret} />}
        <div class="row">
          <Button kind="primary" icon={Send} busy={test.busy.value} onClick={() => void test.send()}>
            Send a test
          </Button>
          <LinkButton href={paths.webhook(form.id, webhook.id)}>Go to the webhook</LinkButton>
        </div>
      </div>
      {webhook.secret !== null && (
        <div class="card card-form">
          <h2>Verify it in your receiver</h2>
          <Receiver signature={webhook.signature} />
        </div>
      )}
    </div>
  )
}
