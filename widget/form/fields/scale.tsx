import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { scaleFault } from '@fieldpost/shared/fields/scale.ts'
import { fill } from '../messages/words.ts'
import type { Kind } from './kind.ts'
import { holdNumber, numbers, steps } from './steps.tsx'

export const scale: Kind<FieldOf<'scale'>> = {
  fault: scaleFault,
  draw(props) {
    const { min, max, lowLabel, highLabel } = props.field
    return steps(
      props,
      'number',
      numbers(min, max, (n) => fill(props.t.place, n, max)),
      lowLabel,
      highLabel,
    )
  },
  hold: ({ min, max }, value) => holdNumber(value, min, max),
}
