/** Short messages about what just happened, and the way back. */
import { signal } from '@preact/signals'
import { CircleAlert, CircleCheck, X } from 'lucide'
import { messageOf } from '../request.ts'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

/** How long a message stays, in ms; one that offers something to do stays longer. */
const STAYS = 5_000
const STAYS_WITH_ACTION = 12_000

interface Toast {
  id: number
  text: string
  bad: boolean
  action?: { label: string; run: () => void } | undefined
}

const toasts = signal<readonly Toast[]>([])
let last = 0

const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

export function toast(text: string, { action, bad = false }: Partial<Pick<Toast, 'action' | 'bad'>> = {}) {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, bad, action }]
  setTimeout(() => dismiss(id), action || bad ? STAYS_WITH_ACTION : STAYS)
}

/** Tells about a failure that has no better place. */
export const toastError = (error: unknown) => toast(messageOf(error), { bad: true })

/** Where messages appear: once, at the root, and always there, so that screen readers listen to it. */
export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={toast.bad ? 'toast toast-bad' : 'toast'}>
          <Icon of={toast.bad ? CircleAlert : CircleCheck} />
          <p>{toast.text}</p>
          {toast.action && (
            <Button
              kind="quiet"
              size="small"
              onClick={() => {
                toast.action?.run()
                dismiss(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon={X} label="Dismiss" onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  )
}

const announcement = signal('')

/** Says something to screen readers that the eye sees anyway. */
export function announce(text: string) {
  // The same words twice would be silent the second time.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text
}

export function Announcer() {
  return (
    <p class="visually-hidden" aria-live="polite">
      {announcement}
    </p>
  )
}
