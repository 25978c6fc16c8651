/** One delivery: what is owed, and every attempt with its request and what came back. */
import type { Attempt, Delivery } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { RotateCw } from 'lucide'
import { getDelivery, resendDelivery } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { HeaderList, Payload } from '../ui/http.tsx'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'
import { Ago, duration, Moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { DeliveryBadge } from './deliveries.tsx'

/** How often a delivery that is not finished is read again, in ms. */
const REFRESH = 1_500

export function DeliveryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const delivery = useLoad(id, (signal) => getDelivery(id, signal))
  usePolling(async () => {
    const now = delivery.value.peek()
    if (now.state === 'ready' && now.data.state === 'pending') await delivery.reload()
  }, REFRESH)
  return (
    <Dialog title="Delivery" shape="drawer" onClose={onClose}>
      <Show of={delivery} loading={<Skeleton lines={3} tall />}>
        {(data) => <Details delivery={data} reload={delivery.reload} />}
      </Show>
    </Dialog>
  )
}

function Details({ delivery, reload }: { delivery: Delivery; reload: () => Promise<void> }) {
  const busy = useSignal(false)
  async function resend() {
    busy.value = true
    try {
      await resendDelivery(delivery.id)
      toast('Sent again, with the same id and the same bytes')
      await reload()
    } catch (error) {
      toastError(error)
    } finally {
      busy.value = false
    }
  }
  const attempts = delivery.attemptList.toSorted((a, b) => b.number - a.number)
  return (
    <div class="stack-l">
      <div class="row row-apart">
        <div class="row">
          <DeliveryBadge state={delivery.state} />
          <span class="mono">{delivery.eventType}</span>
        </div>
        {delivery.state !== 'cancelled' && (
          <Button size="small" icon={RotateCw} busy={busy.value} onClick={() => void resend()}>
            Send again
          </Button>
        )}
      </div>
      <dl class="facts">
        <dt>Event id</dt>
        <dd class="mono">{delivery.eventId}</dd>
        <dt>Made</dt>
        <dd>
          <Moment at={delivery.createdAt} />
        </dd>
        {delivery.dueAt && delivery.state === 'pending' && (
          <>
            <dt>Next attempt</dt>
            <dd>
              <Ago at={delivery.dueAt} />
            </dd>
          </>
        )}
      </dl>
      <section class="stack-s">
        <h3>What is sent</h3>
        <Payload text={delivery.body} type={delivery.contentType} label="the body" />
      </section>
      <section class="stack-s">
        <h3>{attempts.length === 1 ? 'One attempt' : `${attempts.length} attempts`}</h3>
        {attempts.length === 0 && <p class="soft">None was made yet.</p>}
        {attempts.map((attempt, index) => (
          <AttemptView key={attempt.number} attempt={attempt} isOpen={index === 0} />
        ))}
      </section>
    </div>
  )
}

const succeeded = ({ status }: Attempt) => status !== null && status >= 200 && status < 300

function AttemptView({ attempt, isOpen }: { attempt: Attempt; isOpen: boolean }) {
  const { request, reply } = attempt
  return (
    <details class="attempt" open={isOpen || undefined}>
      <summary>
        <span class={`badge ${succeeded(attempt) ? 'badge-good' : 'badge-bad'}`}>
          {attempt.status ?? 'No answer'}
        </span>
        <span class="grow">Attempt {attempt.number}</span>
        <span class="soft small">
          {duration(attempt.durationMs)} · <Moment at={attempt.at} />
        </span>
      </summary>
      <div class="stack attempt-body">
        {attempt.error && <p class="attempt-error">{attempt.error}</p>}
        <section class="stack-s">
          <h4>Request</h4>
          <p class="mono small">
            {request.method} {request.url}
          </p>
          <HeaderList headers={request.headers} />
        </section>
        {reply && (
          <section class="stack-s">
            <h4>Answer</h4>
            <HeaderList headers={reply.headers} />
            {reply.body ? (
              <Payload text={reply.body} type={reply.headers['content-type'] ?? ''} label="the answer" />
            ) : (
              <p class="soft small">It has no body.</p>
            )}
            {reply.truncated && <p class="soft small">Only the beginning was read.</p>}
          </section>
        )}
      </div>
    </details>
  )
}
