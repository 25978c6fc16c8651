import { type Resent, resendMost, type Webhook } from '@fieldpost/shared/resources.ts'
import { resendDeliveries } from '../api.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** Sends these again, and tells how that went; gives whether it did. */
export async function resendAll(webhook: Webhook, ids: readonly string[]): Promise<boolean> {
  const told: Resent = { due: 0, refused: [] }
  try {
    for (let at = 0; at < ids.length; at += resendMost) {
      const part = await resendDeliveries(webhook.id, ids.slice(at, at + resendMost))
      told.due += part.due
      told.refused.push(...part.refused)
    }
  } catch (error) {
    toastError(error)
    return false
  }
  toast(sentence(told, webhook), { bad: told.due === 0 })
  return true
}

/** Until when nothing is sent to this webhook; null while it is sent to. */
export const heldWords = ({ active, paused }: Webhook): string | null =>
  !active ? 'until the webhook is switched on' : paused ? 'until the webhook is resumed' : null

function sentence({ due, refused }: Resent, webhook: Webhook): string {
  const held = heldWords(webhook)
  const sent = held
    ? `${due} ${due === 1 ? 'waits' : 'wait'} ${held}`
    : due === 1
      ? 'Sent again, with the same id and the same bytes'
      : `${due} are sent again, with the same ids and the same bytes`
  if (refused.length === 0) return sent
  const not = `${refused.length} ${refused.length === 1 ? 'was' : 'were'} not: ${refused[0]?.detail}`
  return due === 0 ? not : `${sent}; ${not}`
}
