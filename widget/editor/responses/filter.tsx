import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SubmissionFilter } from '../api.ts'
import { TextInput } from '../ui/field.tsx'

/** How long typing may pause before it is searched for, in ms. */
const TYPING_PAUSE = 300

export function Filter({
  filter,
  set,
}: {
  filter: SubmissionFilter
  set: (filter: SubmissionFilter) => void
}) {
  const typed = useSignal(filter.q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (filter.q === '') typed.value = ''
  }, [filter.q, typed])
  return (
    <search class="filter">
      <TextInput
        class="filter-search"
        label="Search the answers"
        type="search"
        value={typed.value}
        onInput={(text) => {
          typed.value = text
          clearTimeout(timer.current)
          timer.current = setTimeout(() => set({ ...filter, q: text.trim() }), TYPING_PAUSE)
        }}
      />
      <TextInput
        label="From"
        type="date"
        value={filter.from}
        max={filter.to}
        onInput={(from) => set({ ...filter, from })}
      />
      <TextInput
        label="To"
        type="date"
        value={filter.to}
        min={filter.from}
        onInput={(to) => set({ ...filter, to })}
      />
    </search>
  )
}
