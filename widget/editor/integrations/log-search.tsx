/** The inputs that filter a log. */
import { deliveryStates } from '@fieldpost/shared/resources.ts'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { LogFilter } from '../api.ts'
import { Select, TextInput } from '../ui/field.tsx'
import { eventNames, localMoment, momentOf } from './log-filter.ts'
import { stateWords } from './log-row.tsx'

/** How long typing may pause before it is searched for, in ms. */
const TYPING_PAUSE = 300

const statusClasses = [
  { value: '', label: 'Any' },
  { value: '2xx', label: '2xx: taken' },
  { value: '3xx', label: '3xx: redirected' },
  { value: '4xx', label: '4xx: refused' },
  { value: '5xx', label: '5xx: failed' },
  { value: 'none', label: 'No answer' },
]
/** Those that owners meet most. */
const statuses = ['400', '401', '403', '404', '408', '410', '413', '422', '429', '500', '502', '503', '504']

interface LogSearchProps {
  filter: LogFilter
  /** `typing`: it is one of many changes of one text. */
  set: (change: Partial<LogFilter>, typing?: boolean) => void
}

export function LogSearch({ filter, set }: LogSearchProps) {
  const typed = useSignal(filter.q)
  /** Where there is room, and where some of them are set. On a phone, all six would stand before the log. */
  const more = useRef(
    Boolean(filter.event || filter.q || filter.from || filter.to) || matchMedia('(width >= 48rem)').matches,
  )
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    typed.value = filter.q
  }, [filter.q, typed])
  const known = filter.status === '' || /xx|none/.test(filter.status) || statuses.includes(filter.status)
  return (
    <search class="stack-s" aria-label="Deliveries">
      <div class="log-search">
        <Select
          label="State"
          value={filter.state}
          options={[
            { value: '', label: 'Any' },
            ...deliveryStates.map((value) => ({ value, label: stateWords[value].label })),
          ]}
          onChange={(state) => set({ state })}
        />
        <Select
          label="Answer"
          value={filter.status}
          options={[...statusClasses, ...(known ? statuses : [filter.status, ...statuses]).map(asOption)]}
          onChange={(status) => set({ status })}
        />
      </div>
      <details class="log-more" open={more.current || undefined}>
        <summary>More filters</summary>
        <div class="log-search">
          <Select
            label="Event"
            value={filter.event}
            options={[{ value: '', label: 'Any' }, ...eventNames.map(asOption)]}
            onChange={(event) => set({ event })}
          />
          <TextInput
            label="Id"
            type="search"
            mono
            placeholder="Delivery, event, submission"
            maxLength={200}
            value={typed.value}
            onInput={(text) => {
              typed.value = text
              clearTimeout(timer.current)
              timer.current = setTimeout(() => set({ q: text.trim() }, true), TYPING_PAUSE)
            }}
          />
          <TextInput
            label="From"
            type="datetime-local"
            value={localMoment(filter.from)}
            onInput={(text) => set({ from: momentOf(text) }, true)}
          />
          <TextInput
            label="Until"
            type="datetime-local"
            value={localMoment(filter.to)}
            onInput={(text) => set({ to: momentOf(text) }, true)}
          />
        </div>
      </details>
    </search>
  )
}

const asOption = (value: string) => ({ value, label: value })
