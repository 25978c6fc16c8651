/**
 * The work through pg-boss, in batches with a result for each job. 64 workers of one job each would wait for their
 * polls; four that fetch 16 each never do while there is more, and have as many requests under way.
 */
import { PgBoss } from 'pg-boss'
import { beginWhenAsked, body, concurrency, deliver, jobs } from './queue-work.ts'

const NAME = 'deliveries'
const WORKERS = 4

const boss = new PgBoss({ connectionString: process.env.DATABASE ?? '', max: 16 })
boss.on('error', console.error)
await boss.start()
await boss.createQueue(NAME, { retryLimit: 5, retryDelay: 60 })
for (let i = 0; i < jobs; i += 500)
  await boss.insert(
    NAME,
    Array.from({ length: Math.min(500, jobs - i) }, () => ({ data: { body } })),
  )

beginWhenAsked(
  () =>
    boss.work<{ body: string }>(
      NAME,
      {
        localConcurrency: WORKERS,
        batchSize: concurrency / WORKERS,
        perJobResults: true,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 0.5,
      },
      (batch) =>
        Promise.all(
          batch.map(async ({ id, data }) => ({
            id,
            status: 'completed' as const,
            output: await deliver(data.body, id),
          })),
        ),
    ),
  () => boss.stop({ graceful: false }),
)
