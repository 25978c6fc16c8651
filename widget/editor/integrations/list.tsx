import { fieldsOf } from '@fieldpost/shared/pages.ts'
import type { Form, Webhook } from '@fieldpost/shared/resources.ts'
import { lostFields } from '@fieldpost/shared/webhook/condition.ts'
import { ChevronRight, Plus, Webhook as WebhookIcon } from 'lucide'
import { listWebhooks } from '../api.ts'
import { paths } from '../router.ts'
import { LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show, Skeleton, useLoad } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'
import { conditionWords } from './condition-words.ts'
import { HealthLine } from './health.tsx'
import { ListenPanel } from './listen.tsx'

/** How often it is read again, in ms. */
const REFRESH = 10_000

export function WebhookList({ form }: { form: Form }) {
  const webhooks = useLoad(`webhooks of ${form.id}`, (signal) => listWebhooks(form.id, signal))
  usePolling(async () => {
    const now = webhooks.value.peek()
    if (now.state !== 'ready') return
    try {
      webhooks.set(await listWebhooks(form.id))
    } catch {
      // The next time may work, and a lost session has led to the sign-in already.
    }
  }, REFRESH)
  const add = (
    <LinkButton kind="primary" icon={Plus} href={paths.newWebhook(form.id)}>
      Add a webhook
    </LinkButton>
  )
  return (
    <Show of={webhooks} loading={<Skeleton lines={2} tall />}>
      {({ items }) =>
        items.length === 0 ? (
          <>
            <div class="card">
              <Empty icon={WebhookIcon} title="Send every response to your server">
                <p>
                  A webhook posts each submission to a callback URL of yours, signed, and keeps trying until
                  your server has it. No server yet? The built-in inbox shows you what it would receive.
                </p>
                {add}
              </Empty>
            </div>
            <ListenPanel form={form} />
          </>
        ) : (
          <>
            <div class="screen-head">
              <div>
                <h2>Webhooks</h2>
                <p class="soft">
                  Each is sent to on its own, and again until it answers 2xx or its attempts are spent.
                </p>
              </div>
              {add}
            </div>
            <ul class="webhook-list">
              {items.map((webhook) => (
                <li key={webhook.id} class="webhook-row">
                  <span class="kind-icon">
                    <Icon of={WebhookIcon} />
                  </span>
                  <div class="grow">
                    <h3>
                      <a href={paths.webhook(form.id, webhook.id)}>{webhookName(webhook)}</a>
                    </h3>
                    <p class="webhook-url mono" title={webhook.url}>
                      {webhook.url}
                    </p>
                    {webhook.listen && <p class="small soft">Never called by the relay</p>}
                    <HealthLine health={webhook.health} />
                    <OnlyWhenLine condition={webhook.condition} form={form} />
                  </div>
                  <WebhookState webhook={webhook} />
                  <Icon of={ChevronRight} class="soft" />
                </li>
              ))}
            </ul>
            <ListenPanel form={form} />
          </>
        )
      }
    </Show>
  )
}

function OnlyWhenLine({ condition, form }: { condition: Webhook['condition']; form: Form }) {
  if (condition === null) return null
  const lost = lostFields(condition, form.definition)
  return (
    <p class="webhook-when">
      only when {conditionWords(condition, fieldsOf(form.definition))}
      {lost.length > 0 && <span class="badge badge-warn">Asks for a field that is gone</span>}
    </p>
  )
}

/** A webhook without a name is called by its host. */
export const webhookName = ({ name, url }: Pick<Webhook, 'name' | 'url'>): string =>
  name || URL.parse(url)?.host || url

const pauseWords = { gone: 'Paused: gone', failing: 'Paused: failing', owner: 'Paused by you' } as const

export function WebhookState({ webhook }: { webhook: Webhook }) {
  return (
    <span class="row">
      {webhook.listening && <span class="badge badge-good">Listening</span>}
      {!webhook.signed && <span class="badge badge-warn">Unsigned</span>}
      {!webhook.active ? (
        <span class="badge">Off</span>
      ) : webhook.paused ? (
        <span class={`badge ${webhook.paused === 'owner' ? 'badge-warn' : 'badge-bad'}`}>
          {pauseWords[webhook.paused]}
        </span>
      ) : webhook.listen ? (
        !webhook.listening && <span class="badge">Nobody listens</span>
      ) : (
        !webhook.listening &&
        (webhook.health.failingSince ? (
          <span class="badge badge-bad">Failing</span>
        ) : (
          <span class="badge badge-good">Active</span>
        ))
      )}
    </span>
  )
}
