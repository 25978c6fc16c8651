/** What the relay did by itself, as every screen shows it: asked for at the start, now and then, and after a change. */
import type { Notice, NoticeList } from '@fieldpost/shared/resources.ts'
import { effect, signal } from '@preact/signals'
import { dismissNotice, listNotices, onWebhookChanged } from '../api.ts'
import { webhookName } from '../integrations/list.tsx'
import { who } from '../state.ts'
import { announce, toastError } from '../ui/toast.tsx'

const none: NoticeList = { items: [], next: null, forms: [] }

export const notices = signal<NoticeList>(none)

/** Counts the questions, so that a slow answer does not replace a newer one. */
let round = 0

/** Asks the relay. When it cannot be asked, what is known stays: the screen itself tells of an outage. */
export async function askNotices(): Promise<void> {
  if (who.peek().state !== 'signed-in') return
  const own = ++round
  const list = await listNotices().catch(() => null)
  if (list === null || own !== round) return
  const known = new Set(notices.peek().items.map(({ id }) => id))
  const [fresh] = list.items.filter(({ id }) => !known.has(id))
  notices.value = list
  if (fresh) announce(`The relay paused the webhook ${nameOf(fresh)}.`)
}

export async function dismiss({ id }: Notice): Promise<void> {
  round++
  const { items, ...rest } = notices.peek()
  notices.value = { ...rest, items: items.filter((notice) => notice.id !== id) }
  try {
    await dismissNotice(id)
  } catch (error) {
    toastError(error)
  }
  await askNotices()
}

export const nameOf = ({ webhookName: name, webhookUrl: url }: Notice): string => webhookName({ name, url })

/** How a form's webhooks are doing when one is paused or failing. */
export const troubleOf = (formId: string) =>
  notices.value.forms.find((form) => form.formId === formId)?.trouble

onWebhookChanged(() => void askNotices())

// Nothing of one person's is there for the next.
effect(() => {
  if (who.value.state === 'signed-in') return void askNotices()
  round++
  notices.value = none
})
