/** Above a log: what can be done with several of it. */
import { RotateCw } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../ui/button.tsx'

interface LogActionsProps {
  /** How many are shown that could be sent again, and how many of those are selected. */
  sendable: number
  chosen: number
  busy: boolean
  onAll: (all: boolean) => void
  onResend: () => void
}

export function LogActions({ sendable, chosen, busy, onAll, onResend }: LogActionsProps) {
  const box = useRef<HTMLInputElement>(null)
  const isSome = chosen > 0 && chosen < sendable
  useEffect(() => {
    // There is no attribute for it.
    if (box.current) box.current.indeterminate = isSome
  }, [isSome])
  return (
    <div class="log-head">
      <label class="log-all">
        <input
          ref={box}
          type="checkbox"
          checked={chosen > 0 && chosen === sendable}
          disabled={sendable === 0}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
        <span>{chosen > 0 ? `${chosen} selected` : `Select all ${sendable} shown`}</span>
      </label>
      {chosen > 0 ? (
        <Button size="small" icon={RotateCw} busy={busy} onClick={onResend}>
          Send {chosen} again
        </Button>
      ) : (
        <p class="small soft live">
          <span class="live-dot" aria-hidden="true" />
          Up to date by itself
        </p>
      )}
    </div>
  )
}
