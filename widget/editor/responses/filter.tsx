import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SubmissionFilter } from '../api.ts'
import { Select, TextInput } from '../ui/field.tsx'

/** How long typing may pause before it is searched for, in ms. */
const TYPING_PAUSE = 300

const statuses = [
  { value: '', label: 'All' },
  { value: 'completed', label: 'Completed' },
  { value: 'partial', label: 'Not finished' },
]

interface FilterProps {
  filter: SubmissionFilter
  /** The form keeps what visitors do not finish. */
  hasPartials: boolean
  set: (filter: SubmissionFilter) => void
}

export function Filter({ filter, hasPartials, set }: FilterProps) {
  const typed = useSignal(filter.q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (filter.q === '') typed.value = ''
  }, [filter.q, typed])
  return (
    <search class={hasPartials ? 'filter filter-status' : 'filter'}>
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
      {hasPartials && (
        <Select
          label="Responses"
          value={filter.status}
          options={statuses}
          onChange={(status) => set({ ...filter, status: status as SubmissionFilter['status'] })}
        />
      )}
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
