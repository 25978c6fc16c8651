import type { FieldOf } from '@fieldpost/shared/fields/index.ts'
import { ratingFault } from '@fieldpost/shared/fields/rating.ts'
import { fill } from '../messages/words.ts'
import type { Kind } from './kind.ts'
import { holdNumber, numbers, steps } from './steps.tsx'

const shapes = {
  star: 'M12 2.8l2.85 5.85 6.4.9-4.65 4.5 1.12 6.4L12 17.4l-5.72 3.05 1.12-6.4-4.65-4.5 6.4-.9z',
  heart: 'M12 20.4C5.6 15.9 3 12.6 3 9a4.7 4.7 0 0 1 9-2 4.7 4.7 0 0 1 9 2c0 3.6-2.6 6.9-9 11.4z',
}

export const rating: Kind<FieldOf<'rating'>> = {
  fault: ratingFault,
  draw(props) {
    const { t } = props
    const { max, symbol, lowLabel, highLabel } = props.field
    const list = numbers(
      1,
      max,
      (n) => fill(t.place, n, max),
      symbol === 'number'
        ? undefined
        : () => (
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={shapes[symbol]} />
            </svg>
          ),
    )
    return steps(props, symbol, list, lowLabel, highLabel)
  },
  hold: (field, value) => holdNumber(value, 1, field.max),
}
