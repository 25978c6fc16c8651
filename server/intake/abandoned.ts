/**
 * Tells webhooks of partial submissions that their visitors have abandoned, once each. What is due stands in the
 * store, and telling is one transaction, so a crash or a restart loses none and tells of none twice.
 */
import { meets } from '@fieldpost/shared/webhook/condition.ts'
import type { Clock } from '../clock.ts'
import type { AbandonedRow } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { deliveriesOf, formEvent, type Intake, subscribed } from './accept.ts'

/** Abandonment is a matter of minutes, so nobody misses these seconds. */
const EVERY_MS = 5_000
/** Told of at once; there is a turn for visitors between two of them. */
const BATCH = 50

export interface AbandonmentDeps {
  store: Pick<Store, 'listAbandoned' | 'tellAbandoned'>
  intake: Pick<Intake, 'version'>
  clock: Clock
  /** Called after a commit that owes something. */
  wake: () => void
  log: { error(data: object, text: string): void }
}

export function createAbandonment({ store, intake, clock, wake, log }: AbandonmentDeps) {
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  let isRunning = false
  let isStopping = false

  /** Tells of all that are due by the clock, as long as nobody stops it: so many at a time share a commit. */
  async function tell(): Promise<void> {
    while (!isStopping) {
      const rows = await store.listAbandoned(BATCH)
      await Promise.all(rows.map(tellOf))
      if (rows.length < BATCH) return
    }
  }

  async function tellOf(row: AbandonedRow) {
    const form = await intake.version(row.formId, row.version)
    const result = await store.tellAbandoned(
      row,
      ({ id, answers, status, createdAt, context }) =>
        (webhooks) => {
          const wanting = subscribed(webhooks, 'form.submission.partial')
          if (!form || wanting.length === 0) return []
          const given = JSON.parse(answers)
          const told = wanting.filter(({ settings }) => meets(settings.condition, form.definition, given))
          if (told.length === 0) return []
          const submission = {
            id,
            answers: given,
            status,
            createdAt: new Date(createdAt).toISOString(),
            context,
          }
          const now = new Date(clock.now()).toISOString()
          return deliveriesOf(formEvent(form, 'form.submission.partial', submission, now), told)
        },
    )
    if (result.outcome === 'told' && result.deliveries > 0) wake()
  }

  function look() {
    underWay = tell()
      .catch((error) => log.error({ err: error }, 'abandoned submissions could not be told of; trying again'))
      .then(() => {
        if (!isRunning || isStopping) return
        timer = setTimeout(look, EVERY_MS)
        timer.unref()
      })
  }

  return {
    tell,
    start() {
      isRunning = true
      look()
    },
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await underWay
    },
  }
}
