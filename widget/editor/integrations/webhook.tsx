/** One webhook: how it is doing, what it delivered, its settings, and code that verifies it. */

import type { Form } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { ChevronLeft } from 'lucide'
import { getWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Icon } from '../ui/icon.tsx'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'
import { DeliveryDrawer } from './delivery.tsx'
import { Header } from './header.tsx'
import { View, type ViewProps, Views, type WebhookRoute } from './views.tsx'

export function WebhookScreen({ route, form }: { route: WebhookRoute; form: Form }) {
  const webhook = useLoad(route.webhookId, (signal) => getWebhook(route.webhookId, signal))
  return (
    <>
      <a class="back" href={paths.integrations(form.id)}>
        <Icon of={ChevronLeft} size={16} />
        All webhooks
      </a>
      <Show of={webhook} loading={<Skeleton lines={3} tall />}>
        {(data) => <Opened webhook={data} set={webhook.set} route={route} form={form} />}
      </Show>
    </>
  )
}

function Opened({ webhook, set, route, form }: ViewProps) {
  const logRound = useSignal(0)
  return (
    <>
      <Header webhook={webhook} set={set} form={form} onSent={() => void logRound.value++} />
      <Views route={route} form={form} />
      <View webhook={webhook} set={set} route={route} form={form} logRound={logRound.value} />
      {route.deliveryId && (
        <DeliveryDrawer
          key={route.deliveryId}
          id={route.deliveryId}
          onClose={() => router.navigate(paths.webhook(form.id, webhook.id))}
        />
      )}
    </>
  )
}
