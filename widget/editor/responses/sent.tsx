/** Where a response was sent, and what became of that. */
import type { DeliverySummary, Webhook } from '@fieldpost/shared/resources.ts'
import { listDeliveriesOf, listWebhooks } from '../api.ts'
import { webhookName } from '../integrations/list.tsx'
import { DeliveryBadge } from '../integrations/log-row.tsx'
import { paths } from '../router.ts'
import { Show, Skeleton, useLoad } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'

/** How often deliveries that are not finished are looked for again, in ms. */
const REFRESH = 2_500

export function Sent({ formId, submissionId }: { formId: string; submissionId: string }) {
  const sent = useLoad(submissionId, async (signal) => {
    const [{ items: deliveries }, { items: webhooks }] = await Promise.all([
      listDeliveriesOf(submissionId, signal),
      listWebhooks(formId, signal),
    ])
    return { deliveries, webhooks }
  })
  usePolling(async () => {
    const now = sent.value.peek()
    if (now.state === 'ready' && now.data.deliveries.some(({ state }) => state === 'pending'))
      await sent.reload()
  }, REFRESH)
  return (
    <section class="stack-s">
      <h3>Sent to</h3>
      <Show of={sent} loading={<Skeleton lines={1} />}>
        {({ deliveries, webhooks }) =>
          deliveries.length === 0 ? (
            <p class="soft">No webhook was to be sent this.</p>
          ) : (
            <ul class="sent">
              {deliveries.map((delivery) => (
                <Delivery key={delivery.id} delivery={delivery} formId={formId} webhooks={webhooks} />
              ))}
            </ul>
          )
        }
      </Show>
    </section>
  )
}

interface DeliveryProps {
  delivery: DeliverySummary
  formId: string
  webhooks: readonly Webhook[]
}

function Delivery({ delivery, formId, webhooks }: DeliveryProps) {
  const { id, webhookId, state, eventType, lastStatus, lastError } = delivery
  const webhook = webhooks.find((each) => each.id === webhookId)
  const answer = lastStatus === null ? lastError : `Answer ${lastStatus}`
  return (
    <li>
      <DeliveryBadge state={state} />
      <span class="grow">
        <a href={paths.delivery(formId, webhookId, id)}>{webhook ? webhookName(webhook) : webhookId}</a>
        <span class="soft small">
          {' '}
          {eventType}
          {answer && ` · ${answer}`}
        </span>
      </span>
    </li>
  )
}
