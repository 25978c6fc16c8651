/** How often a form comes by itself, and what its visitors' browsers remember for that. */
import type { Display } from '@fieldpost/shared/display.ts'

const DAY_MS = 86_400_000

/** What a visitor did with a form, in milliseconds since 1970. Having seen it is no deed. */
export interface Deeds {
  closed?: number
  sent?: number
}

/** Whether a form may come by itself to somebody who has done this. */
export function mayCome(
  frequency: Display['frequency'],
  { closed = 0, sent = 0 }: Deeds,
  now: number,
): boolean {
  if (frequency === 'always') return true
  // Who has closed it is left alone for a day.
  if (frequency === 'until-submitted') return sent === 0 && now - closed >= DAY_MS
  const last = Math.max(closed, sent)
  return last === 0 || (typeof frequency === 'number' && now - last >= frequency * DAY_MS)
}

export interface Memory {
  read(): Deeds
  write(deed: keyof Deeds, now: number): void
}

/** Where browsers keep it: `sessionStorage` for as long as a tab, `localStorage` for good. */
export type Keep = () => Pick<Storage, 'getItem' | 'setItem'>

/**
 * The memory of a form. Nothing is written before the visitor acts, nor what the form's frequency does not ask
 * about. Where a browser refuses to store, it lasts as long as the page.
 */
export function memoryOf(form: string, frequency: Display['frequency'], keep: Keep): Memory {
  const name = `fieldpost:${form}`
  let deeds: Deeds = {}
  function read() {
    try {
      deeds = { ...deeds, ...JSON.parse(keep().getItem(name) ?? '{}') }
    } catch {}
    return deeds
  }
  return {
    read,
    write(deed, now) {
      deeds = { ...read(), [deed]: now }
      if (frequency === 'always') return
      try {
        keep().setItem(name, JSON.stringify(deeds))
      } catch {}
    },
  }
}
