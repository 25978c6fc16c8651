/** What a log is filtered by, as its address has it: so that it can be reloaded, linked, and gone back to. */
import { deliveryStates } from '@fieldpost/shared/resources.ts'
import { eventTypes } from '@fieldpost/shared/webhook/event.ts'
import type { LogFilter } from '../api.ts'

export const everything: LogFilter = { state: '', event: '', status: '', from: '', to: '', q: '' }

export const eventNames: readonly string[] = [...eventTypes, 'webhook.test']

const isMoment = (text: string) => text !== '' && !Number.isNaN(Date.parse(text))

/** What each may be; an address that says something else is read as if it did not. */
const fits: Record<keyof LogFilter, (text: string) => boolean> = {
  state: (text) => deliveryStates.some((state) => state === text),
  event: (text) => eventNames.includes(text),
  status: (text) => /^([1-5]xx|[1-9]\d\d|none)$/.test(text),
  from: isMoment,
  to: isMoment,
  q: (text) => text.length <= 200,
}

/** The filter in an address of ours. */
export function filterOf(address: string): LogFilter {
  const given = URL.parse(address, 'http://editor.invalid')?.searchParams
  const filter = { ...everything }
  for (const name of Object.keys(fits) as (keyof LogFilter)[]) {
    const text = given?.get(name)?.trim() ?? ''
    if (fits[name](text)) filter[name] = text
  }
  return filter
}

/** `?state=failed`; nothing when nothing is filtered. */
export function queryOf(filter: LogFilter): string {
  const query = new URLSearchParams()
  for (const [name, text] of Object.entries(filter)) if (text) query.set(name, text)
  return query.size > 0 ? `?${query}` : ''
}

/** A moment as an input of type datetime-local has it, in the owner's own zone; empty for none. */
export function localMoment(iso: string): string {
  const date = new Date(iso)
  const ms = date.getTime()
  if (Number.isNaN(ms)) return ''
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The moment in such an input; empty while there is none. */
export function momentOf(local: string): string {
  const ms = Date.parse(local)
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString()
}
