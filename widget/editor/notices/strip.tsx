/** The strip below the head of every screen: webhooks that the relay paused. Nothing at all when there are none. */
import type { Notice } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { TriangleAlert, X } from 'lucide'
import { useEffect } from 'preact/hooks'
import { paths } from '../router.ts'
import { router } from '../state.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { catchFocus } from '../ui/focus.ts'
import { Icon } from '../ui/icon.tsx'
import { usePolling } from '../ui/poll.ts'
import { Ago } from '../ui/time.tsx'
import { askNotices, dismiss, nameOf, notices } from './state.ts'

/** A pause is a matter of days. */
const EVERY_MS = 30_000
/** More would push the screen away. */
const SHOWN = 1

const reasons: Record<Notice['reason'], string> = {
  gone: 'its receiver answered 410, gone for good.',
  failing: 'everything sent to it failed for days.',
}

export function NoticeStrip() {
  usePolling(askNotices, EVERY_MS)
  const all = useSignal(false)
  const route = router.route.value
  // Its own screen says it already, with what can be done.
  const here = route.screen === 'webhook' ? route.webhookId : null
  const items = notices.value.items.filter(({ webhookId }) => webhookId !== here)
  if (items.length === 0) return null
  const shown = all.value ? items : items.slice(0, SHOWN)
  return (
    <section class="notice-strip" aria-label="Notices">
      <ul>
        {shown.map((notice) => (
          <Line key={notice.id} notice={notice} />
        ))}
      </ul>
      {items.length > SHOWN && (
        <Button
          kind="quiet"
          size="small"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value
          }}
        >
          {all.value ? 'Show fewer' : `Show ${items.length - SHOWN} more`}
        </Button>
      )}
    </section>
  )
}

function Line({ notice }: { notice: Notice }) {
  // The button that put it away goes with it.
  useEffect(() => catchFocus, [])
  return (
    <li class="notice-line">
      <Icon of={TriangleAlert} />
      <p>
        The webhook <a href={paths.webhook(notice.formId, notice.webhookId)}>{nameOf(notice)}</a> of{' '}
        <strong>{notice.formTitle}</strong> was paused <Ago at={notice.createdAt} />: {reasons[notice.reason]}{' '}
        What it was to be sent is kept and waits.
      </p>
      <IconButton
        icon={X}
        label={`Dismiss the notice about ${nameOf(notice)}`}
        onClick={() => void dismiss(notice)}
      />
    </li>
  )
}
