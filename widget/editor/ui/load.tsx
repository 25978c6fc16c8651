/** What a screen shows while it loads, when it has nothing, and when loading failed. */
import { type ReadonlySignal, signal } from '@preact/signals'
import { type IconNode, RefreshCw, TriangleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { messageOf, RequestRefused } from '../request.ts'
import { paths } from '../router.ts'
import { Button, LinkButton } from './button.tsx'
import { Icon } from './icon.tsx'

type Loading<Data> =
  | { state: 'loading' }
  | { state: 'ready'; data: Data }
  | { state: 'failed'; error: unknown }

export interface Loaded<Data> {
  value: ReadonlySignal<Loading<Data>>
  /** Loads again; what is shown stays until the answer is there, unless it was a failure. */
  reload(): Promise<void>
  /** Shows other data, such as what a change answered. */
  set(data: Data): void
}

/** Loads when first drawn and whenever the key changes. What was under way is called off. */
export function useLoad<Data>(key: string, load: (signal: AbortSignal) => Promise<Data>): Loaded<Data> {
  const loader = useRef<ReturnType<typeof createLoader<Data>>>(undefined)
  loader.current ??= createLoader<Data>()
  const current = loader.current
  current.load = load
  useEffect(() => current.start(key), [current, key])
  return current
}

function createLoader<Data>() {
  const value = signal<Loading<Data>>({ state: 'loading' })
  let controller = new AbortController()
  let loaded: string | null = null
  const loader = {
    value,
    /** Replaced at every drawing, so that it sees what the component sees. */
    load: null as ((signal: AbortSignal) => Promise<Data>) | null,
    start(key: string) {
      if (loaded !== null && loaded !== key) value.value = { state: 'loading' }
      loaded = key
      void loader.reload()
      return () => controller.abort()
    },
    async reload() {
      controller.abort()
      const own = new AbortController()
      controller = own
      if (value.peek().state === 'failed') value.value = { state: 'loading' }
      try {
        const data = await loader.load?.(own.signal)
        if (data !== undefined && !own.signal.aborted) value.value = { state: 'ready', data }
      } catch (error) {
        if (!own.signal.aborted) value.value = { state: 'failed', error }
      }
    },
    set(data: Data) {
      value.value = { state: 'ready', data }
    },
  }
  return loader
}

/** Draws what is loaded, or what there is to say meanwhile. */
export function Show<Data>({
  of,
  loading,
  children,
}: {
  of: Loaded<Data>
  loading: ComponentChildren
  children: (data: Data) => ComponentChildren
}) {
  const now = of.value.value
  if (now.state === 'loading') return <Waiting>{loading}</Waiting>
  if (now.state === 'failed') return <Failure error={now.error} retry={() => void of.reload()} />
  return <>{children(now.data)}</>
}

/** Grey shapes where content will be; said once to screen readers. */
export function Waiting({ children }: { children: ComponentChildren }) {
  return (
    <div aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading…
      </p>
      <div class="skeletons" aria-hidden="true">
        {children}
      </div>
    </div>
  )
}

export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class={tall ? 'skeleton skeleton-tall' : 'skeleton'} />
      ))}
    </>
  )
}

export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const gone = error instanceof RequestRefused && error.status === 404
  return (
    <div class="notice-page" role="alert">
      <Icon of={TriangleAlert} size={28} />
      <h2>{gone ? 'This is not here' : 'This could not be loaded'}</h2>
      <p>{messageOf(error)}</p>
      {gone ? (
        <LinkButton href={paths.forms}>All forms</LinkButton>
      ) : (
        <Button icon={RefreshCw} onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

export function Empty({
  icon,
  title,
  children,
}: {
  icon: IconNode
  title: string
  children?: ComponentChildren
}) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon of={icon} size={26} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  )
}
