/** For whoever runs the relay: whether it lives, whether it can work, and how it does. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import type { Metrics } from '../metrics.ts'
import type { Store } from '../store/store.ts'
import { operation } from './operation.ts'

/** A probe writes to the disk, and anybody may ask for it: all who ask within this time get one probe's answer. */
const PROBE_HOLDS_MS = 1_000

const Health = v.object({ status: v.literal('ok') })
const Readiness = v.object({ status: v.literal('ready'), oldestDueMs: v.number() })

interface Deps {
  store: Pick<Store, 'probe' | 'oldestDueAge'>
  clock: Clock
  metrics: Pick<Metrics, 'render'>
}

export function operationsRoutes({ store, clock, metrics }: Deps) {
  let probed: { at: number; done: Promise<void> } | undefined
  function probe(): Promise<void> {
    const now = clock.now()
    if (!probed || now < probed.at || now - probed.at >= PROBE_HOLDS_MS)
      probed = { at: now, done: store.probe() }
    return probed.done
  }

  return new Hono()
    .get(
      '/healthz',
      operation({
        summary: 'Ask whether the process lives',
        tag: 'operations',
        answers: { 200: Health },
        open: true,
      }),
      (c) => c.json({ status: 'ok' }),
    )
    .get(
      '/readyz',
      operation({
        summary: 'Ask whether the relay can work',
        about:
          'Proves that the store takes writes (503 when it does not), and tells how long the oldest due delivery has waited.',
        tag: 'operations',
        answers: { 200: Readiness },
        open: true,
      }),
      async (c) => {
        await probe()
        return c.json({ status: 'ready', oldestDueMs: await store.oldestDueAge() })
      },
    )
    .get(
      '/metrics',
      operation({
        summary: 'Read the metrics',
        tag: 'operations',
        answers: { 200: { media: 'text/plain', about: "Prometheus' text format." } },
        open: true,
      }),
      async (c) => {
        const { contentType, text } = await metrics.render()
        return c.body(text, 200, { 'content-type': contentType })
      },
    )
}
