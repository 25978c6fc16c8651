/** The relay put together: store, auth, delivery and HTTP, started in order and stopped in the opposite one. */
import { once } from 'node:events'
import { createServer, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { problem } from '@fieldpost/shared/problem.ts'
import type { Demo } from '@fieldpost/shared/resources.ts'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { assertSameKey } from './app-key.ts'
import { createAuth } from './auth/auth.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { addressPolicy } from './delivery/address.ts'
import { createAttempts, createDeliver } from './delivery/deliver.ts'
import { createListeners } from './delivery/listen.ts'
import { createLookup } from './delivery/lookup.ts'
import { createSender } from './delivery/send.ts'
import { createWorker } from './delivery/worker.ts'
import { isDemoWanted, prepareDemo } from './demo.ts'
import { loadAssets } from './http/assets.ts'
import { uploadId } from './id.ts'
import { isOwnInbox } from './inbox/address.ts'
import { createAbandonment } from './intake/abandoned.ts'
import { createIntake } from './intake/accept.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createMailer } from './notices/mailer.ts'
import { smtpSender } from './notices/smtp.ts'
import { createVault, webhookSecrets } from './secrets.ts'
import { lockDatabase } from './store/sqlite/lock.ts'
import { openSqlite } from './store/sqlite/open.ts'
import { createIncoming } from './uploads/incoming.ts'
import { openUploads } from './uploads/open.ts'
import { mostTime } from './uploads/pace.ts'
import { createSweeper } from './uploads/sweep.ts'
import { createTakeUpload } from './uploads/take.ts'
import { version } from './version.ts'

/** Where `pnpm build` puts the widget and the editor. */
const DIST = join(import.meta.dirname, '..', 'widget', 'dist')

/**
 * Node's own limits (a minute for headers, five for a request, any number of connections) invite clients that send
 * a byte a second. Of a whole request the server's limit has to fit the largest file, so every body but a file has a
 * shorter one of its own (`http/body.ts`), and a file may neither pause for long nor be slow (`uploads/pace.ts`).
 */
const HTTP_LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  // Longer than the idle timeout of the usual proxies, which would otherwise write into a closing connection.
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1_024,
}
const MOST_CONNECTIONS = 10_000
/** After which connections that are still busy at a stop are cut. */
const STOP_MS = 9_000
/** How often a stop looks for connections that have become idle. */
const STOP_LOOK_MS = 50

export interface Relay {
  /** Where it listens. */
  url: string
  /** What visitors and owners reach it by. */
  publicUrl: string
  /** The one-time link for the first owner; null when there is one. */
  setupUrl: string | null
  demo: Demo | null
  /** Ends what is under way, then closes everything. */
  stop(): Promise<void>
}

/** The answer in the moment between having a port and having everything else. */
function starting(): Response {
  const body = problem('unavailable', 'The relay is starting. Try again in a second.')
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
  })
}

export async function startRelay(config: Config, log: Log): Promise<Relay> {
  const clock = systemClock
  const built = loadAssets(DIST)
  const unlock = lockDatabase(config.databaseFile)
  const { db, store } = openSqlite({ file: config.databaseFile, clock })
  const uploads = await openUploads(config)
  const incoming = createIncoming({ folder: uploads.incoming, clock })
  const sweeper = createSweeper({ store, uploads, incoming, clock, log })

  // The port first: with PORT=0 nobody knows the relay's own address before.
  let handle: Parameters<typeof serve>[0]['fetch'] = starting
  const server = serve({
    fetch: (request, env) => handle(request, env),
    port: config.port,
    hostname: config.host,
    createServer,
    serverOptions: {
      ...HTTP_LIMITS,
      requestTimeout: mostTime(config.uploadBytes),
    },
  }) as Server
  server.maxConnections = MOST_CONNECTIONS
  await once(server, 'listening')
  const { port, address, family } = server.address() as AddressInfo
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`

  const auth = createAuth({ db, provider: 'sqlite', appKey: config.appKey, publicUrl, clock, log })
  await auth.ensureAdmin(config.admin)
  const vault = createVault(config.appKey)
  await assertSameKey(store, vault, config.databaseFile)
  const metrics = createMetrics(store)
  const policy = addressPolicy({ allow: config.webhookAllow, ownInbox: isOwnInbox(publicUrl) })
  const ownHost = new URL(publicUrl).hostname
  const lookup = createLookup({ isNamed: (host) => host === ownHost || policy.isNamed(host) })
  const sender = createSender({ policy, lookup })
  const attempts = createAttempts({
    store,
    secrets: webhookSecrets(vault),
    clock,
    random: Math.random,
    version,
  })
  const deliver = createDeliver({ attempts, sender })
  const worker = createWorker({
    store,
    deliver,
    clock,
    log,
    isBusy: () => intake.isBusy(),
    observe: metrics.observeAttempt,
  })
  const listeners = createListeners({
    store,
    attempts,
    clock,
    wakeWorker: worker.wake,
    observe: metrics.observeAttempt,
  })
  const wake = () => {
    worker.wake()
    listeners.wake()
  }
  const intake = createIntake({ store, clock, wake })
  const abandonment = createAbandonment({ store, intake, clock, wake, log })
  const mailer =
    config.mail &&
    createMailer({
      store,
      memberEmails: auth.memberEmails,
      send: smtpSender(config.mail),
      publicUrl,
      clock,
      log,
    })

  const demo = (await isDemoWanted(config, store))
    ? await prepareDemo({ store, vault, auth, publicUrl })
    : null
  const app = createApp({
    publicUrl,
    version,
    trustedProxies: config.trustedProxies,
    submissionsPerMinute: config.submissionsPerMinute,
    uploadBytes: config.uploadBytes,
    store,
    uploads,
    takeUpload: createTakeUpload({ store, uploads, incoming, uploadBytes: config.uploadBytes }),
    sweeper,
    auth,
    vault,
    intake,
    worker: { wake, sendNow: worker.sendNow },
    listeners,
    sender,
    policy,
    lookup,
    metrics,
    built,
    demo,
    clock,
    log,
  })
  handle = app.fetch
  worker.start()
  sweeper.start()
  abandonment.start()
  mailer?.start()
  // A bucket that cannot be reached is better known now than from the first visitor.
  void uploads
    .open(uploadId())
    .catch((error) => log.error({ err: error }, 'files of visitors cannot be kept'))

  const token = await auth.openSetup()
  const host = family === 'IPv6' ? `[${address}]` : address
  return {
    url: `http://${host}:${port}`,
    publicUrl,
    setupUrl: token && `${publicUrl}/setup#${token}`,
    demo,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      // One that was busy at that moment is kept alive, and a client that has always something to ask keeps it so.
      const idling = setInterval(() => server.closeIdleConnections(), STOP_LOOK_MS)
      const patience = setTimeout(() => server.closeAllConnections(), STOP_MS)
      await Promise.all([
        closed,
        listeners.stop(),
        worker.stop(),
        sweeper.stop(),
        abandonment.stop(),
        mailer?.stop(),
      ])
      clearTimeout(patience)
      clearInterval(idling)
      await sender.close()
      await store.close()
      unlock()
    },
  }
}
