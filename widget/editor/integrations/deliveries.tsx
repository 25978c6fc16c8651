/** A webhook's log: newest first, filtered as its address says, and by itself up to date while it is looked at. */
import type { DeliveryList, Webhook } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { Inbox, SearchX } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { type LogFilter, listDeliveries } from '../api.ts'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Show, Skeleton, useLoad } from '../ui/load.tsx'
import { withNewest } from '../ui/newest.ts'
import { usePolling } from '../ui/poll.ts'
import { Moment } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'
import { LogActions } from './log-actions.tsx'
import { everything, filterOf, queryOf } from './log-filter.ts'
import { canBeSent, LogRow } from './log-row.tsx'
import { LogSearch } from './log-search.tsx'
import { resendAll } from './resend.ts'
import { useSelection } from './selection.ts'

/** How often the log is read again, in ms; seldomer when that looks through much of it. */
const REFRESH = 2_500
const REFRESH_SEARCH = 15_000

interface Log extends DeliveryList {
  /** Older parts were asked for. */
  further: boolean
  /** When it was read last. */
  readAt: number
}

const asLog = (list: DeliveryList, further = false): Log => ({ ...list, further, readAt: Date.now() })

interface DeliveriesProps {
  formId: string
  webhook: Webhook
  /** The delivery whose detail is open. */
  open: string | null
  /** What the log is filtered by: see `queryOf`. */
  query: string
}

export function Deliveries({ formId, webhook, open, query }: DeliveriesProps) {
  const filter = filterOf(query)
  const key = `${webhook.id} ${query}`
  const latest = useRef(key)
  latest.current = key
  const busy = useSignal(false)
  const selection = useSelection(key)
  const log = useLoad(key, async (signal) => asLog(await listDeliveries(webhook.id, filter, null, signal)))

  async function refresh() {
    const now = log.value.peek()
    if (now.state !== 'ready') return
    try {
      const fresh = await listDeliveries(webhook.id, filter, null)
      const isSame = log.value.peek() === now && latest.current === key
      if (isSame) log.set(renewed(now.data, fresh))
    } catch {
      // The next time may work; what is shown stays, and a lost session has led to the sign-in already.
    }
  }
  usePolling(async () => {
    const now = log.value.peek()
    if (now.state !== 'ready' || busy.peek()) return
    if (now.data.searchedTo === null || Date.now() - now.data.readAt >= REFRESH_SEARCH) await refresh()
  }, REFRESH)

  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])

  /** Looks further back until something is found: a long log is looked through bit by bit. */
  async function more(shown: Log) {
    busy.value = true
    try {
      let all = shown
      do {
        const part = await listDeliveries(webhook.id, filter, all.next)
        if (!isHere.current || latest.current !== key) return
        all = asLog({ ...part, items: [...all.items, ...part.items] }, true)
        log.set(all)
      } while (all.next && all.items.length === shown.items.length)
    } catch (error) {
      toastError(error)
    } finally {
      busy.value = false
    }
  }

  function setFilter(change: Partial<LogFilter>, typing = false) {
    // What the address says by now: this may be drawn a moment later.
    const next = { ...filterOf(router.here()), ...change }
    const path = paths.webhook(formId, webhook.id) + queryOf(next)
    router.navigate(path, { replace: typing && query !== '' })
  }

  async function resend(ids: readonly string[]) {
    busy.value = true
    const done = await resendAll(webhook, ids)
    busy.value = false
    if (!done) return
    selection.clear()
    await refresh()
  }

  return (
    <section class="stack" aria-label="Deliveries">
      <LogSearch filter={filter} set={setFilter} />
      <Show of={log} loading={<Skeleton lines={4} />}>
        {(data) => {
          const sendable = data.items.filter(canBeSent).map(({ id }) => id)
          const chosen = sendable.filter((id) => selection.chosen.has(id))
          return (
            <>
              {data.items.length > 0 && (
                <>
                  <LogActions
                    sendable={sendable.length}
                    chosen={chosen.length}
                    busy={busy.value}
                    onAll={(all) => (all ? selection.all(sendable) : selection.clear())}
                    onResend={() => void resend(chosen)}
                  />
                  <ul class="log">
                    {data.items.map((delivery) => (
                      <LogRow
                        key={delivery.id}
                        delivery={delivery}
                        href={paths.delivery(formId, webhook.id, delivery.id) + query}
                        isOpen={delivery.id === open}
                        isSelected={selection.chosen.has(delivery.id)}
                        onSelect={(selected, reach) => selection.set(delivery.id, selected, reach, sendable)}
                        onResend={() => void resend([delivery.id])}
                      />
                    ))}
                  </ul>
                </>
              )}
              {data.items.length === 0 && !data.next && (
                <div class="card">
                  {query ? <NothingFound reset={() => setFilter(everything)} /> : <Nothing />}
                </div>
              )}
              <Older log={data} busy={busy.value} more={() => void more(data)} />
            </>
          )
        }}
      </Show>
    </section>
  )
}

/** What was found further back stays, and where that ended. */
function renewed(shown: Log, fresh: DeliveryList): Log {
  if (!shown.further) return asLog(fresh)
  const { items } = withNewest(shown, fresh)
  return { ...shown, items, readAt: Date.now() }
}

function Older({
  log: { items, next, searchedTo },
  busy,
  more,
}: {
  log: Log
  busy: boolean
  more: () => void
}) {
  if (!next) return null
  return (
    <div class="more" aria-busy={busy}>
      {searchedTo && (
        <p class="soft small" role="status">
          {busy ? 'Looking' : 'Looked'} through the log back to <Moment at={searchedTo} />
          {items.length === 0 && !busy && ': nothing matches so far'}.
        </p>
      )}
      <Button busy={busy} onClick={more}>
        {searchedTo ? 'Look further back' : 'Show older deliveries'}
      </Button>
    </div>
  )
}

function NothingFound({ reset }: { reset: () => void }) {
  return (
    <Empty icon={SearchX} title="No delivery matches">
      <Button onClick={reset}>Show all</Button>
    </Empty>
  )
}

function Nothing() {
  return (
    <Empty icon={Inbox} title="Nothing was delivered yet">
      <p>Send a test, or submit the form: each delivery appears here within a moment.</p>
    </Empty>
  )
}
