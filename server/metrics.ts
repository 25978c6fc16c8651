/** What the relay counts about itself, for Prometheus. */
import Counter from 'prom-client/lib/counter.js'
import Gauge from 'prom-client/lib/gauge.js'
import Histogram from 'prom-client/lib/histogram.js'
import Registry from 'prom-client/lib/registry.js'
import type { Delivered } from './delivery/deliver.ts'
import type { IntakeResult } from './intake/accept.ts'
import type { Store } from './store/store.ts'

/** Seconds. From a receiver next door to the longest timeout that a webhook may have. */
const ATTEMPT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export interface Metrics {
  /** A submission was accepted, or not. */
  countSubmission(outcome: IntakeResult['outcome']): void
  /** An attempt was made. */
  observeAttempt(delivered: Pick<Delivered, 'state' | 'attempt'>): void
  /** Everything, in Prometheus' text format. */
  render(): Promise<{ contentType: string; text: string }>
}

/** Metrics in a registry of their own, so that several relays in one process do not mix. */
export function createMetrics(store: Pick<Store, 'oldestDueAge'>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const submissions = new Counter({
    name: 'fieldpost_submissions_total',
    help: 'Submissions by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const attempts = new Counter({
    name: 'fieldpost_delivery_attempts_total',
    help: 'Attempts by what became of their delivery: succeeded, failed for good, or pending until the next attempt.',
    labelNames: ['state'],
    registers,
  })
  const duration = new Histogram({
    name: 'fieldpost_delivery_attempt_seconds',
    help: 'How long attempts took, until the reply was read.',
    buckets: ATTEMPT_BUCKETS,
    registers,
  })
  new Gauge({
    name: 'fieldpost_oldest_due_delivery_seconds',
    help: 'How long the oldest due delivery has been waiting; 0 when none waits.',
    registers,
    async collect() {
      this.set((await store.oldestDueAge()) / 1_000)
    },
  })
  let ofProcess: Promise<void> | undefined
  return {
    countSubmission: (outcome) => submissions.inc({ outcome }),
    observeAttempt({ state, attempt }) {
      attempts.inc({ state })
      duration.observe(attempt.durationMs / 1_000)
    },
    async render() {
      // The process itself is watched from the first time that somebody asks: it costs 9 MB, a timer of 10 ms and
      // an observer of garbage collection.
      ofProcess ??= import('prom-client').then(({ collectDefaultMetrics }) =>
        collectDefaultMetrics({ register: registry }),
      )
      await ofProcess
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
