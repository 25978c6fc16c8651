/** One delivery in a log. */
import type { DeliveryState, DeliverySummary } from '@fieldpost/shared/resources.ts'
import { RotateCw } from 'lucide'
import { IconButton } from '../ui/button.tsx'
import { Ago, Due } from '../ui/time.tsx'

export const stateWords: Record<DeliveryState, { label: string; look: string }> = {
  pending: { label: 'Pending', look: 'badge-accent' },
  succeeded: { label: 'Delivered', look: 'badge-good' },
  failed: { label: 'Failed', look: 'badge-bad' },
  parked: { label: 'Parked', look: 'badge-warn' },
  discarded: { label: 'Discarded', look: '' },
  cancelled: { label: 'Cancelled', look: '' },
}

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const { label, look } = stateWords[state]
  return <span class={`badge ${look}`}>{label}</span>
}

/** What it told of was erased: there is nothing left to send. */
export const canBeSent = ({ state }: Pick<DeliverySummary, 'state'>): boolean => state !== 'cancelled'

interface LogRowProps {
  delivery: DeliverySummary
  href: string
  isOpen: boolean
  isSelected: boolean
  /** `reach`: with the shift key, up to the one that was selected before. */
  onSelect: (selected: boolean, reach: boolean) => void
  onResend: () => void
}

export function LogRow({ delivery, href, isOpen, isSelected, onSelect, onResend }: LogRowProps) {
  const { state, eventType, lastStatus, lastError, attempts, dueAt, createdAt } = delivery
  const when = new Date(createdAt).toLocaleString()
  return (
    <li class={`log-row ${isOpen || isSelected ? 'log-row-open' : ''}`}>
      <label class="log-select">
        <input
          type="checkbox"
          checked={isSelected}
          disabled={!canBeSent(delivery)}
          aria-label={`Select ${eventType} of ${when}`}
          onClick={(event) => onSelect(event.currentTarget.checked, event.shiftKey)}
        />
      </label>
      <DeliveryBadge state={state} />
      <a class="log-event mono" href={href}>
        {breakable(eventType)}
      </a>
      <span class="log-answer">
        {lastStatus !== null ? `Answer ${lastStatus}` : (lastError ?? 'Not sent yet')}
      </span>
      <span class="log-when soft">
        {state === 'pending' && attempts > 0 && dueAt ? (
          <>
            next <Due at={dueAt} />
          </>
        ) : (
          <Ago at={createdAt} />
        )}
        {attempts > 1 && ` · ${attempts} attempts`}
      </span>
      <span class="log-again">
        {canBeSent(delivery) && (
          <IconButton icon={RotateCw} label={`Send ${eventType} of ${when} again`} onClick={onResend} />
        )}
      </span>
    </li>
  )
}

/** An event's name that may go on in another line after its dots, and not within a word. */
const breakable = (name: string) =>
  name.split('.').map((part, index) =>
    index === 0 ? (
      part
    ) : (
      <>
        .<wbr />
        {part}
      </>
    ),
  )
