/** The relay's HTTP: every group of routes, with its headers and its guard. It never listens. */

import type { Demo } from '@fieldpost/shared/resources.ts'
import { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import type { Clock } from './clock.ts'
import type { AddressPolicy, Lookup } from './delivery/address.ts'
import type { Listeners } from './delivery/listen.ts'
import type { Sender } from './delivery/send.ts'
import type { Worker } from './delivery/worker.ts'
import { visitorAddress } from './http/address.ts'
import { type Assets, assetRoutes } from './http/assets.ts'
import { backlogRoutes } from './http/backlog.ts'
import { deliveryRoutes } from './http/deliveries.ts'
import { formRoutes } from './http/forms.ts'
import { createGuard, type Identifier, type OwnerEnv } from './http/guard.ts'
import { addHeaders, apiHeaders, publicHeaders } from './http/headers.ts'
import { hostedRoutes } from './http/hosted.ts'
import { inboxMessageRoutes, inboxReceiver, inboxRoutes } from './http/inbox.ts'
import { listenRoutes } from './http/listen.ts'
import { noticeRoutes } from './http/notices.ts'
import { openapiRoutes } from './http/openapi.ts'
import { operationsRoutes } from './http/operations.ts'
import { demoRoutes, pageRoutes } from './http/pages.ts'
import { payloadRoutes } from './http/payload.ts'
import { answerError, ProblemError, problemResponse } from './http/problem.ts'
import { publishedRoutes } from './http/published.ts'
import { reportRoutes } from './http/report.ts'
import { responseRoutes } from './http/responses.ts'
import { type SetupAuth, sessionRoutes, setupRoutes } from './http/session.ts'
import { submissionRoutes } from './http/submissions.ts'
import { createUploadGate } from './http/upload-gate.ts'
import { downloadRoutes, uploadRoutes } from './http/uploads.ts'
import { webhookActionRoutes } from './http/webhook-actions.ts'
import { webhookCheckRoutes } from './http/webhook-checks.ts'
import { webhookRoutes } from './http/webhooks.ts'
import type { Intake } from './intake/accept.ts'
import type { Metrics } from './metrics.ts'
import type { Vault } from './secrets.ts'
import type { Store } from './store/store.ts'
import type { Sweeper } from './uploads/sweep.ts'
import type { TakeUpload } from './uploads/take.ts'
import type { Uploads } from './uploads/uploads.ts'

/** Seconds that a browser may remember the answer to a preflight. */
const PREFLIGHT_HOLDS = '86400'

/** What the routes need of accounts; `createAuth` gives it. */
export interface AppAuth extends Identifier, SetupAuth {
  /** Answers everything below /api/auth; `address` is the client's. */
  handler(request: Request, address: string): Promise<Response>
}

export interface AppDeps {
  /** The origin that visitors and owners reach. */
  publicUrl: string
  /** Of Fieldpost. */
  version: string
  trustedProxies: readonly string[]
  submissionsPerMinute: number
  /** Most bytes of one file. */
  uploadBytes: number
  store: Store
  uploads: Pick<Uploads, 'open'>
  takeUpload: TakeUpload
  sweeper: Pick<Sweeper, 'clean'>
  auth: AppAuth
  vault: Vault
  intake: Intake
  worker: Pick<Worker, 'wake' | 'sendNow'>
  listeners: Pick<Listeners, 'lease' | 'record' | 'end' | 'test'>
  sender: Pick<Sender, 'send'>
  policy: Pick<AddressPolicy, 'resolveAndCheck'>
  lookup: Lookup
  metrics: Metrics
  /** The built widget and editor; null in a relay that serves none. */
  built: Assets | null
  demo: Demo | null
  clock: Clock
  log: { error(data: object, text: string): void }
}

export function createApp(deps: AppDeps): Hono {
  const { publicUrl, version, store, sweeper, auth, worker, metrics, built, demo, clock, log } = deps
  const guard = createGuard(deps)
  const address = visitorAddress(deps.trustedProxies)
  const wake = () => worker.wake()
  const uploadGate = createUploadGate(deps)
  const inbox = { ...deps, guard, demoToken: demo?.inboxToken ?? null }

  const app = new Hono()
  app.onError((error, c) => answerError(error, c, log))
  const methodsAt = methodFinder(app)
  app.notFound((c) => problemResponse(c, nothingHere(methodsAt, c.req.method, c.req.path)))

  // --- for visitors' pages

  // Before the others, with headers of its own: a route that no middleware fits is answered on Hono's short way.
  app.route('/v1/forms', submissionRoutes({ ...deps, uploadGate, count: metrics.countSubmission }))
  app.use('/v1/*', addHeaders(publicHeaders))
  app.options('/v1/*', (c) =>
    c.body(null, 204, {
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': PREFLIGHT_HOLDS,
    }),
  )
  app.route('/v1/forms', publishedRoutes(deps))
  app.route('/v1/forms', uploadRoutes({ ...deps, uploadGate }))
  app.route('/', hostedRoutes(deps))
  if (built) {
    for (const path of ['/embed.js', '/embed.d.ts', '/assets/*']) app.use(path, addHeaders(publicHeaders))
    app.route('/', assetRoutes(built))
  }

  // --- for anybody

  for (const path of ['/healthz', '/readyz', '/metrics']) app.use(path, addHeaders(apiHeaders))
  app.route('/', operationsRoutes(deps))
  app.route('/', inboxReceiver(inbox))
  app.use('/api/*', addHeaders(apiHeaders))
  app.all('/api/auth/*', async (c) => {
    const answer = await auth.handler(c.req.raw, address(c) ?? 'unknown')
    return c.newResponse(answer.body, answer)
  })
  app.route('/api', setupRoutes(auth))
  app.route('/api', demoRoutes(demo))
  app.route('/api', inboxMessageRoutes(inbox))
  app.route('/', openapiRoutes(app, { version, publicUrl }))

  // --- for owners

  const owners = new Hono<OwnerEnv>()
  owners.use('/*', guard.required)
  owners.route('/', sessionRoutes())
  owners.route('/', formRoutes({ store, sweeper }))
  owners.route('/', payloadRoutes({ store, clock }))
  owners.route('/', responseRoutes({ publicUrl, store, clock, wake, sweeper }))
  owners.route('/', downloadRoutes(deps))
  owners.route('/', reportRoutes({ store, clock }))
  owners.route('/', webhookRoutes(deps))
  owners.route('/', webhookActionRoutes(deps))
  owners.route('/', webhookCheckRoutes(deps))
  owners.route('/', backlogRoutes(deps))
  owners.route('/', deliveryRoutes({ store, worker }))
  owners.route('/', listenRoutes(deps))
  owners.route('/', noticeRoutes({ store }))
  owners.route('/', inboxRoutes({ store, publicUrl }))
  app.route('/api', owners)

  if (built) app.route('/', pageRoutes({ pages: built, publicUrl, demo }))
  return app
}

/** 404, or 405 with what is allowed where only the method is wrong. */
function nothingHere(methodsAt: (path: string) => string[], method: string, path: string): ProblemError {
  const allowed = methodsAt(path)
  if (allowed.length === 0 || allowed.includes(method)) {
    return new ProblemError('not-found', `${method} ${path} is nothing that this relay knows.`)
  }
  const allow = allowed.join(', ')
  return new ProblemError('method-not-allowed', `${path} takes ${allow}.`, { headers: { allow } })
}

/** Gives a function from a path to the methods that some route takes there. */
function methodFinder(app: Hono) {
  let router: TrieRouter<string> | undefined
  return (path: string): string[] => {
    if (!router) {
      router = new TrieRouter()
      for (const { method, path } of app.routes) {
        if (method !== 'ALL' && method !== 'OPTIONS') router.add('ALL', path, method)
      }
    }
    const methods = new Set(router.match('ALL', path)[0].map(([method]) => method))
    if (methods.has('GET')) methods.add('HEAD')
    return [...methods].sort()
  }
}
