import { useSignal } from '@preact/signals'
import { testWebhook } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { announce, toastError } from '../ui/toast.tsx'

/** Sends a test, and shows the delivery with what came back. */
export function useTest(formId: string, webhookId: string) {
  const busy = useSignal(false)
  return {
    busy,
    async send() {
      if (busy.value) return
      busy.value = true
      try {
        const { status, error, deliveryId } = await testWebhook(webhookId)
        announce(
          status === null ? `The test failed: ${error ?? 'no answer'}` : `The receiver answered ${status}`,
        )
        router.navigate(paths.delivery(formId, webhookId, deliveryId))
      } catch (failure) {
        toastError(failure)
      } finally {
        busy.value = false
      }
    },
  }
}
