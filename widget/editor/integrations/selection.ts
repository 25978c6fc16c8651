/** Several of a log, selected. What is selected stays while the log renews itself. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

/** `key` says what is listed; of something else nothing is selected. */
export function useSelection(key: string) {
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  useEffect(() => {
    chosen.value = new Set()
    last.current = null
  }, [key, chosen])
  return {
    chosen: chosen.value,
    clear() {
      chosen.value = new Set()
    },
    all(ids: readonly string[]) {
      chosen.value = new Set(ids)
    },
    /** Selects one or not; with `reach` all of `ids` between it and the one before. */
    set(id: string, selected: boolean, reach: boolean, ids: readonly string[]) {
      const from = reach && last.current ? ids.indexOf(last.current) : -1
      const to = ids.indexOf(id)
      const touched = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1)
      const next = new Set(chosen.value)
      for (const each of touched) {
        if (selected) next.add(each)
        else next.delete(each)
      }
      chosen.value = next
      last.current = id
    },
  }
}
