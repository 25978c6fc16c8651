import type { Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { testWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { announce, toastError } from '../ui/toast.tsx'
import { canProbe, probeAfter } from './probe.tsx'

/** Sends a test, and shows the delivery with what came back; one that arrived signed is followed by a forged one. */
export function useTest(webhook: Webhook, onSent?: () => void) {
  const busy = useSignal(false)
  return {
    busy,
    async send() {
      if (busy.value) return
      busy.value = true
      try {
        const { status, error, deliveryId } = await testWebhook(webhook.id)
        announce(
          status === null ? `The test failed: ${error ?? 'no answer'}` : `The receiver answered ${status}`,
        )
        router.navigate(paths.delivery(webhook.formId, webhook.id, deliveryId))
        const arrived = status !== null && status >= 200 && status < 300
        if (arrived && canProbe(webhook)) await probeAfter(deliveryId, webhook.id)
        onSent?.()
      } catch (failure) {
        toastError(failure)
      } finally {
        busy.value = false
      }
    },
  }
}
