import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { npsFault } from '@fieldpost/shared/fields/rating.ts'
import { fill } from '../messages/words.ts'
import type { Kind } from './kind.ts'
import { holdNumber, numbers, steps } from './steps.tsx'

export const nps: Kind<FieldOf<'nps'>> = {
  fault: npsFault,
  draw: (props) =>
    steps(
      props,
      'number nps',
      numbers(0, 10, (n) => fill(props.t.place, n, 10)),
      props.field.lowLabel || props.t.npsLow,
      props.field.highLabel || props.t.npsHigh,
    ),
  hold: (_, value) => holdNumber(value, 0, 10),
}
