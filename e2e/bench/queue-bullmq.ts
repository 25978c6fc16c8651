/** The work through BullMQ: one worker, with so many jobs at a time; Redis keeps each job with its result. */
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { beginWhenAsked, body, concurrency, deliver, jobs } from './queue-work.ts'

const connection = new Redis({ port: Number(process.env.REDIS_PORT), maxRetriesPerRequest: null })
const options = { attempts: 6, backoff: { type: 'exponential', delay: 60_000 } }
const queue = new Queue<{ body: string }>('deliveries', { connection, defaultJobOptions: options })
for (let i = 0; i < jobs; i += 500) {
  const part = Array.from({ length: Math.min(500, jobs - i) }, () => ({ name: 'delivery', data: { body } }))
  await queue.addBulk(part)
}

const worker = new Worker<{ body: string }>(queue.name, (job) => deliver(job.data.body, job.id ?? ''), {
  connection,
  concurrency,
  autorun: false,
})
worker.on('error', console.error)
worker.on('failed', (_, error) => console.error(error))
beginWhenAsked(
  () => worker.run(),
  async () => {
    await worker.close()
    connection.disconnect()
  },
)
