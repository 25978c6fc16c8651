/** One delivery: what it tells, what was sent each time, and what came back. */
import type { Delivery, Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Pause, RotateCw } from 'lucide'
import type { ComponentChildren } from 'preact'
import { getDelivery } from '../api.ts'
import { paths } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Payload } from '../ui/http.tsx'
import { Icon } from '../ui/icon.tsx'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'
import { Due, Moment } from '../ui/time.tsx'
import { AttemptView } from './attempt.tsx'
import { canBeSent, DeliveryBadge } from './log-row.tsx'
import { ProbeOfTest } from './probe.tsx'
import { resendAll } from './resend.ts'

/** How often a delivery that is not finished is read again, in ms. */
const REFRESH = 1_500

const isOpen = ({ state }: Delivery) => state === 'pending' || state === 'parked'

/** What it told of was deleted, and its body and attempts with that; without answers a body may be empty by itself. */
const isErased = (delivery: Delivery) =>
  delivery.state === 'cancelled' ||
  (delivery.body === '' && delivery.attemptList.length === 0 && !isOpen(delivery))

interface DrawerProps {
  id: string
  webhook: Webhook
  onClose: () => void
  onResume: () => void
}

export function DeliveryDrawer({ id, webhook, onClose, onResume }: DrawerProps) {
  const delivery = useLoad(id, (signal) => getDelivery(id, signal))
  usePolling(async () => {
    const now = delivery.value.peek()
    if (now.state === 'ready' && isOpen(now.data)) await delivery.reload()
  }, REFRESH)
  return (
    <Dialog title="Delivery" shape="drawer" onClose={onClose}>
      <Show of={delivery} loading={<Skeleton lines={3} tall />}>
        {(data) => <Details delivery={data} webhook={webhook} reload={delivery.reload} onResume={onResume} />}
      </Show>
    </Dialog>
  )
}

interface DetailsProps {
  delivery: Delivery
  webhook: Webhook
  reload: () => Promise<void>
  onResume: () => void
}

function Details({ delivery, webhook, reload, onResume }: DetailsProps) {
  const busy = useSignal(false)
  async function resend() {
    busy.value = true
    if (await resendAll(webhook, [delivery.id])) await reload()
    busy.value = false
  }
  const attempts = delivery.attemptList.toSorted((a, b) => b.number - a.number)
  return (
    <div class="stack-l">
      <div class="row row-apart">
        <div class="row">
          <DeliveryBadge state={delivery.state} />
          <span class="mono">{delivery.eventType}</span>
        </div>
        {canBeSent(delivery) && !isErased(delivery) && (
          <Button size="small" icon={RotateCw} busy={busy.value} onClick={() => void resend()}>
            Send again
          </Button>
        )}
      </div>
      <ProbeOfTest deliveryId={delivery.id} webhook={webhook} />
      {delivery.state === 'parked' && <Parked webhook={webhook} onResume={onResume} />}
      <dl class="facts">
        <Fact name="Event id">
          <span class="mono">{delivery.eventId}</span>
        </Fact>
        <Fact name="Delivery id">
          <span class="mono">{delivery.id}</span>
        </Fact>
        {delivery.submissionId && (
          <Fact name="Submission">
            {isErased(delivery) ? (
              <span class="mono">{delivery.submissionId}</span>
            ) : (
              <a class="mono" href={paths.response(webhook.formId, delivery.submissionId)}>
                {delivery.submissionId}
              </a>
            )}
          </Fact>
        )}
        <Fact name="Made">
          <Moment at={delivery.createdAt} />
        </Fact>
        <Fact name="Attempts">{delivery.attempts}</Fact>
        {delivery.dueAt && delivery.state === 'pending' && (
          <Fact name="Next attempt">
            <Due at={delivery.dueAt} />
          </Fact>
        )}
      </dl>
      <section class="stack-s">
        <h3>What is sent</h3>
        {delivery.body ? (
          <Payload text={delivery.body} type={delivery.contentType} label="the body" />
        ) : (
          <p class="soft">
            {isErased(delivery)
              ? 'It was erased with the submission that it told of.'
              : 'An empty body: there are no answers in it.'}
          </p>
        )}
      </section>
      <section class="stack-s">
        <h3>
          {attempts.length === 0
            ? 'Attempts'
            : attempts.length === 1
              ? 'One attempt'
              : `${attempts.length} attempts`}
        </h3>
        {attempts.length === 0 && (
          <p class="soft">
            {delivery.attempts === 0 ? 'None was made yet.' : 'What was sent and answered was erased.'}
          </p>
        )}
        {attempts.map((attempt, index) => (
          <AttemptView
            key={attempt.number}
            attempt={attempt}
            delivery={delivery}
            webhook={webhook}
            isOpen={index === 0}
          />
        ))}
      </section>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Parked({ webhook, onResume }: { webhook: Webhook; onResume: () => void }) {
  return (
    <div class="banner banner-warn">
      <Icon of={Pause} />
      <div>
        <p>
          {webhook.active
            ? 'It waits because its webhook is paused. It is sent when that is resumed.'
            : 'It waits because its webhook is off. It is sent when that is switched on.'}
        </p>
      </div>
      <Button size="small" onClick={onResume}>
        {webhook.active ? 'Resume…' : 'Switch on…'}
      </Button>
    </div>
  )
}
