import { dateFault } from '@fieldpost/shared/fields/date.ts'
import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { clock } from './clock.tsx'
import type { Kind } from './kind.ts'

export const date: Kind<FieldOf<'date'>> = {
  fault: dateFault,
  draw: (props) => clock(props, { type: 'date', min: props.field.min, max: props.field.max ?? '9999-12-31' }),
  /** A limit is written as the input shows days. */
  say: ({ message }, _, lang) =>
    message.replace(/\d{4}-\d\d-\d\d/, (day) => new Date(day).toLocaleDateString(lang, { timeZone: 'UTC' })),
}
