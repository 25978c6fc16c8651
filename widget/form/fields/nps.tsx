import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { fill } from '../messages/en.ts'
import { en } from '../messages/en-more.ts'
import type { Kind } from './kind.ts'
import { holdNumber, numbers, scale } from './scale.tsx'

export const nps: Kind<FieldOf<'nps'>> = {
  draw: (props) =>
    scale(
      props,
      'number nps',
      numbers(0, 10, (n) => fill(en.place, n, 10)),
      props.field.lowLabel || en.npsLow,
      props.field.highLabel || en.npsHigh,
    ),
  hold: (_, value) => holdNumber(value, 0, 10),
}
