/** One attempt of a delivery: what was sent, what came back. */
import type { Attempt, Delivery, Webhook } from '@fieldpost/shared/resources.ts'
import { type AdvicePlace, adviceFor } from '@fieldpost/shared/webhook/advice.ts'
import { paths } from '../router.ts'
import { CopyButton } from '../ui/copy.tsx'
import { HeaderList, Payload } from '../ui/http.tsx'
import { duration, Moment } from '../ui/time.tsx'
import { curlOf } from './curl.ts'

const succeeded = ({ status }: Attempt) => status !== null && status >= 200 && status < 300

interface AttemptViewProps {
  attempt: Attempt
  delivery: Delivery
  webhook: Webhook
  isOpen: boolean
}

const placeWords: Record<AdvicePlace, string> = {
  settings: 'Open the settings',
  doctor: 'Ask the signature doctor',
  payload: 'See the payload',
  receiver: 'See code for a receiver',
}

export function AttemptView({ attempt, delivery, webhook, isOpen }: AttemptViewProps) {
  const { request, reply, status } = attempt
  return (
    <details class="attempt" open={isOpen || undefined}>
      <summary>
        <span class={`badge ${succeeded(attempt) ? 'badge-good' : 'badge-bad'}`}>
          {status ?? 'No answer'}
        </span>
        <span class="grow">Attempt {attempt.number}</span>
        <span class="soft small">
          {duration(attempt.durationMs)} · <Moment at={attempt.at} />
        </span>
      </summary>
      <div class="stack attempt-body">
        {attempt.error && <p class="attempt-error">{attempt.error}</p>}
        <AdviceLine attempt={attempt} delivery={delivery} webhook={webhook} />
        <section class="stack-s">
          <div class="row row-apart">
            <h4>Request</h4>
            <CopyButton kind="quiet" text={curlOf(attempt, delivery)} label={`of attempt ${attempt.number}`}>
              Copy as curl
            </CopyButton>
          </div>
          <p class="mono small request-line">
            {request.method} {request.url}
          </p>
          <HeaderList headers={request.headers} />
        </section>
        {reply && (
          <section class="stack-s">
            <h4>Answer</h4>
            <p class="mono small">
              HTTP {status}
              {reply.address && <span class="soft"> from {reply.address}</span>}
            </p>
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

function AdviceLine({ attempt, delivery, webhook }: Omit<AttemptViewProps, 'isOpen'>) {
  const advice = adviceFor(attempt, webhook.timeoutMs)
  if (!advice) return null
  const { text, place } = advice
  // The doctor begins with this very delivery.
  const query = place === 'doctor' ? `?delivery=${delivery.id}` : ''
  return (
    <p class="small">
      {text}
      {place && (
        <>
          {' '}
          <a href={paths.webhook(webhook.formId, webhook.id, place) + query}>{placeWords[place]}</a>
        </>
      )}
    </p>
  )
}
