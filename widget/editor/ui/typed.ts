import { useSignal } from '@preact/signals'

/** What a text means, or what is wrong with it. */
export type Parsed<Value> = { value: Value } | { error: string }

interface Typed<Value> {
  value: Value
  format: (value: Value) => string
  parse: (text: string) => Parsed<Value>
  set: (value: Value) => void
}

/**
 * An input for a value that not every text is. What is valid is set at once. What is not stays in the input with its
 * error, and the value stays as it was. When the value changes otherwise, by undo for one, the input shows it.
 */
export function useTyped<Value>({ value, format, parse, set }: Typed<Value>) {
  const typed = useSignal<string | null>(null)
  const parsed = typed.value === null ? null : parse(typed.value)
  const error = parsed && 'error' in parsed ? parsed.error : ''
  // "1." means 1 and is on the way to 1.5: it stays as typed as long as it means the value.
  const isMeant = parsed && 'value' in parsed && JSON.stringify(parsed.value) === JSON.stringify(value)
  return {
    value: typed.value !== null && (error || isMeant) ? typed.value : format(value),
    error,
    onInput(text: string) {
      typed.value = text
      const next = parse(text)
      if ('value' in next) set(next.value)
    },
    onBlur() {
      if (!error) typed.value = null
    },
  }
}
