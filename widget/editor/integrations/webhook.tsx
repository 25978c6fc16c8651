/** One webhook: how it is doing, what it delivered, its settings, and code that verifies it. */

import type { Form } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { ChevronLeft } from 'lucide'
import { getWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Icon } from '../ui/icon.tsx'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'
import { toastError } from '../ui/toast.tsx'
import { DeliveryDrawer } from './delivery.tsx'
import { Header } from './header.tsx'
import { filterOf, queryOf } from './log-filter.ts'
import { ResumeDialog, resume } from './pause.tsx'
import { View, type ViewProps, Views, type WebhookRoute } from './views.tsx'

/** How often its figures are read again, in ms. */
const REFRESH = 10_000

export function WebhookScreen({ route, form }: { route: WebhookRoute; form: Form }) {
  const webhook = useLoad(route.webhookId, (signal) => getWebhook(route.webhookId, signal))
  async function refresh() {
    const now = webhook.value.peek()
    if (now.state !== 'ready') return
    try {
      const fresh = await getWebhook(route.webhookId)
      // Something that was saved meanwhile is newer.
      if (webhook.value.peek() === now) webhook.set(fresh)
    } catch {
      // The next time may work, and a lost session has led to the sign-in already.
    }
  }
  usePolling(refresh, REFRESH)
  return (
    <>
      <a class="back" href={paths.integrations(form.id)}>
        <Icon of={ChevronLeft} size={16} />
        All webhooks
      </a>
      <Show of={webhook} loading={<Skeleton lines={3} tall />}>
        {(data) => <Opened webhook={data} set={webhook.set} refresh={refresh} route={route} form={form} />}
      </Show>
    </>
  )
}

function Opened({ webhook, set, refresh, route, form }: ViewProps & { refresh: () => Promise<void> }) {
  const logRound = useSignal(0)
  const resuming = useSignal(false)
  const onSent = () => {
    logRound.value++
    void refresh()
  }
  /** Asks only where there is something to decide, as it is by now. */
  async function onResume() {
    try {
      const now = await getWebhook(webhook.id)
      set(now)
      if (now.health.backlog > 0) resuming.value = true
      else set(await resume(now, false))
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <>
      <Header webhook={webhook} set={set} form={form} onSent={onSent} onResume={() => void onResume()} />
      <Views route={route} form={form} />
      <View webhook={webhook} set={set} route={route} form={form} logRound={logRound.value} />
      {route.deliveryId && (
        <DeliveryDrawer
          key={route.deliveryId}
          id={route.deliveryId}
          webhook={webhook}
          onClose={() =>
            router.navigate(paths.webhook(form.id, webhook.id) + queryOf(filterOf(router.here())))
          }
          onResume={() => void onResume()}
        />
      )}
      {resuming.value && (
        <ResumeDialog
          webhook={webhook}
          onClose={() => {
            resuming.value = false
          }}
          onResumed={(resumed) => {
            set(resumed)
            logRound.value++
          }}
        />
      )}
    </>
  )
}
