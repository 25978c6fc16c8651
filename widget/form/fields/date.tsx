import { dateFault } from '@fieldpost/shared/fields/date.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { input } from './input.tsx'
import type { Kind } from './kind.ts'

/** The value while the input shows half a date, which a script cannot read; no answer looks like it. */
const UNREADABLE = '?'

/** The browser's own date input: typed or picked, in the order that the visitor knows. */
export const date: Kind<FieldOf<'date'>> = {
  fault: dateFault,
  draw(props) {
    const { field, value = '', change } = props
    // Half a date must not pass for an empty answer. No `input` event tells of it, but it was typed.
    const look = ({ currentTarget: { validity, value: now } }: { currentTarget: HTMLInputElement }) => {
      const next = validity.badInput ? UNREADABLE : now
      if (next !== value) change(next)
    }
    return input(
      // Assigning what is no date would wipe what is half typed.
      { ...props, value: value === UNREADABLE ? undefined : value },
      {
        type: 'date',
        min: field.min,
        max: field.max ?? '9999-12-31',
        onInput: look,
        onKeyUp: look,
        onBlur: look,
      },
    )
  },
  /** A limit is written as the input shows days. */
  say: ({ message }, _, lang) =>
    message.replace(/\d{4}-\d\d-\d\d/, (day) => new Date(day).toLocaleDateString(lang, { timeZone: 'UTC' })),
}
