import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { timeFault } from '@fieldpost/shared/fields/time.ts'
import { clock } from './clock.tsx'
import type { Kind } from './kind.ts'

export const time: Kind<FieldOf<'time'>> = {
  fault: timeFault,
  draw: (props) => clock(props, { type: 'time', min: props.field.min, max: props.field.max }),
  /** A limit is written as the input shows times: with am and pm where the visitor has them. */
  say: ({ code, message }, _, lang) =>
    code === 'time'
      ? message
      : message.replace(/\d\d:\d\d/, (time) =>
          new Date(`1970-01-01T${time}Z`).toLocaleTimeString(lang, { timeStyle: 'short', timeZone: 'UTC' }),
        ),
}
