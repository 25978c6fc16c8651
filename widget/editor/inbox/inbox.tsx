/** What arrived at the built-in receiver, live: the same on its own screen and on the demo page. */
import type { InboxMessage, List } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { CloudOff, Radio, ShieldAlert, ShieldCheck, ShieldOff, Trash2 } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { clearMessages, listMessages } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { HeaderList, Payload } from '../ui/http.tsx'
import { Icon } from '../ui/icon.tsx'
import { Empty, Failure, Skeleton, useLoad, Waiting } from '../ui/load.tsx'
import { usePolling } from '../ui/poll.ts'
import { Ago } from '../ui/time.tsx'
import { announce, toastError } from '../ui/toast.tsx'

/** How often the inbox is read, in ms: a delivery should be seen the moment it arrives. */
const REFRESH = 600

interface InboxProps {
  token: string
  /** What to say while nothing has arrived. */
  empty: string
}

export function Inbox({ token, empty }: InboxProps) {
  const messages = useLoad(token, (signal) => listMessages(token, signal))
  const chosen = useSignal<string | null>(null)
  const lost = useSignal(false)
  const newest = useRef<string | null | undefined>(undefined)

  usePolling(async () => {
    const now = messages.value.peek()
    if (now.state !== 'ready') return
    try {
      const fresh = await listMessages(token)
      lost.value = false
      if (isNews(now.data, fresh)) messages.set(fresh)
    } catch {
      lost.value = true
    }
  }, REFRESH)

  const now = messages.value.value
  const first = now.state === 'ready' ? (now.data.items[0]?.id ?? null) : undefined
  useEffect(() => {
    // What was there before is no news.
    if (newest.current !== undefined && first && first !== newest.current) announce('A webhook arrived')
    if (first !== undefined) newest.current = first
  }, [first])

  if (now.state === 'failed') return <Failure error={now.error} retry={() => void messages.reload()} />
  if (now.state === 'loading') {
    return (
      <Waiting>
        <Skeleton lines={3} tall />
      </Waiting>
    )
  }
  const { items } = now.data
  const shown = items.find(({ id }) => id === chosen.value) ?? items[0]

  async function clear() {
    try {
      await clearMessages(token)
      messages.set({ items: [], next: null })
    } catch (error) {
      toastError(error)
    }
  }

  return (
    <section class="inbox" aria-label="Received webhooks">
      <div class="inbox-bar">
        <p class={lost.value ? 'live live-lost' : 'live'} role="status">
          {lost.value ? <Icon of={CloudOff} size={16} /> : <span class="live-dot" aria-hidden="true" />}
          {lost.value ? 'The relay does not answer. Trying again…' : 'Listening'}
        </p>
        {items.length > 0 && (
          <Button size="small" kind="quiet" icon={Trash2} onClick={() => void clear()}>
            Clear
          </Button>
        )}
      </div>
      {shown ? (
        <div class="inbox-sides">
          <ul class="inbox-list">
            {items.map((message) => (
              <li key={message.id}>
                <button
                  type="button"
                  class="inbox-message"
                  aria-pressed={message.id === shown.id}
                  onClick={() => {
                    // The newest is shown anyway, and so is the next that comes.
                    chosen.value = message.id === items[0]?.id ? null : message.id
                  }}
                >
                  <SignatureSign of={message.signature} />
                  <span class="inbox-message-words">
                    <span class="mono">{eventOf(message)}</span>
                    <span class="soft small">
                      <Ago at={message.receivedAt} />
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Message key={shown.id} message={shown} />
        </div>
      ) : (
        <Empty icon={Radio} title="Waiting for the first webhook">
          <p>{empty}</p>
        </Empty>
      )}
    </section>
  )
}

const isNews = (shown: List<InboxMessage>, fresh: List<InboxMessage>): boolean =>
  shown.items.length !== fresh.items.length || shown.items[0]?.id !== fresh.items[0]?.id

const eventOf = (message: InboxMessage): string =>
  Object.entries(message.headers).find(([name]) => name.toLowerCase() === 'x-webhook-event')?.[1] ??
  message.method

const signs = {
  valid: { icon: ShieldCheck, label: 'Signature valid', look: 'badge-good' },
  invalid: { icon: ShieldAlert, label: 'Signature not valid', look: 'badge-bad' },
  unsigned: { icon: ShieldOff, label: 'Not signed', look: 'badge-warn' },
} as const

function SignatureSign({ of }: { of: InboxMessage['signature'] }) {
  const { icon, label } = signs[of]
  return (
    <span class={`sign sign-${of}`} title={label}>
      <Icon of={icon} />
      <span class="visually-hidden">{label}</span>
    </span>
  )
}

function Message({ message }: { message: InboxMessage }) {
  const { icon, label, look } = signs[message.signature]
  const type =
    Object.entries(message.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return (
    <article class="inbox-detail">
      <div class="row row-apart">
        <span class={`badge badge-large ${look}`}>
          <Icon of={icon} />
          {label}
        </span>
        <span class="soft small">
          {message.method} · <Ago at={message.receivedAt} />
        </span>
      </div>
      {message.reason && <p class="small soft">{message.reason}</p>}
      <section class="stack-s">
        <h3>Body</h3>
        {message.body ? (
          <Payload text={message.body} type={type} label="the body" />
        ) : (
          <p class="soft small">It has no body.</p>
        )}
      </section>
      <section class="stack-s">
        <h3>Headers</h3>
        <HeaderList headers={message.headers} />
      </section>
    </article>
  )
}
