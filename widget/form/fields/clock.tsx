/** The browser's own input for a day or a time: typed or picked, in the way that the visitor knows. */
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import type { FieldProps } from './frame.tsx'
import { input } from './input.tsx'

/** The value while the input shows half of one, which a script cannot read; no answer looks like it. */
const UNREADABLE = '?'

export function clock(
  props: FieldProps<FieldOf<'date' | 'time'>>,
  limits: { type: 'date' | 'time'; min: string | undefined; max: string | undefined },
) {
  const { value = '', change } = props
  // Half a date must not pass for an empty answer. No `input` event tells of it, but it was typed.
  const look = ({ currentTarget: { validity, value: now } }: { currentTarget: HTMLInputElement }) => {
    const next = validity.badInput ? UNREADABLE : now
    if (next !== value) change(next)
  }
  return input(
    // Assigning what is no date would wipe what is half typed.
    { ...props, value: value === UNREADABLE ? undefined : value },
    { ...limits, onInput: look, onKeyUp: look, onBlur: look },
  )
}
