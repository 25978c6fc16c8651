/** How a webhook is doing, at a glance. */
import type { Webhook } from '@fieldpost/shared/resources.ts'
import type { ComponentChildren } from 'preact'
import { Ago, duration } from '../ui/time.tsx'

type Health = Webhook['health']

/** "98.5%"; what is not whole never reads as if it were. */
const percent = (rate: number): string => `${Math.floor(rate * 1_000) / 10}%`

/** "12", "10,000+". */
export const backlogWords = ({ backlog, backlogIsMore }: Health): string =>
  backlog.toLocaleString() + (backlogIsMore ? '+' : '')

/** In a list: a line. */
export function HealthLine({ health }: { health: Health }) {
  const { lastSuccessAt, failingSince, successRate, latencyMs, backlog } = health
  return (
    <p class="health-line">
      {failingSince && (
        <span class="health-bad">
          Failing since <Ago at={failingSince} />
        </span>
      )}
      <span>
        {lastSuccessAt ? (
          <>
            Last success <Ago at={lastSuccessAt} />
          </>
        ) : (
          'No success yet'
        )}
      </span>
      {successRate !== null && <span>{percent(successRate)} succeed</span>}
      {latencyMs && <span>{duration(latencyMs.median)} median</span>}
      {backlog > 0 && <span>{backlogWords(health)} waiting</span>}
    </p>
  )
}

/** Above a log: every figure in a place of its own. */
export function HealthStrip({ health }: { health: Health }) {
  const { lastSuccessAt, failingSince, sample, successRate, latencyMs, backlog, oldestWaitingAt } = health
  return (
    <dl class="health">
      <Figure name="Last success" value={lastSuccessAt ? <Ago at={lastSuccessAt} /> : 'None yet'}>
        {failingSince && (
          <span class="health-bad">
            Failing since <Ago at={failingSince} />
          </span>
        )}
      </Figure>
      <Figure name="Success rate" value={successRate === null ? '–' : percent(successRate)}>
        {sample === 0
          ? 'Nothing was sent lately'
          : `of the last ${sample === 1 ? 'delivery' : `${sample} deliveries`}`}
      </Figure>
      <Figure name="Median latency" value={latencyMs ? duration(latencyMs.median) : '–'}>
        {latencyMs ? `95% within ${duration(latencyMs.p95)}` : 'No answer yet'}
      </Figure>
      <Figure name="Waiting" value={backlogWords(health)}>
        {backlog > 0 && oldestWaitingAt ? (
          <>
            oldest from <Ago at={oldestWaitingAt} />
          </>
        ) : (
          'Nothing to send'
        )}
      </Figure>
    </dl>
  )
}

function Figure({
  name,
  value,
  children,
}: {
  name: string
  value: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="health-value">{value}</dd>
      <dd class="soft small">{children}</dd>
    </div>
  )
}
