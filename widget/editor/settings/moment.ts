/** Moments as a `datetime-local` input has them: in the owner's own time, to the minute. */

const two = (n: number) => String(n).padStart(2, '0')

/** `YYYY-MM-DDTHH:MM` here, of a moment in ISO 8601; empty for none. */
export function toLocal(moment: string | null): string {
  const date = new Date(moment ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return ''
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment in ISO 8601, UTC, of what such an input holds; null for nothing, and for half of a moment. */
export function fromLocal(text: string): string | null {
  const date = new Date(text)
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** What the owner's own time is called, such as "Central European Time". */
export function zoneName(): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'long' }).formatToParts(new Date())
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'Your own time'
}
