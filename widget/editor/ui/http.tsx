/** Headers and bodies of requests, as something to read. */
import { useSignal } from '@preact/signals'
import { Segments } from './choice.tsx'
import { Code } from './copy.tsx'

/** What is looked for first: whether it is genuine, then what it is. */
const TELLING = [/^x-.*signature/i, /signature/i, /^x-webhook-/i, /^webhook-/i, /^content-type$/i]

const rank = (name: string): number => {
  const place = TELLING.findIndex((pattern) => pattern.test(name))
  return place < 0 ? TELLING.length : place
}

export function HeaderList({ headers }: { headers: Readonly<Record<string, string>> }) {
  const entries = Object.entries(headers).sort(([a], [b]) => rank(a) - rank(b))
  if (entries.length === 0) return <p class="soft small">No headers.</p>
  return (
    <dl class="headers">
      {entries.map(([name, value]) => (
        <div key={name} class={/signature/i.test(name) ? 'header-pair header-pair-signature' : 'header-pair'}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const views = [
  { value: 'pretty', label: 'Pretty' },
  { value: 'raw', label: 'Raw' },
] as const

/** A body, laid out for reading where that is possible, and byte for byte. */
export function Payload({ text, type, label }: { text: string; type: string; label: string }) {
  const view = useSignal<'pretty' | 'raw'>('pretty')
  const pretty = prettyOf(text, type)
  return (
    <div class="stack-s">
      {pretty !== null && pretty !== text && (
        <Segments
          label={`How to show ${label}`}
          hideLabel
          value={view.value}
          options={views}
          onChange={(value) => {
            view.value = value
          }}
        />
      )}
      <Code text={view.value === 'pretty' && pretty !== null ? pretty : text} label={label} />
    </div>
  )
}

/** The text laid out by its type; null when it is no such thing. */
function prettyOf(text: string, type: string): string | null {
  if (/[/+]json\b/i.test(type)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2)
    } catch {
      return null
    }
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return null
  return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n')
}
