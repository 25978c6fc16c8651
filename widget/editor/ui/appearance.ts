/** Light, dark, or as the system has it: the owner's choice, kept in this browser. */
import { effect, signal } from '@preact/signals'

export const appearances = ['auto', 'light', 'dark'] as const
export type Appearance = (typeof appearances)[number]

const KEY = 'fieldpost-appearance'

export const appearance = signal<Appearance>('auto')

/** What the editor looks like at this moment. */
export function seenScheme(): 'light' | 'dark' {
  const chosen = appearance.peek()
  if (chosen !== 'auto') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Reads the choice, and puts it on the page whenever it changes. */
export function followAppearance() {
  const stored = appearances.find((each) => each === read())
  if (stored) appearance.value = stored
  effect(() => {
    document.documentElement.dataset.appearance = appearance.value
    try {
      localStorage.setItem(KEY, appearance.value)
    } catch {
      // Storage can be forbidden; the choice then lasts as long as the page.
    }
  })
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
