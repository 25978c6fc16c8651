/** Addresses and screens: real paths over the browser's history, so that every screen can be linked and reloaded. */
import { type ReadonlySignal, signal } from '@preact/signals'

const webhookViews = ['deliveries', 'settings', 'payload', 'receiver', 'doctor'] as const
export type WebhookView = (typeof webhookViews)[number]
const isWebhookView = (name: string): name is WebhookView => webhookViews.some((view) => view === name)

/** The tabs of a form that are one screen each. */
export const plainTabs = ['build', 'design', 'display', 'logic', 'settings', 'responses', 'share'] as const
export type PlainTab = (typeof plainTabs)[number]

export type Route =
  | { screen: 'forms' }
  | { screen: 'setup'; token: string }
  /** `next` is where to go afterwards: a path of ours. */
  | { screen: 'sign-in'; next: string }
  | { screen: PlainTab; formId: string }
  | { screen: 'webhooks'; formId: string }
  | { screen: 'new-webhook'; formId: string }
  | { screen: 'webhook'; formId: string; webhookId: string; view: WebhookView; deliveryId: string | null }
  | { screen: 'inbox'; token: string }
  | { screen: 'api-keys' }
  | { screen: 'not-found' }

export const paths = {
  forms: '/',
  signIn: (next: string) => (next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`),
  build: (formId: string) => `/forms/${formId}/build`,
  design: (formId: string) => `/forms/${formId}/design`,
  display: (formId: string) => `/forms/${formId}/display`,
  logic: (formId: string) => `/forms/${formId}/logic`,
  settings: (formId: string) => `/forms/${formId}/settings`,
  integrations: (formId: string) => `/forms/${formId}/integrations`,
  newWebhook: (formId: string) => `/forms/${formId}/integrations/new`,
  webhook: (formId: string, webhookId: string, view: WebhookView = 'deliveries') =>
    `/forms/${formId}/integrations/${webhookId}${view === 'deliveries' ? '' : `/${view}`}`,
  delivery: (formId: string, webhookId: string, deliveryId: string) =>
    `/forms/${formId}/integrations/${webhookId}/deliveries/${deliveryId}`,
  responses: (formId: string) => `/forms/${formId}/responses`,
  /** The same, with one of them opened. */
  response: (formId: string, submissionId: string) =>
    `/forms/${formId}/responses?id=${encodeURIComponent(submissionId)}`,
  share: (formId: string) => `/forms/${formId}/share`,
  inbox: (token: string) => `/inbox/${token}`,
  apiKeys: '/api-keys',
} as const

/** The screen at an address: a path with its search and hash. */
export function parseRoute(address: string): Route {
  const url = URL.parse(address, 'http://editor.invalid')
  if (!url) return { screen: 'not-found' }
  const [first, second, third, fourth, fifth, sixth, ...more] = url.pathname.split('/').slice(1).map(decoded)
  const tooLong = more.length > 0
  switch (first) {
    case '':
    case 'forms':
      if (second === undefined || second === '') return { screen: 'forms' }
      return tooLong ? { screen: 'not-found' } : formRoute(second, [third, fourth, fifth, sixth])
    case 'setup':
      return second ? { screen: 'not-found' } : { screen: 'setup', token: setupToken(url) }
    case 'sign-in':
      return second ? { screen: 'not-found' } : { screen: 'sign-in', next: nextOf(url) }
    case 'api-keys':
      return second ? { screen: 'not-found' } : { screen: 'api-keys' }
    case 'inbox':
      return second && !third ? { screen: 'inbox', token: second } : { screen: 'not-found' }
    default:
      return { screen: 'not-found' }
  }
}

function formRoute(formId: string, [tab, id, view, deliveryId]: (string | undefined)[]): Route {
  const plain = plainTabs.find((name) => name === (tab || 'build'))
  if (plain) return id ? { screen: 'not-found' } : { screen: plain, formId }
  if (tab !== 'integrations') return { screen: 'not-found' }
  if (!id) return { screen: 'webhooks', formId }
  if (id === 'new') return view ? { screen: 'not-found' } : { screen: 'new-webhook', formId }
  const shown = view || 'deliveries'
  if (!isWebhookView(shown)) return { screen: 'not-found' }
  if (deliveryId && shown !== 'deliveries') return { screen: 'not-found' }
  return { screen: 'webhook', formId, webhookId: id, view: shown, deliveryId: deliveryId || null }
}

/** The one-time token: in the hash, which no server log sees, or in the search. */
const setupToken = (url: URL): string => decoded(url.hash.slice(1)) || (url.searchParams.get('token') ?? '')

/** Where to go after signing in. Only a path of this editor: an open redirect would lend our name to others. */
function nextOf(url: URL): string {
  const next = url.searchParams.get('next') ?? '/'
  if (!next.startsWith('/') || URL.parse(next, url)?.origin !== url.origin) return paths.forms
  const { screen } = parseRoute(next)
  return screen === 'not-found' || screen === 'sign-in' || screen === 'setup' ? paths.forms : next
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export interface Router {
  route: ReadonlySignal<Route>
  /** Goes to a path of ours; `replace` leaves no trace in the history. */
  navigate(path: string, options?: { replace?: boolean }): void
  /** The present path with its search. */
  here(): string
  /** Stops listening to the window. */
  stop(): void
}

/** Follows the window's address, and turns clicks on plain links of ours into navigation without a reload. */
export function startRouter(window: Window): Router {
  const { location, history, document } = window
  const address = () => location.pathname + location.search + location.hash
  const route = signal<Route>(parseRoute(address()))
  const follow = () => {
    route.value = parseRoute(address())
  }
  const navigate: Router['navigate'] = (path, { replace = false } = {}) => {
    if (path !== address()) history[replace ? 'replaceState' : 'pushState'](null, '', path)
    const before = route.peek()
    follow()
    if (!isSameView(before, route.peek())) window.scrollTo(0, 0)
  }
  const onClick = (event: MouseEvent) => {
    const path = ownLink(event, location.origin)
    if (path === null) return
    event.preventDefault()
    navigate(path)
  }
  window.addEventListener('popstate', follow)
  document.addEventListener('click', onClick)
  return {
    route,
    navigate,
    here: () => location.pathname + location.search,
    stop() {
      window.removeEventListener('popstate', follow)
      document.removeEventListener('click', onClick)
    },
  }
}

/** A log that is filtered, or of which a delivery is opened, stays where it is. */
const isSameView = (before: Route, after: Route): boolean =>
  before.screen === 'webhook' &&
  after.screen === 'webhook' &&
  before.webhookId === after.webhookId &&
  before.view === after.view

/** The path that a plain click on one of the editor's own links asks for. */
function ownLink(event: MouseEvent, origin: string): string | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link?.href || link.target || link.hasAttribute('download')) return null
  const url = URL.parse(link.href)
  if (url?.origin !== origin) return null
  const path = url.pathname + url.search + url.hash
  return parseRoute(path).screen === 'not-found' ? null : path
}
