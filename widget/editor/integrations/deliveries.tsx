/** A webhook's log: newest first, by state, and by itself up to date while it is looked at. */
import {
  type DeliveryState,
  type DeliverySummary,
  deliveryStates,
  type List,
  type Webhook,
} from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { ChevronRight, Inbox } from 'lucide'
import { listDeliveries } from '../api.ts'
import { paths } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show, Skeleton, useLoad } from '../ui/load.tsx'
import { withNewest } from '../ui/newest.ts'
import { usePolling } from '../ui/poll.ts'
import { Ago } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'

/** How often the log is read again, in ms. */
const REFRESH = 2_500

const stateWords: Record<DeliveryState, { label: string; look: string }> = {
  pending: { label: 'Pending', look: 'badge-accent' },
  succeeded: { label: 'Delivered', look: 'badge-good' },
  failed: { label: 'Failed', look: 'badge-bad' },
  parked: { label: 'Parked', look: 'badge-warn' },
  discarded: { label: 'Discarded', look: '' },
  cancelled: { label: 'Cancelled', look: '' },
}

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const { label, look } = stateWords[state]
  return <span class={`badge ${look}`}>{label}</span>
}

interface DeliveriesProps {
  formId: string
  webhook: Webhook
  /** The delivery whose detail is open. */
  open: string | null
}

export function Deliveries({ formId, webhook, open }: DeliveriesProps) {
  const state = useSignal<DeliveryState | ''>('')
  const busy = useSignal(false)
  const log = useLoad(`${webhook.id} ${state.value}`, (signal) =>
    listDeliveries(webhook.id, state.value || null, null, signal),
  )

  usePolling(async () => {
    const now = log.value.peek()
    if (now.state !== 'ready') return
    const filter = state.peek()
    try {
      const fresh = await listDeliveries(webhook.id, filter || null, null)
      const still = log.value.peek()
      if (still === now && filter === state.peek()) log.set(withNewest(now.data, fresh))
    } catch {
      // The next time may work; what is shown stays, and a lost session has led to the sign-in already.
    }
  }, REFRESH)

  async function more({ items, next }: List<DeliverySummary>) {
    busy.value = true
    try {
      const part = await listDeliveries(webhook.id, state.value || null, next)
      log.set({ items: [...items, ...part.items], next: part.next })
    } catch (error) {
      toastError(error)
    } finally {
      busy.value = false
    }
  }

  return (
    <section class="stack">
      <div class="log-head">
        <Select
          label="State"
          hideLabel
          value={state.value}
          options={[
            { value: '', label: 'All deliveries' },
            ...deliveryStates.map((value) => ({ value, label: stateWords[value].label })),
          ]}
          onChange={(value) => {
            state.value = value as DeliveryState | ''
          }}
        />
        <p class="small soft live">
          <span class="live-dot" aria-hidden="true" />
          Up to date by itself
        </p>
      </div>
      <Show of={log} loading={<Skeleton lines={4} />}>
        {(data) =>
          data.items.length === 0 ? (
            <div class="card">
              <Empty
                icon={Inbox}
                title={state.value ? 'No delivery is in this state' : 'Nothing was delivered yet'}
              >
                {!state.value && (
                  <p>Send a test, or submit the form: each delivery appears here within a moment.</p>
                )}
              </Empty>
            </div>
          ) : (
            <>
              <ul class="log">
                {data.items.map((delivery) => (
                  <LogRow
                    key={delivery.id}
                    delivery={delivery}
                    formId={formId}
                    isOpen={delivery.id === open}
                  />
                ))}
              </ul>
              {data.next && (
                <div class="more">
                  <Button busy={busy.value} onClick={() => void more(data)}>
                    Show older deliveries
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Show>
    </section>
  )
}

function LogRow({
  delivery,
  formId,
  isOpen,
}: {
  delivery: DeliverySummary
  formId: string
  isOpen: boolean
}) {
  return (
    <li class={isOpen ? 'log-row log-row-open' : 'log-row'}>
      <DeliveryBadge state={delivery.state} />
      <a class="log-event mono" href={paths.delivery(formId, delivery.webhookId, delivery.id)}>
        {delivery.eventType}
      </a>
      <span class="log-answer">
        {delivery.lastStatus !== null
          ? `Answer ${delivery.lastStatus}`
          : (delivery.lastError ?? 'Not sent yet')}
      </span>
      <span class="log-when soft">
        {delivery.state === 'pending' && delivery.attempts > 0 && delivery.dueAt ? (
          <>
            next <Ago at={delivery.dueAt} />
          </>
        ) : (
          <Ago at={delivery.createdAt} />
        )}
        {delivery.attempts > 1 && ` · ${delivery.attempts} attempts`}
      </span>
      <Icon of={ChevronRight} class="soft" />
    </li>
  )
}
