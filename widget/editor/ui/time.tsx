/** Moments in the owner's own language and zone. */
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const near = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const steps = [
  { unit: 'second', seconds: 1, most: 60 },
  { unit: 'minute', seconds: 60, most: 60 },
  { unit: 'hour', seconds: 3_600, most: 24 },
  { unit: 'day', seconds: 86_400, most: 7 },
] as const

/** What is nearer than this is not counted, in ms. */
const SOON = 10_000

/** "3 minutes ago" for what is near, a date for what is not. */
function ago(iso: string, now = Date.now()): string {
  const moment = Date.parse(iso)
  const seconds = (moment - now) / 1_000
  if (Math.abs(moment - now) < SOON) return 'just now'
  for (const { unit, seconds: size, most } of steps) {
    const count = Math.round(seconds / size)
    if (Math.abs(count) < most) return relative.format(count, unit)
  }
  return day.format(moment)
}

export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact.format(Date.parse(at))}>
      {ago(at)}
    </time>
  )
}

/** When something is due: what is, or nearly, comes soon, and not "just now". */
export function Due({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact.format(Date.parse(at))}>
      {Date.parse(at) - Date.now() < SOON ? 'in a moment' : ago(at)}
    </time>
  )
}

/** The day and the minute; the second is in its title. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact.format(Date.parse(at))}>
      {near.format(Date.parse(at))}
    </time>
  )
}

/** "84 ms", "1.2 s". */
export const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`

/** "90 seconds", "5 minutes", "6 hours", "3 days": the largest unit that leaves no rest. */
export function span(seconds: number): string {
  const [size, unit] =
    seconds % 86_400 === 0
      ? [86_400, 'day']
      : seconds % 3_600 === 0
        ? [3_600, 'hour']
        : seconds % 60 === 0
          ? [60, 'minute']
          : [1, 'second']
  const count = seconds / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
